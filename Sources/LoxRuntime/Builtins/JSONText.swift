/// What reading JSON does with eight bytes at once.
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

/// A run of digits in a text.
struct DigitRun {
  /// What they stand for; only that of up to nineteen digits is right.
  private(set) var value: UInt64
  private(set) var end: Int
  let count: Int

  /// Not more are looked at.
  static let maximumCount = 24

  /// The digits from a place on.
  @inline(__always) init(_ text: TextRun, from start: Int) {
    (value, end) = (0, start)
    var added = 8
    repeat {
      let word = text.word(end)
      added = min(DigitRun.count(word), max(0, text.count &- end))
      if added == 0 { break }
      let digits = DigitRun.value(word << UInt64(truncatingIfNeeded: 64 &- added &* 8))
      value = end == start ? digits : value &* PowersOfTen.whole[added] &+ digits
      end &+= added
    } while added == 8 && end &- start < DigitRun.maximumCount
    count = end &- start
  }

  /// How many digits a word begins with.
  @inline(__always) private static func count(_ word: UInt64) -> Int {
    let (high, threes) = (0xf0f0_f0f0_f0f0_f0f0 as UInt64, 0x3030_3030_3030_3030 as UInt64)
    // The high halves of digits are 3, also if 6 is added. A carry only gets to the bytes after one that is no digit.
    let others = (word & high ^ threes) | ((word &+ 0x0606_0606_0606_0606) & high ^ threes)
    return others.trailingZeroBitCount / 8
  }

  /// How many of the eight bytes from a place on are zeros that come before all others.
  @inline(__always) static func zeros(_ text: TextRun, from start: Int) -> Int {
    (text.word(start) ^ 0x3030_3030_3030_3030).trailingZeroBitCount / 8
  }

  /// The value of eight digits; bytes that are zero count as such. Neighbours become numbers of two digits, of four, and of eight.
  @inline(__always) private static func value(_ word: UInt64) -> UInt64 {
    let ones = word & 0x0f0f_0f0f_0f0f_0f0f
    let twos = ones &* 10 &+ ones >> 8
    let mask: UInt64 = 0x0000_00ff_0000_00ff
    return ((twos & mask) &* 0x000f_4240_0000_0064 &+ (twos >> 16 & mask) &* 0x0000_2710_0000_0001) >> 32
  }
}
