extension Int {
  /// The number with its digits in groups of three: `1,234,567`.
  package var grouped: String {
    var text = ""
    for (index, digit) in String(self).reversed().enumerated() {
      if index > 0, index % 3 == 0, digit != "-" { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  /// A number of tenths, with its decimal point.
  package var tenths: String { "\((self / 10).grouped).\(abs(self % 10))" }
}
