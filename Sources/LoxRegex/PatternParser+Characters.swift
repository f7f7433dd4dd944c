/// Escapes and character classes.
extension PatternParser {
  enum Escape {
    case code(UInt32)
    case set(CodePointSet)
    case assertion(Assertion)
  }

  /// Reads a backslash and what belongs to it.
  mutating func escape(inClass: Bool) throws(Failure) -> Escape {
    let start = column
    place += 1
    guard !isAtEnd else {
      throw fail("a '\\' at the end escapes nothing; '\\\\' matches it as a character", at: start)
    }
    let code = next
    place += 1
    switch Unicode.Scalar(code) {
    case "d": return .set(.digits)
    case "D": return .set(CodePointSet.digits.inverted)
    case "w": return .set(.wordCharacters)
    case "W": return .set(CodePointSet.wordCharacters.inverted)
    case "s": return .set(.blanks)
    case "S": return .set(CodePointSet.blanks.inverted)
    case "n": return .code(10)
    case "t": return .code(9)
    case "r": return .code(13)
    case "f": return .code(12)
    case "v": return .code(11)
    case "0":
      guard !isDigit(at: 0) else {
        throw fail("'\\0' with further digits is not there; write '\\x' and two digits", at: start)
      }
      return .code(0)
    case "x": return .code(try digits(2, "'\\x' is followed by two hexadecimal digits, as in '\\x41'", start))
    case "u": return .code(try unicodeEscape(start))
    case "b" where inClass: return .code(8)
    case "b": return .assertion(.wordBorder)
    case "B" where !inClass: return .assertion(.noWordBorder)
    case "A" where !inClass: return .assertion(.textStart)
    case "z" where !inClass: return .assertion(.textEnd)
    case "B", "A", "z":
      throw fail("'\\\(quoted(code))' matches no character, so it can't be in a class", at: start)
    case "Z": throw fail("'\\Z' is not there; write '\\z', or '\\n?\\z'", at: start)
    case "1", "2", "3", "4", "5", "6", "7", "8", "9", "k":
      throw fail(
        "references to groups are not there, since they would break linear time; compare the groups of the match",
        at: start)
    case "p", "P":
      throw fail(
        "'\\\(quoted(code))' is not there; write ranges of characters, such as '[a-zà-ÿ]'", at: start)
    case "c": throw fail("'\\c' is not there; write '\\x' and two digits", at: start)
    case "Q", "E": throw fail("'\\Q' and '\\E' are not there; escape each character with '\\'", at: start)
    case "h": throw fail("'\\h' is not there; write '[ \\t]'", at: start)
    case "R": throw fail("'\\R' is not there; write '\\r?\\n'", at: start)
    case "e": throw fail("'\\e' is not there; write '\\x1b'", at: start)
    case "a": throw fail("'\\a' is not there; write '\\x07'", at: start)
    case "G", "K":
      throw fail("'\\\(quoted(code))' is not there; use a group for the part you need", at: start)
    default:
      let isPunctuation = code >= 32 && code < 127 && !(code | 32 >= 97 && code | 32 <= 122)
      guard isPunctuation, !(48...57).contains(code) else {
        throw fail(
          code < 32 || code >= 127
            ? "this character needs no '\\'"
            : "there is no '\\\(quoted(code))'; a letter needs no '\\'", at: start)
      }
      return .code(code)
    }
  }

  /// The value of so many hexadecimal digits.
  private mutating func digits(_ count: Int, _ hint: String, _ start: Int) throws(Failure) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = hexadecimalDigit else { throw fail(hint, at: start) }
      value = value << 4 | digit
      place += 1
    }
    return value
  }

  private var hexadecimalDigit: UInt32? {
    guard !isAtEnd else { return nil }
    switch next {
    case 48...57: return next - 48
    case 65...70: return next - 55
    case 97...102: return next - 87
    default: return nil
    }
  }

  private mutating func unicodeEscape(_ start: Int) throws(Failure) -> UInt32 {
    let hint = "'\\u' is followed by four hexadecimal digits, or by '{', digits and '}'"
    guard take("{") else {
      let code = try digits(4, hint, start)
      guard (0xD800...0xDFFF).contains(code) else { return code }
      // What JavaScript writes for code points above U+FFFF.
      let pair = "'\\u\(String(code, radix: 16))' is half of a character; write all of it, as in '\\u{1f600}'"
      guard code < 0xDC00, take("\\u") else { throw fail(pair, at: start) }
      let low = try digits(4, hint, start)
      guard (0xDC00...0xDFFF).contains(low) else { throw fail(pair, at: start) }
      return 0x1_0000 + (code - 0xD800) << 10 + low - 0xDC00
    }
    var value: UInt32 = 0
    var count = 0
    while let digit = hexadecimalDigit {
      value = min(value << 4 | digit, 0x110_0000)
      count += 1
      place += 1
    }
    guard count > 0, take("}") else { throw fail(hint, at: start) }
    guard Unicode.Scalar(value) != nil else {
      throw fail("there is no character with this number; the last one is '\\u{10ffff}'", at: start)
    }
    return value
  }

  // MARK: - Classes

  /// Reads a class, `[` to `]`.
  mutating func characterClass() throws(Failure) -> CodePointSet {
    let start = column
    place += 1
    let isInverted = take("^")
    if has("]") {
      throw fail(
        isInverted
          ? "an empty class; write '[\\s\\S]' for any character, or '[^\\]]' for all but ']'"
          : "an empty class matches nothing; write '[\\]]' for a bracket", at: start)
    }
    var ranges: [CodePointSet.Range] = []
    var hasInvalidBytes = false
    func add(_ set: CodePointSet) {
      ranges += set.ranges
      hasInvalidBytes = hasInvalidBytes || set.hasInvalidBytes
    }
    while !take("]") {
      guard !isAtEnd else {
        throw fail("this '[' is not closed; '\\[' matches it as a character", at: start)
      }
      let itemColumn = column
      try work.add(4)
      guard case .code(let first) = try classItem(add) else { continue }
      guard has("-"), !has("]", at: 1), place + 1 < codes.count else {
        ranges.append(CodePointSet.Range(first: first, last: first))
        continue
      }
      place += 1
      guard case .code(let last) = try classItem(add) else {
        // As in `[a-\d]`: nothing that could be a range.
        add(CodePointSet(first...first, 45...45))
        continue
      }
      guard first <= last else {
        throw fail("the range '\(quoted(first))-\(quoted(last))' is in the wrong order", at: itemColumn)
      }
      ranges.append(CodePointSet.Range(first: first, last: last))
    }
    try work.add(ranges.count * 8)
    let set = try allCases(of: CodePointSet(ranges, hasInvalidBytes: hasInvalidBytes))
    let result = isInverted ? set.inverted : set
    guard !result.ranges.isEmpty || result.hasInvalidBytes else {
      throw fail("this class matches no character at all", at: start)
    }
    return result
  }

  /// One character, or a set, which is added.
  private mutating func classItem(_ add: (CodePointSet) -> Void) throws(Failure) -> Escape {
    if has("\\") {
      let item = try escape(inClass: true)
      if case .set(let set) = item { add(set) }
      return item
    }
    if has("["), has(":", at: 1) {
      var end = place + 2
      while end < codes.count, codes[end] >= 97, codes[end] <= 122 || codes[end] == 94 { end += 1 }
      if end > place + 2, end + 1 < codes.count, codes[end] == 58, codes[end + 1] == 93 {
        throw fail(
          "'[:' and ':]' are not there; write '\\d', '\\w', '\\s' or ranges such as 'a-z'", at: column)
      }
    }
    place += 1
    return .code(codes[place - 1])
  }
}
