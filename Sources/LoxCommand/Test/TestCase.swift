import Lox
import LoxTooling

/// One script of a test run: runs it, and compares what it does with what it expects.
struct TestCase {
  let path: Path
  let options: ScriptOptions

  enum Verdict: Sendable {
    case passed
    case failed([TestComparison.Mismatch])
    case notRead(FileError)
    case notATest
  }

  /// A script that prints more than this is stopped.
  private static let outputLimit = 64 << 20

  /// What a test did.
  struct Outcome: Sendable {
    var verdict: Verdict
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
    var output: [UInt8] = []
    do {
      let session = try ScriptSession(options) { bytes in
        output += bytes
        return output.count < TestCase.outputLimit
      }
      session.admitModules(in: path.folder)
      let result = session.run(source, name: path.sourceName)
      if output.count >= TestCase.outputLimit {
        return failure("output", actual: Array("more than 64 MiB".utf8))
      }
      let mismatches = TestComparison(
        expectations, output: output, errorOutput: result.message, exitStatus: result.status.rawValue
      ).mismatches
      return Outcome(
        verdict: mismatches.isEmpty ? .passed : .failed(mismatches), hasExpectations: !expectations.isEmpty,
        modules: session.modules?.files.values.map(\.real) ?? [],
        coverage: options.countsExecution ? CoverageBuilder(session.machine).scripts : [])
    } catch {
      return failure("start", actual: Array("\(error)".utf8))
    }
  }

  private func failure(_ place: String, actual: [UInt8]) -> Outcome {
    Outcome(verdict: .failed([TestComparison.Mismatch(place: place, expected: nil, actual: actual)]))
  }
}
