import LoxSource
import LoxSyntax
import Testing

@Suite struct DiagnosticTests {
  @Test func linesAndColumns() {
    let table = LineTable(Source(name: "test", text: "ab\n\nc\r\nd"))
    #expect(table.count == 4)
    let places = (0...9).map { [table.line(at: $0), table.column(at: $0)] }
    #expect(
      places == [[1, 1], [1, 2], [1, 3], [2, 1], [3, 1], [3, 2], [3, 3], [4, 1], [4, 2], [4, 3]])
    let texts = (0...5).map { String(decoding: table.bytes(ofLine: $0), as: UTF8.self) }
    #expect(texts == ["", "ab", "", "c", "d", ""])
    #expect((0...5).map { table.start(ofLine: $0) } == [0, 0, 3, 4, 7, 8])
  }

  @Test func anEmptySourceHasOneLine() {
    let table = LineTable(Source(name: "test", text: ""))
    #expect(table.count == 1)
    #expect(table.line(at: 0) == 1)
    #expect(table.column(at: 0) == 1)
    #expect(table.bytes(ofLine: 1).isEmpty)
  }

  @Test func place() throws {
    let diagnostic = try #require(parse("var a;\n  a ? b;").diagnostics.first)
    #expect(diagnostic.severity == .error)
    #expect(diagnostic.place == .unnamed)
    #expect(diagnostic.message == "Unexpected character.")
    #expect(diagnostic.span == SourceSpan(start: 11, end: 12))
    #expect(diagnostic.line == 2)
    #expect(diagnostic.column == 5)
  }

  /// A token with several lines is reported on its last line, and columns count from the beginning of that line.
  @Test func tokenOfSeveralLines() throws {
    let diagnostic = try #require(parse("a   \"x\ny\"").diagnostics.first)
    #expect(diagnostic.description == "[line 2] Error at '\"x\ny\"': Expect ';' after expression.")
    #expect(diagnostic.lexeme == "\"x\ny\"")
    #expect(diagnostic.column == 1)
  }

  @Test func bytesThatAreNotUTF8() throws {
    let source = Source(name: "test", bytes: Array("a \"".utf8) + [0xFF, 0x80] + Array("\";".utf8))
    var parser = Parser(source: source, profile: .book)
    let diagnostic = try #require(parser.parse().diagnostics.first)
    let plain =
      Array("[line 1] Error at '\"".utf8) + [0xFF, 0x80] + Array("\"': Expect ';' after expression.".utf8)
    #expect(diagnostic.plainBytes(source) == plain)
    #expect(
      diagnostic.description == "[line 1] Error at '\"\u{FFFD}\u{FFFD}\"': Expect ';' after expression.")
  }

  @Test func warnings() {
    let source = Source(name: "test", text: "a;")
    let span = SourceSpan(start: 0, end: 1)
    let warning = CompilerMessage(
      .nestingTooDeep, severity: .warning, at: span, in: source, lines: LineTable(source))
    #expect(warning.description == "[line 1] Warning at 'a': Too much nesting.")
  }
}
