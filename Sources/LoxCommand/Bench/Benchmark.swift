import Lox
import LoxTooling

/// A script, or a function of it, whose time is measured.
final class Benchmark {
  let script: String
  /// The function; nil for the script as a whole.
  let function: String?
  private let path: Path
  private let program: Program
  private let options: ScriptOptions
  /// Where the function is called; the script has run there.
  private var session: ScriptSession?
  /// How many calls make a sample: a single one may be too short for the clock.
  private var callsPerSample = 1
  private var samples: [Double] = []
  private var units = 0

  /// What goes wrong in a script that is measured.
  struct Failure: Error {
    let result: ScriptResult
  }

  /// The shortest sample, in nanoseconds.
  private static let shortestSample = 5e6

  init(_ path: Path, _ program: Program, function: String?, _ options: ScriptOptions) {
    (self.path, self.program, self.function, self.options) = (path, program, function, options)
    script = path.sourceName
  }

  /// Runs for at least so long without measuring, and finds out how many calls make a sample.
  func warmUp(for duration: Duration) throws {
    let start = ContinuousClock.now
    var fastest = Double.infinity
    repeat {
      fastest = min(fastest, try time(calls: 1))
    } while ContinuousClock.now - start < duration
    callsPerSample = max(1, Int((Benchmark.shortestSample / max(fastest, 1)).rounded(.up)))
  }

  func takeSample() throws { samples.append(try time(calls: callsPerSample) / Double(callsPerSample)) }

  var sampleCount: Int { samples.count }

  var result: BenchmarkResult? {
    BenchmarkStatistics(samples).map {
      BenchmarkResult(script: script, function: function, statistics: $0, units: units)
    }
  }

  // MARK: - Runs

  /// The nanoseconds that some calls take.
  private func time(calls: Int) throws -> Double {
    guard let function else {
      return try (0..<calls).reduce(0) { sum, _ in sum + (try timeOfScript()) }
    }
    let session = try self.session ?? sessionAfterScript()
    self.session = session
    let fuel = session.isolate.usedFuel
    let time = try Benchmark.measure {
      for _ in 0..<calls {
        if let error = session.call(function) { throw Failure(result: .runtimeError(error)) }
      }
    }
    units = (session.isolate.usedFuel - fuel) / calls
    return time
  }

  private func timeOfScript() throws -> Double {
    let session = try makeSession()
    let time = try Benchmark.measure { try Benchmark.run(program, in: session) }
    units = session.isolate.usedFuel
    return time
  }

  private func sessionAfterScript() throws -> ScriptSession {
    let session = try makeSession()
    try Benchmark.run(program, in: session)
    return session
  }

  /// A new isolate; what its script prints is discarded.
  private func makeSession() throws -> ScriptSession {
    let session = try ScriptSession(options) { _ in true }
    session.admitModules(in: path.folder)
    return session
  }

  private static func run(_ program: Program, in session: ScriptSession) throws {
    let result = session.run(program)
    if result.status != .success { throw Failure(result: result) }
  }

  private static func measure(_ work: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try work()
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return Double(seconds) * 1e9 + Double(attoseconds) / 1e9
  }
}
