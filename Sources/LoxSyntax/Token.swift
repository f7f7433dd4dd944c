import LoxSource

/// A token: its kind, and the bytes of the source that it covers.
@frozen public struct Token: Hashable, Sendable {
  public var kind: TokenKind
  public var span: SourceSpan

  @inlinable public init(_ kind: TokenKind, _ span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}

extension Token {
  /// The offset of the token's last byte; its line is the one that messages report for the token.
  ///
  /// The end of the file covers no bytes; its offset is the length of the source.
  @inlinable public var lastByte: UInt32 { span.end > span.start ? span.end &- 1 : span.end }
}

/// The kind of a token.
@frozen public enum TokenKind: UInt8, Hashable, Sendable, CaseIterable {
  // Punctuation.
  case leftParenthesis, rightParenthesis, leftBrace, rightBrace
  case comma, dot, semicolon
  case minus, plus, slash, star
  case bang, bangEqual, equal, equalEqual
  case greater, greaterEqual, less, lessEqual
  // Only in extended Lox.
  case percent, leftBracket, rightBracket, colon, arrow
  case question, questionDot, questionQuestion
  case rangeOperator, ellipsis
  case plusEqual, minusEqual, starEqual, slashEqual, percentEqual, questionQuestionEqual
  case plusPlus

  // Literals and names.
  case identifier, string, number
  /// A template without values, or its parts: up to the first `${`, from `}` to the next, and from the last `}` on.
  case template, templateHead, templateMiddle, templateTail

  // Keywords.
  case and, `class`, `else`, `false`, `for`, fun, `if`, `nil`, or
  case print, `return`, `super`, this, `true`, `var`, `while`

  /// A byte that starts no token.
  case unexpectedCharacter
  /// A string whose closing quote is missing; it reaches to the end of the source.
  case unterminatedString
  /// The first character of a template, or of a block comment, that reaches to the end of the source.
  case unterminatedTemplate, unterminatedComment
  case endOfFile
}

extension TokenKind {
  /// The error that the scanner reports for the token, if any.
  public var error: DiagnosticID? {
    switch self {
    case .unexpectedCharacter: .unexpectedCharacter
    case .unterminatedString: .unterminatedString
    case .unterminatedTemplate: .unterminatedTemplate
    case .unterminatedComment: .unterminatedComment
    default: nil
    }
  }

  /// Whether the token is an error.
  var isError: Bool {
    TokenKind.unexpectedCharacter.rawValue...TokenKind.unterminatedComment.rawValue ~= rawValue
  }
}
