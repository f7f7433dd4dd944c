import Lox
import LoxTooling

/// Runs scripts and the tests in them on several processors: first all scripts, then all tests.
struct TestRunner {
  private let files: [Path]
  private let options: ScriptOptions
  private let plan: TestPlan

  init(_ files: [Path], _ options: ScriptOptions, _ plan: TestPlan) {
    (self.files, self.options, self.plan) = (files, options, plan)
  }

  /// Runs everything; returns what is known of each script, in the order of the files.
  func run(_ progress: TestProgress) -> TestSummary {
    let (files, options, plan) = (files, options, plan)
    let scripts = inParallel(files.count, progress) {
      TestCase(path: files[$0], options: options, plan: plan).run()
    } isFailure: {
      if case .failed = $0.verdict { true } else { false }
    }
    let calls = scripts.enumerated().flatMap { index, script -> [(script: Int, call: TestCall)] in
      guard let outcome = script, let program = outcome.program else { return [] }
      return outcome.tests.map { function in
        (
          index,
          TestCall(path: files[index], program: program, function: function, options: options, plan: plan)
        )
      }
    }
    let outcomes = inParallel(calls.count, progress) {
      calls[$0].call.run()
    } isFailure: {
      $0.failure != nil
    }
    progress.clear()
    var tests: [[TestedScript.Test]] = Array(repeating: [], count: files.count)
    for ((script, call), outcome) in zip(calls, outcomes) {
      if let outcome, !outcome.isCancelled {
        tests[script].append(TestedScript.Test(function: call.function, outcome: outcome))
      }
    }
    // Modules of other scripts are no tests, unless they expect something.
    let modules = Set(scripts.flatMap { $0?.modules ?? [] })
    return TestSummary(
      scripts: zip(files.indices, scripts).compactMap { index, outcome in
        guard let outcome, outcome.hasExpectations || !isAmong(modules, files[index]) else { return nil }
        return TestedScript(file: files[index], outcome: outcome, tests: tests[index])
      },
      isInterrupted: plan.cancellation.isCancelled)
  }

  private func isAmong(_ modules: Set<Path>, _ file: Path) -> Bool {
    !modules.isEmpty && File.realPath(file).map { modules.contains($0) } ?? false
  }

  /// Does so many pieces of work; those that were not begun before all was cancelled have no result.
  private func inParallel<Outcome: Sendable>(
    _ count: Int, _ progress: TestProgress, _ work: @escaping @Sendable (Int) -> Outcome,
    isFailure: @escaping @Sendable (Outcome) -> Bool
  ) -> [Outcome?] {
    let state = Locked(WorkState<Outcome>(outcomes: Array(repeating: nil, count: count)))
    let cancellation = plan.cancellation
    if count == 0 { return [] }
    Threads.run(min(plan.jobs, count)) {
      while !cancellation.isCancelled {
        let index = state.withValue { state in
          defer { state.next += 1 }
          return state.next
        }
        if index >= count { break }
        let outcome = work(index)
        state.withValue { state in
          state.outcomes[index] = outcome
          state.done += 1
          if isFailure(outcome) { state.failed += 1 }
          progress.show(state.done, of: count, failed: state.failed)
        }
      }
    }
    return state.withValue { $0.outcomes }
  }
}

/// What is known of work that is done in parallel.
private struct WorkState<Outcome: Sendable>: Sendable {
  var next = 0
  var done = 0
  var failed = 0
  var outcomes: [Outcome?]
}

/// The line that shows the progress of a run on a terminal.
struct TestProgress: Sendable {
  private let isShown = Descriptor.error.isTerminal

  /// Not every test is worth an update.
  private static let step = 8

  func show(_ done: Int, of count: Int, failed: Int) {
    guard isShown, done % TestProgress.step == 0 else { return }
    write("\r\(done) of \(count), \(failed) failed")
  }

  func clear() {
    if isShown { write("\r\u{1b}[K") }
  }

  private func write(_ text: String) { _ = Descriptor.error.write(Array(text.utf8)[...]) }
}
