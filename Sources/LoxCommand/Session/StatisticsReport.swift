import LoxRuntime
import LoxSource

/// The text of `--stats`.
struct StatisticsReport {
  private let statistics: MachineStatistics

  /// Whether the run was observed: else there is nothing to tell of its instructions.
  private let isObserved: Bool
  /// What was compiled: nil if machine code is off, and nil inside if there can't be any.
  private let machineCode: NativeStatistics??

  init(_ statistics: MachineStatistics, isObserved: Bool, machineCode: NativeStatistics??) {
    self.statistics = statistics
    self.isObserved = isObserved
    self.machineCode = machineCode
  }

  var text: String {
    let collector = statistics.collector
    return instructions
      + native
      + row("collections", "\(collector.minor.count.grouped) minor, \(collector.full.count.grouped) full")
      + pauses("minor pauses", collector.minor)
      + pauses("full pauses", collector.full)
      + row("promoted", bytes(collector.promotedBytes))
      + row("heap at the end", bytes(statistics.usedBytes))
      + row("peak heap", bytes(statistics.peakBytes))
  }

  private var instructions: String {
    guard isObserved else {
      return row("instructions", "not counted with machine code; '--jit off' counts them")
    }
    let run = statistics.run
    return row("instructions", run.instructions.grouped)
      + row("allocations", "\(run.allocations.grouped), \(bytes(run.allocatedBytes))")
      + row("cache hits", hitRate)
  }

  private var native: String {
    guard let machineCode else { return "" }
    guard let code = machineCode else {
      return row("machine code", "none: this system or processor does not permit it")
    }
    var text = "\(code.functions.grouped) functions of \(code.words.grouped) words, \(bytes(code.bytes))"
    if code.refused > 0 { text += ", \(code.refused.grouped) not compiled" }
    return row("machine code", text) + row("compiling", "\(Int(code.nanoseconds / 1000).grouped) us")
  }

  private func row(_ title: String, _ value: String) -> String {
    title + String(repeating: " ", count: max(1, 17 - title.count)) + value + "\n"
  }

  private var hitRate: String {
    let run = statistics.run
    guard run.cacheUses > 0 else { return "no cache was used" }
    return "\((run.cacheHits * 1000 / run.cacheUses).tenths) % of \(run.cacheUses.grouped)"
  }

  private func pauses(_ title: String, _ pauses: CollectorStatistics.Pauses) -> String {
    guard pauses.count > 0 else { return "" }
    let percentiles = [50, 90, 99].map { percent in
      "\(percent) % within \(pauses.percentile(Double(percent)).grouped) us"
    }
    let longest = "longest \(Int(pauses.longestNanoseconds / 1000).grouped) us"
    let total = "total \(Int(pauses.totalNanoseconds / 100_000).tenths) ms"
    return row(title, (percentiles + [longest, total]).joined(separator: ", "))
  }

  private func bytes(_ count: Int) -> String {
    count < 10 << 20 ? "\(((count * 10) >> 10).tenths) KiB" : "\(((count * 10) >> 20).tenths) MiB"
  }
}
