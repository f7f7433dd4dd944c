/// The double nearest to a number in decimal (Lemire, "Number parsing at a gigabyte per second", 2021; Mushtak and Lemire, "Fast number
/// parsing without fallback", 2023).
package enum NearestDouble {
  /// That of some digits times a power of ten.
  @inline(__always) package static func value(_ digits: UInt64, exponent: Int) -> Double {
    if exponent == 0 { return Double(digits) }
    // Both are doubles, so that one operation rounds (Clinger, "How to read floating point numbers accurately", 1990).
    if digits <= 1 << 53, -22...22 ~= exponent {
      let power = PowersOfTen.doubles[Int(exponent.magnitude)]
      return exponent < 0 ? Double(digits) / power : Double(digits) * power
    }
    return scaled(digits, exponent: exponent)
  }

  /// The same if there are more digits, of which these are the first; nil if it depends on the others.
  static func value(cut digits: UInt64, exponent: Int) -> Double? {
    let low = value(digits, exponent: exponent)
    return digits < .max && low == value(digits + 1, exponent: exponent) ? low : nil
  }

  @inline(never) private static func scaled(_ digits: UInt64, exponent: Int) -> Double {
    if digits == 0 || exponent < -342 { return 0 }
    if exponent > 308 { return .infinity }
    let zeros = digits.leadingZeroBitCount
    let product = product(digits << UInt64(zeros), exponent)
    let upperBit = Int(product.high >> 63)
    // One bit more than a double has.
    let shift = UInt64(upperBit &+ 9)
    var significand = product.high >> shift
    var binaryExponent = PowersOfTen.binaryExponent(exponent) &+ 63 &+ upperBit &- zeros &+ 1023
    if binaryExponent <= 0 {
      // Below the normal numbers there are fewer bits. Such a number is never halfway between two doubles.
      guard binaryExponent > -63 else { return 0 }
      significand >>= UInt64(1 &- binaryExponent)
      significand = (significand &+ (significand & 1)) >> 1
      // The bit beyond them is that of the exponent 1.
      return Double(bitPattern: significand)
    }
    // Only with powers this small can a number be halfway between two doubles; then it becomes the even one.
    if product.low <= 1, -4...23 ~= exponent, significand & 3 == 1, significand << shift == product.high {
      significand &= ~1
    }
    significand = (significand &+ (significand & 1)) >> 1
    if significand >= 1 << 53 {
      significand = 1 << 52
      binaryExponent &+= 1
    }
    guard binaryExponent < 0x7ff else { return .infinity }
    return Double(bitPattern: UInt64(binaryExponent) << 52 | significand & (1 << 52 - 1))
  }

  /// The first 128 bits of the product of digits, of which the first bit is set, with a power of ten: enough of them are right.
  private static func product(_ digits: UInt64, _ exponent: Int) -> (high: UInt64, low: UInt64) {
    var power = PowersOfTen.power(exponent)
    // The reciprocals of small powers are rounded up, so that products which are whole are so.
    if -27..<0 ~= exponent { power.low &+= 1 }
    var (high, low) = digits.multipliedFullWidth(by: power.high)
    if high & 0x1ff == 0x1ff {
      let (sum, carry) = low.addingReportingOverflow(digits.multipliedFullWidth(by: power.low).high)
      low = sum
      if carry { high &+= 1 }
    }
    return (high, low)
  }
}
