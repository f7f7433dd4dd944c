/// A number as the sum of two doubles, the second of which is no more than a rounding error of the first: about 106 bits.
///
/// Only additions and multiplications that every processor rounds alike are used, so results are the same everywhere. (Dekker 1971.)
struct Pair {
  var high: Double
  var low: Double

  @inline(__always) init(_ high: Double, _ low: Double = 0) {
    self.high = high
    self.low = low
  }

  /// The exact sum of two numbers.
  @inline(__always) static func sum(_ a: Double, _ b: Double) -> Pair {
    let sum = a + b
    let part = sum - a
    return Pair(sum, (a - (sum - part)) + (b - part))
  }

  /// The same if the first number is the larger one.
  @inline(__always) static func quickSum(_ a: Double, _ b: Double) -> Pair {
    let sum = a + b
    return Pair(sum, b - (sum - a))
  }

  /// The exact product of two numbers, neither very large nor very small.
  @inline(__always) static func product(_ a: Double, _ b: Double) -> Pair {
    let product = a * b
    let (x, y) = (split(a), split(b))
    return Pair(product, ((x.high * y.high - product) + x.high * y.low + x.low * y.high) + x.low * y.low)
  }

  /// Two halves of 26 bits.
  @inline(__always) private static func split(_ a: Double) -> Pair {
    let scaled = a * 134_217_729
    let high = scaled - (scaled - a)
    return Pair(high, a - high)
  }

  /// Rounded to one double.
  @inline(__always) var value: Double { high + low }

  @inline(__always) static prefix func - (a: Pair) -> Pair { Pair(-a.high, -a.low) }

  @inline(__always) static func + (a: Pair, b: Pair) -> Pair {
    let (high, low) = (sum(a.high, b.high), sum(a.low, b.low))
    let middle = quickSum(high.high, high.low + low.high)
    return quickSum(middle.high, middle.low + low.low)
  }

  @inline(__always) static func + (a: Pair, b: Double) -> Pair {
    let high = sum(a.high, b)
    return quickSum(high.high, high.low + a.low)
  }

  @inline(__always) static func * (a: Pair, b: Pair) -> Pair {
    let high = product(a.high, b.high)
    return quickSum(high.high, high.low + (a.high * b.low + a.low * b.high))
  }

  @inline(__always) static func * (a: Pair, b: Double) -> Pair {
    let high = product(a.high, b)
    return quickSum(high.high, high.low + a.low * b)
  }

  static func / (a: Pair, b: Pair) -> Pair {
    let quotient = a.high / b.high
    let rest = a + -(b * quotient)
    return quickSum(quotient, rest.high / b.high)
  }

  func squareRoot() -> Pair {
    let root = high.squareRoot()
    guard root > 0 else { return Pair(0) }
    let rest = self + -Pair.product(root, root)
    return Pair.quickSum(root, rest.high / (2 * root))
  }
}
