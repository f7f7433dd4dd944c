/// How often the heap was collected, and how long the program paused for it.
public struct CollectorStatistics: Sendable {
  public private(set) var minor = Pauses()
  public private(set) var full = Pauses()
  /// Bytes that were copied to the old space.
  public private(set) var promotedBytes = 0

  mutating func noteMinor(nanoseconds: UInt64, promoted: Int) {
    minor.note(nanoseconds)
    promotedBytes &+= promoted
  }

  mutating func noteFull(nanoseconds: UInt64, promoted: Int) {
    full.note(nanoseconds)
    promotedBytes &+= promoted
  }

  /// The pauses of one kind of collection.
  public struct Pauses: Sendable {
    public private(set) var count = 0
    public private(set) var totalNanoseconds: UInt64 = 0
    public private(set) var longestNanoseconds: UInt64 = 0
    /// How many pauses took how many microseconds: four buckets for each power of two.
    private var histogram: [UInt32] = []

    mutating func note(_ nanoseconds: UInt64) {
      count &+= 1
      totalNanoseconds &+= nanoseconds
      longestNanoseconds = max(longestNanoseconds, nanoseconds)
      let bucket = Pauses.bucket(of: nanoseconds / 1000)
      while histogram.count <= bucket { histogram.append(0) }
      histogram[bucket] &+= 1
    }

    /// The number of microseconds that this percentage of the pauses did not exceed, rounded up to the end of a bucket.
    public func percentile(_ percent: Double) -> Int {
      var left = Double(count) * percent / 100
      for (bucket, pauses) in histogram.enumerated() {
        left -= Double(pauses)
        if left <= 0 { return Pauses.end(ofBucket: bucket) }
      }
      return 0
    }

    private static func bucket(of microseconds: UInt64) -> Int {
      guard microseconds >= 4 else { return Int(microseconds) }
      let exponent = 63 - microseconds.leadingZeroBitCount
      return (exponent - 1) * 4 + Int(microseconds >> UInt64(exponent - 2) & 3)
    }

    private static func end(ofBucket bucket: Int) -> Int {
      guard bucket >= 4 else { return bucket + 1 }
      return (bucket & 3 + 5) << (bucket / 4 - 1)
    }
  }
}
