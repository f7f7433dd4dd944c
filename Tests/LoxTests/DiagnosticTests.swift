import Lox
import LoxJSON
import Testing

/// What diagnostics tell programs, and how lines of any kind are shown.
@Suite struct DiagnosticTests {
  private func compileErrors(_ source: [UInt8], name: String = "a.lox") throws -> CompileErrors {
    do {
      _ = try Program(bytes: source, name: name)
    } catch let errors as CompileErrors {
      return errors
    }
    throw TestFailure("compiles")
  }

  private func runtimeError(_ source: String) throws -> RuntimeError {
    let program = try Program(source, name: "a.lox")
    do {
      try Isolate().run(program)
    } catch let error as RuntimeError {
      return error
    }
    throw TestFailure("no error")
  }

  private struct TestFailure: Error {
    let text: String
    init(_ text: String) { self.text = text }
  }

  /// The rich text of the only error in a source.
  private func rich(_ source: String) throws -> String {
    try compileErrors(Array(source.utf8)).formatted(.rich(color: false))
  }

  // MARK: - What is known

  @Test func locations() throws {
    let diagnostics = try compileErrors(Array("print 1\nprint é;\n".utf8)).diagnostics
    #expect(diagnostics.map(\.message) == ["Expect ';' after value.", "Unexpected character."])
    let first = try #require(diagnostics.first?.location)
    // Where the semicolon is missing.
    #expect(first.description == "a.lox:1:8")
    #expect(first.span == 7..<7)
    let second = try #require(diagnostics.last?.location)
    #expect([second.line, second.column, second.endLine, second.endColumn] == [2, 7, 2, 9])
    #expect(second.span == 14..<16)
    #expect(
      diagnostics.map { String(decoding: $0.plainText, as: UTF8.self) } == [
        "[line 2] Error at 'print': Expect ';' after value.", "[line 2] Error: Unexpected character.",
      ])
  }

  @Test func plainTextIsThatOfClox() throws {
    let source = Array("print \"\u{e9}\" ! ".utf8) + [0xFF, 0x0A]
    let errors = try compileErrors(source)
    #expect(errors.bytes(.plain) == errors.diagnostics.bytes(.plain))
    #expect(errors.formatted(.plain) == errors.description)
    let error = try runtimeError("fun f() { return nil + 1; }\nf();")
    #expect(
      error.formatted(.plain)
        == "Operands must be two numbers or two strings.\n[line 1] in f()\n[line 2] in script\n")
    #expect(error.bytes(.plain) == error.diagnostic.bytes(.plain))
  }

  @Test func notesHavePlaces() throws {
    let diagnostic = try runtimeError("fun add(a, b) {}\n\nadd(1);").diagnostic
    #expect(diagnostic.phase == .run)
    #expect(diagnostic.location?.line == 3)
    let note = try #require(diagnostic.notes.first)
    #expect(note.message == "`add` is declared here")
    #expect(note.location?.description == "a.lox:1:5")
    #expect(note.location?.span == 4..<7)
  }

  @Test func declarationsInOtherPrograms() throws {
    let isolate = try Isolate()
    try isolate.run(Program("\nfun add(a, b) {}", name: "first.lox"))
    let program = try Program("add(1);", name: "second.lox")
    let error = #expect(throws: RuntimeError.self) { try isolate.run(program) }
    #expect(error?.diagnostic.location?.description == "second.lox:1:1")
    #expect(error?.diagnostic.notes.first?.location?.description == "first.lox:2:5")
  }

  @Test func similarGlobalsAmongMany() throws {
    let isolate = try Isolate()
    let declarations = (0..<19_000).map { "var global\($0)name = \($0);" }.joined()
    try isolate.run(Program(declarations + "var unrelated = 1;"))
    for (name, expected) in [
      ("unrelatd", "did you mean `unrelated`?"), ("globl777name", "did you mean `global777name`?"),
    ] {
      let program = try Program("print \(name);")
      let error = #expect(throws: RuntimeError.self) { try isolate.run(program) }
      #expect(error?.diagnostic.notes.map(\.message) == [expected])
    }
  }

  /// A global that was only mentioned, but never defined, is not suggested.
  @Test func undefinedGlobalsAreNotProposed() throws {
    let error = try runtimeError("fun f() { counter = 1; } print countr;")
    #expect(error.diagnostic.notes.isEmpty)
  }

  // MARK: - JSON

  @Test func json() throws {
    let errors = try compileErrors(Array("{ var a; var a; }\nprint (;\n".utf8))
    let lines = errors.formatted(.json).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 3)
    #expect(lines.last == "")
    #expect(
      lines.first.map(String.init)
        == #"{"severity":"error","phase":"compile","code":"duplicate-variable","message":"Already a variable with this name in this "#
        + #"scope.","file":"a.lox","line":1,"column":14,"endLine":1,"endColumn":15,"start":13,"end":14,"notes":[{"#
        + #""message":"it is first declared here","file":"a.lox","line":1,"column":7,"endLine":1,"endColumn":8,"#
        + #""start":6,"end":7}],"text":"[line 1] Error at 'a': Already a variable with this name in this scope."}"#
    )
    let second = try JSON(parsing: String(lines[1]))
    #expect(second["message"] == "Expect expression.")
    #expect(second["line"] == 2)
  }

  @Test func jsonOfTraces() throws {
    let error = try runtimeError("fun f(n) { if (n == 0) -nil; f(n - 1); }\nf(9);")
    let object = try JSON(parsing: error.formatted(.json))
    #expect(object["phase"] == "run")
    #expect(object["text"] == nil)
    let trace = try #require(object["trace"]?.arrayValue)
    #expect(trace.map { $0["function"] } == ["f", nil, JSON.null])
    #expect(trace[1]["repeated"] == 9)
    #expect(trace[1]["functions"] == ["f"])
    #expect(trace[0]["line"] == 1)
  }

  // MARK: - Host functions

  @Test func hostFunctionsInTraces() throws {
    let isolate = try Isolate()
    try isolate.define("each") { (body: Function) in _ = try body.call() }
    let program = try Program("fun f() { return -\"x\"; }\neach(f);", name: "a.lox")
    let error = #expect(throws: RuntimeError.self) { try isolate.run(program) }
    let text = error?.formatted(.rich(color: false))
    #expect(
      text == """
        error[operand-not-number]: Operand must be a number.
         --> a.lox:1:18
          |
        1 | fun f() { return -"x"; }
          |                  ^^^^
          = the operand is "x" (a string)
        trace:
          in f() at a.lox:1:18
          in host function each
          in script at a.lox:2:1

        """)
  }

  // MARK: - Lines

  @Test func colors() throws {
    let text = try compileErrors(Array("print ;\n".utf8)).formatted(.rich(color: true))
    #expect(
      text
        == "\u{1B}[1;31merror\u{1B}[0m\u{1B}[1;31m[expected-expression]\u{1B}[0m\u{1B}[1m: Expect expression.\u{1B}[0m\n\u{1B}[34m --> \u{1B}[0ma.lox:1:7\n"
        + "\u{1B}[34m  |\n\u{1B}[0m\u{1B}[34m1 |\u{1B}[0m print ;\n\u{1B}[34m  |\u{1B}[0m       \u{1B}[1;31m^\u{1B}[0m\n"
    )
  }

  /// The columns in which the marks of the first line begin and end.
  private func marks(_ text: String) throws -> (line: String, mark: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return (String(lines[3].dropFirst(4)), String(lines[4].dropFirst(4)))
  }

  @Test(arguments: [
    ("\t?", "    ?", "    ^"),
    ("ab;\t\t?", "ab;     ?", "        ^"),
    ("\"日本\"; ?", "\"日本\"; ?", "        ^"),
    ("\"é\"; ?", "\"é\"; ?", "     ^"),
    ("\"e\u{301}\"; ?", "\"e\u{301}\"; ?", "     ^"),
    ("\"😀👩‍👩‍👧🇫🇷\"; ?", "\"😀👩‍👩‍👧🇫🇷\"; ?", "          ^"),
    ("\"\u{1B}[31m\"; ?", "\"␛[31m\"; ?", "         ^"),
    ("\"\u{202E}\u{9B}\u{7F}\"; ?", "\"��␡\"; ?", "       ^"),
    ("é?", "é?", "^"),
    ("a;\r?", "a;␍?", "   ^"),
  ])
  func widths(_ source: String, _ line: String, _ mark: String) throws {
    let shown = try marks(rich(source + ";"))
    #expect(shown.line == line + ";")
    #expect(shown.mark == mark)
  }

  @Test func invalidBytes() throws {
    let text = try compileErrors(Array("\"a".utf8) + [0xFF, 0xC3] + Array("b\" @".utf8)).formatted(
      .rich(color: false))
    let shown = try marks(text)
    #expect(shown.line == "\"a\u{FFFD}\u{FFFD}b\" @")
    #expect(shown.mark == "       ^")
  }

  @Test(arguments: [0, 50, 90, 99, 100, 101, 150, 399, 400, 401, 1000, 100_000])
  func longLines(_ before: Int) throws {
    let source = String(repeating: "a", count: before) + "; @ " + String(repeating: "é", count: 100_000)
    let shown = try marks(rich(source))
    #expect(shown.line.count <= SourceLine.longest)
    let place = shown.line.index(shown.line.startIndex, offsetBy: shown.mark.count - 1)
    #expect(shown.line[place] == "@")
    #expect(shown.line.hasSuffix("…"))
    #expect(shown.line.hasPrefix("…") == (before > 97))
  }

  private enum SourceLine {
    /// The window, and a sign at each end where the line is cut.
    static let longest = 102
  }

  @Test func longSpans() throws {
    let name = String(repeating: "n", count: 500)
    let text = try runtimeError("print 1 + \(name);").formatted(.rich(color: false))
    let shown = try marks(text)
    #expect(shown.line.count <= SourceLine.longest)
    #expect(shown.mark.count <= SourceLine.longest)
    #expect(shown.mark.hasSuffix("^^^^"))
  }

  /// If there are very many errors, those that nobody would read are only counted; the plain format has all of them.
  @Test func manyErrors() throws {
    let errors = try compileErrors(Array(String(repeating: "var ;", count: 20_000).utf8))
    #expect(errors.diagnostics.count == CompileErrors.maximumDiagnosticCount)
    #expect(errors.omittedCount == 19_900)
    let rich = errors.formatted(.rich(color: false))
    #expect(rich.hasSuffix("\n\n... and 19,900 more errors\n"))
    #expect(rich.utf8.count < 50_000)
    let json = errors.formatted(.json).split(separator: "\n")
    #expect(json.count == 101)
    #expect(json.last?.contains("... and 19,900 more errors") == true)
    #expect(errors.formatted(.plain).split(separator: "\n").count == 20_000)
    let few = try compileErrors(Array(String(repeating: "var ;", count: 101).utf8))
    #expect(few.formatted(.rich(color: false)).hasSuffix("\n... and 1 more error\n"))
  }

  @Test func spansOverLines() throws {
    let text = try runtimeError("var x = nil;\n  x\n    .foo(1,\n\n  2)\n ;").formatted(.rich(color: false))
    #expect(
      text == """
        error[method-of-non-instance]: Only instances have methods.
         --> a.lox:2:3
          |
        2 |   x
          |   ^
        ...
        5 |   2)
          |   ^^
          = the value before the `.` is nil
          = a variable without an initial value is nil, and so is the result of a function without `return`

        """)
  }

  @Test func emptySources() throws {
    #expect(throws: Never.self) { try Program("") }
    let text = try rich("{")
    #expect(
      text.hasPrefix("error[unclosed-block]: Expect '}' after block.\n --> a.lox:1:2\n  |\n1 | {\n  |  ^\n"))
  }

  /// Names of files may also contain anything.
  @Test func namesAreHarmless() throws {
    let text = try compileErrors(Array("?".utf8), name: "a\u{1B}[2J\nb").formatted(.rich(color: false))
    #expect(text.contains(" --> a␛[2J␊b:1:1\n"))
  }
}
