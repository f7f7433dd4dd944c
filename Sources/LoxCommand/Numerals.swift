/// A number of tenths with its decimal point.
func decimal(_ tenths: Int) -> String { "\(grouped(tenths / 10)).\(tenths % 10)" }

/// A number with its digits in groups of three.
func grouped(_ number: Int) -> String {
  var text = ""
  for (index, digit) in String(number).reversed().enumerated() {
    if index > 0, index % 3 == 0, digit != "-" { text.append(",") }
    text.append(digit)
  }
  return String(text.reversed())
}
