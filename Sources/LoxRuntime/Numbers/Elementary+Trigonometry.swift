/// Sine, cosine and tangent.
extension Elementary {
  package static func sin(_ x: Double) -> Double {
    if x.magnitude < 0x1p-26 { return x }
    guard let (quadrant, angle) = reduce(x) else { return .nan }
    let result = quadrant & 1 == 0 ? sine(angle) : cosine(angle)
    return quadrant & 2 == 0 ? result.value : -result.value
  }

  package static func cos(_ x: Double) -> Double {
    guard let (quadrant, angle) = reduce(x) else { return .nan }
    let result = quadrant & 1 == 0 ? cosine(angle) : sine(angle)
    return (quadrant &+ 1) & 2 == 0 ? result.value : -result.value
  }

  package static func tan(_ x: Double) -> Double {
    if x.magnitude < 0x1p-26 { return x }
    guard let (quadrant, angle) = reduce(x) else { return .nan }
    let (sine, cosine) = (sine(angle), cosine(angle))
    return quadrant & 1 == 0 ? (sine / cosine).value : -(cosine / sine).value
  }

  /// The sine of an angle between -pi / 4 and pi / 4.
  private static func sine(_ x: Pair) -> Pair {
    let square = x * x
    let h = square.high
    var series =
      1.0 / 39_916_800 - h
      * (1.0 / 6_227_020_800 - h * (1.0 / 1_307_674_368_000 - h * (1.0 / 355_687_428_096_000)))
    series = 1.0 / 120 - h * (1.0 / 5_040 - h * (1.0 / 362_880 - h * series))
    let cube = square * x * Pair(-0x1.5555555555555p-3, -0x1.5555555555555p-57)
    return x + (cube + h * h * x.high * series)
  }

  /// The cosine of such an angle.
  private static func cosine(_ x: Pair) -> Pair {
    let square = x * x
    let h = square.high
    var series =
      1.0 / 3_628_800
      - h
      * (1.0 / 479_001_600 - h
        * (1.0 / 87_178_291_200 - h * (1.0 / 20_922_789_888_000 - h * (1.0 / 6_402_373_705_728_000))))
    series = 1.0 / 24 - h * (1.0 / 720 - h * (1.0 / 40_320 - h * series))
    return Pair(square.high * -0.5, square.low * -0.5) + 1 + h * h * series
  }

  /// The nearest multiple of pi / 2, modulo four, and what is left: between -pi / 4 and pi / 4. Nil for what is not finite.
  private static func reduce(_ x: Double) -> (quadrant: Int, rest: Pair)? {
    guard x.isFinite else { return nil }
    if x.magnitude <= 0.785 { return (0, Pair(x)) }
    if x.magnitude < 0x1p20 { return reduceSmall(x) }
    let (quadrant, rest) = reducePositive(x.magnitude)
    return x < 0 ? (-quadrant, -rest) : (quadrant, rest)
  }

  /// Subtracts the multiple, whose products with the first parts of pi / 2 are exact. (Cody and Waite 1980.)
  private static func reduceSmall(_ x: Double) -> (quadrant: Int, rest: Pair) {
    let multiple = (x * 0x1.45f306dc9c883p-1).rounded(.toNearestOrEven)
    let parts = ElementaryTables.halfPiParts
    let first = Pair.sum(x - multiple * parts.first, -multiple * parts.second)
    return (Int(multiple), first + -multiple * parts.third + -multiple * parts.fourth)
  }

  /// Multiplies by so many bits of 2 / pi that 126 of the result are exact; bits that only add multiples of four are left out. (Payne and
  /// Hanek 1983.)
  private static func reducePositive(_ x: Double) -> (quadrant: Int, rest: Pair) {
    // x = mantissa * 2^exponent; the first bit needed has the weight 2^(1 - exponent).
    let mantissa = x.significandBitPattern | 1 << 52
    let exponent = Int(x.exponent) - 52
    let place = 62 + exponent
    let (word, shift) = (place / 64, UInt64(place % 64))
    func bits(_ index: Int) -> UInt64 {
      let table = ElementaryTables.twoByPi
      return table[index] << shift | (table[index + 1] >> 1) >> (63 - shift)
    }
    let high = mantissa &* bits(word)
    let middle = mantissa.multipliedFullWidth(by: bits(word + 1))
    let low = mantissa.multipliedFullWidth(by: bits(word + 2))
    let (second, carries) = middle.low.addingReportingOverflow(low.high)
    let first = high &+ middle.high &+ (carries ? 1 : 0)
    // Two bits of the quadrant, then the fraction.
    var quadrant = Int(first >> 62)
    var fraction = (first << 2 | second >> 62, second << 2 | low.low >> 62, low.low << 2)
    let isAbove = fraction.0 >> 63 == 1
    if isAbove {
      quadrant += 1
      fraction = (~fraction.0, ~fraction.1, ~fraction.2)
    }
    var exponentOfFraction = -64
    if fraction.0 == 0 {
      fraction = (fraction.1, fraction.2, 0)
      exponentOfFraction -= 64
    }
    let zeros = UInt64(fraction.0.leadingZeroBitCount)
    if zeros > 0 && zeros < 64 {
      fraction.0 = fraction.0 << zeros | fraction.1 >> (64 - zeros)
      fraction.1 = fraction.1 << zeros | fraction.2 >> (64 - zeros)
    }
    exponentOfFraction -= Int(zeros)
    let number = Pair.quickSum(
      scaled(Double(fraction.0 >> 11), exponentOfFraction + 11),
      scaled(Double((fraction.0 & 0x7ff) << 42 | fraction.1 >> 22), exponentOfFraction - 42))
    let rest = number * ElementaryTables.halfPi
    return (quadrant, isAbove ? -rest : rest)
  }
}

/// Their inverses.
extension Elementary {
  package static func atan(_ x: Double) -> Double {
    if x.isNaN || x.magnitude < 0x1p-27 { return x }
    let x = (magnitude: min(x.magnitude, 0x1p70), isNegative: x < 0)
    let angle = angle(Pair(x.magnitude), Pair(1)).value
    return x.isNegative ? -angle : angle
  }

  package static func asin(_ x: Double) -> Double {
    if x.magnitude < 0x1p-27 { return x }
    guard x.magnitude <= 1 else { return .nan }
    let angle = angle(Pair(x.magnitude), side(x.magnitude)).value
    return x < 0 ? -angle : angle
  }

  package static func acos(_ x: Double) -> Double {
    guard x.magnitude <= 1 else { return .nan }
    let angle = angle(side(x.magnitude), Pair(x.magnitude))
    return (x < 0 ? ElementaryTables.pi + -angle : angle).value
  }

  package static func atan2(_ y: Double, _ x: Double) -> Double {
    if x.isNaN || y.isNaN { return .nan }
    let angle = angleOfMagnitudes(y.magnitude, x.magnitude, isLeft: x.sign == .minus)
    return y.sign == .minus ? -angle : angle
  }

  private static func angleOfMagnitudes(_ y: Double, _ x: Double, isLeft: Bool) -> Double {
    let pi = ElementaryTables.pi.high
    if y == 0 { return isLeft ? pi : 0 }
    if x == 0 { return pi / 2 }
    if y.isInfinite { return x.isInfinite ? (isLeft ? 0x1.2d97c7f3321d2p1 : pi / 4) : pi / 2 }
    if x.isInfinite { return isLeft ? pi : 0 }
    let exponent = max(Int(y.exponent), Int(x.exponent))
    let difference = Int(y.exponent) - Int(x.exponent)
    if difference > 60 { return pi / 2 }
    if difference < -60 { return isLeft ? pi : y / x }
    let angle = angle(Pair(scaled(y, -exponent)), Pair(scaled(x, -exponent)))
    return (isLeft ? ElementaryTables.pi + -angle : angle).value
  }

  /// The other side of a right triangle with the hypotenuse 1.
  private static func side(_ x: Double) -> Pair { (Pair.sum(1, -x) * Pair.sum(1, x)).squareRoot() }

  /// The angle of a point with positive coordinates, of which one is not zero.
  private static func angle(_ y: Pair, _ x: Pair) -> Pair {
    if y.high <= x.high { return arctangent(y / x) }
    return ElementaryTables.halfPi + -arctangent(x / y)
  }

  /// The arctangent of a number between 0 and 1.
  private static func arctangent(_ x: Pair) -> Pair {
    let index = max(0, min(Int((x.high * 32).rounded()), 32))
    var rest = x
    if index > 0 {
      let known = Double(index) / 32
      rest = (x + -known) / (x * known + 1)
    }
    let h = rest.high * rest.high
    let series = 1.0 / 3 - h * (1.0 / 5 - h * (1.0 / 7 - h * (1.0 / 9 - h * (1.0 / 11))))
    return ElementaryTables.arctangents[index] + (rest + -(rest.high * h * series))
  }
}
