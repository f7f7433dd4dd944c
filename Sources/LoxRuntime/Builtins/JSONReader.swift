/// A text in JSON that is being read, in the cage. Whoever allocates sets it again, since it may have moved.
///
/// If the run must end, that is noted, and the rest of the text is as if it was not there.
struct JSONReader {
  struct Level {
    var container: Int
    var key: Int
    var value: Int
    var isMap: Bool
  }

  var text: TextRun
  private let machine: Pinned<Machine>
  private var place = 0
  private var pace = Pace()
  private(set) var isInterrupted = false
  /// By depth, how many parts the last list or map had: the next one usually has as many.
  private var expectedCounts: [Int] = []

  init(_ text: TextRun, _ machine: Pinned<Machine>) {
    self.text = text
    self.machine = machine
  }

  /// How many parts a list or map will have, as far as its room is concerned.
  func expectedCount(at depth: Int) -> Int {
    depth < expectedCounts.count ? expectedCounts[depth] : 0
  }

  mutating func expect(_ count: Int, at depth: Int) {
    while expectedCounts.count <= depth { expectedCounts.append(0) }
    expectedCounts[depth] = min(count, JSONReader.maximumExpectedCount)
  }

  /// A guess reserves room for no more parts than this.
  private static let maximumExpectedCount = 16

  var isAtEnd: Bool { place >= text.count }
  /// The byte that comes next; 0 at the end.
  var next: UInt8 { place < text.count ? text[place] : 0 }

  /// Counts steps, and ends if the run must.
  @inline(__always) private mutating func step(_ steps: Int = 1) {
    if pace.isDue(steps), machine.value.isInterrupted() {
      isInterrupted = true
      place = text.count
    }
  }

  /// The line and the column, in code points from 1; nil, with the error set, if the run must end.
  func position() -> (line: Int, column: Int)? {
    if isInterrupted { return nil }
    let end = min(place, text.count)
    var (line, start) = (1, 0)
    var pace = Pace()
    while let found = machine.firstIndex(of: UInt8(ascii: "\n"), in: text, from: start), found < end {
      line += 1
      start = found + 1
      if pace.isDue(), machine.value.isInterrupted() { return nil }
    }
    var column = 1
    for index in start..<end {
      if text[index] & 0xc0 != 0x80 { column += 1 }
      if pace.isDue(), machine.value.isInterrupted() { return nil }
    }
    return (line, column)
  }

  mutating func skip() { place += 1 }

  mutating func skipBlanks() {
    step()
    while case let byte = next, byte <= UInt8(ascii: " ") {
      guard
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
          || byte == UInt8(ascii: "\t")
      else { return }
      place += 1
      step()
    }
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard place < text.count, text[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  mutating func literal() -> Value? {
    switch next {
    case UInt8(ascii: "n"): take(JSONReader.null) ? .nil : nil
    case UInt8(ascii: "t"): take(JSONReader.true) ? .true : nil
    case UInt8(ascii: "f"): take(JSONReader.false) ? .false : nil
    default: nil
    }
  }

  /// Where a key of up to 32 bytes is, whose quote comes next, if there are no escapes in it; nil, without having moved, for all others.
  mutating func plainKey() -> Range<Int>? {
    let start = place + 1
    let end = text.firstSpecialInJSON(from: start, to: min(text.count, start + 32))
    guard end < text.count, text[end] == UInt8(ascii: "\"") else { return nil }
    place = end + 1
    return start..<end
  }

  /// A word of up to seven bytes that stands for a value.
  private struct Word {
    let bytes: UInt64
    let count: Int
    var mask: UInt64 { 1 << UInt64(8 * count) - 1 }

    init(_ word: String) {
      bytes = word.utf8.reversed().reduce(0) { $0 << 8 | UInt64($1) }
      count = word.utf8.count
    }
  }

  private static let (null, `true`, `false`) = (Word("null"), Word("true"), Word("false"))

  private mutating func take(_ word: Word) -> Bool {
    guard place + word.count <= text.count, text.word(place) & word.mask == word.bytes else { return false }
    place += word.count
    return true
  }

  // MARK: - Numbers

  /// Whether there are digits, which are skipped.
  private mutating func digits() -> Bool {
    let start = place
    while next &- UInt8(ascii: "0") < 10 {
      place += 1
      step()
    }
    return place > start
  }

  /// The nearest number; nil, with the place where a digit is missing, if there is none.
  mutating func number() -> Double? {
    if let short = shortNumber() { return short }
    let start = place
    let isNegative = take("-")
    if next == UInt8(ascii: "0") { place += 1 } else if !digits() { return nil }
    if next == UInt8(ascii: ".") {
      place += 1
      if !digits() { return nil }
    }
    if next | 0x20 == UInt8(ascii: "e") {
      place += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
      if !digits() { return nil }
    }
    if isInterrupted { return nil }
    let digits = (isNegative ? start + 1 : start)..<place
    var number = DecimalText()
    for index in digits {
      number.take(text[index])
      step()
      if isInterrupted { return nil }
    }
    return number.value.map { isNegative ? -$0 : $0 }
  }

  private static let powersOf10: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  /// The value of up to fifteen digits, perhaps with a point, and no exponent: then both the digits and the power of ten are numbers exactly,
  /// and one division rounds (Clinger, "How to read floating point numbers accurately", 1990). Nil, without having moved, for all others.
  @inline(__always) private mutating func shortNumber() -> Double? {
    let isNegative = next == UInt8(ascii: "-")
    let start = isNegative ? place + 1 : place
    // The point is one byte more, and the last byte tells that the number ends.
    let limit = min(text.count, start + 17)
    var (index, integer, pointPlace) = (start, 0, -1)
    while index < limit {
      let byte = text[index]
      if byte &- UInt8(ascii: "0") < 10 {
        integer = integer &* 10 &+ Int(byte & 15)
      } else if byte == UInt8(ascii: "."), pointPlace < 0, index > start {
        pointPlace = index
      } else if byte | 0x20 == UInt8(ascii: "e") || byte == UInt8(ascii: ".") {
        return nil
      } else {
        break
      }
      index &+= 1
    }
    let scale = pointPlace < 0 ? 0 : index &- pointPlace &- 1
    let digitCount = index &- start &- (pointPlace < 0 ? 0 : 1)
    let hasLeadingZero = text[start] == UInt8(ascii: "0") && digitCount &- scale > 1
    guard digitCount > 0, digitCount < 16, pointPlace < 0 || scale > 0, !hasLeadingZero else { return nil }
    place = index
    let number = scale == 0 ? Double(integer) : Double(integer) / JSONReader.powersOf10[scale]
    return isNegative ? -number : number
  }

  // MARK: - Strings

  /// Where the bytes of a string are, whose quote comes next, and how many they stand for; nil, with the place of the mistake, if it is none.
  mutating func string() -> (range: Range<Int>, count: Int)? {
    place += 1
    let start = place
    var count = 0
    while place < text.count {
      let end = text.firstSpecialInJSON(from: place, to: min(text.count, place + JSONReader.portion))
      count += end - place
      let steps = 1 + (end - place) / 8
      place = end
      step(steps)
      guard place < text.count else { break }
      let byte = text[place]
      if byte == UInt8(ascii: "\"") {
        place += 1
        return (start..<place - 1, count)
      }
      if byte == UInt8(ascii: "\\") {
        guard let (code, length) = escape(at: place) else { return nil }
        place += length
        count += Cage.byteCount(ofCodePoint: code)
      } else if byte < 0x20 {
        return nil
      }
    }
    return nil
  }

  /// So many bytes are looked at in a fraction of a millisecond.
  private static let portion = 1 << 14

  /// Writes what the bytes of a string stand for; false, with the error set, if the run must end.
  mutating func copy(_ range: Range<Int>, to target: UInt32) -> Bool {
    let end = place
    place = range.lowerBound
    var target = target
    while place < range.upperBound {
      let byte = text[place]
      if byte == UInt8(ascii: "\\"), let (code, length) = escape(at: place) {
        place += length
        target = target &+ UInt32(truncatingIfNeeded: text.cage.store(codePoint: code, at: target))
      } else {
        text.cage.store8(byte, target)
        place += 1
        target = target &+ 1
      }
      step()
    }
    if isInterrupted { return false }
    place = end
    return true
  }

  /// The code point that an escape stands for, and how many bytes it has. Nil if it is none: then the place is that of the mistake.
  private mutating func escape(at start: Int) -> (code: UInt32, length: Int)? {
    let letter = start + 1 < text.count ? text[start + 1] : 0
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return (UInt32(letter), 2)
    case UInt8(ascii: "b"): return (8, 2)
    case UInt8(ascii: "f"): return (12, 2)
    case UInt8(ascii: "n"): return (10, 2)
    case UInt8(ascii: "r"): return (13, 2)
    case UInt8(ascii: "t"): return (9, 2)
    case UInt8(ascii: "u"):
      guard let code = unit(at: start + 2) else { break }
      if 0xd800..<0xdc00 ~= code, start + 7 < text.count, text[start + 6] == UInt8(ascii: "\\"),
        text[start + 7] == UInt8(ascii: "u"), let low = unit(at: start + 8), 0xdc00..<0xe000 ~= low
      {
        return (0x10000 + (code - 0xd800) << 10 + (low - 0xdc00), 12)
      }
      // Half of a pair stands for no character.
      return (0xd800..<0xe000 ~= code ? 0xfffd : code, 6)
    default: break
    }
    place = start + 1
    return nil
  }

  /// Four hexadecimal digits.
  private func unit(at start: Int) -> UInt32? {
    guard start + 4 <= text.count else { return nil }
    var code: UInt32 = 0
    for index in start..<start + 4 {
      guard let digit = NumberParser.hexDigit(text[index]) else { return nil }
      code = code << 4 | UInt32(digit)
    }
    return code
  }
}

extension TextRun {
  /// The place of the first byte that does not stand for itself in a string of JSON: a quote, a backslash, or a control character.
  @inline(__always) func firstSpecialInJSON(from start: Int, to end: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var index = start
    while index < end {
      let word = self.word(index)
      let (quotes, escapes) = (word ^ ones &* 0x22, word ^ ones &* 0x5c)
      // A byte below another one leaves a borrow in its highest bit; the lowest one that is found is right.
      let found =
        ((word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes | (escapes &- ones) & ~escapes)
        & (ones &* 0x80)
      if found != 0 { return min(end, index &+ found.trailingZeroBitCount / 8) }
      index &+= 8
    }
    return end
  }
}
