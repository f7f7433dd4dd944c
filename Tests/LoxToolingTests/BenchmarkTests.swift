import LoxTooling
import Testing

/// Statistics of `lox bench`.
@Suite struct BenchmarkTests {
  @Test func statistics() throws {
    let statistics = try #require(BenchmarkStatistics([5, 1, 2, 100, 3]))
    #expect(statistics.median == 3)
    #expect(statistics.minimum == 1)
    #expect(statistics.maximum == 100)
    #expect(statistics.mean == 22.2)
    // The deviations are 2, 1, 0, 2 and 97; their median is 2.
    #expect((statistics.deviation - 1.4826 * 2 / 3).magnitude < 1e-12)
    #expect(BenchmarkStatistics([1, 2, 3, 4])?.median == 2.5)
    #expect(BenchmarkStatistics([]) == nil)
    #expect(BenchmarkStatistics([0, 0])?.deviation == 0)
  }

  /// A clear difference is told from none, though single samples overlap.
  @Test func comparisons() throws {
    var state: UInt64 = 3
    func samples(around center: Double) -> [Double] {
      (0..<60).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return center * (0.9 + 0.2 * Double(state >> 40) / Double(1 << 24))
      }
    }
    let first = try #require(BenchmarkStatistics(samples(around: 1000)))
    let same = try #require(BenchmarkStatistics(samples(around: 1000)))
    let faster = try #require(BenchmarkStatistics(samples(around: 900)))
    #expect(!BenchmarkComparison(first, same).isCertain)
    let comparison = BenchmarkComparison(first, faster)
    #expect(comparison.isCertain)
    #expect(comparison.interval.contains(comparison.ratio))
    #expect((1.05...1.18).contains(comparison.ratio))
    #expect(BenchmarkComparison(faster, first).ratio < 1)
    #expect(comparison.interval == BenchmarkComparison(first, faster).interval)
  }

  @Test func report() throws {
    func result(_ script: String, _ time: Double, units: Int) throws -> BenchmarkResult {
      BenchmarkResult(
        script: script, function: "benchA",
        statistics: try #require(BenchmarkStatistics([time, time, time])),
        units: units)
    }
    let results = [
      [try result("a.lox", 2_500_000, units: 1200)], [try result("b.lox", 1_250_000, units: 600)],
    ]
    let report = BenchmarkReport(results)
    #expect(
      report.text == """
        a.lox
            median  spread   fastest  samples  units
          2.500 ms   0.0 %  2.500 ms        3  1,200  benchA

        b.lox
            median  spread   fastest  samples  units
          1.250 ms   0.0 %  1.250 ms        3    600  benchA

        b.lox against a.lox: times as fast, with 95 % certainty
          2.000  (2.000 to 2.000)  faster  benchA  50.0 % of the units

        """)
    #expect(
      report.json.hasPrefix(
        #"[{"script":"a.lox","function":"benchA","units":1200,"medianNanoseconds":2500000,"#))
  }
}
