import LoxSource
import LoxSyntax

/// Recognizes errors caused by the syntax of other languages, and how Lox writes it.
struct ForeignSyntax {
  private let bytes: [UInt8]
  private let builder: FixBuilder
  private let id: DiagnosticID
  private let isExtended: Bool
  /// The statement's tokens before the one at the error.
  private let before: [Token]
  private let token: Token
  /// The relevant tokens after it.
  private let after: [Token]

  init(_ message: CompilerMessage, _ context: SyntaxContext, _ bytes: [UInt8]) {
    self.bytes = bytes
    builder = FixBuilder(bytes: bytes)
    id = message.id
    token = context.token
    isExtended = context.isExtended
    before = context.statement
    // With at least two tokens, one may follow the end.
    let end = context.rest.firstIndex { $0.kind == .semicolon || $0.kind == .endOfFile }
    after = Array(context.rest.prefix((end ?? context.rest.count - 1) + 1))
  }

  /// The fix; nil if none is known.
  var fix: Fix? {
    switch id {
    case .unexpectedCharacter: return character
    case .expectedExpression where isExtended: return prefixIncrement
    case .expectedExpression: return increment ?? compoundAssignment
    case .expectedMethodName: return token.kind == .fun ? removal(of: token) : nil
    case .returnValueFromInitializer:
      guard let end = after.last, end.kind == .semicolon else { return nil }
      let value = SourceSpan(start: token.span.end, end: end.span.start)
      return Fix(title: "Return no value", edits: [Fix.Edit(value, "")], isPreferred: true)
    case .expectedClassBody:
      guard token.kind == .identifier, ["extends", "inherits"].contains(spelling(token)) else { return nil }
      return replacement(token.span, "<")
    case .expectedParenthesisAfterFunctionName where isExtended && memberWord != nil: return memberWord
    case _ where id.missingToken == .leftParenthesis:
      // A method is declared by its name alone.
      guard before.count == 1, token.kind == .identifier, let word = before.last,
        ForeignWord(spelling(word), isExtended: isExtended)?.replacement(as: .declaration) == "fun"
      else { return nil }
      return removal(of: word)
    case _ where id.missingToken != nil: return word
    default: return nil
    }
  }

  // MARK: - Words

  private var word: Fix? {
    if let previous = before.last, previous.kind == .identifier, spelling(previous) == "new",
      token.kind == .identifier
    {
      return removal(of: previous)
    }
    guard let first = before.first, first.kind == .identifier else { return nil }
    let isAlone = before.count == 1
    if isAlone, token.kind == .identifier,
      let keyword = ForeignWord(spelling(first), isExtended: isExtended)?.replacement(as: .declaration)
    {
      return replacement(first.span, keyword)
    }
    guard let keyword = ForeignWord(spelling(first), isExtended: isExtended)?.replacement(as: .statement)
    else { return nil }
    // `elif (a) {`, but `echo "a"`.
    return isAlone == (keyword == "print") ? replacement(first.span, keyword) : nil
  }

  /// `static` or `get` before the name of a member.
  private var memberWord: Fix? {
    guard let word = before.last, word.kind == .identifier, token.kind == .identifier || token.kind == .class
    else { return nil }
    switch spelling(word) {
    case "static": return replacement(word.span, "class")
    case "get":
      let getter = removal(of: word)
      guard after.count > 1, after[0].kind == .leftParenthesis, after[1].kind == .rightParenthesis else {
        return getter
      }
      let parentheses = SourceSpan(start: after[0].span.start, end: after[1].span.end)
      return Fix(
        title: "Make it a getter", edits: getter.edits + [Fix.Edit(parentheses, "")], isPreferred: true)
    default: return nil
    }
  }

  // MARK: - Operators

  /// `a += b`, which is written `a = a + b`.
  private var compoundAssignment: Fix? {
    guard token.kind == .equal, let operation = before.last, operation.span.end == token.span.start,
      [.plus, .minus, .star, .slash].contains(operation.kind), let target = target(before.dropLast()),
      let value = value
    else { return nil }
    let sign = spelling(operation)
    var edits = [
      Fix.Edit(SourceSpan(start: operation.span.start, end: token.span.end), "= \(text(target)) \(sign)")
    ]
    let isSum = operation.kind == .plus || operation.kind == .minus
    let needsParentheses = value.contains { token in
      switch token.kind {
      case .star, .slash: !isSum
      case .plus, .minus, .bang, .equal, .equalEqual, .bangEqual, .less, .lessEqual, .greater, .greaterEqual,
        .and, .or:
        true
      default: false
      }
    }
    if needsParentheses, let first = value.first, let last = value.last {
      edits.append(Fix.Edit(SourceSpan(start: first.span.start, end: first.span.start), "("))
      edits.append(Fix.Edit(SourceSpan(start: last.span.end, end: last.span.end), ")"))
    }
    return Fix(title: "Write '= \(text(target)) \(sign)'", edits: edits, isPreferred: true)
  }

  /// The tokens after `=`, up to the end of the statement or of the enclosing parentheses.
  private var value: ArraySlice<Token>? {
    var depth = 0
    for (index, next) in after.enumerated() {
      switch next.kind {
      case .leftParenthesis: depth += 1
      case .rightParenthesis where depth == 0, .semicolon: return index > 0 ? after[..<index] : nil
      case .rightParenthesis: depth -= 1
      case .endOfFile, .leftBrace, .rightBrace: return nil
      default: break
      }
    }
    return nil
  }

  /// `a++` or `++a` as a statement, which is written `a = a + 1`.
  private var increment: Fix? {
    // The error is at the second `+`, but after the second `-`, which might belong to a negative number.
    let tokens = token.kind == .plus ? before + [token] : before
    let next = token.kind == .plus ? after.first : token
    if tokens.count > 2, isDoubled(tokens[tokens.count - 2], tokens[tokens.count - 1]),
      next?.kind == .semicolon || next?.kind == .rightParenthesis,
      let target = target(tokens.dropLast(2)), isStatement(target)
    {
      let sign = spelling(tokens[tokens.count - 1])
      let end = SourceSpan(start: target.end, end: tokens[tokens.count - 1].span.end)
      return Fix(
        title: "Write '\(text(target)) = \(text(target)) \(sign) 1'",
        edits: [Fix.Edit(end, " = \(text(target)) \(sign) 1")], isPreferred: true)
    }
    guard let second = after.first, isDoubled(token, second), token.kind == .plus,
      before.isEmpty || isStatement(token.span),
      let end = after.firstIndex(where: { $0.kind == .semicolon || $0.kind == .rightParenthesis }), end > 0,
      let target = target(after[1..<end]), target.start == after[1].span.start
    else { return nil }
    let span = SourceSpan(start: token.span.start, end: target.end)
    return replacement(span, "\(text(target)) = \(text(target)) + 1")
  }

  /// `++a` as a statement, which is written `a++`.
  private var prefixIncrement: Fix? {
    guard token.kind == .plusPlus, before.isEmpty || isStatement(token.span),
      let end = after.firstIndex(where: { $0.kind == .semicolon || $0.kind == .rightParenthesis }), end > 0,
      let target = target(after[..<end]), target.start == after[0].span.start
    else { return nil }
    return replacement(SourceSpan(start: token.span.start, end: target.end), "\(text(target))++")
  }

  private func isDoubled(_ first: Token, _ second: Token) -> Bool {
    first.kind == second.kind && first.span.end == second.span.start
      && (first.kind == .plus || first.kind == .minus)
  }

  /// The variable or field, such as `a` or `this.b.c`, at the end of some tokens.
  private func target(_ tokens: ArraySlice<Token>) -> SourceSpan? {
    guard let last = tokens.last, last.kind == .identifier else { return nil }
    var start = tokens.endIndex - 1
    while start - 2 >= tokens.startIndex, tokens[start - 1].kind == .dot {
      guard tokens[start - 2].kind == .identifier || tokens[start - 2].kind == .this else { return nil }
      start -= 2
    }
    // The token before an operand might bind more tightly than the new operator.
    if start > tokens.startIndex {
      switch tokens[start - 1].kind {
      case .leftParenthesis, .rightParenthesis, .else, .equal, .comma, .print, .return: break
      default: return nil
      }
    }
    return SourceSpan(start: tokens[start].span.start, end: last.span.end)
  }

  /// Whether a statement, rather than a value, begins there.
  private func isStatement(_ span: SourceSpan) -> Bool {
    guard let previous = before.last(where: { $0.span.end <= span.start }) else { return true }
    return previous.kind == .rightParenthesis || previous.kind == .else
  }

  // MARK: - Characters

  private var character: Fix? {
    let start = Int(token.span.start)
    let rest = bytes[min(start, bytes.count)...]
    guard let character = String(decoding: rest.prefix(4), as: UTF8.self).unicodeScalars.first,
      character != "\u{FFFD}"
    else { return nil }
    if let closing = ForeignCharacter.closingQuote(of: character) { return quotes(character, closing) }
    if character == "&" || character == "|" {
      // A single one is a bitwise operator, which Lox does not have.
      guard rest.dropFirst().first == rest.first else { return nil }
      return replacement(span(2), builder.padded(character == "&" ? "and" : "or", span(2)))
    }
    return ForeignCharacter(character, isExtended: isExtended)?.replacement.map {
      replacement(span(UTF8.width(character)), $0)
    }
  }

  /// The bytes from the error on.
  private func span(_ count: Int) -> SourceSpan {
    SourceSpan(start: token.span.start, end: UInt32(clamping: Int(token.span.start) + count))
  }

  /// A text between marks that are not quotes in Lox.
  private func quotes(_ opening: Unicode.Scalar, _ closing: Unicode.Scalar) -> Fix? {
    let start = Int(token.span.start) + UTF8.width(opening)
    let line = bytes[min(start, bytes.count)...].prefix(10_000).prefix {
      $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\"")
    }
    let sign = Array(String(closing).utf8)
    guard let end = line.indices.first(where: { line[$0...].starts(with: sign) }) else { return nil }
    let closingSpan = SourceSpan(start: UInt32(clamping: end), end: UInt32(clamping: end + sign.count))
    return Fix(
      title: "Replace with '\"'",
      edits: [Fix.Edit(span(UTF8.width(opening)), "\""), Fix.Edit(closingSpan, "\"")], isPreferred: true)
  }

  // MARK: - Texts

  private func spelling(_ token: Token) -> String { builder.spelling(token) }

  private func text(_ span: SourceSpan) -> String { builder.text(span) }

  private func replacement(_ span: SourceSpan, _ text: String) -> Fix { builder.replacement(span, text) }

  private func removal(of token: Token) -> Fix { builder.removal(of: token) }
}
