import Lox
import Testing

/// What hosts may rely on.
@Suite struct IsolateTests {
  /// Instances that get more fields than the first ones had do not make all later ones larger and larger.
  @Test func sizeOfInstances() throws {
    let isolate = try Isolate()
    try isolate.run(
      Program(
        """
        class Node { init(next) { this.next = next; } }
        var list;
        for (var i = 0; i < 1000; i = i + 1) list = Node(list);
        for (var node = list; node; node = node.next) node.extra = 1;
        """))
    let before = isolate.usedBytes
    try isolate.run(Program("for (var i = 0; i < 10000; i = i + 1) list = Node(list);"))
    #expect(isolate.usedBytes - before < 2 << 20)
  }

  @Test func globalsStay() throws {
    let run = try ScriptRun()
    #expect(
      run.run("var a = 1; fun f() { a = a + 1; return a; } class A { m() { return f(); } }") == Outcome())
    #expect(run.run("print A().m();").outputText == "2\n")
    #expect(run.run("print missing;").errorText == "Undefined variable 'missing'.\n[line 1] in script\n")
    #expect(run.run("print f();").outputText == "3\n")
    #expect(run.run("var a = \"redefined\"; print a;").outputText == "redefined\n")
  }

  /// An error in the middle keeps what was done before it.
  @Test func errorsUndoNothing() throws {
    let run = try ScriptRun()
    #expect(run.run("var a = 1; print a; a = 2; nil.x; a = 3;").outputText == "1\n")
    #expect(run.run("print a;").outputText == "2\n")
  }

  @Test func oneProgramInManyIsolates() async throws {
    let program = try Program(
      "var s = \"\"; for (var i = 0; i < 2000; i = i + 1) { s = s + \"ab\"; } class A {} print A(); print s == s + \"\";"
    )
    await withTaskGroup(of: String?.self) { group in
      for _ in 0..<8 {
        group.addTask {
          await LargeStack.run {
            var text = ""
            for _ in 0..<5 { try? Isolate { text += $0 + "\n" }.run(program) }
            return text
          }
        }
      }
      for await text in group { #expect(text == String(repeating: "A instance\ntrue\n", count: 5)) }
    }
  }

  @Test func closedOutput() throws {
    var calls = 0
    let isolate = try Isolate(options: Isolate.Options()) { _ in
      calls += 1
      return false
    }
    let program = try Program("while (true) print \"0123456789\";")
    #expect { try isolate.run(program) } throws: { ($0 as? RuntimeError)?.kind == .outputClosed }
    #expect(calls == 1)
  }

  @Test func clockIsOptional() throws {
    let options = Isolate.Options()
    let isolate = try Isolate(options: options)
    #expect { try isolate.run(try Program("clock();")) } throws: {
      ($0 as? RuntimeError)?.message == "Undefined variable 'clock'."
    }
  }

  /// Isolates are cheap, and give everything back.
  @Test func manyIsolates() async throws {
    let program = try Program("class A { init() { this.a = 1; } } print A().a;")
    let failures = await LargeStack.run {
      (0..<2000).filter { _ in (try? Isolate().run(program)) == nil }
    }
    #expect(failures == [])
    // Many at once.
    let isolates = try (0..<200).map { _ in try Isolate() }
    for isolate in isolates { try await isolate.run(program) }
  }

  @Test func languages() throws {
    let text = "fun f() {" + (0..<300).map { "var a\($0);" }.joined() + "} print \"ran\";"
    #expect(try ScriptRun().run(text, .extended).outputText == "ran\n")
    let errors = try ScriptRun().run(text, .book).errorText
    #expect(errors.contains("Too many local variables in function."))
    #expect(try ScriptRun().run("// lox: extended\n" + text, .book).outputText == "ran\n")
  }

  @Test func traceOfAnError() throws {
    let text = "fun inner(a) {\n  return a.b;\n}\nclass A { m() { inner(nil); } }\n\nA().m();"
    #expect(throws: RuntimeError.self) {
      do {
        try Isolate().run(try Program(text, name: "my script"))
      } catch let error as RuntimeError {
        #expect(error.message == "Only instances have properties.")
        #expect(error.trace.frames.map(\.line) == [2, 4, 6])
        #expect(error.trace.frames.map(\.functionName) == ["inner", "m", nil])
        #expect(error.trace.frames.map(\.sourceName) == ["my script", "my script", "my script"])
        let bytes = Array(text.utf8)
        #expect(String(decoding: bytes[error.trace.frames[0].span], as: UTF8.self).contains("b"))
        throw error
      }
    }
  }
}
