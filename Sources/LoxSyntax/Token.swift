import LoxSource

/// A word of the language: what it is, and which bytes of the source it covers.
@frozen public struct Token: Hashable, Sendable {
  public var kind: TokenKind
  public var span: SourceSpan

  @inlinable public init(_ kind: TokenKind, _ span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}

extension Token {
  /// The offset of the token's last byte: it lies on the line that messages give for the token.
  ///
  /// The end of the file covers no byte; its offset is the length of the source.
  @inlinable public var lastByte: UInt32 { span.end > span.start ? span.end &- 1 : span.end }
}

/// What a token is.
@frozen public enum TokenKind: UInt8, Hashable, Sendable, CaseIterable {
  // Punctuation.
  case leftParenthesis, rightParenthesis, leftBrace, rightBrace
  case comma, dot, semicolon
  case minus, plus, slash, star
  case bang, bangEqual, equal, equalEqual
  case greater, greaterEqual, less, lessEqual

  // Literals and names.
  case identifier, string, number

  // Keywords.
  case and, `class`, `else`, `false`, `for`, fun, `if`, `nil`, or
  case print, `return`, `super`, this, `true`, `var`, `while`

  /// A byte that starts no token.
  case unexpectedCharacter
  /// A string whose closing quote is missing; it reaches to the end of the source.
  case unterminatedString
  case endOfFile
}

extension TokenKind {
  /// What the scanner has to say against a token that it could not make sense of.
  public var error: DiagnosticID? {
    switch self {
    case .unexpectedCharacter: .unexpectedCharacter
    case .unterminatedString: .unterminatedString
    default: nil
    }
  }

  /// Whether the scanner could not make sense of it.
  var isError: Bool { self == .unexpectedCharacter || self == .unterminatedString }
}
