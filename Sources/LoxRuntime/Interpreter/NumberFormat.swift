/// Numbers as C's `%g` writes them: six significant digits, no trailing zeros, an exponent below 1e-4 and from 1e6 on;
/// but a NaN is `nan` whatever its sign.
package enum NumberFormat {
  static let digitCount = 6

  /// The text of a number as `print` shows it.
  package static func text(of number: Double) -> String {
    var bytes: [UInt8] = []
    append(number, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  static func append(_ number: Double, to bytes: inout [UInt8]) {
    if number.isNaN { return bytes += "nan".utf8 }
    if number.sign == .minus { bytes.append(UInt8(ascii: "-")) }
    let magnitude = number.magnitude
    if magnitude.isInfinite { return bytes += "inf".utf8 }
    if magnitude < 1e6, let integer = UInt32(exactly: magnitude) {
      return bytes.append(SixDigits.text(of: integer))
    }
    if let decimal = SixDigits(magnitude) { return bytes.append(decimal.text) }
    appendExactly(magnitude, to: &bytes)
  }

  /// The text of a positive finite number, by digits of any count.
  static func appendExactly(_ magnitude: Double, to bytes: inout [UInt8]) {
    let (digits, exponent) = significantDigits(magnitude)
    let last = digits.lastIndex { $0 != 0 } ?? 0
    let significant = digits[...last]

    if exponent < -4 || exponent >= digitCount {
      append(significant, pointAfter: 1, to: &bytes)
      bytes.append(UInt8(ascii: "e"))
      bytes.append(exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
      if exponent.magnitude < 10 { bytes.append(UInt8(ascii: "0")) }
      append(UInt32(exponent.magnitude), to: &bytes)
    } else if exponent < 0 {
      bytes += "0.".utf8
      for _ in 0..<(-1 - exponent) { bytes.append(UInt8(ascii: "0")) }
      append(significant, pointAfter: significant.count, to: &bytes)
    } else {
      append(significant, pointAfter: exponent + 1, to: &bytes)
    }
  }

  private static func append(_ integer: UInt32, to bytes: inout [UInt8]) {
    if integer >= 10 { append(integer / 10, to: &bytes) }
    bytes.append(UInt8(ascii: "0") + UInt8(integer % 10))
  }

  /// Appends digits with a point behind the first `whole` of them, zeros where there are fewer.
  private static func append(_ digits: ArraySlice<UInt8>, pointAfter whole: Int, to bytes: inout [UInt8]) {
    for (index, digit) in digits.enumerated() {
      if index == whole { bytes.append(UInt8(ascii: ".")) }
      bytes.append(UInt8(ascii: "0") + digit)
    }
    for _ in 0..<max(0, whole - digits.count) { bytes.append(UInt8(ascii: "0")) }
  }

  /// The six digits nearest to a positive finite number, ties to even, and the decimal exponent of the first.
  private static func significantDigits(_ number: Double) -> (digits: [UInt8], exponent: Int) {
    var decimal = number.isNormal ? shortestDigits(number) : exactDigits(number)
    if needsExactDigits(decimal.digits) { decimal = exactDigits(number) }
    var digits = Array(decimal.digits.prefix(digitCount))
    while digits.count < digitCount { digits.append(0) }
    guard roundsUp(decimal.digits) else { return (digits, decimal.exponent) }
    var index = digitCount - 1
    while index >= 0 && digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 {
      digits[index] += 1
      return (digits, decimal.exponent)
    }
    digits[0] = 1
    return (digits, decimal.exponent + 1)
  }

  /// Shortest digits that end in a 5 at the seventh place do not say on which side of the tie the number lies.
  private static func needsExactDigits(_ digits: [UInt8]) -> Bool {
    digits.count == digitCount + 1 && digits[digitCount] == 5
  }

  private static func roundsUp(_ digits: [UInt8]) -> Bool {
    guard digits.count > digitCount else { return false }
    let rest = digits[digitCount...]
    if rest[digitCount] != 5 { return rest[digitCount] > 5 }
    if rest.dropFirst().contains(where: { $0 != 0 }) { return true }
    return digits[digitCount - 1] % 2 == 1
  }

  /// The digits of Swift's shortest description that reads back as the same number.
  private static func shortestDigits(_ number: Double) -> (digits: [UInt8], exponent: Int) {
    var digits: [UInt8] = []
    var pointIndex: Int?
    var exponent = 0
    var text = number.description.utf8[...]
    while let byte = text.popFirst() {
      switch byte {
      case UInt8(ascii: "."): pointIndex = digits.count
      case UInt8(ascii: "e"): exponent = Int(Substring(text)) ?? 0; text = text[text.endIndex...]
      default: digits.append(byte &- UInt8(ascii: "0"))
      }
    }
    exponent += (pointIndex ?? digits.count) - 1
    let zeros = digits.firstIndex { $0 != 0 } ?? 0
    digits.removeFirst(zeros)
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    return (digits, exponent - zeros)
  }

  /// The digits of a number as far as they decide how it is rounded.
  ///
  /// Five groups are 37 digits at least, of which the 83 steps of the smallest number make no more than the last two wrong, in that they are
  /// too small; the first 27 are looked at.
  private static func exactDigits(_ number: Double) -> (digits: [UInt8], exponent: Int) {
    let decimal = digits(of: number, groupLimit: 5)
    return isDecisive(decimal.digits) ? decimal : digits(of: number, groupLimit: .max)
  }

  /// Whether a number with these first digits, and more, is rounded as they say: not if it may lie at a tie.
  private static func isDecisive(_ digits: [UInt8]) -> Bool {
    guard digits.count > digitCount else { return true }
    let rest = digits.dropFirst(digitCount + 1).prefix(20)
    return switch digits[digitCount] {
    case 5: rest.contains { $0 != 0 }
    case 4: rest.contains { $0 != 9 }
    default: true
    }
  }

  /// The digits of an integer that is multiplied by a power of two, or divided by one, which is to multiply it by a power of
  /// five and to move the point. All digits, or the first of them, in groups of nine.
  private static func digits(of number: Double, groupLimit: Int) -> (digits: [UInt8], exponent: Int) {
    var mantissa = number.significandBitPattern
    var shift = Int(number.exponentBitPattern) - 1075
    if number.isNormal { mantissa |= 1 << 52 } else { shift += 1 }
    // number = mantissa * 2^shift; the lowest group first.
    var groups = [mantissa % groupSize, mantissa / groupSize]
    var droppedCount = 0
    // Two to the power of 13, or five.
    let factor: UInt64 = shift > 0 ? 1 << 13 : 1_220_703_125
    for _ in 0..<shift.magnitude / 13 {
      multiply(&groups, by: factor)
      if groups.count > groupLimit {
        droppedCount += groups.count - groupLimit
        groups.removeFirst(groups.count - groupLimit)
      }
    }
    for _ in 0..<shift.magnitude % 13 { multiply(&groups, by: shift > 0 ? 2 : 5) }

    var digits: [UInt8] = []
    digits.reserveCapacity(groups.count * 9)
    for group in groups {
      var group = group
      for _ in 0..<9 {
        digits.append(UInt8(group % 10))
        group /= 10
      }
    }
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    let point = shift < 0 ? -shift : 0
    let exponent = digits.count + droppedCount * 9 - 1 - point
    return (digits.reversed(), exponent)
  }

  private static let groupSize: UInt64 = 1_000_000_000

  /// Multiplies by a factor of ten digits at most: then there is room for products and carries in 64 bits.
  private static func multiply(_ groups: inout [UInt64], by factor: UInt64) {
    var carry: UInt64 = 0
    for index in groups.indices {
      let product = groups[index] * factor + carry
      groups[index] = product % groupSize
      carry = product / groupSize
    }
    while carry > 0 {
      groups.append(carry % groupSize)
      carry /= groupSize
    }
  }
}
