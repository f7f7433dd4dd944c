/// What operations of numbers do.
extension BuiltinCall {
  /// `Number(x)`: a number itself, or that of a text; nil for all else.
  func toNumber() -> Bool {
    let operand = argument(0)
    if operand.isNumber { return self.return(operand) }
    guard operand.isString else { return self.return(Value.nil) }
    let text = TextRun(cage, machine.value.bytes(ofString: operand.ref))
    guard pay(bytes: text.count) else { return false }
    // Hundreds of digits take longer than their bytes cost.
    if text.count > 64, machine.value.isInterrupted() { return false }
    if text.count <= 1 << 12 {
      var bytes: [UInt8] = []
      cage.append(text.offset, count: text.count, to: &bytes)
      return self.return(NumberParser.parse(bytes).map { Value($0) } ?? .nil)
    }
    return toNumber(long: text)
  }

  /// The number of a long text: of digits beyond what counts, or blanks.
  private func toNumber(long text: TextRun) -> Bool {
    func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte >= 9 && byte <= 13 }
    var pace = Pace()
    func mustEnd() -> Bool { pace.isDue() && machine.value.isInterrupted() }
    var (start, end) = (0, text.count)
    while start < end, isBlank(text[start]) {
      start &+= 1
      if mustEnd() { return false }
    }
    while end > start, isBlank(text[end &- 1]) {
      end &-= 1
      if mustEnd() { return false }
    }
    let isNegative = start < end && text[start] == UInt8(ascii: "-")
    if isNegative || start < end && text[start] == UInt8(ascii: "+") { start &+= 1 }
    var number: Double?
    if end &- start > 2, text[start] == UInt8(ascii: "0"), text[start &+ 1] == UInt8(ascii: "x") {
      start &+= 2
      while end &- start > 1, text[start] == UInt8(ascii: "0") {
        start &+= 1
        if mustEnd() { return false }
      }
      for index in start..<end {
        if NumberParser.hexDigit(text[index]) == nil { return self.return(Value.nil) }
        if mustEnd() { return false }
      }
      number = NumberParser.magnitude(
        ArraySlice("0x".utf8) + (start..<min(end, start &+ 300)).map { text[$0] })
    } else if end &- start <= 16 {
      number = NumberParser.magnitude(ArraySlice((start..<end).map { text[$0] }))
    } else {
      var decimal = DecimalText()
      for index in start..<end {
        decimal.take(text[index])
        if mustEnd() { return false }
      }
      number = decimal.value
    }
    return self.return(number.map { Value(isNegative ? -$0 : $0) } ?? .nil)
  }

  func sign(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : x }

  /// Has the sign of `n`, even if it is zero.
  func mod(_ x: Double, _ n: Double) -> Double {
    let rest = x.truncatingRemainder(dividingBy: n)
    if rest == 0 { return n.sign == .minus ? -0.0 : 0 }
    return (rest < 0) == (n < 0) ? rest : rest + n
  }

  func clamp() -> Bool {
    let (x, low, high) = (receiver.number, number(0), number(1))
    if low > high { return fail(1, mustBe: "at least \(ShortestText.text(of: low))") }
    return self.return(x < low ? low : x > high ? high : x)
  }

  /// Rounds to as many digits as an argument says.
  func round(_ x: Double, digits index: Int) -> Bool {
    if isMissing(index) { return self.return(x.rounded(.toNearestOrAwayFromZero)) }
    guard check(index, isIn: 0...15) else { return false }
    return self.return(DecimalFraction.round(x, digits: whole(index)))
  }

  func fixed() -> Bool {
    guard check(0, isIn: 0...100) else { return false }
    if isMissing(1), let text = DecimalFraction.shortText(of: receiver.number, digits: whole(0)) {
      guard let string = machine.makeString(text) else { return false }
      return self.return(string)
    }
    var separator: [UInt8] = []
    if !isMissing(1) {
      let text = machine.value.bytes(ofString: argument(1).ref)
      guard text.count <= 16 else { return fail(1, mustBe: "a string of at most 16 bytes") }
      cage.append(text.offset, count: text.count, to: &separator)
    }
    guard receiver.number.isFinite else {
      return self.return(bytes: Array(ShortestText.text(of: receiver.number).utf8))
    }
    let (magnitude, digits) = (receiver.number.magnitude, whole(0))
    // Beyond what fits into a word, a number is divided again and again.
    if digits > 15 || magnitude >= 0x1p53 {
      guard magnitude == 0 || pay((abs(Int(magnitude.exponent)) &+ digits) / 4) else { return false }
    }
    return self.return(bytes: DecimalFraction.text(of: receiver.number, digits: digits, separator: separator))
  }

  func toRadix() -> Bool {
    guard check(0, isIn: 2...36) else { return false }
    let x = receiver.number
    guard x.isFinite, x == x.rounded(.towardZero) else {
      return fail("Only whole numbers can be written in another base, not \(ShortestText.text(of: x)).")
    }
    guard x.magnitude < 0x1p64 || pay(Int(x.exponent) / 4) else { return false }
    let digits = LargeInteger(x.magnitude).digits(base: UInt32(whole(0)))
    return self.return(bytes: (x < 0 ? [UInt8(ascii: "-")] : []) + digits)
  }
}

/// What functions of `Math` do that are no operations of numbers.
extension BuiltinCall {
  func least() -> Bool {
    machine.value.charge(units: argumentCount)
    var result = Double.infinity
    for index in 0..<argumentCount {
      let x = number(index)
      if x.isNaN { return self.return(x) }
      if x < result { result = x }
    }
    return self.return(result)
  }

  func greatest() -> Bool {
    machine.value.charge(units: argumentCount)
    var result = -Double.infinity
    for index in 0..<argumentCount {
      let x = number(index)
      if x.isNaN { return self.return(x) }
      if x > result { result = x }
    }
    return self.return(result)
  }

  /// An argument whose bits are looked at.
  private func bits(_ index: Int) -> UInt32? {
    check(index, isIn: 0...Int(UInt32.max)) ? UInt32(truncatingIfNeeded: whole(index)) : nil
  }

  func combineBits(_ combine: (UInt32, UInt32) -> UInt32) -> Bool {
    guard let a = bits(0), let b = bits(1) else { return false }
    return self.return(Double(combine(a, b)))
  }

  func bitNot() -> Bool {
    guard let a = bits(0) else { return false }
    return self.return(Double(~a))
  }

  /// Beyond the last place no bits are left.
  func shift(_ move: (UInt32, UInt32) -> UInt32) -> Bool {
    guard let a = bits(0), let count = bits(1) else { return false }
    return self.return(Double(move(a, count)))
  }
}

extension DecimalFraction {
  /// The text of a finite number with exactly so many digits, if it is short; nil if it is not.
  static func shortText(of number: Double, digits: Int) -> ShortText? {
    guard digits <= 13, number.magnitude < 0x1p53,
      var rest = scaled(number.magnitude, by: PowersOfTen.whole[digits]), rest < 10_000_000_000_000
    else { return nil }
    var text = ShortText()
    for _ in 0..<digits {
      text.prepend(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    if digits > 0 { text.prepend(UInt8(ascii: ".")) }
    repeat {
      text.prepend(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    if number.sign == .minus { text.prepend(UInt8(ascii: "-")) }
    return text
  }
}
