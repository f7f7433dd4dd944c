import Foundation
import Testing

/// The interactive session, over a pipe.
@Suite(.needsLox) struct ReplTests {
  @Test func eachLineIsAScript() throws {
    let run = try ScriptFolder().lox(input: "var a = 1;\nprint a;\nfun f() { return a + 1; }\nprint f();\n")
    #expect(run.output == "> > 1\n> > 2\n> \n")
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  @Test func errorsDoNotEndIt() throws {
    let run = try ScriptFolder().lox(input: "print 1 +;\nprint x;\nprint \"still here\";\n")
    #expect(run.output == "> > > still here\n> \n")
    #expect(
      run.errors
        == "[line 1] Error at ';': Expect expression.\nUndefined variable 'x'.\n[line 1] in script\n")
    #expect(run.status == 0)
  }

  @Test func lastLineNeedsNoEnd() throws {
    let run = try ScriptFolder().lox(input: "print 1;\nprint 2;")
    #expect(run.output == "> 1\n> 2\n> \n")
  }

  @Test func emptyInput() throws {
    let run = try ScriptFolder().lox()
    #expect(run.output == "> \n")
    #expect(run.status == 0)
  }

  @Test func linesOfAnyLength() throws {
    let text = String(repeating: "x", count: 300_000)
    let run = try ScriptFolder().lox(input: "var s = \"\(text)\"; print s;\nprint 1;\n")
    #expect(run.output == "> \(text)\n> 1\n> \n")
  }

  @Test func binaryGarbage() throws {
    let garbage = Data((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 / 256) })
    let run = try LoxProcess([], input: garbage, in: ScriptFolder())
    #expect(run.output.hasPrefix("> "))
    #expect(run.status == 0)
    #expect(!run.wasKilled)
  }

  @Test func extendedLanguage() throws {
    let run = try ScriptFolder().lox("--language", "extended", input: "print 1;\n")
    #expect(run.output == "> 1\n> \n")
  }
}
