import Foundation

/// A logarithmic axis from one round number to another, both out of 1, 2, 5 times a power of ten.
struct LogScale {
  let lower: Double
  let upper: Double
  /// The range of positions in the picture.
  let start: Double
  let end: Double

  /// The tightest axis that contains `values` and 1.
  init(values: [Double], start: Double, end: Double) {
    let smallest = min(values.min() ?? 1, 1)
    let largest = max(values.max() ?? 1, 1)
    let lower = Self.roundNumbers.last { $0 <= smallest } ?? smallest
    self.lower = lower
    upper = Self.roundNumbers.first { $0 >= largest && $0 > lower } ?? largest
    self.start = start
    self.end = end
  }

  private static let roundNumbers = (-6...6).flatMap { exponent in
    [1, 2, 5].map { $0 * pow(10, Double(exponent)) }
  }

  /// The round numbers to draw a line at.
  var ticks: [Double] {
    Self.roundNumbers.filter { $0 >= lower * 0.999 && $0 <= upper * 1.001 }
  }

  func position(of value: Double) -> Double {
    start + (end - start) * log(value / lower) / log(upper / lower)
  }
}
