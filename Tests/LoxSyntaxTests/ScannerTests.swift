import LoxSource
import Testing

@testable import LoxSyntax

@Suite struct ScannerTests {
  private func scan(_ bytes: [UInt8]) -> [Token] {
    var scanner = Scanner(Source(name: "test", bytes: bytes), profile: .book)
    var tokens: [Token] = []
    while tokens.last?.kind != .endOfFile { tokens.append(scanner.next()) }
    return tokens
  }

  private func kinds(_ text: String) -> [TokenKind] {
    scan(Array(text.utf8)).dropLast().map(\.kind)
  }

  @Test(arguments: [
    ("(", TokenKind.leftParenthesis), (")", .rightParenthesis), ("{", .leftBrace), ("}", .rightBrace),
    (",", .comma), (".", .dot), (";", .semicolon), ("-", .minus), ("+", .plus), ("/", .slash), ("*", .star),
    ("!", .bang), ("!=", .bangEqual), ("=", .equal), ("==", .equalEqual), (">", .greater),
    (">=", .greaterEqual), ("<", .less), ("<=", .lessEqual),
    ("and", .and), ("class", .class), ("else", .else), ("false", .false), ("for", .for), ("fun", .fun),
    ("if", .if), ("nil", .nil), ("or", .or), ("print", .print), ("return", .return), ("super", .super),
    ("this", .this), ("true", .true), ("var", .var), ("while", .while),
  ])
  func everyToken(text: String, kind: TokenKind) {
    #expect(kinds(text) == [kind])
    #expect(kinds("\(text) \(text)") == [kind, kind])
  }

  @Test(arguments: [
    "a", "_", "Z9_", "andy", "an", "And", "classs", "clas", "superb", "whilst", "f", "t", "tru", "thisis",
    "returns", "identifier_that_is_long_enough_to_overflow_a_word", "aand", "xxxxxand",
  ])
  func identifiersBesideKeywords(text: String) {
    #expect(kinds(text) == [.identifier])
  }

  @Test(arguments: [
    ("12", [TokenKind.number]), ("12.5", [.number]), ("12.", [.number, .dot]), (".5", [.dot, .number]),
    ("1.2.3", [.number, .dot, .number]), ("1..2", [.number, .dot, .dot, .number]),
    ("1e5", [.number, .identifier]), ("0x1", [.number, .identifier]), ("-1", [.minus, .number]),
    ("12.a", [.number, .dot, .identifier]),
    ("===", [.equalEqual, .equal]), ("!==", [.bangEqual, .equal]), ("<==", [.lessEqual, .equal]),
    ("= =", [.equal, .equal]), ("a//b", [.identifier]), ("a/b", [.identifier, .slash, .identifier]),
    ("/ /", [.slash, .slash]), ("// only", []), ("// one\n2", [.number]), ("//", []), (" \t\r\n", []),
    ("", []),
    ("\"\"", [.string]), ("\"a\\\"", [.string]), ("\"a\nb\"1", [.string, .number]), ("\"// no\"", [.string]),
    ("\"", [.unterminatedString]), ("1\"a;\n", [.number, .unterminatedString]),
    ("@#", [.unexpectedCharacter, .unexpectedCharacter]),
    ("é", [.unexpectedCharacter, .unexpectedCharacter]),
    ("a\u{B}b", [.identifier, .unexpectedCharacter, .identifier]),
    ("&&", [.unexpectedCharacter, .unexpectedCharacter]),
    ("'a'", [.unexpectedCharacter, .identifier, .unexpectedCharacter]),
  ])
  func sequences(text: String, expected: [TokenKind]) {
    #expect(kinds(text) == expected)
  }

  @Test func zeroBytesDoNotEndTheSource() {
    #expect(scan([0x31, 0, 0x32]).map(\.kind) == [.number, .unexpectedCharacter, .number, .endOfFile])
    #expect(scan([0x22, 0, 0xFF, 0x22]).map(\.kind) == [.string, .endOfFile])
  }

  @Test func everyByteAlone() {
    for byte in UInt8.min...UInt8.max {
      let tokens = scan([byte])
      let isBlank = [0x09, 0x0A, 0x0D, 0x20].contains(byte)
      #expect(tokens.count == (isBlank ? 1 : 2))
      if !isBlank { #expect(tokens[0].span == SourceSpan(start: 0, end: 1)) }
    }
  }

  @Test func spansCoverTheTokens() {
    let text = "var  answer=42.5 ; // so\n\"two\nlines\""
    let source = Source(name: "test", text: text)
    let words = scan(source.bytes).map { String(decoding: source.text(of: $0.span), as: UTF8.self) }
    #expect(words == ["var", "answer", "=", "42.5", ";", "\"two\nlines\"", ""])
  }

  @Test func theEndRepeats() {
    var scanner = Scanner(Source(name: "test", text: "a "), profile: .book)
    _ = scanner.next()
    let end = Token(.endOfFile, SourceSpan(start: 2, end: 2))
    #expect(scanner.next() == end)
    #expect(scanner.next() == end)
    #expect(end.lastByte == 2)
  }

  @Test func startsAnywhere() {
    let source = Source(name: "test", text: "one two")
    var scanner = Scanner(source, profile: .book, from: 4)
    #expect(scanner.next() == Token(.identifier, SourceSpan(start: 4, end: 7)))
    scanner = Scanner(source, profile: .book, from: 100)
    #expect(scanner.next().kind == .endOfFile)
  }

  @Test func keywords() {
    #expect(TokenKind.keywords.count == 16)
    for keyword in TokenKind.keywords {
      var scanner = Scanner(
        Source(name: "test", text: "\(keyword.text) \(keyword.text)s _\(keyword.text)"), profile: .book)
      #expect(
        [scanner.next(), scanner.next(), scanner.next()].map(\.kind) == [keyword, .identifier, .identifier])
    }
  }

  @Test func trivia() {
    let source = Source(name: "test", text: " \t// a\r\n\n  b / // c")
    var scanner = Scanner(source, profile: .book)
    var found: [String] = []
    repeat {
      while let trivia = scanner.nextTrivia() {
        found.append("\(trivia.kind) \(trivia.span.start) \(trivia.span.end)")
      }
    } while scanner.next().kind != .endOfFile
    #expect(
      found == [
        "blanks 0 2", "comment 2 7", "lineFeed 7 8", "lineFeed 8 9", "blanks 9 11", "blanks 12 13",
        "blanks 14 15",
        "comment 15 19",
      ])
    #expect(Scanner.comments(in: source, profile: .book).map(\.start) == [2, 15])
  }
}
