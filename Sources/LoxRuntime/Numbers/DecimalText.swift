/// A number in decimal that is read byte by byte, however long it is: digits with or without a point, and an exponent.
struct DecimalText {
  private enum State { case begin, whole, point, fraction, exponentMark, exponentSign, exponent, wrong }

  private var state = State.begin
  private var digits: [UInt8] = []
  /// How the point must be moved.
  private var shift = 0
  /// Whether only zeros were left out.
  private var isExact = true
  private var written = 0
  private var isExponentNegative = false

  /// More digits than this do not change the number, but for the fact that there are more.
  private static let maximumCount = 800

  mutating func take(_ byte: UInt8) {
    if byte &- UInt8(ascii: "0") < 10 { return take(digit: byte) }
    switch (state, byte) {
    case (.begin, UInt8(ascii: ".")): state = .point
    case (.whole, UInt8(ascii: ".")): state = .fraction
    case (.whole, UInt8(ascii: "e")), (.whole, UInt8(ascii: "E")), (.fraction, UInt8(ascii: "e")),
      (.fraction, UInt8(ascii: "E")):
      state = .exponentMark
    case (.exponentMark, UInt8(ascii: "-")), (.exponentMark, UInt8(ascii: "+")):
      isExponentNegative = byte == UInt8(ascii: "-")
      state = .exponentSign
    default: state = .wrong
    }
  }

  private mutating func take(digit: UInt8) {
    switch state {
    case .begin, .whole:
      state = .whole
      if digits.count < Self.maximumCount {
        if !digits.isEmpty || digit != UInt8(ascii: "0") { digits.append(digit) }
      } else {
        shift += 1
        isExact = isExact && digit == UInt8(ascii: "0")
      }
    case .point, .fraction:
      state = .fraction
      if digits.count < Self.maximumCount {
        shift -= 1
        if !digits.isEmpty || digit != UInt8(ascii: "0") { digits.append(digit) }
      } else {
        isExact = isExact && digit == UInt8(ascii: "0")
      }
    case .exponentMark, .exponentSign, .exponent:
      state = .exponent
      written = min(written * 10 + Int(digit & 15), 20_000_000_000)
    case .wrong: break
    }
  }

  /// The nearest double; nil if what was read is no number.
  var value: Double? {
    guard state == .whole || state == .fraction || state == .exponent else { return nil }
    if digits.isEmpty { return 0 }
    let moved = shift + (isExponentNegative ? -written : written)
    let first = digits.prefix(19).reduce(0 as UInt64) { $0 * 10 + UInt64($1 & 15) }
    if digits.count <= 19 { return NearestDouble.value(first, exponent: moved) }
    if let nearest = NearestDouble.value(cut: first, exponent: moved + digits.count - 19) { return nearest }
    let exponent = moved - (isExact ? 0 : 1)
    let text = String(decoding: isExact ? digits : digits + [UInt8(ascii: "1")], as: UTF8.self)
    return Double("\(text)e\(max(-100_000, min(exponent, 100_000)))")
  }
}
