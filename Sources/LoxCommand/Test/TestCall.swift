import Lox
import LoxTooling

/// The call of a function that is a test, in an isolate of its own, after its script has run there.
struct TestCall {
  let path: Path
  let program: Program
  let function: CalledFunction
  let options: ScriptOptions
  let plan: TestPlan

  /// What a test did.
  struct Outcome: Sendable {
    var failure: TestFailure?
    /// What the test printed, if it failed.
    var output: [UInt8] = []
    var time = Duration.zero
    /// Whether it was ended early.
    var isCancelled = false
    var coverage: [ScriptCoverage] = []
  }

  func run() -> Outcome {
    let start = ContinuousClock.now
    var outcome = judge()
    outcome.time = ContinuousClock.now - start
    return outcome
  }

  private func judge() -> Outcome {
    let session: TestSession
    do {
      session = try TestSession(path, options, plan, timeout: plan.timeout, hasTests: true)
    } catch {
      return Outcome(failure: TestFailure(message: "\(error)"))
    }
    var error: RuntimeError?
    switch session.run(program) {
    case .success: break
    case .runtimeError(let early): error = early
    case .compileErrors(let errors), .moduleErrors(let errors):
      return Outcome(failure: TestFailure(message: "\(errors)"))
    }
    if error == nil {
      // Each call prints what the script does; only the rest is the test's.
      _ = session.takeOutput()
      error = session.call(function.name)
    }
    guard let error else { return Outcome(coverage: session.coverage) }
    if error.kind == .cancelled { return Outcome(isCancelled: true) }
    return Outcome(
      failure: TestFailure(error, in: path, plan), output: session.takeOutput(), coverage: session.coverage)
  }
}

extension TestFailure {
  /// How many calls are shown.
  private static let maximumCalls = 5

  fileprivate init(_ error: RuntimeError, in path: Path, _ plan: TestPlan) {
    self.init()
    switch error.kind {
    case .host:
      if let failure = error.underlying as? ExpectFunction.Failure {
        (expected, actual) = (failure.expected, failure.actual)
      } else {
        message = error.message
      }
    case .deadlineExceeded: message = "It took longer than \(plan.timeoutText)."
    case .outputClosed: message = "It printed more than 64 MiB."
    default: message = error.message
    }
    // The calls inside of `expect` tell nothing.
    let frames = error.trace.frames.filter { !$0.isHost && $0.sourceName != ExpectLibrary.sourceName }
    place = frames.first.map { TestFailure.place(of: $0, in: path) }
    calls = frames.dropFirst().prefix(TestFailure.maximumCalls).map { TestFailure.place(of: $0, in: path) }
    hiddenCallCount = max(0, frames.count - 1 - calls.count) + error.trace.elidedCount
  }

  private static func place(of frame: Trace.Frame, in path: Path) -> String {
    let lines = frame.source.split(
      separator: UInt8(ascii: "\n"), maxSplits: frame.line, omittingEmptySubsequences: false)
    var line = lines.indices.contains(frame.line - 1) ? lines[frame.line - 1] : []
    line = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    let file = frame.sourceName == path.sourceName ? "" : " of \(ShownText.line(frame.sourceName))"
    return "line \(frame.line)\(file): \(ShownText.line(line.prefix(200)))"
  }
}
