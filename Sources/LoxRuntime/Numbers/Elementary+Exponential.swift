/// Exponentials, logarithms and powers.
extension Elementary {
  package static func exp(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 710 { return .infinity }
    if x < -746 { return 0 }
    return exponential(Pair(x))
  }

  /// The exponential of a number between -1000 and 1000.
  ///
  /// exp(x) = 2^k * 2^(i/64) * exp(r), where r is no more than ln 2 / 128.
  private static func exponential(_ x: Pair) -> Double {
    let step = (x.high * (64 * ElementaryTables.inverseLn2.high)).rounded(.toNearestOrEven)
    let number = Int(step)
    let reduced = Pair.sum(
      x.high - step * ElementaryTables.ln2By64.high, -step * ElementaryTables.ln2By64.low)
    let rest = Pair.quickSum(reduced.high, reduced.low + x.low)
    let h = rest.high
    let series = h * h * (0.5 + h * (1.0 / 6 + h * (1.0 / 24 + h * (1.0 / 120 + h * (1.0 / 720)))))
    let power = ElementaryTables.powersOf2[number & 63]
    let low = power.low + power.high * (h + (rest.low + series))
    let exponent = number >> 6
    if exponent >= -1022 {
      let result = power.high + low
      return exponent <= 1023 ? scaled(result, exponent) : scaled(scaled(result, 1023), exponent - 1023)
    }
    // Fewer bits are left: they are rounded once, by adding a number whose last bit has the place of the last one of the result.
    let result = Pair.quickSum(power.high, low)
    let large = scaled(1, -1022 - exponent)
    let sum = Pair.sum(large, result.high)
    return scaled((sum.high + (sum.low + result.low)) - large, exponent)
  }

  /// The exponent of two, and the natural logarithm of what is left of a positive finite number: between -0.35 and 0.35.
  private static func logarithm(_ x: Double) -> (exponent: Double, rest: Pair) {
    var x = x
    var exponent = 0
    if x < .leastNormalMagnitude {
      x *= 0x1p54
      exponent = -54
    }
    var mantissa = x.significand
    exponent += Int(x.exponent)
    let index = Int(x.significandBitPattern >> 45)
    if index >= 53 {
      mantissa *= 0.5
      exponent += 1
    }
    let (factor, logarithm) = ElementaryTables.reciprocals[index & 127]
    let product = Pair.product(mantissa, factor)
    let r = Pair.quickSum(product.high - 1, product.low)
    let h = r.high
    var series = 1.0 / 9 - h * (1.0 / 10 - h * (1.0 / 11))
    series = 1.0 / 6 - h * (1.0 / 7 - h * (1.0 / 8 - h * series))
    series = 1.0 / 3 - h * (1.0 / 4 - h * (1.0 / 5 - h * series))
    let square = r * r
    let sum = r + Pair(square.high * -0.5, square.low * -0.5) + h * h * h * series
    return (Double(exponent), logarithm + sum)
  }

  private static func naturalLogarithm(_ x: Double) -> Pair {
    let (exponent, rest) = logarithm(x)
    let whole = Pair.sum(exponent * ElementaryTables.ln2.high, exponent * ElementaryTables.ln2.middle)
    return whole + rest
  }

  /// Nil for arguments for which logarithms are finite.
  private static func specialLogarithm(_ x: Double) -> Double? {
    if x > 0 && x < .infinity { return nil }
    if x == 0 { return -.infinity }
    return x == .infinity ? x : .nan
  }

  package static func log(_ x: Double) -> Double { specialLogarithm(x) ?? naturalLogarithm(x).value }

  package static func log2(_ x: Double) -> Double {
    if let special = specialLogarithm(x) { return special }
    let (exponent, rest) = logarithm(x)
    return (rest * ElementaryTables.inverseLn2 + exponent).value
  }

  package static func log10(_ x: Double) -> Double {
    if let special = specialLogarithm(x) { return special }
    let (exponent, rest) = logarithm(x)
    return (ElementaryTables.log10Of2 * exponent + rest * ElementaryTables.inverseLn10).value
  }

  /// As C and IEEE 754 define it: `pow(x, 0)` and `pow(1, y)` are 1 whatever the other number is.
  package static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x.isNaN || y.isNaN { return .nan }
    if y == 1 { return x }
    if y == 2 { return x * x }
    let isWhole = y.rounded(.towardZero) == y
    let isOdd = isWhole && y.magnitude < 0x1p53 && Int(y) & 1 == 1
    let isNegative = x.sign == .minus && isOdd
    let base = x.magnitude
    let result: Double
    if y.isInfinite {
      result = base == 1 ? 1 : (base > 1) == (y > 0) ? .infinity : 0
    } else if base == 0 {
      result = y > 0 ? 0 : .infinity
    } else if base.isInfinite {
      result = y > 0 ? .infinity : 0
    } else if x < 0 && !isWhole {
      return .nan
    } else if base == 1 {
      result = 1
    } else {
      let logarithm = naturalLogarithm(base)
      let product = logarithm.high * y
      // Here a product is no longer a pair: whatever it is, the result is none of the others.
      result = product > 750 ? .infinity : product < -750 ? 0 : exponential(logarithm * y)
    }
    return isNegative ? -result : result
  }
}
