import Foundation

/// How figures are written in tables and in the chart.
enum Figures {
  /// A time in milliseconds, with three significant digits below 100.
  static func milliseconds(_ seconds: Double) -> String {
    let value = seconds * 1000
    return String(format: value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value)
  }

  /// A ratio, with two digits after the decimal point where they matter.
  static func ratio(_ value: Double) -> String {
    String(format: value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value)
  }

  /// A size in megabytes.
  static func megabytes(_ bytes: Int) -> String {
    String(format: "%.1f", Double(bytes) / 1_000_000)
  }

  /// Stands for a missing figure.
  static let none = "-"
}
