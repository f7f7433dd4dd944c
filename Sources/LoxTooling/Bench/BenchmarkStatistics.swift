/// Durations of one thing that was done several times.
public struct BenchmarkStatistics: Sendable {
  /// In nanoseconds, the shortest first; at least one.
  public let samples: [Double]

  /// The statistics of some durations in nanoseconds; nil if there are none.
  public init?(_ samples: [Double]) {
    guard !samples.isEmpty else { return nil }
    self.samples = samples.sorted()
  }

  /// Half of the samples are shorter. What disturbs a machine makes some samples longer, which moves a mean, but hardly this.
  public var median: Double { BenchmarkStatistics.median(ofSorted: samples) }
  public var minimum: Double { samples[0] }
  public var maximum: Double { samples[samples.count - 1] }
  public var mean: Double { samples.reduce(0, +) / Double(samples.count) }

  /// How far samples are from the median, as a part of it: the median absolute deviation, scaled so that it is the standard
  /// deviation if the samples are normally distributed.
  public var deviation: Double {
    guard median > 0 else { return 0 }
    return 1.4826 * BenchmarkStatistics.median(ofSorted: samples.map { abs($0 - median) }.sorted()) / median
  }

  static func median(ofSorted samples: [Double]) -> Double {
    let middle = samples.count / 2
    return samples.count % 2 == 1 ? samples[middle] : (samples[middle - 1] + samples[middle]) / 2
  }
}

/// How much faster one thing is than another.
public struct BenchmarkComparison: Sendable {
  /// How many times as fast the second one is.
  public let ratio: Double
  /// Where the ratio is with a probability of 95 %.
  public let interval: ClosedRange<Double>

  /// Whether one of both is faster, as far as can be told.
  public var isCertain: Bool { !interval.contains(1) }

  /// Compares medians. The interval is found by the bootstrap (Efron 1979): the ratio is computed again and again of samples that
  /// are drawn from the samples. It is the same each time.
  public init(_ first: BenchmarkStatistics, _ second: BenchmarkStatistics) {
    ratio = first.median / second.median
    var random = Generator()
    var ratios = (0..<BenchmarkComparison.rounds).map { _ in
      random.median(of: first.samples) / random.median(of: second.samples)
    }
    ratios.sort()
    let tail = BenchmarkComparison.rounds / 40
    interval = ratios[tail]...ratios[ratios.count - 1 - tail]
  }

  private static let rounds = 2000

  /// A linear congruential generator with the multiplier of Knuth's MMIX.
  private struct Generator {
    private var state: UInt64 = 1

    mutating func median(of samples: [Double]) -> Double {
      BenchmarkStatistics.median(ofSorted: samples.map { _ in samples[below(samples.count)] }.sorted())
    }

    private mutating func below(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
  }
}
