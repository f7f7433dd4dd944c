import LoxSource
import LoxSyntax

extension PhraseFinder {
  /// An operator of two signs, of which Lox has each, or one that stands at another place.
  var operation: ForeignPhrase? {
    guard let previous, isAdjacent else { return sign }
    switch (previous.kind, token.kind) {
    case (.star, .star): return either("a power is written `x.pow(2)`", feature: "`x.pow(2)`")
    case (.less, .greater):
      return ForeignPhrase("Lox writes `!=`", builder.replacement(previous, token, "!="))
    case (.lessEqual, .greater): return ForeignPhrase("Lox has no `<=>`; compare with `<` and `==`")
    case (.equalEqual, .equal):
      return ForeignPhrase("Lox compares with `==` and `!=`", builder.replacement(previous, token, "=="))
    case (.bangEqual, .equal):
      return ForeignPhrase("Lox compares with `==` and `!=`", builder.replacement(previous, token, "!="))
    case (.equal, .less): return ForeignPhrase("Lox writes `<=`", builder.replacement(previous, token, "<="))
    case (.minus, .greater) where reachesMember:
      return ForeignPhrase(
        "a member is written with a point: `object.name`", builder.replacement(previous, token, "."))
    case (.minus, .greater):
      var phrase = namelessFunction
      if isExtended { phrase.fix = builder.replacement(previous, token, "=>") }
      return phrase
    case (.equal, .greater): return namelessFunction
    case (.less, .less), (.greater, .greater):
      let name = token.kind == .less ? "shiftLeft" : "shiftRight"
      return either("bits are shifted with `Math.\(name)(a, n)`", feature: "`Math.\(name)(a, n)`")
    default: return sign
    }
  }

  /// `a->b`, where `a -> b` can be no function
  private var reachesMember: Bool {
    guard before.count > 1, let name = after.first, name.kind == .identifier,
      name.span.start == token.span.end
    else { return false }
    let object = before[before.count - 2]
    guard object.span.end == previous?.span.start else { return false }
    if object.kind == .this || object.kind == .identifier && before.count == 2 { return true }
    return object.kind == .identifier
      && ![.equal, .leftParenthesis, .comma, .return].contains(before[before.count - 3].kind)
  }

  private var sign: ForeignPhrase? {
    switch token.kind {
    case .plus where after.first?.kind == .number && after.first?.span.start == token.span.end:
      return ForeignPhrase("a number has no sign `+`", builder.removal(of: token))
    case .dot where after.first?.kind == .number && after.first?.span.start == token.span.end:
      return ForeignPhrase(
        "a digit stands before the point: `0.5`", builder.insertion("0", at: token.span.start))
    case .dot where !isExtended && after.prefix(2).allSatisfy({ $0.kind == .dot }) && after.count > 1:
      return ForeignPhrase(feature: "parameters and arguments with `...`")
    case .equal where !isExtended && nextByte == UInt8(ascii: ">"): return namelessFunction
    case .colon where nextByte == UInt8(ascii: "="): return declarationSign
    default: return nil
    }
  }

  /// `x := 5`
  var declarationSign: ForeignPhrase {
    guard before.count == 1, let name = before.first, let text = word(name) else {
      return ForeignPhrase("Lox assigns with `=`")
    }
    let span = SourceSpan(start: name.span.start, end: token.span.start + 2)
    return ForeignPhrase(
      "a variable is declared with `var`: `var \(text) = ...`",
      builder.replacement(span, "var \(text) ="))
  }

  /// An operator that is a word, or a comment where an operator was meant.
  var wordOperation: ForeignPhrase? {
    if let comment = wholeDivision { return comment }
    guard let previous, id != .expectedSemicolonAfterImport else { return nil }
    if before.count > 1 || previous.kind != .identifier {
      switch word(token) {
      case "mod": return either("Lox writes `%`", feature: "`%`", builder.replacement(token.span, "%"))
      case "div": return wholeQuotient
      case "instanceof":
        return either("Lox writes `is`", feature: "`is`", builder.replacement(token.span, "is"))
      case "is" where !isExtended: return ForeignPhrase(feature: "`is`")
      case "in" where !isExtended && before.first?.kind != .for && word(before.first) != "foreach":
        return ForeignPhrase(feature: "`in`")
      case "elif", "elsif", "elseif":
        return ForeignPhrase("Lox writes `else if`")
      default: break
      }
    }
    switch (word(previous), token.kind) {
    case ("not", _) where token.kind != .semicolon:
      let span = SourceSpan(start: previous.span.start, end: token.span.start)
      return ForeignPhrase("Lox writes `!` for `not`", builder.replacement(span, "!"))
    case ("typeof", .identifier), ("typeof", .this), ("typeof", .number), ("typeof", .string),
      ("typeof", .nil),
      ("typeof", .true), ("typeof", .false):
      return either("the class of a value is `classOf(value)`", feature: "`classOf(value)`")
    case ("delete", .identifier), ("delete", .this):
      return either(
        "an entry of a map is removed with `map.remove(key)`", feature: "maps with `map.remove(key)`")
    case (_, .if)
    where id.missingToken == .semicolon && line(of: previous) == line(of: token)
      && previous.kind != .identifier
      || before.first?.kind == .print && token.kind == .if
        && line(of: previous) == line(of: token):
      return conditional
    default: return nil
    }
  }

  private var wholeQuotient: ForeignPhrase {
    either("a whole quotient is written `(a / b).floor()`", feature: "`(a / b).floor()`")
  }

  /// `a // b`
  private var wholeDivision: ForeignPhrase? {
    guard id.missingToken == .semicolon, let last = previous, last.kind == .number || last.kind == .identifier
    else { return nil }
    let line = lines.line(at: last.span.start)
    let rest = builder.bytes[Int(last.span.end)..<min(Int(last.span.end) + 200, builder.bytes.count)]
      .prefix { $0 != UInt8(ascii: "\n") }
    // Only a value and nothing else follows: that is no comment.
    let text = rest.drop { $0.isBlank }
    guard text.starts(with: "//".utf8), line < lines.line(at: token.span.start) || token.kind == .endOfFile
    else { return nil }
    let operand = text.dropFirst(2).drop { $0.isBlank }.reversed().drop { $0.isBlank }
    guard operand.first == UInt8(ascii: ";"), operand.count > 1,
      operand.dropFirst().allSatisfy({ $0.isNameByte || $0 == UInt8(ascii: ".") })
    else { return nil }
    var phrase = wholeQuotient
    let start = UInt32(clamping: text.startIndex)
    phrase.place = SourceSpan(start: start, end: start + 2)
    phrase.remark = "`//` begins a comment" + (phrase.remark.map { "; \($0)" } ?? "")
    return phrase
  }

  /// `a if b else c`, `if (b) a else c` as a value
  var conditional: ForeignPhrase {
    either("a conditional expression is written `condition ? a : b`", feature: "`condition ? a : b`")
  }
}

extension UInt8 {
  fileprivate var isNameByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
