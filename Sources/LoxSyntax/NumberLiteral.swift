extension Double {
  /// The value of a number literal, rounded to the nearest double. A literal is digits, optionally followed
  /// by a point and more digits; in extended Lox it may have an exponent and underscores, or be hexadecimal.
  init(literal digits: ArraySlice<UInt8>) {
    var mantissa: UInt64 = 0
    var scale: Double = 1
    var isBehindPoint = false
    for byte in digits {
      if byte == UInt8(ascii: ".") {
        isBehindPoint = true
        continue
      }
      guard mantissa < Self.exactMantissas, scale < Self.exactPowers, byte &- UInt8(ascii: "0") < 10 else {
        self = Self.rounded(digits)
        return
      }
      mantissa = mantissa &* 10 &+ UInt64(byte &- UInt8(ascii: "0"))
      if isBehindPoint { scale *= 10 }
    }
    // Both operands are exact, so the division rounds only once.
    self = Double(mantissa) / scale
  }

  /// A mantissa up to this one stays below 2^53 with one more digit.
  private static var exactMantissas: UInt64 { 900_719_925_474_099 }
  /// The greatest power of ten that a double holds exactly.
  private static var exactPowers: Double { 1e22 }

  private static func rounded(_ digits: ArraySlice<UInt8>) -> Double {
    // This fails only for a value too large for a double.
    Double(String(decoding: digits.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)) ?? .infinity
  }
}
