import LoxSource

/// The number of characters before each place in a text.
///
/// Clients name a place by its line and the number of characters before it there, and a line may be as long
/// as the whole text. So the counts at some places are cached on first use, and others are counted from the
/// preceding cached one.
struct CharacterCounts {
  private struct Mark {
    /// The start of a character.
    var offset = 0
    /// The number of characters before it, and of four-byte characters among them.
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

  /// In order of offset; the first is the beginning of the text.
  private var marks = [Mark()]
  /// The number of characters examined: a measure of the work.
  private(set) var visitedCount = 0

  /// Shorter distances are counted directly.
  private static let spacing = 128

  /// Removes what may have changed with the text from an offset on.
  mutating func forget(from offset: Int) {
    // The end of a character depends on the bytes after it.
    let kept = marks.partitioningIndex { $0.offset + 4 > offset }
    marks.removeSubrange(max(1, kept)...)
  }

  /// The number of units in the characters that end within a range, which starts on a character boundary.
  mutating func units(in range: Range<Int>, of bytes: [UInt8], _ encoding: PositionEncoding) -> Int {
    if encoding == .utf8 { return range.count }
    if range.count > CharacterCounts.spacing {
      return units(before: range.upperBound, in: bytes, encoding)
        - units(before: range.lowerBound, in: bytes, encoding)
    }
    return advance(Mark(offset: range.lowerBound), in: bytes) { $0.offset > range.upperBound }.units(encoding)
  }

  /// The number of units in the characters that end before an offset.
  mutating func units(before offset: Int, in bytes: [UInt8], _ encoding: PositionEncoding) -> Int {
    if encoding == .utf8 { return min(offset, bytes.count) }
    extend(in: bytes) { $0.offset > offset }
    let mark = marks[max(0, marks.partitioningIndex { $0.offset > offset } - 1)]
    return advance(mark, in: bytes) { $0.offset > offset }.units(encoding)
  }

  /// The end of the last character that is preceded by at most this many units; not before `start`.
  mutating func offset(
    ofUnits units: Int, from start: Int, in bytes: [UInt8], _ encoding: PositionEncoding
  ) -> Int {
    extend(in: bytes) { $0.units(encoding) > units }
    let mark = marks[max(0, marks.partitioningIndex { $0.units(encoding) > units } - 1)]
    return max(start, advance(mark, in: bytes) { $0.units(encoding) > units }.offset)
  }

  /// Adds marks until one is beyond the target.
  private mutating func extend(in bytes: [UInt8], until isBeyond: (Mark) -> Bool) {
    var last = marks[marks.count - 1]
    while !isBeyond(last), last.offset < bytes.count {
      let end = last.offset + CharacterCounts.spacing
      last = advance(last, in: bytes) { $0.offset > end }
      marks.append(last)
    }
  }

  /// Advances a mark as far as possible without passing the target.
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
