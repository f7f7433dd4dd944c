#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Measures times of work. Noise only adds to them, so the work is done several times, and the shortest time counts.
enum Measuring {
  /// Nanoseconds for each of `count` repetitions of the body, the best of several rounds.
  static func nanoseconds(count: Int, rounds: Int = 15, _ body: () throws -> Void) rethrows -> Double {
    try body()
    var best = Double.infinity
    for _ in 0..<rounds {
      let start = now()
      for _ in 0..<count { try body() }
      best = min(best, Double(now() - start) / Double(count))
    }
    return best
  }

  static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// The number of bytes of this process that are in memory; 0 if the system does not say.
  static func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
    let fields = String(decoding: line.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(separator: " ")
    return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * Int(getpagesize())
  }

  static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}

/// A line of the report.
func report(_ title: String, _ value: String, goal: String = "") {
  let padded = title + String(repeating: " ", count: max(1, 52 - title.count))
  print(
    padded + value
      + (goal.isEmpty ? "" : String(repeating: " ", count: max(1, 14 - value.count)) + "goal: " + goal))
}

/// A number with this many digits after the decimal point.
func text(_ value: Double, _ digits: Int = 1) -> String {
  let scale = digits == 0 ? 1.0 : digits == 1 ? 10.0 : 100.0
  let scaled = Int((abs(value) * scale).rounded())
  let sign = value < 0 && scaled > 0 ? "-" : ""
  if digits == 0 { return sign + "\(scaled)" }
  let fraction = String(scaled % Int(scale))
  let zeros = String(repeating: "0", count: max(0, digits - fraction.count))
  return "\(sign)\(scaled / Int(scale))." + zeros + fraction
}
