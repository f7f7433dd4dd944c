/// The bytes of a string where they are now: they stay there until something is allocated.
struct TextRun {
  let cage: Cage
  let offset: UInt32
  let count: Int
  /// Whether positions are those of bytes, as far as that is known.
  let isASCII: Bool

  init(_ cage: Cage, _ bytes: StringBytes, isASCII: Bool = false) {
    self.cage = cage
    offset = bytes.offset
    count = bytes.count
    self.isASCII = isASCII
  }

  @inline(__always) func place(_ index: Int) -> UInt32 { offset &+ UInt32(truncatingIfNeeded: index) }
  @inline(__always) subscript(index: Int) -> UInt8 { cage.load8(place(index)) }

  /// Eight bytes, of which those beyond the end are any.
  @inline(__always) func word(_ index: Int) -> UInt64 { cage.load64(place(index)) }

  var bytes: StringBytes { StringBytes(offset: offset, count: count) }

  /// A part of it.
  func part(_ range: Range<Int>) -> TextRun {
    TextRun(cage, StringBytes(offset: place(range.lowerBound), count: range.count), isASCII: isASCII)
  }

  /// Whether another text is here from a byte on.
  func has(_ other: TextRun, at index: Int) -> Bool {
    index >= 0 && index &+ other.count <= count
      && cage.equalBytes(place(index), other.offset, count: other.count)
  }

  /// Where a byte is first found from a place on; the end if it is not.
  func firstIndex(of byte: UInt8, from start: Int, to end: Int) -> Int {
    let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
    var index = start
    while index < end {
      // Bytes that are the same become zero; the lowest zero byte is found by its borrow.
      let difference = word(index) ^ pattern
      let zeros = (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
      if zeros != 0 { return min(end, index &+ zeros.trailingZeroBitCount / 8) }
      index &+= 8
    }
    return end
  }
}
