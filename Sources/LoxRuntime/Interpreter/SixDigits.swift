/// The six significant digits of a number, found by one multiplication or division of integers that is exact.
///
/// With `number = mantissa * 2^shift` and `power` such that `number * 10^power` lies between 10^5 and 10^6, what is to be
/// rounded is `mantissa * 5^power * 2^(shift + power)`. As long as the power of five fits in 64 bits, that needs no more
/// than 128 bits, so ties are seen as such. Numbers of other magnitudes are left to `NumberFormat.appendExactly`.
struct SixDigits {
  /// From 100000 to 999999.
  var digits: UInt32
  /// The decimal exponent of the first digit.
  private var exponent: Int

  /// Nil if the number is too large or too small for this.
  init?(_ number: Double) {
    guard number >= 1e-21, number < 1e32 else { return nil }
    let mantissa = number.significandBitPattern | 1 << 52
    let binaryExponent = Int(number.exponentBitPattern) - 1023
    // 78913 / 2^18 is a little less than the logarithm of two, so the estimate is right or too low by one.
    exponent = (binaryExponent * 78913) >> 18
    var scaled = SixDigits.scale(mantissa, shift: binaryExponent - 52, power: 5 - exponent)
    if scaled.whole >= 1_000_000 {
      exponent += 1
      scaled = SixDigits.scale(mantissa, shift: binaryExponent - 52, power: 5 - exponent)
    }
    if scaled.rest > 1 || scaled.rest == 1 && scaled.whole & 1 == 1 { scaled.whole += 1 }
    if scaled.whole == 1_000_000 {
      scaled.whole = 100_000
      exponent += 1
    }
    digits = UInt32(truncatingIfNeeded: scaled.whole)
  }

  /// The number times a power of ten: the whole part, and whether what remains is less than a half (0), a half (1), or more (2).
  private static func scale(_ mantissa: UInt64, shift: Int, power: Int) -> (whole: UInt64, rest: Int) {
    let shift = shift + power
    if power >= 0 {
      let product = mantissa.multipliedFullWidth(by: powersOfFive[power])
      // The product has at least as many bits as are shifted out, as the result is a number of six or seven digits.
      return split(high: product.high, low: product.low, at: -shift)
    }
    let five = powersOfFive[-power]
    if shift <= 0 {
      let divisor = five << UInt64(-shift)
      let (whole, rest) = mantissa.quotientAndRemainder(dividingBy: divisor)
      return (whole, half(rest, of: divisor))
    }
    let low = mantissa << UInt64(shift)
    let high = shift >= 64 ? mantissa << UInt64(shift - 64) : mantissa >> UInt64(64 - shift)
    let (whole, rest) = five.dividingFullWidth((high, low))
    return (whole, half(rest, of: five))
  }

  /// The bits from a place on, and how those below compare with a half.
  private static func split(high: UInt64, low: UInt64, at place: Int) -> (whole: UInt64, rest: Int) {
    if place <= 0 { return (low << UInt64(-place), 0) }
    if place < 64 {
      let whole = high << UInt64(64 - place) | low >> UInt64(place)
      return (whole, half(low << UInt64(64 - place)))
    }
    if place == 64 { return (high, half(low)) }
    let rest = high << UInt64(128 - place)
    return (high >> UInt64(place - 64), half(rest | (low == 0 ? 0 : 1)))
  }

  /// How a fraction of 64 bits compares with a half.
  private static func half(_ fraction: UInt64) -> Int {
    fraction < 1 << 63 ? 0 : fraction == 1 << 63 ? 1 : 2
  }

  private static func half(_ rest: UInt64, of divisor: UInt64) -> Int {
    let other = divisor - rest
    return rest < other ? 0 : rest == other ? 1 : 2
  }

  private static let powersOfFive: [UInt64] = (0...27).map { (0..<$0).reduce(1) { power, _ in power * 5 } }

  /// The text, as `NumberFormat` has it.
  var text: ShortText {
    let (word, significant) = SixDigits.characters(of: digits)
    var text = ShortText()
    let whole = exponent < -4 || exponent >= NumberFormat.digitCount ? 1 : exponent + 1
    if whole <= 0 {
      // "0.", and up to three more zeros.
      let count = 2 - whole
      text.append(word: SixDigits.first(count, of: 0x30_3030_2e30), count: count)
      text.append(word: SixDigits.first(significant, of: word), count: significant)
      return text
    }
    // Zeros before the point stay.
    text.append(word: SixDigits.first(whole, of: word), count: whole)
    if significant > whole {
      text.append(UInt8(ascii: "."))
      text.append(
        word: SixDigits.first(significant, of: word) >> UInt64(whole * 8), count: significant - whole)
    }
    if whole == exponent + 1 { return text }
    text.append(UInt8(ascii: "e"))
    text.append(exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
    // SixDigits knows of no exponents of three digits.
    text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: exponent.magnitude / 10))
    text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: exponent.magnitude % 10))
    return text
  }

  private static func first(_ count: Int, of word: UInt64) -> UInt64 {
    word & ~(~0 << UInt64(truncatingIfNeeded: count * 8))
  }

  /// Six digits as characters, the first in the lowest byte, and how many they are without the zeros at the end.
  private static func characters(of digits: UInt32) -> (word: UInt64, count: Int) {
    var word: UInt64 = 0
    var rest = digits
    for _ in 0..<NumberFormat.digitCount {
      word = word << 8 | UInt64(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    return (word | 0x3030_3030_3030, 8 - word.leadingZeroBitCount / 8)
  }

  /// The text of an integer below a million.
  static func text(of integer: UInt32) -> ShortText {
    var word: UInt64 = 0
    var rest = integer
    var count = 0
    repeat {
      word = word << 8 | UInt64(truncatingIfNeeded: rest % 10 + 0x30)
      rest /= 10
      count += 1
    } while rest > 0
    var text = ShortText()
    text.append(word: word, count: count)
    return text
  }
}
