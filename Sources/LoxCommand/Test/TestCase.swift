import Lox
import LoxSource
import LoxSyntax
import LoxTooling

/// One script of a test run: runs it, compares what it does with what it expects, and finds the tests in it.
struct TestCase {
  let path: Path
  let options: ScriptOptions
  let plan: TestPlan

  enum Verdict: Sendable {
    case passed
    case failed([TestComparison.Mismatch])
    case notRead(FileError)
    /// It is none, or not selected.
    case notATest
    /// Only some of its tests are selected, so it was not judged by itself.
    case notJudged
    /// It was ended early.
    case cancelled
  }

  /// What a script did.
  struct Outcome: Sendable {
    var verdict: Verdict
    var time = Duration.zero
    /// The script compiled, if it has tests to call.
    var program: Program?
    /// The tests to call.
    var tests: [CalledFunction] = []
    /// Whether the script says what it should do.
    var hasExpectations = true
    /// The modules that it has imported, as files without links.
    var modules: [Path] = []
    /// Which parts of the script and its modules were executed, if that was requested and it could be executed at all.
    var coverage: [ScriptCoverage] = []
  }

  func run() -> Outcome {
    let source: [UInt8]
    do {
      source = try File.read(path)
    } catch {
      return Outcome(verdict: .notRead(error))
    }
    let expectations = TestExpectations(source)
    guard expectations.isTest else { return Outcome(verdict: .notATest) }
    let profile: LanguageProfile = options.compiler.language == .book ? .book : .extended
    let tests = CalledFunction.all(in: Source(name: path.sourceName, bytes: source), profile: profile)
    guard plan.selects(path) else { return select(tests.filter { plan.selects($0.name) }, source) }
    let start = ContinuousClock.now
    var outcome = judge(source, expectations, tests)
    outcome.time = ContinuousClock.now - start
    return outcome
  }

  /// Some tests, without the script itself.
  private func select(_ tests: [CalledFunction], _ source: [UInt8]) -> Outcome {
    guard !tests.isEmpty, let program = try? compile(source).get() else { return Outcome(verdict: .notATest) }
    return Outcome(verdict: .notJudged, program: program, tests: tests)
  }

  private func compile(_ source: [UInt8]) -> Result<Program, CompileErrors> {
    do {
      return .success(try Program.compile(source, name: path.sourceName, options: options.compiler))
    } catch {
      return .failure(error)
    }
  }

  private func judge(
    _ source: [UInt8], _ expectations: TestExpectations, _ tests: [CalledFunction]
  ) -> Outcome {
    let (session, output, result): (TestSession, [UInt8], ScriptResult)
    var outcome = Outcome(verdict: .passed, tests: tests)
    do {
      let isLimited = !tests.isEmpty || plan.limitsAllScripts
      session = try TestSession(
        path, options, plan, timeout: isLimited ? plan.timeout : nil, hasTests: !tests.isEmpty)
      switch compile(source) {
      case .success(let program):
        outcome.program = program
        result = session.run(program)
      case .failure(let errors): result = .compileErrors(errors)
      }
      output = session.takeOutput()
    } catch {
      return Outcome(verdict: failure("start", actual: "\(error)"))
    }
    if case .runtimeError(let error) = result, error.kind == .cancelled {
      return Outcome(verdict: .cancelled)
    }
    if TestSession.isTooLong(output) {
      return Outcome(verdict: failure("output", actual: "more than 64 MiB"))
    }
    let mismatches = TestComparison(
      expectations, output: output, errorOutput: result.message, exitStatus: result.status.rawValue
    ).mismatches
    outcome.coverage = session.coverage
    outcome.modules = session.modules
    outcome.hasExpectations = !expectations.isEmpty || !tests.isEmpty
    if !mismatches.isEmpty {
      outcome.verdict = .failed(mismatches)
    } else if result.status != .success, !tests.isEmpty {
      outcome.verdict = failure("tests", actual: "the script ends with an error, so they can't be called")
    }
    // Tests are called after the script has run to its end.
    if tests.isEmpty || result.status != .success { outcome.program = nil }
    return outcome
  }

  private func failure(_ place: String, actual: String) -> Verdict {
    .failed([TestComparison.Mismatch(place: place, expected: nil, actual: Array(actual.utf8))])
  }
}
