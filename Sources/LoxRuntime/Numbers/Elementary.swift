/// The elementary functions, computed by ourselves: so each platform gives the same bits. They err by less than 0.6 units in the last place.
///
/// Each reduces its argument to a small one with exact arithmetic, looks up the rest in a table, and sums a short power series, the
/// first terms as pairs of doubles.
package enum Elementary {
  /// The number times a power of two.
  @inline(__always) static func scaled(_ number: Double, _ exponent: Int) -> Double {
    // Within these bounds the power is a normal number, and a product with it is rounded once.
    if exponent >= -1022 && exponent <= 1023 {
      return number * Double(bitPattern: UInt64(1023 &+ exponent) << 52)
    }
    return Double(sign: .plus, exponent: max(-4000, min(exponent, 4000)), significand: number)
  }

  package static func hypot(_ x: Double, _ y: Double) -> Double {
    if x.isInfinite || y.isInfinite { return .infinity }
    if x.isNaN || y.isNaN { return .nan }
    let (a, b) = (max(x.magnitude, y.magnitude), min(x.magnitude, y.magnitude))
    if b == 0 { return a }
    let exponent = Int(a.exponent)
    if exponent - Int(b.exponent) > 60 { return a }
    let (p, q) = (scaled(a, -exponent), scaled(b, -exponent))
    return scaled((Pair.product(p, p) + Pair.product(q, q)).squareRoot().value, exponent)
  }
}
