import LoxTooling

/// Runs test cases on all processors, and reports on them.
struct TestRunner {
  private let files: [Path]
  private let options: ScriptOptions

  init(_ files: [Path], _ options: ScriptOptions) {
    (self.files, self.options) = (files, options)
  }

  /// What is known about a run so far.
  fileprivate struct State: Sendable {
    var next = 0
    var done = 0
    var failures: [(file: Int, mismatches: [TestComparison.Mismatch])] = []
    var errors: [(file: Int, error: FileError)] = []
    var passed = 0
    var coverage: [(file: Int, scripts: [ScriptCoverage])] = []
    /// Files without expectations that did what they do without an error, or not.
    var plain: [(file: Int, mismatches: [TestComparison.Mismatch])] = []
    var modules: Set<Path> = []
  }

  /// Runs everything; returns how many passed, and what was wrong with the others, in the order of the files.
  func run(_ progress: TestProgress) -> TestSummary {
    let state = Locked(State())
    let (files, options) = (files, options)
    Threads.run(min(Threads.processorCount, files.count)) {
      while let index = state.withValue({ $0.takeNext(of: files.count) }) {
        let outcome = TestCase(path: files[index], options: options).run()
        state.withValue {
          $0.note(outcome, of: index)
          progress.show($0.done, of: files.count, failed: $0.failures.count)
        }
      }
    }
    progress.clear()
    return state.withValue { state in
      // Modules of other tests are no tests, unless they expect something.
      for (file, mismatches) in state.plain {
        if File.realPath(files[file]).map({ state.modules.contains($0) }) == true { continue }
        if mismatches.isEmpty { state.passed += 1 } else { state.failures.append((file, mismatches)) }
      }
      return TestSummary(
        passed: state.passed,
        failures: state.failures.sorted { $0.file < $1.file }.map { (files[$0.file], $0.mismatches) },
        errors: state.errors.sorted { $0.file < $1.file }.map(\.error),
        coverage: state.coverage.sorted { $0.file < $1.file }.flatMap(\.scripts))
    }
  }
}

extension TestRunner.State {
  mutating func takeNext(of count: Int) -> Int? {
    guard next < count else { return nil }
    defer { next += 1 }
    return next
  }

  mutating func note(_ outcome: TestCase.Outcome, of file: Int) {
    done += 1
    if !outcome.coverage.isEmpty { coverage.append((file, outcome.coverage)) }
    modules.formUnion(outcome.modules)
    switch outcome.verdict {
    case .passed where !outcome.hasExpectations: plain.append((file, []))
    case .failed(let mismatches) where !outcome.hasExpectations: plain.append((file, mismatches))
    case .passed: passed += 1
    case .failed(let mismatches): failures.append((file, mismatches))
    case .notRead(let error): errors.append((file, error))
    case .notATest: break
    }
  }
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
