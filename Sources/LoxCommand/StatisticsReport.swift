import LoxRuntime

/// The text of `--stats`.
struct StatisticsReport {
  private let statistics: MachineStatistics

  init(_ statistics: MachineStatistics) { self.statistics = statistics }

  var text: String {
    let (run, collector) = (statistics.run, statistics.collector)
    return row("instructions", grouped(run.instructions))
      + row("allocations", "\(grouped(run.allocations)), \(bytes(run.allocatedBytes))")
      + row("cache hits", hitRate)
      + row("collections", "\(grouped(collector.minor.count)) minor, \(grouped(collector.full.count)) full")
      + pauses("minor pauses", collector.minor)
      + pauses("full pauses", collector.full)
      + row("promoted", bytes(collector.promotedBytes))
      + row("heap at the end", bytes(statistics.usedBytes))
      + row("peak heap", bytes(statistics.peakBytes))
  }

  private func row(_ title: String, _ value: String) -> String {
    title + String(repeating: " ", count: max(1, 17 - title.count)) + value + "\n"
  }

  private var hitRate: String {
    let run = statistics.run
    guard run.cacheUses > 0 else { return "no cache was used" }
    return "\(decimal(run.cacheHits * 1000 / run.cacheUses)) % of \(grouped(run.cacheUses))"
  }

  private func pauses(_ title: String, _ pauses: CollectorStatistics.Pauses) -> String {
    guard pauses.count > 0 else { return "" }
    let percentiles = [50, 90, 99].map { percent in
      "\(percent) % within \(grouped(pauses.percentile(Double(percent)))) us"
    }
    let longest = "longest \(grouped(Int(pauses.longestNanoseconds / 1000))) us"
    let total = "total \(decimal(Int(pauses.totalNanoseconds / 100_000))) ms"
    return row(title, (percentiles + [longest, total]).joined(separator: ", "))
  }

  private func bytes(_ count: Int) -> String {
    count < 10 << 20 ? "\(decimal((count * 10) >> 10)) KiB" : "\(decimal((count * 10) >> 20)) MiB"
  }
}
