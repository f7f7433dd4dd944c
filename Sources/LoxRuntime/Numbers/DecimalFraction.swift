/// A number in decimal with so many digits after the point: of its exact value, ties away from zero.
package enum DecimalFraction {
  /// The number nearest to the rounded value; up to 15 digits.
  package static func round(_ number: Double, digits: Int) -> Double {
    guard number.isFinite, digits > 0, number.magnitude < 0x1p52 else {
      return number.rounded(.toNearestOrAwayFromZero)
    }
    let power = PowersOfTen.whole[digits & 15]
    // More digits than a double has: the number itself is the nearest.
    guard let scaled = scaled(number.magnitude, by: power), scaled < 1 << 53 else { return number }
    let rounded = Double(scaled) / Double(power)
    return number.sign == .minus ? -rounded : rounded
  }

  /// The text of a finite number with exactly so many digits, and a separator between groups of three digits before the point.
  package static func text(of number: Double, digits: Int, separator: [UInt8]) -> [UInt8] {
    let magnitude = number.magnitude
    var characters: [UInt8] = []
    if digits <= 15, magnitude < 0x1p53, let scaled = scaled(magnitude, by: PowersOfTen.whole[digits]) {
      ShortestText.append(scaled, to: &characters)
      if characters.count <= digits {
        characters.insert(
          contentsOf: repeatElement(UInt8(ascii: "0"), count: digits + 1 - characters.count), at: 0)
      }
    } else {
      characters = exactDigits(magnitude, digits: digits)
    }
    let wholeCount = characters.count - digits
    var text: [UInt8] = number.sign == .minus ? [UInt8(ascii: "-")] : []
    for (index, character) in characters.enumerated() {
      if index == wholeCount {
        text.append(UInt8(ascii: "."))
      } else if index > 0, index < wholeCount, (wholeCount - index) % 3 == 0 {
        text += separator
      }
      text.append(character)
    }
    return text
  }

  /// The product with a power of ten, rounded to a whole number; nil if that is 2^63 or more. The number is less than 2^53.
  static func scaled(_ magnitude: Double, by power: UInt64) -> UInt64? {
    let (mantissa, exponent) = parts(of: magnitude)
    // magnitude = mantissa * 2^exponent
    let product = mantissa.multipliedFullWidth(by: power)
    if exponent >= 0 {
      guard product.high == 0, exponent < 63, product.low >> UInt64(63 - exponent) == 0 else { return nil }
      return product.low << UInt64(exponent)
    }
    let shift = -exponent
    // The product has at most 103 bits.
    if shift > 104 { return 0 }
    // The bit before the point decides how it is rounded.
    let half = shift - 1
    let doubled: (high: UInt64, low: UInt64) =
      half >= 64
      ? (0, product.high >> UInt64(half - 64))
      : (
        product.high >> UInt64(half),
        half == 0 ? product.low : product.low >> UInt64(half) | product.high << UInt64(64 - half)
      )
    guard doubled.high == 0, doubled.low < 1 << 63 else { return nil }
    return doubled.low / 2 + doubled.low % 2
  }

  private static func parts(of magnitude: Double) -> (mantissa: UInt64, exponent: Int) {
    let bits = Int(magnitude.exponentBitPattern)
    let mantissa = magnitude.significandBitPattern
    return bits == 0 ? (mantissa, -1074) : (mantissa | 1 << 52, bits - 1075)
  }

  /// The digits before and after the point of any finite number.
  private static func exactDigits(_ magnitude: Double, digits: Int) -> [UInt8] {
    let (mantissa, exponent) = parts(of: magnitude)
    // What is before the point.
    var whole = LargeInteger(exponent >= 0 ? mantissa : exponent > -64 ? mantissa >> UInt64(-exponent) : 0)
    if exponent > 0 { whole.shiftLeft(exponent) }
    var characters = whole.digits(base: 10)
    guard exponent < 0 else { return characters + repeatElement(UInt8(ascii: "0"), count: digits) }

    // What is after it, as an integer below 2^-exponent: each product with ten brings a digit to the front.
    let size = -exponent
    var fraction = LargeInteger(size < 64 ? mantissa & (1 << UInt64(size) - 1) : mantissa)
    for _ in 0..<digits {
      fraction.multiply(by: 10)
      characters.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: fraction.takeBits(from: size)))
    }
    // It is at least a half if the next bit is set.
    fraction.multiply(by: 2)
    if fraction.takeBits(from: size) == 1 { increment(&characters) }
    return characters
  }

  private static func increment(_ characters: inout [UInt8]) {
    for index in characters.indices.reversed() {
      if characters[index] < UInt8(ascii: "9") {
        characters[index] += 1
        return
      }
      characters[index] = UInt8(ascii: "0")
    }
    characters.insert(UInt8(ascii: "1"), at: 0)
  }
}
