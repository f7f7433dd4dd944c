import LoxSource
import LoxSyntax

/// Finds the place that a compile error should point at, and notes that help to understand it.
struct SyntaxExplanation {
  private let error: CompilerMessage
  private let context: SyntaxContext
  private let text: SourceText
  /// Where to point.
  private(set) var span: SourceSpan
  private(set) var notes: [Diagnostic.Note] = []
  private(set) var fixes: [Fix] = []

  init(_ error: CompilerMessage, _ context: SyntaxContext, _ text: SourceText) {
    self.error = error
    self.context = context
    self.text = text
    span = error.span
  }

  mutating func explain() {
    switch error.id {
    case .unexpectedCharacter: explainCharacter()
    case .unterminatedString: explainUnterminatedString()
    case .expectedExpression: explainMissingExpression()
    case .invalidAssignmentTarget:
      note("only variables and properties can be assigned; to compare, write `==`")
    case .unclosedBlock, .unclosedClassBody: explainOpenBrace()
    case .expectedParenthesisAfterIf, .expectedParenthesisAfterWhile, .expectedParenthesisAfterFor:
      note("what follows the keyword stands in parentheses")
    case .expectedParenthesisAfterFunctionName: explainMissingParameters()
    case .expectedClassBody: explainClassHeading()
    case .expectedFunctionBody: note("the body of a function stands in braces")
    case .duplicateVariable:
      if let related = error.related { note("it is first declared here", at: related) }
    case .readInOwnInitializer:
      note(
        "here `\(error.lexeme)` already means the new variable; to use another one, give this one another name"
      )
    case .returnValueFromInitializer: note("an initializer always returns the new instance")
    case .superWithoutSuperclass:
      note("a superclass is given by `<`: `class A < B { ... }`")
    case .thisOutsideClass, .superOutsideClass:
      note("it stands in methods only")
    case .returnOutsideFunction: note("`return` stands in functions only")
    case .tooManyParameters, .tooManyArguments:
      note("an instance of a class can hold many values")
    case .tooManyConstants, .tooManyLocals,
      .tooManyCaptures, .loopTooLarge, .jumpTooLong:
      note("this is a limit of the book's machine; with a first line `// lox: extended` there is none")
    case let id where id.missingToken == .semicolon: explainMissingSemicolon()
    case let id where id.missingToken == .rightParenthesis: explainOpenParenthesis()
    case let id where id.isMissingName: explainName()
    default: break
    }
    if error.place == .end, error.id.isExpectation, let last = context.before.first {
      // There may be empty lines after the last token.
      span = SourceSpan(start: last.span.end, end: last.span.end)
    }
    for var fix in Fix.fixes(of: error, context, text) {
      // A misspelt word is more likely.
      if !fixes.isEmpty { fix.isPreferred = false }
      fixes.append(fix)
    }
  }

  // MARK: - Words

  /// The text of a token; the beginning of a very long one.
  private func spelling(_ token: Token) -> String {
    String(
      decoding: text.bytes[
        Int(token.span.start)..<min(Int(token.span.end), Int(token.span.start) + 100, text.bytes.count)],
      as: UTF8.self)
  }

  private mutating func note(_ message: String, at span: SourceSpan? = nil) {
    notes.append(Diagnostic.Note(message, at: span.map(text.location)))
  }

  /// The previous token, and the one before it.
  private var previous: Token? { context.before.first }
  private var secondPrevious: Token? { context.before.dropFirst().first }

  private func isOnLaterLine(than token: Token) -> Bool {
    text.lines.line(at: token.lastByte) < text.lines.line(at: context.token.span.start)
  }

  private func isAdjacent(_ token: Token?) -> Bool { token?.span.end == context.token.span.start }

  // MARK: - Explanations

  private mutating func explainCharacter() {
    let rest = text.bytes[min(Int(error.span.start), text.bytes.count)...].prefix(4)
    guard let scalar = String(decoding: rest, as: UTF8.self).unicodeScalars.first else { return }
    if scalar.value > 0x7F, scalar != "\u{FFFD}" { span.end = span.start + UInt32(UTF8.width(scalar)) }
    if scalar == "\u{FFFD}" {
      note("this byte is no text in UTF-8")
    } else if let foreign = ForeignCharacter(scalar) {
      note(foreign.remark)
    }
  }

  /// Points at the line in which the string begins.
  private mutating func explainUnterminatedString() {
    let line = text.lines.line(at: error.span.start)
    span.end = min(span.end, text.lines.start(ofLine: line) + UInt32(text.lines.bytes(ofLine: line).count))
    if span.end <= span.start { span.end = span.start + 1 }
    explainLongString()
    if notes.isEmpty { note("the string begins here, and no `\"` follows") }
  }

  /// A multi-line string may have begun where another one should have ended.
  private mutating func explainLongString() {
    guard let string = context.longString else { return }
    let line = text.lines.line(at: string.start)
    let end = text.lines.start(ofLine: line) + UInt32(text.lines.bytes(ofLine: line).count)
    note(
      "this string goes on over several lines; perhaps its closing `\"` is missing",
      at: SourceSpan(start: string.start, end: max(string.start + 1, end)))
  }

  private mutating func explainMissingSemicolon() {
    guard let previous else { return }
    if context.longString == previous.span { explainLongString() }
    if explainWords() { return }
    let next = context.token
    if next.kind == .leftBrace, context.suspiciousBraces != nil { explainOpenBrace() }
    if previous.kind == .number, isAdjacent(previous), next.kind == .identifier {
      return note("numbers are written in decimal digits, with a point at most: 1234.5")
    }
    if previous.kind == .string, next.kind == .string || next.kind == .identifier, notes.isEmpty {
      note("strings are joined by `+`")
    }
    switch next.kind {
    case .rightBrace, .endOfFile, .else,
      _ where next.kind.startsStatement:
      break
    default:
      if !isOnLaterLine(than: previous) { return }
    }
    span = SourceSpan(start: previous.span.end, end: previous.span.end)
  }

  /// Explains the first word of the statement, or the words at the error.
  private mutating func explainWords() -> Bool {
    let first = context.statementStart
    for token in [first, previous, context.token].compactMap({ $0 }) where token.kind == .identifier {
      // The token at the error is usually a name that is right where it is; something before it is missing.
      if token.span != context.token.span || token.span == first.span,
        let foreign = ForeignWord(spelling(token))
      {
        note(foreign.remark)
        return true
      }
    }
    guard first.kind == .identifier, first.span != context.token.span else { return false }
    var similar = SimilarNames(to: spelling(first).utf8)
    for kind in TokenKind.keywords where kind.startsStatement || kind == .else {
      similar.consider(kind.text.utf8)
    }
    guard let keyword = similar.names.first else { return false }
    note("did you mean `\(keyword)`?")
    fixes.append(Fix(replacing: first.span, by: keyword))
    span = first.span
    return true
  }

  private mutating func explainMissingExpression() {
    let token = context.token
    let name = context.before.dropFirst(1).first.map(spelling) ?? "x"
    switch (previous?.kind, token.kind) {
    case (.plus, .equal), (.minus, .equal), (.star, .equal), (.slash, .equal):
      let sign = previous.map(spelling) ?? ""
      let isName = secondPrevious?.kind == .identifier
      return note(
        isName
          ? "Lox has no `\(sign)=`; write `\(name) = \(name) \(sign) ...`"
          : "Lox has no `\(sign)=`; name the variable again: `x = x \(sign) ...`")
    case (.equalEqual, .equal), (.bangEqual, .equal):
      return note("Lox compares by `==` and `!=`")
    case (.equal, .greater) where isAdjacent(previous):
      return note("Lox has no functions without a name; declare one by `fun`")
    case (.plus, .plus),
      (.minus, _) where secondPrevious?.kind == .minus && isIncrement,
      (.plus, _) where secondPrevious?.kind == .plus && isIncrement:
      let sign = previous.map(spelling) ?? ""
      // The error is at the second `+`, but after the second `-`.
      let operand = context.before.dropFirst(token.kind == .plus ? 1 : 2).first
      let name = operand.flatMap { $0.kind == .identifier ? spelling($0) : nil } ?? "x"
      return note("Lox has no `\(sign)\(sign)`; write `\(name) = \(name) \(sign) 1`")
    case (_, .plus) where context.after.first?.kind == .plus:
      return note("Lox has no `++`; write `x = x + 1`")
    case (_, .slash) where context.after.first?.kind == .star, (.slash, .star) where isAdjacent(previous):
      return note("a comment begins with `//` and ends with the line; Lox has no `/*`")
    default: break
    }
    switch token.kind {
    case .fun: note("Lox has no functions without a name; declare one by `fun` before, and use its name")
    case .else: note("this `else` belongs to no `if`")
    case _ where token.kind.startsStatement:
      if !explainWords() { note("`\(spelling(token))` begins a statement; here stands a value") }
    case .plus, .star, .slash, .less, .lessEqual, .greater, .greaterEqual, .equalEqual, .bangEqual, .and, .or,
      .comma,
      .dot:
      note("there is no value before the `\(spelling(token))`")
    case .leftBrace: note("braces are around statements only; Lox has no lists or tables written this way")
    case .rightBrace where context.openBrace == nil: note("this `}` closes nothing")
    case .rightParenthesis where context.openParenthesis == nil: note("this `)` closes nothing")
    default:
      if let previous, previous.kind.expectsOperand {
        note("there is no value behind the `\(spelling(previous))`")
      } else if context.openParenthesis != nil, token.kind == .rightParenthesis {
        note("there is nothing between the parentheses")
      }
    }
  }

  /// Whether the error is directly after `++` or `--`.
  private var isIncrement: Bool {
    switch context.token.kind {
    case .semicolon, .rightParenthesis, .endOfFile, .rightBrace:
      previous?.span.start == secondPrevious?.span.end
    default: false
    }
  }

  private mutating func explainOpenParenthesis() {
    if previous.map({ $0.span == context.longString }) == true { explainLongString() }
    if let open = context.openParenthesis { note("this `(` is not closed", at: open) }
    if let previous, isOnLaterLine(than: previous) {
      span = SourceSpan(start: previous.span.end, end: previous.span.end)
    }
  }

  private mutating func explainOpenBrace() {
    if let braces = context.suspiciousBraces {
      note("perhaps this `{` is the one that is not closed", at: braces.open)
      note("since this `}`, which closes it, is indented in another way", at: braces.close)
    } else if let open = context.openBrace {
      note("this `{` is not closed", at: open)
    }
  }

  private mutating func explainMissingParameters() {
    switch context.token.kind {
    case .leftBrace: note("a parameter list is needed, though it may be empty: `()`")
    case .equal, .semicolon: note("fields are not declared; assign them in a method: `this.name = ...`")
    case .identifier where previous.flatMap({ ForeignWord(spelling($0)) }) != nil:
      note("a method begins with its name: `name() { ... }`")
    default: break
    }
  }

  private mutating func explainClassHeading() {
    if context.token.kind == .identifier, ["extends", "inherits"].contains(spelling(context.token)) {
      note("a superclass is given by `<`: `class A < B { ... }`")
    } else if context.token.kind == .leftParenthesis {
      note("the parameters of a class are those of its method `init`")
    }
  }

  /// Explains a token where a name is expected.
  private mutating func explainName() {
    let token = context.token
    switch (error.id, token.kind) {
    case (.expectedMethodName, .fun): note("a method is declared without `fun`: `name() { ... }`")
    case (.expectedMethodName, .var), (.expectedMethodName, .this):
      note("fields are not declared; assign them in a method: `this.name = ...`")
    case (_, .number) where context.after.first?.span.start == token.span.end:
      note("a name does not begin with a digit")
    case (_, _) where token.kind.isKeyword: note("`\(spelling(token))` is a keyword, so it can't be a name")
    case (.expectedPropertyName, _) where secondPrevious?.kind == .number:
      note("a digit follows the point of a number: `1.0`")
    case (.expectedParameterName, .rightParenthesis): note("after a `,` another parameter follows")
    case (.expectedParameterName, .leftBrace): explainOpenParenthesis()
    default: break
    }
  }
}

extension TokenKind {
  /// Whether an operand must follow.
  fileprivate var expectsOperand: Bool {
    switch self {
    case .plus, .minus, .star, .slash, .equal, .equalEqual, .bangEqual, .less, .lessEqual, .greater,
      .greaterEqual,
      .and, .or, .bang, .comma:
      true
    default: false
    }
  }
}
