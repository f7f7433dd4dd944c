import Lox
import LoxTooling

/// One run of a script in a fresh isolate, for its own sake or to call one of its tests.
struct TestSession {
  /// A script that prints more than this is stopped.
  private static let outputLimit = 64 << 20

  private let session: ScriptSession
  private let output: Locked<[UInt8]>

  /// With a function that is a test, scripts have `expect`.
  init(_ path: Path, _ options: ScriptOptions, _ plan: TestPlan, timeout: Duration?, hasTests: Bool) throws {
    let output = Locked<[UInt8]>([])
    self.output = output
    session = try ScriptSession(options) { bytes in
      output.withValue {
        $0 += bytes
        return $0.count < TestSession.outputLimit
      }
    }
    session.admitModules(in: path.folder)
    session.isolate.limits.cancellation = plan.cancellation
    // All that happens here has the same deadline.
    session.isolate.limits.deadline = timeout.map { .at(ContinuousClock.now + $0) }
    if hasTests { try ExpectFunction.define(in: session.isolate) }
  }

  func run(_ program: Program) -> ScriptResult { session.run(program) }

  func call(_ name: String) -> RuntimeError? { session.call(name) }

  /// What was printed since the last time.
  func takeOutput() -> [UInt8] {
    output.withValue { bytes in
      defer { bytes = [] }
      return bytes
    }
  }

  /// The modules that were imported, as files without links.
  var modules: [Path] { session.modules?.files.values.map(\.real) ?? [] }

  /// Which parts of the script and its modules were executed, if that was requested.
  var coverage: [ScriptCoverage] {
    session.options.countsExecution ? CoverageBuilder(session.machine).scripts : []
  }

  static func isTooLong(_ output: [UInt8]) -> Bool { output.count >= outputLimit }
}
