import Foundation
import LoxRuntime
import Testing

/// The elementary functions, compared with those of the C library.
@Suite struct ElementaryTests {
  private static let special: [Double] = [
    0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, .infinity, -.infinity, .nan, .pi, .pi / 2, .pi / 4, 3 * .pi / 4,
    .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude,
    -.greatestFiniteMagnitude, 1e22, 0.785, 1 - 0x1p-53, 1 + 0x1p-52, 709.782712893384, 709.7827128933841,
    -745.1332191019411, -745.1332191019412, -708.4, -710, 1e-8, 0x1p-26, 0x1p-27,
  ]

  /// The distance in units of the last place.
  private func distance(_ a: Double, _ b: Double) -> Double {
    if a.isNaN && b.isNaN { return 0 }
    if a == b { return a == 0 && a.sign != b.sign ? .infinity : 0 }
    return a.isFinite && b.isFinite ? abs(a - b) / max(a.ulp, b.ulp) : .infinity
  }

  /// Both err by less than a unit, or the C library by somewhat more.
  private func compare(
    _ ours: (Double) -> Double, _ theirs: (Double) -> Double, limit: Double = 1,
    usual: (inout SeededRandom) -> Double
  ) {
    var random = SeededRandom(state: 1)
    var numbers = Self.special
    for index in 0..<20_000 { numbers.append(index % 4 == 0 ? random.number() : usual(&random)) }
    let worst = numbers.max { distance(ours($0), theirs($0)) < distance(ours($1), theirs($1)) } ?? 0
    #expect(distance(ours(worst), theirs(worst)) <= limit, "of \(worst): \(ours(worst)), \(theirs(worst))")
  }

  @Test func exponential() {
    compare(Elementary.exp, exp) { $0.number() }
    compare(Elementary.exp, exp) { -700 - $0.unit() * 50 }
  }

  @Test func logarithms() {
    compare(Elementary.log, log) { $0.number().magnitude }
    compare(Elementary.log, log) { 0.9 + $0.unit() * 0.2 }
    compare(Elementary.log2, log2) { $0.number().magnitude }
    compare(Elementary.log10, log10, limit: 2) { $0.number().magnitude }
  }

  @Test func trigonometry() {
    compare(Elementary.sin, sin) { $0.number() }
    compare(Elementary.cos, cos) { $0.number() }
    compare(Elementary.tan, tan) { $0.number() }
    compare(Elementary.asin, asin) { $0.unit() * 2 - 1 }
    compare(Elementary.acos, acos) { $0.unit() * 2 - 1 }
    compare(Elementary.atan, atan) { $0.number() }
  }

  private func compare(
    _ ours: (Double, Double) -> Double, _ theirs: (Double, Double) -> Double,
    usual: (inout SeededRandom) -> (Double, Double)
  ) {
    var random = SeededRandom(state: 2)
    var pairs = Self.special.flatMap { a in Self.special.map { (a, $0) } }
    for index in 0..<20_000 {
      pairs.append(index % 4 == 0 ? (random.number(), random.number()) : usual(&random))
    }
    for (a, b) in pairs where distance(ours(a, b), theirs(a, b)) > 1 {
      Issue.record("of \(a), \(b): \(ours(a, b)), not \(theirs(a, b))")
    }
  }

  @Test func functionsOfTwoNumbers() {
    compare(Elementary.pow, pow) { ($0.unit() * 10, ($0.unit() - 0.5) * 200) }
    compare(Elementary.pow, pow) { (1 + ($0.unit() - 0.5) * 0.01, ($0.unit() - 0.5) * 200_000) }
    compare(Elementary.atan2, atan2) { ($0.number(), $0.number()) }
    compare(Elementary.hypot, hypot) { ($0.number(), $0.number()) }
  }

  /// What has an exact result gives it.
  @Test func exactResults() {
    for exponent in 0...22 {
      #expect(Elementary.pow(10, Double(exponent)) == Double("1e\(exponent)"))
      #expect(Elementary.log10(Elementary.pow(10, Double(exponent))) == Double(exponent))
    }
    for exponent in -1074...1023 {
      let power = Double(sign: .plus, exponent: exponent, significand: 1)
      #expect(Elementary.pow(2, Double(exponent)) == power)
      #expect(Elementary.log2(power) == Double(exponent))
    }
    for base in 2...100 {
      var power = 1.0
      for exponent in 0..<30 where power < 0x1p53 {
        #expect(Elementary.pow(Double(base), Double(exponent)) == power)
        power *= Double(base)
      }
    }
    #expect(Elementary.hypot(3, 4) == 5)
  }

  /// The double that comes nearest to a multiple of pi / 2, with the digits that it must give.
  @Test func nearestToAMultiple() {
    #expect(Elementary.cos(6_381_956_970_095_103 * 0x1p797) == -4.68716592425462761112e-19)
  }

  /// These bits must come on each platform.
  @Test func bits() {
    var random = SeededRandom(state: 3)
    var hash: UInt64 = 0
    func mix(_ number: Double) {
      hash = (hash ^ number.bitPattern) &* 0x9e37_79b9_7f4a_7c15; hash ^= hash >> 29
    }
    for _ in 0..<2000 {
      let (x, y) = (random.number(), random.number())
      for result in [
        Elementary.exp(x), Elementary.log(x.magnitude), Elementary.log2(x.magnitude),
        Elementary.log10(x.magnitude),
        Elementary.sin(x), Elementary.cos(x), Elementary.tan(x), Elementary.atan(x), Elementary.atan2(x, y),
        Elementary.asin(x - x.rounded()), Elementary.acos(x - x.rounded()), Elementary.hypot(x, y),
        Elementary.pow(x, y),
      ] { mix(result.isNaN ? .nan : result) }
    }
    #expect(hash == 13_604_611_713_107_386_503)
  }
}
