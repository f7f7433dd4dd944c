import LoxSource

/// How many characters lie before the places of a text.
///
/// Clients name a place by its line and the characters before it there, and a line may be as long as the whole text. So the
/// counts at some places are noted, each when it is needed first, and what is asked for is counted from the one before it.
struct CharacterCounts {
  private struct Mark {
    /// Where a character begins.
    var offset = 0
    /// The characters before it, and those of them that have four bytes.
    var characters = 0
    var longCharacters = 0

    func units(_ encoding: PositionEncoding) -> Int {
      switch encoding {
      case .utf8: offset
      case .utf16: characters + longCharacters
      case .utf32: characters
      }
    }

    mutating func pass(characterOfLength length: Int) {
      offset += length
      characters += 1
      if length == 4 { longCharacters += 1 }
    }
  }

  /// In the order of their offsets; the first is that of the text's begin.
  private var marks = [Mark()]
  /// How many characters were looked at: a measure of the work.
  private(set) var visitedCount = 0

  /// What is nearer than this is counted directly.
  private static let spacing = 128

  /// Forgets what may have changed with the text from an offset on.
  mutating func forget(from offset: Int) {
    // Where a character ends, the bytes behind it have a say.
    let kept = marks.partitioningIndex { $0.offset + 4 > offset }
    marks.removeSubrange(max(1, kept)...)
  }

  /// How many units the characters take that end in a part of the text, where one begins.
  mutating func units(in range: Range<Int>, of bytes: [UInt8], _ encoding: PositionEncoding) -> Int {
    if encoding == .utf8 { return range.count }
    if range.count > CharacterCounts.spacing {
      return units(before: range.upperBound, in: bytes, encoding)
        - units(before: range.lowerBound, in: bytes, encoding)
    }
    return advance(Mark(offset: range.lowerBound), in: bytes) { $0.offset > range.upperBound }.units(encoding)
  }

  /// How many units the characters take that end before an offset.
  mutating func units(before offset: Int, in bytes: [UInt8], _ encoding: PositionEncoding) -> Int {
    if encoding == .utf8 { return min(offset, bytes.count) }
    extend(in: bytes) { $0.offset > offset }
    let mark = marks[max(0, marks.partitioningIndex { $0.offset > offset } - 1)]
    return advance(mark, in: bytes) { $0.offset > offset }.units(encoding)
  }

  /// Where the last character ends before which there are at most so many units; not before `start`.
  mutating func offset(
    ofUnits units: Int, from start: Int, in bytes: [UInt8], _ encoding: PositionEncoding
  ) -> Int {
    extend(in: bytes) { $0.units(encoding) > units }
    let mark = marks[max(0, marks.partitioningIndex { $0.units(encoding) > units } - 1)]
    return max(start, advance(mark, in: bytes) { $0.units(encoding) > units }.offset)
  }

  /// Adds marks until one is beyond what is looked for.
  private mutating func extend(in bytes: [UInt8], until isBeyond: (Mark) -> Bool) {
    var last = marks[marks.count - 1]
    while !isBeyond(last), last.offset < bytes.count {
      let end = last.offset + CharacterCounts.spacing
      last = advance(last, in: bytes) { $0.offset > end }
      marks.append(last)
    }
  }

  /// Goes on from a mark as long as that does not lead beyond what is looked for.
  private mutating func advance(_ mark: Mark, in bytes: [UInt8], until isBeyond: (Mark) -> Bool) -> Mark {
    var mark = mark
    while mark.offset < bytes.count {
      var next = mark
      next.pass(characterOfLength: ByteRepair.lengthOfAny(at: mark.offset, in: bytes))
      if isBeyond(next) { break }
      mark = next
      visitedCount += 1
    }
    return mark
  }
}
