import Foundation

/// The benchmark folder of the user's copy of the book's test suite: lox against clox, as whole processes.
///
/// These programs print the time that they took, so only their exit codes are compared.
struct OfficialSuite {
  let folder: URL
  let runs: Int

  /// Runs for a fixed time and counts how much it gets done: its own time says nothing.
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
      var result = ProgramResult(program: name, group: .book)
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
