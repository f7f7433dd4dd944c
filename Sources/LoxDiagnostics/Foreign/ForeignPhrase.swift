import LoxSource
import LoxSyntax

/// Several tokens at an error that mean something in another language: what Lox has instead.
struct ForeignPhrase {
  /// How Lox writes it.
  var remark: String?
  /// What extended Lox has for it, if the source is in the book's.
  var feature: String?
  /// The place that the remark is about, if it isn't the error's.
  var place: SourceSpan?
  /// The fix; nil if none is known.
  var fix: Fix?

  init(_ remark: String? = nil, feature: String? = nil, at place: SourceSpan? = nil, _ fix: Fix? = nil) {
    (self.remark, self.feature, self.place, self.fix) = (remark, feature, place, fix)
  }

  /// For errors that follow from one which has been explained.
  static let consequence = ForeignPhrase()

  /// The note about something that extended Lox has.
  static func offer(_ feature: String) -> String {
    "extended Lox has \(feature): begin the file with `// lox: extended`"
  }
}

/// Finds phrases of other languages at an error.
struct PhraseFinder {
  let id: DiagnosticID
  let context: SyntaxContext
  let lines: LineTable
  let builder: FixBuilder
  /// The statement's tokens before the one at the error.
  let before: [Token]
  let token: Token
  /// The tokens after it, up to the end of the statement.
  let after: [Token]

  init(_ message: CompilerMessage, _ context: SyntaxContext, _ text: SourceText) {
    id = message.id
    self.context = context
    lines = text.lines
    builder = FixBuilder(bytes: text.bytes)
    before = context.statement
    token = context.token
    after = context.rest
  }

  var phrase: ForeignPhrase? {
    if let misplacedType { return misplacedType }
    switch id {
    case .unexpectedCharacter: return character
    // A quotation mark in the string before was meant to be a part of it.
    case .unterminatedString where before.contains { endsWithBackslash($0) }: return .consequence
    case .expectedExpression: return emptyStatement ?? operation ?? value
    case .invalidAssignmentTarget, .expectedParameterName: return operation
    case .expectedPropertyName where token.kind == .dot && isAdjacent:
      return either(
        "a range is written `1...3` with its end, or `1..<3` without",
        feature: "ranges such as `1...3` and `1..<3`",
        builder.insertion(".", at: token.span.end))
    case .expectedClassBody where token.kind == .colon:
      return ForeignPhrase(superclass, builder.replacement(token.span, "<"))
    case .expectedDotAfterSuper where token.kind == .leftParenthesis:
      return ForeignPhrase(
        "the superclass's initializer is called by its name: `super.init(...)`",
        builder.insertion(".init", at: token.span.start))
    case .expectedParenthesisAfterIf, .expectedParenthesisAfterWhile, .expectedParenthesisAfterFor:
      // A condition behind a value has been explained.
      return [.if, .while, .for].contains(before.first?.kind) || before.contains { $0.kind == .else }
        ? heading : .consequence
    case .expectedInAfterLoopVariables where word(token) == "of":
      return ForeignPhrase(loop, builder.replacement(token.span, "in"))
    default: break
    }
    guard id.missingToken != nil else { return nil }
    return textPrefix ?? escapedQuote ?? functionValue ?? declaration ?? operation ?? wordOperation
      ?? separator ?? loopHeading
      ?? statement
  }

  // MARK: - Tokens

  var isExtended: Bool { context.isExtended }

  /// The token before the error, in the same statement.
  var previous: Token? { before.last }

  /// A name, as it is written; nil for other tokens.
  func word(_ token: Token?) -> String? {
    guard let token, token.kind == .identifier, token.span.end - token.span.start < 32 else { return nil }
    return builder.spelling(token)
  }

  /// Whether the error is directly behind the token before it.
  var isAdjacent: Bool { previous?.span.end == token.span.start }

  /// The byte behind the first one of the token at the error.
  var nextByte: UInt8? { builder.byte(at: token.span.start + 1) }

  func line(of token: Token) -> Int { lines.line(at: token.span.start) }

  // MARK: - What several phrases have

  var superclass: String { "a superclass is declared with `<`: `class A < B { ... }`" }
  var loop: String { "a loop over elements is written `for (var x in list)`" }
  var namelessFunction: ForeignPhrase {
    isExtended
      ? ForeignPhrase("a function without a name is written `x => x + 1` or `(a, b) => a + b`")
      : ForeignPhrase("Lox has no anonymous functions; declare one with `fun`", feature: "`x => x + 1`")
  }

  /// A remark for extended Lox, or what it has for a source in the book's.
  func either(_ remark: String, feature: String, _ fix: Fix? = nil) -> ForeignPhrase {
    isExtended ? ForeignPhrase(remark, fix) : ForeignPhrase(feature: feature)
  }
}
