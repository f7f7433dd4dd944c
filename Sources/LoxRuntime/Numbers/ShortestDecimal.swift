/// The fewest digits that read back as the same double; of several such numbers in decimal, the one that is nearest to it (Raffaello Giulietti,
/// "The Schubfach way to render doubles", 2020).
struct ShortestDecimal {
  /// Up to 17 digits, of which the last is not zero, and the power of ten that they are multiplied by.
  private(set) var digits: UInt64
  private(set) var exponent: Int

  /// Those of a finite number above zero.
  init(_ magnitude: Double) {
    let bits = magnitude.bitPattern
    let (fraction, biased) = (bits & (1 << 52 - 1), Int(bits >> 52 & 0x7ff))
    // magnitude = c * 2^q
    let (c, q) = biased == 0 ? (fraction, -1074) : (fraction | 1 << 52, biased &- 1075)
    // The numbers that are read as this one begin half as far below it if it is a power of two.
    let isPowerOf2 = fraction == 0 && biased > 1
    let k = (q &* 1_262_611 &- (isPowerOf2 ? 524_031 : 0)) >> 22
    let h = UInt64(truncatingIfNeeded: q &+ PowersOfTen.binaryExponent(0 &- k) &+ 1)
    let power = PowersOfTen.roundedUp(0 &- k)

    // Four times the number and the ends of that range, in units of 10^k. Even numbers have the ends too.
    let isOdd = c & 1
    let lower = ShortestDecimal.product(power, (4 &* c &- (isPowerOf2 ? 1 : 2)) &<< h) &+ isOdd
    let scaled = ShortestDecimal.product(power, (4 &* c) &<< h)
    let upper = ShortestDecimal.product(power, (4 &* c &+ 2) &<< h) &- isOdd
    let whole = scaled / 4
    exponent = k
    if whole >= 10 {
      let tenth = whole / 10
      let isLowIn = lower <= 40 &* tenth
      let isHighIn = 40 &* tenth &+ 40 <= upper
      if isLowIn != isHighIn {
        digits = tenth &+ (isHighIn ? 1 : 0)
        exponent = k &+ 1
        dropZeros()
        return
      }
    }
    let isLowIn = lower <= 4 &* whole
    let isHighIn = 4 &* whole &+ 4 <= upper
    let middle = 4 &* whole &+ 2
    let isHigh = isLowIn != isHighIn ? isHighIn : scaled > middle || scaled == middle && whole & 1 == 1
    digits = whole &+ (isHigh ? 1 : 0)
    dropZeros()
  }

  /// The product divided by 2^128; its last bit is set if that cuts something off.
  @inline(__always) private static func product(
    _ power: PowersOfTen.Power, _ factor: UInt64
  ) -> UInt64 {
    let low = power.low.multipliedFullWidth(by: factor)
    let high = power.high.multipliedFullWidth(by: factor)
    let (sum, carry) = high.low.addingReportingOverflow(low.high)
    return (high.high &+ (carry ? 1 : 0)) | (sum > 1 ? 1 : 0)
  }

  private mutating func dropZeros() {
    while case let (quotient, rest) = digits.quotientAndRemainder(dividingBy: 100_000_000), rest == 0 {
      digits = quotient
      exponent &+= 8
    }
    while case let (quotient, rest) = digits.quotientAndRemainder(dividingBy: 10), rest == 0 {
      digits = quotient
      exponent &+= 1
    }
  }
}
