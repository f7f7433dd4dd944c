/// Numbers in JSON.
extension JSONReader {
  /// Whether there are digits, which are skipped.
  private mutating func digits() -> Bool {
    let start = place
    while next &- UInt8(ascii: "0") < 10 {
      place += 1
      step()
    }
    return place > start
  }

  /// The nearest number; nil, with the place where a digit is missing, if there is none.
  mutating func number() -> Double? {
    if let short = shortNumber() { return short }
    let start = place
    let isNegative = take("-")
    if next == UInt8(ascii: "0") { place += 1 } else if !digits() { return nil }
    if next == UInt8(ascii: ".") {
      place += 1
      if !digits() { return nil }
    }
    if next | 0x20 == UInt8(ascii: "e") {
      place += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
      if !digits() { return nil }
    }
    if isInterrupted { return nil }
    let digits = (isNegative ? start + 1 : start)..<place
    var number = DecimalText()
    for index in digits {
      number.take(text[index])
      step()
      if isInterrupted { return nil }
    }
    return number.value.map { isNegative ? -$0 : $0 }
  }

  /// A number of up to nineteen digits that count; nil, without having moved, for all others.
  @inline(__always) private mutating func shortNumber() -> Double? {
    let isNegative = next == UInt8(ascii: "-")
    let start = isNegative ? place &+ 1 : place
    let whole = DigitRun(text, from: start)
    var (index, digits, count, exponent) = (whole.end, whole.value, whole.count, 0)
    guard 1...19 ~= count, count == 1 || text[start] != UInt8(ascii: "0") else { return nil }
    if index < text.count, text[index] == UInt8(ascii: ".") {
      let fraction = DigitRun(text, from: index &+ 1)
      exponent = index &+ 1 &- fraction.end
      guard 1..<DigitRun.maximumCount ~= fraction.count else { return nil }
      if digits == 0 {
        // Zeros before other digits do not count.
        count = fraction.count &- min(7, DigitRun.zeros(text, from: index &+ 1))
      } else {
        count &+= fraction.count
      }
      guard count <= 19 else { return nil }
      digits = (digits == 0 ? 0 : digits &* PowersOfTen.whole[fraction.count]) &+ fraction.value
      exponent = 0 &- fraction.count
      index = fraction.end
    }
    guard count <= 19 else { return nil }
    if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
      let sign = index &+ 1 < text.count ? text[index &+ 1] : 0
      let isSigned = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
      let written = DigitRun(text, from: index &+ (isSigned ? 2 : 1))
      guard 1...8 ~= written.count else { return nil }
      exponent &+= sign == UInt8(ascii: "-") ? 0 &- Int(written.value) : Int(written.value)
      index = written.end
    }
    place = index
    let number = NearestDouble.value(digits, exponent: exponent)
    return isNegative ? -number : number
  }
}
