import Foundation
import Testing

/// `lox test`: which files it runs, and what it reports about them.
@Suite(.needsLox) struct TestTests {
  /// The line that all reports end with.
  private func summary(_ run: LoxProcess) -> String {
    run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().last.map(String.init) ?? ""
  }

  @Test func expectationsThatAreMet() throws {
    let locals = (0..<300).map { "var v\($0);" }.joined(separator: " ")
    let folder = try ScriptFolder([
      "output.lox": "print 1; // expect: 1\nprint \"\"; // expect: \nprint \" a\";\n// expect:  a\n",
      "runtime.lox":
        "print 1; // expect: 1\nnil.x; // expect runtime error: Only instances have properties.\n",
      "compile.lox":
        "print; // Error at ';': Expect expression.\n// [line 3] Error at '}': Expect expression.\n}\n",
      "other.lox": "// [c line 2] Error at ';': Expect expression.\nprint; // [java line 2] Error: no.\n",
      "stderr.lox": """
      nil(); // expect runtime error: Can only call functions and classes.
      // expect stderr: Can only call functions and classes.
      // expect stderr: [line 1] in script
      """,
      "extended.lox": "// lox: extended\n{ \(locals) }\nprint 1; // expect: 1\n",
      "nothing.lox": "",
      "unknown.lox": "print clock();",
    ])
    let run = try folder.lox("test", ".")
    #expect(run.output == "8 passed, 0 failed\n")
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  @Test func linesMayEndWithReturns() throws {
    let script = """
      print 1; // expect: 1
      print "a
      b";
      // expect: a
      // expect: b
      nil.x; // expect runtime error: Only instances have properties.
      // expect stderr: Only instances have properties.
      // expect stderr: [line 6] in script

      """
    let broken = "print; // Error at ';': Expect expression.\n"
    let folder = try ScriptFolder([
      "a.lox": script.replacingOccurrences(of: "\n", with: "\r\n"),
      "b.lox": broken.replacingOccurrences(of: "\n", with: "\r\n"),
    ])
    #expect(try folder.lox("test", ".").output == "2 passed, 0 failed\n")
    // In a script without expectations, they are printed by the script itself.
    let printed = try ScriptFolder(["a.lox": "print \"a\r\";\n// expect: a\n"]).lox("test", "a.lox")
    #expect(printed.status == 1)
  }

  @Test(arguments: [
    ("print 1; // expect: 2", "expected  2\n    but got   1"),
    ("print 1; // expect: 1 ", "expected  1 \n    but got   1"),
    ("print 1; // expect: 1\nprint 2;", "expected  (nothing)\n    but got   2"),
    ("// expect: 1", "expected  1\n    but got   (nothing)"),
    ("print 1; // expect: 1\nnil.x;", "expected  0\n    but got   70"),
    ("print 1;\nnil.x;", "but got   Only instances have properties."),
    ("// expect runtime error: A.", "expected  A.\n    but got   (nothing)"),
    ("nil.x; // expect runtime error: A.", "expected  A.\n    but got   Only instances"),
    ("nil.x;\n// expect runtime error: Only instances have properties.", "expected  [line 2]"),
    ("print; // Error at 'x': A.", "expected  [line 1] Error at 'x': A.\n    but got   (nothing)"),
    ("print; // expect: 1", "but got   [line 1] Error at ';': Expect expression."),
    ("nil(); // expect stderr: no", "expected  no\n    but got   Can only call"),
  ])
  func expectationsThatAreNot(script: String, report: String) throws {
    let run = try ScriptFolder(["a.lox": script + "\n"]).lox("test", "a.lox")
    #expect(run.output.hasPrefix("FAILED a.lox\n"))
    #expect(run.output.contains(report), "\(run.output)")
    #expect(summary(run) == "0 passed, 1 failed")
    #expect(run.status == 1)
  }

  @Test func failuresComeInTheOrderOfFiles() throws {
    let folder = try ScriptFolder()
    for number in 0..<40 {
      try folder.add("t\(number + 10).lox", Data("print \(number % 4); // expect: 1\n".utf8))
    }
    let run = try folder.lox("test", ".")
    let failed = run.output.split(separator: "\n").filter { $0.hasPrefix("FAILED") }
    #expect(failed.count == 30)
    #expect(failed == failed.sorted())
    #expect(summary(run) == "10 passed, 30 failed")
    #expect(run.status == 1)
  }

  @Test func foldersAreSearched() throws {
    let folder = try ScriptFolder([
      "a/b/c/d.lox": "print 1; // expect: 1", "a/x.lox": "print 2; // expect: 2", "a/readme.txt": "}",
      "a/.hidden/e.lox": "}", "a/part.lox": "// nontest\n}", "script": "print 3; // expect: 3",
    ])
    let run = try folder.lox("test", "a", "script", "a/x.lox")
    #expect(run.output == "3 passed, 0 failed\n")
    #expect(run.status == 0)
  }

  @Test func foldersForOtherChaptersAreLeftOut() throws {
    let files = [
      "t/precedence.lox": "print 1; // expect: 1", "t/scanning/a.lox": "a b c\n// expect: IDENTIFIER a null",
      "t/expressions/a.lox": "1 // expect: 1", "t/benchmark/a.lox": "while (true) {}",
    ]
    let run = try ScriptFolder(files).lox("test", "t")
    #expect(summary(run) == "1 passed, 0 failed")
    #expect(run.output.contains("t/scanning"))
    #expect(run.status == 0)
  }

  @Test func foldersOfThoseNamesAreNotLeftOutElsewhere() throws {
    let files = ["t/scanning/a.lox": "print 1; // expect: 1", "t/benchmark/a.lox": "print clock();"]
    let run = try ScriptFolder(files).lox("test", "t")
    #expect(run.output == "2 passed, 0 failed\n")
  }

  @Test func missingFilesFail() throws {
    let run = try ScriptFolder(["a/b.txt": ""]).lox("test", "no.lox")
    #expect(run.errors == "Could not open file \"no.lox\".\n")
    #expect(summary(run) == "0 passed, 0 failed")
    #expect(run.status == 74)
  }

  /// If they were ignored, the test would pass.
  @Test(arguments: [
    ("//expect: 2", "// expect: 2"), ("// exepct: 2", "// expect: 2"), ("// Expect: 2", "// expect: 2"),
    ("// expected: 2", "// expect: 2"), ("//  expect:2", "// expect: 2"), ("# // expects: 2", "// expect: 2"),
    ("// expect runtime error:No.", "// expect runtime error: No."),
    ("// expect runtimeerror: No.", "// expect runtime error: No."),
    ("// Expect stderr: No.", "// expect stderr: No."), ("// expct: 2", "// expect: 2"),
    ("// expect : 2", "// expect: 2"), ("// expext:2", "// expect: 2"),
    ("// expect output: 2", "// expect: 2"), ("// expect stdout: 2", "// expect: 2"),
    ("// expect runtime eror: No.", "// expect runtime error: No."),
    ("// expected runtime error: No.", "// expect runtime error: No."),
    ("// expect error: No.", "// expect runtime error: No."),
    ("//Error at 'x': No.", "// Error at 'x': No."), ("// error at 'x': No.", "// Error at 'x': No."),
    ("// Eror at 'x': No.", "// Error at 'x': No."),
    ("//[line 7] error at 'x': No.", "// [line 7] Error at 'x': No."),
  ])
  func misspeltExpectationsFail(_ comment: String, _ meant: String) throws {
    let script = comment.hasPrefix("#") ? "print \"\(comment)\";" : "print 1; \(comment)"
    let run = try ScriptFolder(["a.lox": script + "\n"]).lox("test", ".")
    #expect(run.output.contains("not an expectation (line 1)"))
    #expect(run.output.contains("expected  \(meant)"))
    #expect(run.status == 1)
  }

  @Test(arguments: [
    "// expect nothing", "// We expect: much", "// export: a", "// exec: a", "// text: a", "http://expert/",
    "// :",
    "// note: expect 1", "// an error at 'x': why", "// error: none", "// terror at 5 o'clock: no",
    "// error at the end: none", "// the error at 'x' is this", "// expect it to end: it must",
  ])
  func otherCommentsAreNoExpectations(_ comment: String) throws {
    let run = try ScriptFolder(["a.lox": "print 1; \(comment.hasPrefix("//") ? comment : "// \(comment)")\n"])
      .lox("test", ".")
    #expect(run.output == "1 passed, 0 failed\n")
  }

  @Test func noScriptsAtAllIsAFailure() throws {
    let run = try ScriptFolder(["a/b.txt": ""]).lox("test", "a")
    #expect(run.output == "0 passed, 0 failed\n")
    #expect(run.errors == "There is no file named *.lox in \"a\".\n")
    #expect(run.status == 74)
  }

  @Test func scriptsDoNotShareGlobals() throws {
    let script = "var a; print a; // expect: nil\na = 1;\n"
    let folder = try ScriptFolder([
      "a.lox": script, "b.lox": "a; // expect runtime error: Undefined variable 'a'.\n",
    ])
    #expect(try folder.lox("test", ".").output == "2 passed, 0 failed\n")
  }

  @Test func endlessOutputIsEnded() throws {
    let run = try ScriptFolder(["a.lox": "while (true) print \"on and on and on and on and on\";"]).lox(
      "test", ".")
    #expect(run.output.contains("more than 64 MiB"))
    #expect(run.status == 1)
  }

  @Test func examplesDoWhatTheySay() throws {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = package.appendingPathComponent("examples")
    let scripts = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "lox" }
    let run = try LoxProcess(["test"] + scripts.map(\.path), input: Data(), in: ScriptFolder())
    #expect(run.output == "scripts: 8 passed, 0 failed; tests: 3 passed, 0 failed\n")
  }
}
