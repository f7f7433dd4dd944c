import LoxTooling

/// The result of a test run.
struct TestSummary {
  let scripts: [TestedScript]
  /// Whether it was ended early.
  let isInterrupted: Bool
  /// What could not be read or written, apart from scripts.
  var otherErrors: [FileError] = []
  /// Whether something else was wrong than a test.
  var isFailed = false

  init(scripts: [TestedScript], isInterrupted: Bool) {
    (self.scripts, self.isInterrupted) = (scripts, isInterrupted)
  }

  /// What could not be read.
  var errors: [FileError] { scripts.compactMap(\.error) + otherErrors }

  /// Which parts of the scripts were executed, if that was requested.
  var coverage: [ScriptCoverage] { scripts.flatMap(\.coverage) }

  /// The modules that scripts have imported.
  var modules: Set<Path> { Set(scripts.flatMap(\.outcome.modules)) }

  /// Whether anything was run at all.
  var isEmpty: Bool { !scripts.contains(where: \.isCounted) }

  var status: ExitStatus {
    if isInterrupted { return .interrupted }
    if !errors.isEmpty { return .fileError }
    return scripts.allSatisfy(\.hasPassed) && !isFailed ? .success : .failed
  }

  /// All failures, and a last line with the totals.
  var text: [UInt8] {
    scripts.flatMap(\.text) + Array((isInterrupted ? "interrupted\n" : "").utf8) + Array("\(totals)\n".utf8)
  }

  private var totals: String {
    let counted = scripts.filter(\.isCounted)
    let passed = counted.count(where: \.hasPassed)
    let scriptTotals = "\(passed) passed, \(counted.count - passed) failed"
    let tests = scripts.flatMap(\.tests)
    if tests.isEmpty { return scriptTotals }
    let failed = tests.count { $0.outcome.failure != nil }
    return "scripts: \(scriptTotals); tests: \(tests.count - failed) passed, \(failed) failed"
  }

  /// The same for servers.
  var report: JUnitReport { JUnitReport(scripts.compactMap(\.suite)) }
}
