import Lox
import Testing

/// The examples of the article on errors.
@Suite struct ErrorExamples {
  @Test func compileErrors() throws {
    var printed: [String] = []
    func print(_ line: String) { printed.append(line) }
    // The example begins.
    do {
      _ = try Program("var total = 3\nprint total * ;", name: "rule.lox")
    } catch let errors as CompileErrors {
      for diagnostic in errors.diagnostics {
        let place = diagnostic.location.map { "\($0)" } ?? "?"
        print("\(place): \(diagnostic.message)")
      }
    }
    // rule.lox:1:14: Expect ';' after variable declaration.
    // rule.lox:2:15: Expect expression.
    // The example ends.
    #expect(
      printed == [
        "rule.lox:1:14: Expect ';' after variable declaration.", "rule.lox:2:15: Expect expression.",
      ])
  }

  @Test func formats() throws {
    let isolate = try Isolate()
    // The example begins.
    var plain = ""
    var rich = ""
    var json = ""
    do {
      try isolate.run(
        try Program("fun total(prices) {\n  return price + 1;\n}\ntotal(3);", name: "rule.lox"))
    } catch let error as RuntimeError {
      plain = error.formatted(.plain)
      rich = error.formatted(.rich(color: false))
      json = error.formatted(.json)
    }
    // The example ends.
    try DocumentationTests.expect(plain, shownIn: "ErrorHandling.md", after: "Plain:")
    try DocumentationTests.expect(rich, shownIn: "ErrorHandling.md", after: "Rich:")
    try DocumentationTests.expect(json, shownIn: "ErrorHandling.md", after: "JSON:")
  }

  @Test func bothWays() throws {
    let isolate = try Isolate()
    // The example begins.
    struct Refused: Error, CustomStringConvertible {
      var description: String { "The order is refused." }
    }
    try isolate.define("check") { (total: Double) in if total > 100 { throw Refused() } }
    try isolate.define("apply") { (rule: Function, total: Double) in try rule.call(total) }

    do {
      try isolate.run(
        try Program(
          """
          fun rule(total) {
            check(total * 2);
          }
          apply(rule, 70);
          """))
    } catch let error as RuntimeError {
      print(error.underlying is Refused)  // true
      print(error)
      // The order is refused.
      // [host] in check()
      // [line 2] in rule()
      // [host] in apply()
      // [line 4] in script
    }
    // The example ends.
    let error = #expect(throws: RuntimeError.self) { try isolate.run(try Program("\n\n\napply(rule, 70);")) }
    #expect(error?.kind == .host)
    #expect(error?.underlying is Refused)
    #expect(
      error.map { "\($0)" } == """
        The order is refused.
        [host] in check()
        [line 2] in rule()
        [host] in apply()
        [line 4] in script
        """)
  }

  @Test func whatScriptsCatch() throws {
    var printed: [String] = []
    func print(_ line: String) { printed.append(line) }
    let isolate = try Isolate(lines: print)
    // The example begins.
    struct OutOfStock: Error, ValueCodable, CustomStringConvertible {
      var item: String
      var missing: Int
      var description: String { "There are not enough of these." }
    }
    try isolate.define("take") { (item: String, count: Int) throws in
      throw OutOfStock(item: item, missing: count - 2)
    }
    do {
      try isolate.run(
        try Program(
          """
          try {
            take("pear", 5);
          } catch (e is HostError) {
            print e.message;          // There are not enough of these.
            print e.details.missing;  // 3
            throw e;
          }
          """))
    } catch let error as RuntimeError {
      if let thrown = isolate.thrown(by: error), case .instance(let instance) = thrown {
        let details = try instance.field("details", as: OutOfStock.self)
        print(details?.item ?? "nothing")  // pear
      }
    }
    // The example ends.
    #expect(printed == ["There are not enough of these.", "3", "pear"])
    let error = try #require(throws: RuntimeError.self) {
      try isolate.run(try Program("try { take(\"fig\", 9); } catch (e) { throw e; }"))
    }
    #expect(error.kind == .host && error.underlying is OutOfStock)
    let thrown = try #require(isolate.thrown(by: error))
    guard case .instance(let instance) = thrown else {
      Issue.record("no instance")
      return
    }
    let details = try instance.field("details", as: OutOfStock.self)
    #expect(details?.item == "fig" && details?.missing == 7)
  }

  @Test func all() throws {
    // The example begins.
    func message(for error: any Error) -> String {
      switch error {
      case let errors as CompileErrors:
        return "The script can't be compiled.\n" + errors.formatted(.rich(color: false))
      case let error as RuntimeError where error.kind == .script || error.kind == .host:
        return "The script has failed.\n" + error.formatted(.rich(color: false))
      case let error as RuntimeError:
        return "The script was stopped: \(error.message)"
      case let error as ConversionError:
        return "The script has a wrong result. \(error)"
      default:
        return "Something else is wrong: \(error)"
      }
    }
    // The example ends.
    func message(of script: String) -> String {
      do {
        let isolate = try Isolate(limits: .untrusted)
        try isolate.run(try Program(script))
        return "\(try isolate.call("f", as: Int.self))"
      } catch { return message(for: error) }
    }
    #expect(message(of: "fun f() { return 1; }") == "1")
    #expect(
      message(of: "fun f() { return nil; }")
        == "The script has a wrong result. Expected a whole number, not nil.")
    #expect(message(of: "fun f() { f(); }") == "The script was stopped: Stack overflow.")
    #expect(
      message(of: "1 + nil;").hasPrefix(
        "The script has failed.\nerror[operands-not-addable]: Operands must be"))
    #expect(
      message(of: "1 +;").hasPrefix(
        "The script can't be compiled.\nerror[expected-expression]: Expect expression."))
    #expect(message(for: HandleError.isolateIsGone).hasPrefix("Something else"))
  }

  /// The example of Documentation/Diagnostics.md.
  @Test func diagnostics() throws {
    final class Editor {
      var marks: [String] = []
      func mark(_ span: Range<Int>?, _ message: String) { marks.append("\(span ?? 0..<0) \(message)") }
    }
    let editor = Editor()
    var logged = ""
    func log(_ text: String) { logged += text }
    let isolate = try Isolate()
    for text in ["var a = ;", "-nil;"] {
      // The example begins.
      do {
        try isolate.run(try Program(text, name: "rules.lox"))
      } catch let errors as CompileErrors {
        for diagnostic in errors.diagnostics {
          editor.mark(diagnostic.location?.span, diagnostic.message)
        }
      } catch let error as RuntimeError {
        log(error.formatted(.rich(color: false)))
      }
      // The example ends.
    }
    #expect(editor.marks == ["8..<9 Expect expression."])
    #expect(logged.hasPrefix("error[operand-not-number]: Operand must be a number."))
  }

  @Test func traces() throws {
    var printed: [String] = []
    func print(_ line: String) { printed.append(line) }
    let isolate = try Isolate()
    // The example begins.
    do {
      try isolate.run(
        try Program("fun outer() {\n  inner();\n}\nfun inner() { nil(); }\nouter();", name: "a.lox"))
    } catch let error as RuntimeError {
      for frame in error.trace.frames where !frame.isHost {
        print("\(frame.sourceName):\(frame.line) \(frame.functionName ?? "script")")
      }
    }
    // a.lox:4 inner
    // a.lox:2 outer
    // a.lox:5 script
    // The example ends.
    #expect(printed == ["a.lox:4 inner", "a.lox:2 outer", "a.lox:5 script"])
  }
}
