/// A text in JSON that is being read, in the cage. Whoever allocates sets it again, since it may have moved.
///
/// If the run must end, that is noted, and the rest of the text is as if it was not there.
struct JSONReader {
  var text: TextRun
  private let machine: Pinned<Machine>
  /// Where the next byte is.
  var place = 0
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
    let expected = min(count, JSONReader.maximumExpectedCount)
    if expectedCounts[depth] != expected { expectedCounts[depth] = expected }
  }

  /// A guess reserves room for no more parts than this.
  private static let maximumExpectedCount = 16

  var isAtEnd: Bool { place >= text.count }
  /// The byte that comes next; 0 at the end.
  var next: UInt8 { place < text.count ? text[place] : 0 }

  /// Counts steps, and ends if the run must.
  @inline(__always) mutating func step(_ steps: Int = 1) {
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

  @inline(__always) mutating func skipBlanks() {
    // PERF: mostly there is none, or one.
    if next > UInt8(ascii: " ") { return }
    if next == UInt8(ascii: " "), place &+ 1 < text.count, text[place &+ 1] > UInt8(ascii: " ") {
      place &+= 1
      return
    }
    skipManyBlanks()
  }

  @inline(never) private mutating func skipManyBlanks() {
    while place < text.count {
      if place &+ 8 <= text.count, text.word(place) == 0x2020_2020_2020_2020 {
        place &+= 8
      } else if case let byte = text[place],
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
          || byte == UInt8(ascii: "\t")
      {
        place &+= 1
      } else {
        return
      }
      step()
    }
  }

  @inline(__always) mutating func take(_ character: Unicode.Scalar) -> Bool {
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
    let end = text.firstSpecialInJSON(from: start, to: min(text.count, start + JSONReader.maximumPlainKey))
    guard end < text.count, text[end] == UInt8(ascii: "\"") else { return nil }
    place = end + 1
    return start..<end
  }

  /// Skips a key, whose quote comes next, if it is this string without escapes, of up to 32 bytes; the result is how many it has. Nil, without
  /// having moved, if it is another one.
  @inline(__always) mutating func takeKey(_ key: Ref) -> Int? {
    let (cage, start) = (text.cage, place &+ 1)
    let count = cage.length(ofString: key)
    guard count <= JSONReader.maximumPlainKey, start &+ count < text.count,
      text[start &+ count] == UInt8(ascii: "\"")
    else { return nil }
    var index = 0
    while index < count {
      let difference = text.word(start &+ index) ^ cage.load64(key.offset, StringLayout.bytes &+ index)
      // Of the last word, as many bytes as there are.
      let rest = UInt64(truncatingIfNeeded: max(0, 8 &- (count &- index))) &* 8
      if difference << rest != 0 { return nil }
      index &+= 8
    }
    place = start &+ count &+ 1
    return count
  }

  /// Keys up to here exist once.
  static let maximumPlainKey = 32

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
      // What stands for itself is copied at once.
      let start = place
      let special = text.firstSpecialInJSON(
        from: start, to: min(range.upperBound, start &+ JSONReader.portion))
      text.cage.copy(from: text.place(start), to: target, count: special &- start)
      target = target &+ UInt32(truncatingIfNeeded: special &- start)
      place = special
      if place < range.upperBound, let (code, length) = escape(at: place) {
        place &+= length
        target = target &+ UInt32(truncatingIfNeeded: text.cage.store(codePoint: code, at: target))
      }
      step(1 &+ (special &- start) / 8)
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
