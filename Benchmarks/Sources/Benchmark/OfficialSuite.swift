import Foundation

/// The benchmark folder of the book's own test suite, as the user has it: lox against clox, whole processes.
///
/// These programs print the time they took, so that only their exit code is compared.
struct OfficialSuite {
  let folder: URL
  let runs: Int

  /// Runs for a fixed time and counts what it got done: its own time says nothing.
  static let fixedTimePrograms: Set = ["zoo_batch"]

  /// Measures all programs. A program that both refuse (for the limits of the book's machine) has no
  /// measurement in its result.
  func measure(
    lox: Peer, clox: Peer, progress: (String) -> Void
  ) throws -> (results: [ProgramResult], failures: [Failure]) {
    var results: [ProgramResult] = []
    var failures: [Failure] = []
    for name in try Program.names(in: folder) where !Self.fixedTimePrograms.contains(name) {
      progress("official \(name)")
      let path = folder.appendingPathComponent("\(name).lox").path
      var result = ProgramResult(program: name)
      for round in 0...runs {
        let (loxRun, cloxRun) = (try lox.run(path), try clox.run(path))
        guard loxRun.end == cloxRun.end else {
          let reason = "\(loxRun.end), but \(clox.name) \(cloxRun.end)"
          failures.append(Failure(program: name, peer: lox.name, reason: reason))
          result.measurements = [:]
          break
        }
        guard loxRun.succeeded else { break }
        if round > 0 {
          result.add(loxRun, of: lox)
          result.add(cloxRun, of: clox)
        }
      }
      results.append(result)
    }
    return (results, failures)
  }
}
