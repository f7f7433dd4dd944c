import LoxSyntax
import Testing

/// Errors of later passes, which the parser meets as if they were its own.
@Suite struct ReportedErrorTests {
  /// Parses a text in which `^` follows the tokens at which something is reported.
  private func parse(marked: String, isAtNextToken: Bool = false) -> [String] {
    var options = Parser.Options()
    var text: [UInt8] = []
    for byte in marked.utf8 {
      if byte == UInt8(ascii: "^") {
        let message = "Found \(options.reportedErrors.count + 1)."
        options.reportedErrors.append(
          ReportedError(offset: UInt32(text.count - 1), message: message, isAtNextToken: isAtNextToken))
      } else {
        text.append(byte)
      }
    }
    return LoxSyntaxTests.parse(text, options: options).messages
  }

  @Test func isReportedAtItsToken() {
    #expect(parse(marked: "var a = 1;\n{ var abc^ = 2; }") == ["[line 2] Error at 'abc': Found 1."])
    #expect(parse(marked: "\"a\nb\"^;") == ["[line 2] Error at '\"a\nb\"': Found 1."])
  }

  @Test func isReportedAtTheNextToken() {
    #expect(parse(marked: "var^ abc;", isAtNextToken: true) == ["[line 1] Error at 'abc': Found 1."])
    #expect(parse(marked: "a;^", isAtNextToken: true) == ["[line 1] Error at end: Found 1."])
  }

  @Test func startsAPanic() {
    #expect(
      parse(marked: "a^ b;\nc d;") == [
        "[line 1] Error at 'a': Found 1.", "[line 2] Error at 'd': Expect ';' after expression.",
      ])
    // After it tokens are skipped, up to the `print`.
    #expect(parse(marked: "if (a^) {}\n{} } ) print 1;") == ["[line 1] Error at 'a': Found 1."])
  }

  @Test func isSuppressedInAPanic() {
    #expect(parse(marked: "a b^; c d^;").count == 2)
    #expect(parse(marked: "f( ; ) a^ ;") == ["[line 1] Error at ';': Expect expression."])
    #expect(
      parse(marked: "a^ + b^ + c^; d^;") == [
        "[line 1] Error at 'a': Found 1.", "[line 1] Error at 'd': Found 4.",
      ])
  }

  @Test func severalAtOneToken() {
    var options = Parser.Options()
    options.reportedErrors = [
      ReportedError(offset: 0, message: "First."), ReportedError(offset: 0, message: "Second."),
      ReportedError(offset: 3, message: "Third."), ReportedError(offset: 1000, message: "Never."),
    ]
    #expect(
      LoxSyntaxTests.parse("a; b;", options: options).messages == [
        "[line 1] Error at 'a': First.", "[line 1] Error at 'b': Third.",
      ])
  }

  @Test func scannerErrorsComeFirst() {
    #expect(parse(marked: "a^ @;") == ["[line 1] Error: Unexpected character."])
    #expect(parse(marked: "@ a^;") == ["[line 1] Error: Unexpected character."])
  }
}
