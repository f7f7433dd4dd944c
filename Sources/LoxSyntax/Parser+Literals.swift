import LoxSource

/// Strings, templates, lists and maps.
extension Parser {
  mutating func stringLiteral() -> ExpressionID {
    let quoted = previous.span
    ast.strings.append(.source(SourceSpan(start: quoted.start &+ 1, end: quoted.end &- 1)))
    return add(.string(StringID(ast.strings.count &- 1)), from: quoted.start)
  }

  /// An operand that only extended Lox has; its first token is the previous one. Nil if there is none.
  mutating func extendedOperand(_ open: inout OpenExpression) -> Step? {
    let start = open.start
    switch previous.kind {
    case .template:
      let first = openExpressions.count
      addText(from: previous.span.start &+ 1, to: previous.span.end &- 1)
      if openExpressions.count == first { addString(.synthesized(start: 0, count: 0), from: start) }
      let text = openExpressions.removeLast()
      ast.places[Int(text.index)].start = start
      return .operators(after: text)
    case .templateHead:
      let outer = UInt32(truncatingIfNeeded: openExpressions.count)
      addText(from: previous.span.start &+ 1, to: previous.span.end &- 2)
      return begin(.templateValue(outer: outer), in: &open)
    case .leftBracket:
      let outer = UInt32(truncatingIfNeeded: openExpressions.count)
      if current.kind == .rightBracket { return .operators(after: list(from: outer, start)) }
      return begin(.listElement(outer: outer), in: &open)
    case .leftBrace: return beginEntry(UInt32(truncatingIfNeeded: openEntries.count), &open)
    case .fun: return beginAnonymousFunction(from: start, &open)
    case .ellipsis:
      switch expressionStack.last?.part {
      case .argument, .optionalArgument, .listElement: return begin(.spread, in: &open)
      default: return nil
      }
    default: return nil
    }
  }

  // MARK: - Templates

  /// Continues a template after one of its values.
  mutating func continueTemplate(from outer: UInt32, _ open: inout OpenExpression) -> Step {
    switch current.kind {
    case .templateMiddle:
      advance()
      addText(from: previous.span.start &+ 1, to: previous.span.end &- 2)
      return begin(.templateValue(outer: outer), in: &open)
    case .templateTail:
      advance()
      addText(from: previous.span.start &+ 1, to: previous.span.end &- 1)
    default:
      errorAtCurrent(.unclosedTemplateValue)
    }
    return .operators(after: add(.template(closeExpressions(from: Int(outer))), from: open.start))
  }

  /// Adds the literal text of a template to the open list, unless it is empty.
  private mutating func addText(from start: UInt32, to end: UInt32) {
    let span = SourceSpan(start: start, end: max(start, end))
    let text = ast.source.text(of: span)
    if text.isEmpty { return }
    guard text.contains(UInt8(ascii: "\\")) else { return addString(.source(span), from: start) }
    let first = ast.synthesizedBytes.count
    var escapes = EscapeDecoder(text)
    ast.synthesizedBytes.append(contentsOf: escapes.decode())
    for place in escapes.unknown {
      let span = SourceSpan(
        start: UInt32(truncatingIfNeeded: place.lowerBound), end: UInt32(truncatingIfNeeded: place.upperBound)
      )
      report(.unknownEscape, at: Token(.unexpectedCharacter, span))
    }
    addString(
      .synthesized(
        start: UInt32(truncatingIfNeeded: first),
        count: UInt32(truncatingIfNeeded: ast.synthesizedBytes.count &- first)),
      from: start)
  }

  private mutating func addString(_ literal: StringLiteral, from start: UInt32) {
    ast.strings.append(literal)
    openExpressions.append(add(.string(StringID(ast.strings.count &- 1)), from: start))
  }

  // MARK: - Lists

  mutating func list(from outer: UInt32, _ start: UInt32) -> ExpressionID {
    consume(.rightBracket, .unclosedList)
    return add(.list(closeExpressions(from: Int(outer))), from: start)
  }

  // MARK: - Maps

  /// Begins the next entry of a map, or ends it if there is none.
  private mutating func beginEntry(_ outer: UInt32, _ open: inout OpenExpression) -> Step {
    while true {
      switch current.kind {
      case .rightBrace: return endMap(outer, &open)
      case .ellipsis:
        advance()
        return begin(.entryValue(.spread, key: ExpressionID(0), outer: outer), in: &open)
      case .leftBracket:
        advance()
        return begin(.entryKey(outer: outer), in: &open)
      case .string, .number:
        advance()
        let key =
          previous.kind == .string
          ? stringLiteral()
          : add(.number(Double(literal: ast.source.text(of: previous.span))), from: previous.span.start)
        consume(.colon, .expectedColonAfterKey)
        return begin(.entryValue(.literal, key: key, outer: outer), in: &open)
      default:
        guard current.kind == .identifier || current.kind.isKeyword else {
          errorAtCurrent(.expectedMapKey)
          return endMap(outer, &open)
        }
        let isName = current.kind == .identifier
        advance()
        ast.strings.append(.source(previous.span))
        let key = add(.string(StringID(ast.strings.count &- 1)), from: previous.span.start)
        if !isName || current.kind == .colon {
          consume(.colon, .expectedColonAfterKey)
          return begin(.entryValue(.name, key: key, outer: outer), in: &open)
        }
        let value = add(.variable(previousName()), from: previous.span.start)
        openEntries.append(MapEntry(form: .shorthand, key: key, value: value))
        if !match(.comma) { return endMap(outer, &open) }
      }
    }
  }

  mutating func endEntry(
    _ form: MapEntry.Form, key: ExpressionID, value: ExpressionID, _ outer: UInt32,
    _ open: inout OpenExpression
  ) -> Step {
    if form == .name || form == .literal, case .string(let id) = ast[key],
      case .source(let span) = ast.strings[Int(id.index)]
    {
      nameFunction(value, ast.names.intern(ast.source.bytes, span))
    }
    openEntries.append(MapEntry(form: form, key: form == .spread ? value : key, value: value))
    return match(.comma) ? beginEntry(outer, &open) : endMap(outer, &open)
  }

  private mutating func endMap(_ outer: UInt32, _ open: inout OpenExpression) -> Step {
    consume(.rightBrace, .unclosedMap)
    let entries = NodeList(start: ast.mapEntries.count, count: openEntries.count &- Int(outer))
    ast.mapEntries.append(contentsOf: openEntries[Int(outer)...])
    openEntries.removeSubrange(Int(outer)...)
    return .operators(after: add(.map(entries), from: open.start))
  }
}

/// Replaces the escapes in the text of a template by what they stand for.
struct EscapeDecoder {
  private let text: ArraySlice<UInt8>
  /// Where an escape that does not exist is.
  private(set) var unknown: [Range<Int>] = []

  init(_ text: ArraySlice<UInt8>) {
    self.text = text
  }

  mutating func decode() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var place = text.startIndex
    while place < text.endIndex {
      let byte = text[place]
      guard byte == UInt8(ascii: "\\"), place &+ 1 < text.endIndex else {
        bytes.append(byte)
        place &+= 1
        continue
      }
      let start = place
      place &+= 2
      switch text[start &+ 1] {
      case UInt8(ascii: "n"): bytes.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "r"): bytes.append(UInt8(ascii: "\r"))
      case UInt8(ascii: "t"): bytes.append(UInt8(ascii: "\t"))
      case UInt8(ascii: "0"): bytes.append(0)
      case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "$"), UInt8(ascii: "\""):
        bytes.append(text[start &+ 1])
      case UInt8(ascii: "u"):
        if let (scalar, end) = codePoint(at: place) {
          bytes.append(contentsOf: Array(String(Character(scalar)).utf8))
          place = end
        } else {
          unknown.append(start..<place)
        }
      default: unknown.append(start..<place)
      }
    }
    return bytes
  }

  /// The code point in `{...}`, and where it ends.
  private func codePoint(at start: Int) -> (Unicode.Scalar, end: Int)? {
    guard start < text.endIndex, text[start] == UInt8(ascii: "{"),
      let end = text[start...].prefix(10).firstIndex(of: UInt8(ascii: "}")),
      let value = UInt32(String(decoding: text[(start &+ 1)..<end], as: UTF8.self), radix: 16),
      text[start &+ 1] != UInt8(ascii: "+"),
      let scalar = Unicode.Scalar(value)
    else { return nil }
    return (scalar, end &+ 1)
  }
}
