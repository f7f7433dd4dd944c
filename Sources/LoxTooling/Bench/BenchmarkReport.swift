import LoxJSON

/// What one benchmark of one script took.
public struct BenchmarkResult: Sendable {
  /// The script.
  public var script: String
  /// The function; nil for the script as a whole.
  public var function: String?
  public var statistics: BenchmarkStatistics
  /// The fuel of a run.
  public var units: Int

  public init(script: String, function: String?, statistics: BenchmarkStatistics, units: Int) {
    (self.script, self.function, self.statistics, self.units) = (script, function, statistics, units)
  }

  fileprivate var name: String { ShownText.line(function ?? "(script)") }
}

/// Results of benchmarks as text and as JSON. Two scripts are compared.
public struct BenchmarkReport {
  /// By script, in the same order for each.
  private let results: [[BenchmarkResult]]

  public init(_ results: [[BenchmarkResult]]) { self.results = results }

  public var text: String {
    var texts = results.map { table($0) }
    if results.count == 2 { texts.append(comparison(results[0], results[1])) }
    return texts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func table(_ results: [BenchmarkResult]) -> String {
    TextTable(
      results.first.map { ShownText.line($0.script) } ?? "",
      columns: ["median", "spread", "fastest", "samples", "units", ""], rightAligned: 5,
      rows: results.map { result in
        [
          BenchmarkReport.time(result.statistics.median),
          "\(Int((result.statistics.deviation * 1000).rounded()).tenths) %",
          BenchmarkReport.time(result.statistics.minimum), result.statistics.samples.count.grouped,
          result.units.grouped, result.name,
        ]
      }
    ).text
  }

  /// A duration with four digits, which are enough to see a difference of one in a thousand.
  static func time(_ nanoseconds: Double) -> String {
    let units: [(size: Double, name: String)] = [(1e9, "s"), (1e6, "ms"), (1e3, "us"), (1, "ns")]
    let unit = units.first { nanoseconds >= $0.size } ?? units[3]
    let value = nanoseconds / unit.size
    let digits = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : 3
    return "\(decimal(value, digits)) \(unit.name)"
  }

  private static func decimal(_ value: Double, _ digits: Int) -> String {
    let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
    let scaled = Int((min(value, 1e12) * Double(scale)).rounded())
    if digits == 0 { return "\(scaled)" }
    let fraction = "\(scaled % scale)"
    return "\(scaled / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
  }

  private func comparison(_ first: [BenchmarkResult], _ second: [BenchmarkResult]) -> String {
    let rows = zip(first, second).map { first, second -> [String] in
      let comparison = BenchmarkComparison(first.statistics, second.statistics)
      let range = [comparison.interval.lowerBound, comparison.interval.upperBound]
        .map { BenchmarkReport.decimal($0, 3) }.joined(separator: " to ")
      let verdict = comparison.isCertain ? comparison.ratio > 1 ? "faster" : "slower" : "no clear difference"
      return [
        BenchmarkReport.decimal(comparison.ratio, 3), "(\(range))", verdict, first.name,
        first.units == second.units ? "" : "\(share(second.units, of: first.units)) of the units",
      ]
    }
    guard let a = first.first, let b = second.first else { return "" }
    return TextTable(
      "\(ShownText.line(b.script)) against \(ShownText.line(a.script)): times as fast, with 95 % certainty",
      columns: ["", "", "", "", ""], rightAligned: 1, rows: rows
    ).text
  }

  private func share(_ part: Int, of whole: Int) -> String { Quantity.share(part, of: whole) }

  /// All results, with all samples.
  public var json: String {
    let objects = results.joined().map { result -> JSON in
      [
        "script": JSON(result.script), "function": result.function.map { JSON($0) } ?? nil,
        "units": JSON(result.units), "medianNanoseconds": JSON(Int(result.statistics.median.rounded())),
        "minimumNanoseconds": JSON(Int(result.statistics.minimum.rounded())),
        "samplesNanoseconds": JSON(result.statistics.samples.map { JSON(Int($0.rounded())) }),
      ]
    }
    return JSON(objects).description + "\n"
  }
}
