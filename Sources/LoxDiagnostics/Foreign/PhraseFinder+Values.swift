import LoxSource
import LoxSyntax

extension PhraseFinder {
  /// Something that stands where a value is expected.
  var value: ForeignPhrase? {
    switch token.kind {
    case .leftBrace where !isExtended:
      guard let first = after.first else { return nil }
      let isMap = first.kind == .rightBrace || isCharacter(after.dropFirst().first, ":")
      return isMap ? ForeignPhrase(feature: "maps") : nil
    case .if where line(of: token) == previous.map(line(of:)): return conditional
    case .fun where !isExtended:
      return ForeignPhrase(
        "Lox has no anonymous functions; declare one with `fun` first, and use its name",
        feature: "functions without names")
    default: return nil
    }
  }

  /// `;` where a statement is expected.
  var emptyStatement: ForeignPhrase? {
    guard token.kind == .semicolon, let last = context.before.first else { return nil }
    if last.kind == .rightBrace {
      return ForeignPhrase("no `;` is needed after `}`", builder.removal(of: token, withBlanks: false))
    }
    guard last.kind == .rightParenthesis, let first = before.first,
      [.if, .while, .for].contains(first.kind) || before.contains(where: { $0.kind == .else })
    else { return nil }
    if after.first?.kind == .leftBrace {
      return ForeignPhrase(
        "the `;` ends the statement before its block", builder.removal(of: token, withBlanks: false))
    }
    return ForeignPhrase(
      "a statement that does nothing is written `{}`", builder.replacement(token.span, " {}"))
  }

  /// A character that begins no token, in a phrase.
  var character: ForeignPhrase? {
    let next = nextByte.map { Character(UnicodeScalar($0)) }
    switch (builder.byte(at: token.span.start).map { Character(UnicodeScalar($0)) }, next) {
    case ("|", _)
    where previous.map { [.equal, .leftParenthesis, .comma, .return].contains($0.kind) } ?? false:
      return namelessFunction
    case ("|", _) where before.contains { isCharacter($0, "|") }: return .consequence
    case ("|", ">"): return ForeignPhrase("Lox has no `|>`; call the function: `f(x)`")
    case ("&", _) where next != "&", ("|", _) where next != "|":
      let isAnd = builder.byte(at: token.span.start) == UInt8(ascii: "&")
      if builder.byte(at: token.span.start &- 1) == builder.byte(at: token.span.start) { return .consequence }
      let function = isAnd ? "`Math.bitAnd(a, b)`" : "`Math.bitOr(a, b)`"
      let word = "Lox writes `\(isAnd ? "and" : "or")`"
      return isExtended
        ? ForeignPhrase("\(word), and \(function) for bits") : ForeignPhrase(word, feature: function)
    case ("^", _):
      return either("Lox writes `Math.bitXor(a, b)`", feature: "`Math.bitXor(a, b)` and `x.pow(2)`")
    case ("~", _) where next != "=":
      return either("Lox writes `Math.bitNot(a)`", feature: "`Math.bitNot(a)`")
    case ("~", _): return ForeignPhrase("Lox compares with `==` and `!=`")
    case (":", "="): return declarationSign
    case ("@", _): return field
    case (":", _): return isExtended ? nil : colon
    case ("?", "?"): return ForeignPhrase(feature: "`??`")
    case ("?", "."): return ForeignPhrase(feature: "`?.`")
    case ("?", _):
      let isSecond = previous.map { isCharacter($0, "?") } == true
      return isSecond ? .consequence : ForeignPhrase("use `if` and `else`", feature: "`condition ? a : b`")
    case ("]", _) where before.contains { isCharacter($0, "[") }: return .consequence
    case ("[", _), ("]", _): return ForeignPhrase(feature: "lists")
    case ("%", _): return ForeignPhrase(feature: "the remainder `%`")
    case ("`", _) where !isExtended:
      return ForeignPhrase(
        "a string is written in straight double quotes: \"text\"", feature: "texts with values in backquotes")
    default: return nil
    }
  }

  /// `@name = value`; nil for annotations.
  private var field: ForeignPhrase? {
    guard let name = after.first, name.kind == .identifier, name.span.start == token.span.end,
      let next = after.dropFirst().first,
      [.equal, .dot, .semicolon, .plus, .minus, .star, .slash, .rightParenthesis, .comma].contains(next.kind)
    else { return nil }
    return ForeignPhrase(
      "a field of the instance is written `this.\(builder.spelling(name))`",
      builder.replacement(token.span, "this."))
  }

  var argumentName: String { "arguments have no names; they are given in the order of the parameters" }

  /// `f(name: 1)`, at the colon
  var namesArgument: Bool {
    guard let open = context.openParenthesis, let place = before.firstIndex(where: { $0.span == open }),
      place > 0,
      before[place - 1].kind == .identifier, place < 2 || before[place - 2].kind != .fun,
      previous?.kind == .identifier, [.comma, .leftParenthesis].contains(before[before.count - 2].kind)
    else { return false }
    switch after.first?.kind {
    case .number, .string, .true, .false, .nil, .this, .minus, .bang, .leftParenthesis: return true
    default: return false
    }
  }

  /// `:` in the book's Lox
  private var colon: ForeignPhrase? {
    if before.first?.kind == .class, before.count == 2 {
      return ForeignPhrase(superclass, builder.replacement(token.span, "<"))
    }
    if namesArgument { return ForeignPhrase(argumentName) }
    // The first error of the statement has been explained.
    if before.contains(where: { isCharacter($0, "?") || isCharacter($0, ":") || isCharacter($0, "[") })
      || ["case", "default", "lambda"].contains(where: { name in before.contains { word($0) == name } })
    {
      return .consequence
    }
    if previous?.kind == .string || context.before.dropFirst().first?.kind == .leftBrace {
      return .consequence
    }
    if after.first.map({ line(of: $0) > line(of: token) }) ?? true {
      return ForeignPhrase("a block is in braces: `{ ... }`")
    }
    switch before.first?.kind {
    case .var, .fun: return ForeignPhrase(feature: "types")
    default: return context.openParenthesis != nil ? ForeignPhrase(feature: "types") : .consequence
    }
  }

  func isCharacter(_ token: Token?, _ character: Unicode.Scalar) -> Bool {
    guard let token, token.span.end == token.span.start + 1 else { return false }
    return builder.byte(at: token.span.start) == UInt8(ascii: character)
  }

  /// `f"text"`
  var textPrefix: ForeignPhrase? {
    guard isAdjacent, let previous, let prefix = word(previous), token.kind == .string,
      ["f", "r", "b", "u", "s", "rb", "fr", "raw"].contains(prefix.lowercased())
    else { return nil }
    guard prefix.lowercased().contains("f") || prefix == "s" else {
      return ForeignPhrase("a string has no prefix", builder.removal(of: previous))
    }
    return either(
      "a text with values is written in backquotes: `` `hi, ${name}` ``",
      feature: "texts with values in backquotes",
      template(previous))
  }

  /// The same text as a template; nil if it has signs that mean something else there.
  private func template(_ prefix: Token) -> Fix? {
    let text = builder.text(token.span).dropFirst().dropLast()
    guard !text.contains(where: { "`\\$".contains($0) }), !text.contains("{{") else { return nil }
    return builder.replacement(
      prefix, token,
      "`" + text.split(separator: "{", omittingEmptySubsequences: false).joined(separator: "${") + "`")
  }

  func endsWithBackslash(_ token: Token) -> Bool {
    token.kind == .string && builder.byte(at: token.span.end &- 2) == UInt8(ascii: "\\")
  }

  /// `"a\"b"`
  var escapedQuote: ForeignPhrase? {
    guard let previous, isAdjacent, endsWithBackslash(previous) else { return nil }
    return either(
      "escapes are written in backquotes: `` `a \"quoted\" word` ``",
      feature: "texts in backquotes, with quotes and escapes in them")
  }
}
