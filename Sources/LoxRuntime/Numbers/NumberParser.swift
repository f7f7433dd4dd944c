/// Reads numbers from texts: what Lox writes, and what people write in data.
package enum NumberParser {
  /// The number that a text is: digits with or without a point, a sign and an exponent, `0xff`, `inf` or `nan`, and blanks around it. Nil if
  /// it is none.
  package static func parse(_ text: some Collection<UInt8>) -> Double? {
    func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte >= 9 && byte <= 13 }
    var rest = Array(text.drop(while: isBlank))[...]
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    var isNegative = false
    if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      isNegative = first == UInt8(ascii: "-")
      rest.removeFirst()
    }
    return magnitude(rest).map { isNegative ? -$0 : $0 }
  }

  /// The number that a text without blanks and sign is.
  static func magnitude(_ text: ArraySlice<UInt8>) -> Double? {
    if text.elementsEqual("inf".utf8) { return .infinity }
    if text.elementsEqual("nan".utf8) { return .nan }
    if text.starts(with: "0x".utf8) { return hexadecimal(text.dropFirst(2)) }
    return decimal(text)
  }

  private static func hexadecimal(_ text: ArraySlice<UInt8>) -> Double? {
    // Digits are read exactly as long as a double can hold them; all after that only round it.
    guard !text.isEmpty, text.allSatisfy({ hexDigit($0) != nil }) else { return nil }
    let digits = text.drop { $0 == UInt8(ascii: "0") }
    if digits.count > 260 { return .infinity }
    var mantissa: UInt64 = 0
    for byte in digits.prefix(15) { mantissa = mantissa << 4 | UInt64(hexDigit(byte) ?? 0) }
    // A bit below all that count stands for what is left.
    let rest = digits.dropFirst(15)
    mantissa = mantissa << 4 | (rest.contains { $0 != UInt8(ascii: "0") } ? 1 : 0)
    return Elementary.scaled(Double(mantissa), rest.count * 4 - 4)
  }

  static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  private static func decimal(_ text: ArraySlice<UInt8>) -> Double? {
    var decimal = DecimalText()
    for byte in text { decimal.take(byte) }
    return decimal.value
  }
}
