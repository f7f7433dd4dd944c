import Foundation
import Testing

/// `lox FILE` and `lox -e CODE`: where the output goes, and how the process ends.
@Suite(.needsLox) struct RunTests {
  @Test func runsFile() throws {
    let run = try ScriptFolder(["a.lox": "print 1 + 2;"]).lox("a.lox")
    #expect(run.output == "3\n")
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  @Test func runsCode() throws {
    let run = try ScriptFolder().lox("-e", "print \"a\"; print 2;")
    #expect(run.output == "a\n2\n")
    #expect(run.status == 0)
  }

  @Test func compileErrors() throws {
    let run = try ScriptFolder(["a.lox": "print 1;\nprint ;\nvar 2;\n"]).lox("a.lox")
    #expect(run.output == "")
    #expect(
      run.errors
        == "[line 2] Error at ';': Expect expression.\n[line 3] Error at '2': Expect variable name.\n")
    #expect(run.status == 65)
  }

  @Test func runtimeErrorComesAfterOutput() throws {
    let script = "print 1;\nfun f() {\n  nil.x;\n}\nf();\nprint 2;\n"
    let run = try ScriptFolder(["a.lox": script]).lox("a.lox")
    #expect(run.output == "1\n")
    #expect(run.errors == "Only instances have properties.\n[line 3] in f()\n[line 5] in script\n")
    #expect(run.status == 70)
  }

  @Test(arguments: ["no.lox", "folder", ""])
  func fileThatCannotBeRead(name: String) throws {
    let run = try ScriptFolder(["folder/a.lox": ""]).lox(name)
    #expect(run.output == "")
    #expect(run.errors == "Could not open file \"\(name)\".\n")
    #expect(run.status == 74)
  }

  @Test(arguments: [
    ["a", "b"], ["--nonsense"], ["--language", "latin", "a"], ["-e"], ["-e", "1;", "a"], ["check"],
  ])
  func wrongUsage(arguments: [String]) throws {
    let run = try LoxProcess(arguments, input: Data(), in: ScriptFolder(["a": "print 1;"]))
    #expect(run.output == "")
    #expect(run.errors.contains("Usage: lox"))
    #expect(run.status == 64)
  }

  @Test func scriptsAreBytes() throws {
    let folder = try ScriptFolder()
    try folder.add("a.lox", Data("print \"".utf8) + [0xff, 0xc3] + Data("\";".utf8))
    let run = try folder.lox("-e", "print \"\u{e9}\";")
    #expect(run.output == "\u{e9}\n")
    let process = try folder.lox("a.lox")
    #expect(process.status == 0)
    #expect(process.output == String(decoding: [0xff, 0xc3, 10], as: UTF8.self))
  }

  @Test func binaryGarbageIsRefused() throws {
    let folder = try ScriptFolder()
    try folder.add("a.lox", Data((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 / 256 &+ 200) }))
    let run = try folder.lox("a.lox")
    #expect(run.status == 65)
    #expect(!run.wasKilled)
  }

  @Test func bookLanguageIsTheDefault() throws {
    let locals = (0..<300).map { "var v\($0) = \($0);" }.joined(separator: "\n")
    let folder = try ScriptFolder([
      "a.lox": "{ \(locals)\nprint v299; }", "b.lox": "// lox: extended\n{ \(locals)\nprint v299; }",
    ])
    let book = try folder.lox("a.lox")
    #expect(book.status == 65)
    #expect(book.errors.contains("Too many local variables in function."))
    for run in [try folder.lox("--language", "extended", "a.lox"), try folder.lox("b.lox")] {
      #expect(run.output == "299\n")
      #expect(run.status == 0)
    }
  }

  @Test(arguments: ["--no-optimize", "--stress-gc"])
  func optionsThatChangeNothing(option: String) throws {
    let script = "var s = \"\"; for (var i = 0; i < 20; i = i + 1) s = s + \"x\"; print s + s; print 2 * 3;"
    let run = try ScriptFolder(["a.lox": script]).lox(option, "a.lox")
    #expect(run.output == String(repeating: "x", count: 40) + "\n6\n")
    #expect(run.status == 0)
  }

  @Test func statistics() throws {
    let script = "fun f(n) { if (n < 2) return n; return f(n - 1) + f(n - 2); } print f(15);"
    for (options, titles) in [
      (["--jit", "off"], ["instructions", "cache hits", "collections", "peak heap"]),
      ([], ["machine code", "collections", "peak heap"]),
    ] {
      let run = try LoxProcess(
        ["--stats"] + options + ["a.lox"], input: Data(), in: ScriptFolder(["a.lox": script]))
      #expect(run.output == "610\n")
      for title in titles { #expect(run.errors.contains("\(title) "), "\(run.errors)") }
      #expect(!run.errors.contains(" 0.0 KiB\npeak"), "\(run.errors)")
      #expect(run.status == 0)
    }
  }

  @Test func trace() throws {
    let run = try ScriptFolder(["a.lox": "fun f(a) {\n  return a + 1;\n}\nprint f(2);"]).lox(
      "--trace", "a.lox")
    #expect(run.output == "3\n")
    #expect(run.errors.contains("script, depth 1\n"))
    #expect(run.errors.contains("f(), depth 2\n"))
    #expect(run.errors.contains("addConstant"))
    #expect(run.status == 0)
  }

  @Test func help() throws {
    let folder = try ScriptFolder()
    let help = try folder.lox("--help")
    for word in ["lox [<options>] [<file>]", "-e <code>", "\n  check ", "\n  test ", "\n  disasm "] {
      #expect(help.output.contains(word), "\(word)")
    }
    #expect(help.status == 0)
    #expect(try folder.lox("help").output == help.output)
  }

  @Test func closedPipeEndsQuietly() throws {
    let folder = try ScriptFolder(["a.lox": "while (true) print \"again and again\";"])
    let process = try LoxProcess.prepare(["a.lox"], in: folder)
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let start = try output.fileHandleForReading.read(upToCount: 6)
    #expect(start.map { String(decoding: $0, as: UTF8.self) } == "again ")
    try output.fileHandleForReading.close()
    process.waitUntilExit()
    #expect(try errors.fileHandleForReading.readToEnd() ?? Data() == Data())
  }
}
