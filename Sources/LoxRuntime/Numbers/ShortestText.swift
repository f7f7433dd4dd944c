/// Numbers as JavaScript writes them: the fewest digits that read back as the same number, with an exponent below 1e-6 and from 1e21 on. But
/// negative zero is `-0`, and what is no number `inf` or `nan`.
package enum ShortestText {
  package static func text(of number: Double) -> String {
    var bytes: [UInt8] = []
    append(number, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// No text is longer.
  static let maximumCount = 25

  static func append<Sink: ByteSink & ~Copyable>(_ number: Double, to sink: inout Sink) {
    if number.isNaN { return sink.append(word: 0x6e_616e, count: 3) }
    if number.sign == .minus { sink.append(UInt8(ascii: "-")) }
    let magnitude = number.magnitude
    if magnitude < 0x1p53 {
      let integer = UInt64(magnitude)
      if Double(integer) == magnitude { return append(integer, to: &sink) }
      if appendMillionths(magnitude, to: &sink) { return }
    }
    if magnitude.isInfinite { return sink.append(word: 0x66_6e69, count: 3) }
    append(ShortestDecimal(magnitude), to: &sink)
  }

  /// Numbers of up to six digits behind the point, if they have fifteen digits at most: no other number of so few digits reads back as the same
  /// number. False, without having written anything, for all others.
  private static func appendMillionths<Sink: ByteSink & ~Copyable>(
    _ magnitude: Double, to sink: inout Sink
  ) -> Bool {
    guard magnitude < 1e9 else { return false }
    let scaled = UInt64(magnitude * 1e6 + 0.5)
    guard Double(scaled) / 1e6 == magnitude else { return false }
    let (whole, fraction) = scaled.quotientAndRemainder(dividingBy: 1_000_000)
    append(whole, to: &sink)
    sink.append(UInt8(ascii: "."))
    let digits = DecimalWord.digits(UInt32(truncatingIfNeeded: fraction) &* 100)
    sink.append(word: DecimalWord.characters(digits), count: 8 &- digits.leadingZeroBitCount / 8)
    return true
  }

  static func append<Sink: ByteSink & ~Copyable>(_ integer: UInt64, to sink: inout Sink) {
    if integer < 100_000_000 {
      let digits = DecimalWord.digits(UInt32(truncatingIfNeeded: integer))
      let zeros = min(7, digits.trailingZeroBitCount / 8)
      return sink.append(
        word: DecimalWord.characters(digits) >> UInt64(zeros &* 8), count: 8 &- zeros)
    }
    let (high, low) = integer.quotientAndRemainder(dividingBy: 100_000_000)
    if high < 100_000_000 {
      append(high, to: &sink)
    } else {
      append(high / 100_000_000, to: &sink)
      append(high % 100_000_000, count: 8, to: &sink)
    }
    append(low, count: 8, to: &sink)
  }

  /// Appends up to sixteen digits, with zeros before them.
  private static func append<Sink: ByteSink & ~Copyable>(
    _ integer: UInt64, count: Int, to sink: inout Sink
  ) {
    let (high, low) = (integer &* PowersOfTen.whole[16 &- count]).quotientAndRemainder(
      dividingBy: 100_000_000)
    let first = DecimalWord.digits(UInt32(truncatingIfNeeded: high))
    sink.append(word: DecimalWord.characters(first), count: min(count, 8))
    guard count > 8 else { return }
    let second = DecimalWord.digits(UInt32(truncatingIfNeeded: low))
    sink.append(word: DecimalWord.characters(second), count: count &- 8)
  }

  private static func append<Sink: ByteSink & ~Copyable>(
    _ decimal: ShortestDecimal, to sink: inout Sink
  ) {
    let (digits, exponent) = (decimal.digits, decimal.exponent)
    // The digits of a power of two, or one less.
    let least = ((64 &- digits.leadingZeroBitCount) &* 1233) >> 12
    let count = digits >= PowersOfTen.whole[least] ? least &+ 1 : least
    // Where the point is, behind so many digits.
    let place = count &+ exponent
    switch place {
    case ...21 where exponent >= 0:
      append(digits, to: &sink)
      for _ in 0..<exponent { sink.append(UInt8(ascii: "0")) }
    case 1...21:
      let (whole, fraction) = digits.quotientAndRemainder(dividingBy: PowersOfTen.whole[0 &- exponent])
      append(whole, to: &sink)
      sink.append(UInt8(ascii: "."))
      append(fraction, count: 0 &- exponent, to: &sink)
    case -5...0:
      sink.append(word: 0x3030_3030_3030_2e30, count: 2 &- place)
      append(digits, to: &sink)
    default:
      let (first, others) = digits.quotientAndRemainder(dividingBy: PowersOfTen.whole[count &- 1])
      append(first, to: &sink)
      if count > 1 {
        sink.append(UInt8(ascii: "."))
        append(others, count: count &- 1, to: &sink)
      }
      sink.append(UInt8(ascii: "e"))
      sink.append(place > 0 ? UInt8(ascii: "+") : UInt8(ascii: "-"))
      append(UInt64((place &- 1).magnitude), to: &sink)
    }
  }
}

/// Eight digits in a word, the first in its lowest byte.
private enum DecimalWord {
  /// Those of a number below 100,000,000: halves of it, then halves of these, all at once.
  @inline(__always) static func digits(_ number: UInt32) -> UInt64 {
    let (high, low) = number.quotientAndRemainder(dividingBy: 10_000)
    let fours = UInt64(high) | UInt64(low) << 32
    let hundreds = (fours &* 10_486) >> 20 & 0x0000_007f_0000_007f
    let twos = hundreds | (fours &- hundreds &* 100) << 16
    let tens = (twos &* 103) >> 10 & 0x000f_000f_000f_000f
    return tens | (twos &- tens &* 10) << 8
  }

  @inline(__always) static func characters(_ digits: UInt64) -> UInt64 { digits | 0x3030_3030_3030_3030 }
}
