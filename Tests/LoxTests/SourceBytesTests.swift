import Lox
import LoxGenerator
import Testing

/// Sources of any bytes.
@Suite struct SourceBytesTests {
  @Test(arguments: 0..<4) func noise(batch: Int) async {
    let compiled = await LargeStack.run {
      var random = Random(seed: UInt64(batch))
      var compiled = 0
      for _ in 0..<250 {
        let bytes = (0..<random.below(600)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        if let program = try? Program(bytes: bytes) {
          compiled += 1
          try? Isolate().run(program)
        }
      }
      return compiled
    }
    // Only very short noise is a program.
    #expect(compiled < 50)
  }

  /// Noise made of the characters of scripts.
  @Test(arguments: 0..<4) func printableNoise(batch: Int) async {
    await LargeStack.run {
      var random = Random(seed: UInt64(batch))
      let characters = Array("(){};,.+-*/!=<>\"ab1 \n_funclasvrthiSuperifelsewhiletruenilandorreturn".utf8)
      for _ in 0..<250 {
        let bytes = (0..<random.below(600)).map { _ in characters[random.below(characters.count)] }
        if let program = try? Program(bytes: bytes) { try? Isolate().run(program) }
      }
    }
  }

  @Test func zeros() throws {
    let outcome = try ScriptRun().run("print 1;\0print 2;")
    #expect(outcome.errorText == "[line 1] Error: Unexpected character.\n")
    let zeros = try ScriptRun().run([UInt8](repeating: 0, count: 3))
    #expect(zeros.errorText.hasPrefix("[line 1] Error: Unexpected character.\n"))
    #expect(try ScriptRun().run("print \"a\0b\";").output == Array("a\0b\n".utf8))
  }

  @Test func invalidText() throws {
    let bytes: [UInt8] = [0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80]
    let outcome = try ScriptRun().run(
      Array("// ".utf8) + bytes + Array("\nprint \"".utf8) + bytes + Array("\";".utf8))
    #expect(outcome.output == bytes + [UInt8(ascii: "\n")])
    #expect(try ScriptRun().run(bytes).ending == .compileErrors)
  }

  @Test func unterminatedStrings() throws {
    #expect(try ScriptRun().run("print \"a\n\nb").errorText == "[line 3] Error: Unterminated string.\n")
    #expect(try ScriptRun().run("\"").errorText == "[line 1] Error: Unterminated string.\n")
  }

  @Test func carriageReturns() throws {
    let outcome = try ScriptRun().run("var a = 1;\r\n// comment\r\nprint a;\r\nprint b;\r\n")
    #expect(outcome.outputText == "1\n")
    #expect(outcome.errorText == "Undefined variable 'b'.\n[line 4] in script\n")
  }

  @Test(arguments: ["", " ", "\n", "//", "// comment", "\t\r\n"]) func nothing(text: String) throws {
    #expect(try ScriptRun().run(text) == Outcome())
  }
}
