import Lox
import LoxSource

/// How to run tests, apart from how to run scripts.
struct TestPlan: Sendable {
  /// Texts of which one must be in the path of a script or in the name of a test; if there are none, everything is run.
  var filters: [String] = []
  /// How long a test may take, and a script with tests.
  var timeout: Duration? = TestPlan.usualTimeout
  /// Whether all scripts may take only so long.
  var limitsAllScripts = false
  /// How many tests may run at once.
  var jobs = Threads.processorCount
  /// Ends everything early.
  var cancellation = CancellationToken()

  static let usualTimeout = Duration.seconds(10)

  /// Whether all of a script is run.
  func selects(_ path: Path) -> Bool {
    filters.isEmpty || filters.contains { path.bytes.firstRange(of: $0.utf8) != nil }
  }

  /// Whether a test is run even if its script is not.
  func selects(_ test: String) -> Bool { filters.contains { test.utf8.firstRange(of: $0.utf8) != nil } }

  /// The time limit in words.
  var timeoutText: String {
    let milliseconds = timeout.map { Int($0 / .milliseconds(1)) } ?? 0
    if milliseconds == 1000 { return "1 second" }
    return milliseconds % 1000 == 0
      ? "\((milliseconds / 1000).grouped) seconds" : "\(milliseconds.grouped) milliseconds"
  }
}
