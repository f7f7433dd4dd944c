/// The powers of ten that reading and writing doubles takes, as fractions of 128 bits.
enum PowersOfTen {
  /// The highest 128 bits of a power, of which the first is set: all of them, or those before the rest was cut off.
  struct Power {
    var high: UInt64
    var low: UInt64
  }

  static let exponents = -342...324

  /// Those that are whole numbers of up to 64 bits.
  static let whole: [UInt64] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
    100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
    10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
  ]

  /// Those that are doubles.
  static let doubles: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19,
    1e20, 1e21, 1e22,
  ]

  /// The exponent of a power in base 2, rounded down.
  @inline(__always) static func binaryExponent(_ exponent: Int) -> Int { (exponent &* 217_706) >> 16 }

  @inline(__always) static func power(_ exponent: Int) -> Power {
    fractions[exponent &- exponents.lowerBound]
  }

  /// The next greater one, if something of it was cut off.
  @inline(__always) static func roundedUp(_ exponent: Int) -> Power {
    var power = power(exponent)
    if 0...55 ~= exponent { return power }
    power.low &+= 1
    if power.low == 0 { power.high &+= 1 }
    return power
  }

  private static let fractions: [Power] = {
    var (positive, negative) = (Fraction(), Fraction())
    var (up, down): ([Power], [Power]) = ([], [])
    for _ in 0...exponents.upperBound {
      up.append(positive.power)
      positive.multiplyBy5()
    }
    for _ in 0 ..< -exponents.lowerBound {
      negative.divideBy5()
      down.append(negative.power)
    }
    return down.reversed() + up
  }()

  /// A fraction of 192 bits, of which the first is set. A step cuts less than a unit of the last bit off, and it is less than a thousand
  /// steps to the end, so the first 128 bits are right (as a test shows for each power).
  private struct Fraction {
    var words: (high: UInt64, middle: UInt64, low: UInt64) = (1 << 63, 0, 0)

    var power: Power { Power(high: words.high, low: words.middle) }

    /// Five fourths or five eighths of it, whichever has the first bit.
    mutating func multiplyBy5() {
      let low = words.low.multipliedFullWidth(by: 5)
      let middle = words.middle.multipliedFullWidth(by: 5)
      let high = words.high.multipliedFullWidth(by: 5)
      let (second, carry) = middle.low.addingReportingOverflow(low.high)
      let (third, carry2) = high.low.addingReportingOverflow(middle.high &+ (carry ? 1 : 0))
      let top = high.high &+ (carry2 ? 1 : 0)
      // The product has 194 or 195 bits.
      let shift: UInt64 = top >= 4 ? 3 : 2
      words.high = top << (64 &- shift) | third >> shift
      words.middle = third << (64 &- shift) | second >> shift
      words.low = second << (64 &- shift) | low.low >> shift
    }

    /// Four or eight fifths of it.
    mutating func divideBy5() {
      let shift: UInt64 = words.high / 5 >= 1 << 61 ? 2 : 3
      let top = words.high >> (64 &- shift)
      let first = UInt64(5).dividingFullWidth(
        (top, words.high << shift | words.middle >> (64 &- shift)))
      let second = UInt64(5).dividingFullWidth(
        (first.remainder, words.middle << shift | words.low >> (64 &- shift)))
      let third = UInt64(5).dividingFullWidth((second.remainder, words.low << shift))
      words = (first.quotient, second.quotient, third.quotient)
    }
  }
}
