import Dispatch
import Foundation
import Synchronization

/// A run that did not do what it should.
struct Failure: Error, Sendable, CustomStringConvertible {
  let program: String
  let peer: String
  let reason: String

  var description: String { "\(program), \(peer): \(reason)" }
}

/// Lets peers run programs, checks what they print, and measures them.
struct Suite {
  let peers: [Peer]
  let runs: Int
  /// Whether memory is measured, at the expense of the times.
  var watchesMemory = false

  /// Measures `programs` one after the other. The runs of a program are interleaved (each peer once, then
  /// each peer again), so that a slow spell of the machine hits all of them.
  func measure(
    _ programs: [Program], progress: (String) -> Void
  ) throws -> (results: [ProgramResult], failures: [Failure]) {
    var results: [ProgramResult] = []
    var failures: [Failure] = []
    for program in programs {
      progress(program.name)
      var result = ProgramResult(program: program.name, group: program.group)
      var failed: Set<String> = []
      // The first round only warms up.
      for round in 0...runs {
        for peer in peers where peer.accepts(program) && !failed.contains(peer.name) {
          let path = program.path(in: peer.language)
          let run = try peer.run(path, watchingMemory: watchesMemory)
          if let failure = Self.failure(of: run, program: program, peer: peer) {
            failures.append(failure)
            failed.insert(peer.name)
            result.measurements[peer.name] = nil
          } else if round > 0 {
            result.add(run, of: peer)
          }
        }
      }
      results.append(result)
    }
    return (results, failures)
  }

  /// Lets every peer run every program once, as many at a time as there are cores, and only checks them.
  func verify(_ programs: [Program]) -> [Failure] {
    let jobs = programs.flatMap { program in
      peers.filter { $0.accepts(program) }.map { (program: program, peer: $0) }
    }
    let failures = Mutex<[Failure]>([])
    DispatchQueue.concurrentPerform(iterations: jobs.count) { index in
      let (program, peer) = jobs[index]
      let failure: Failure?
      do {
        let run = try peer.run(program.path(in: peer.language))
        failure = Self.failure(of: run, program: program, peer: peer)
      } catch {
        failure = Failure(program: program.name, peer: peer.name, reason: "\(error)")
      }
      if let failure { failures.withLock { $0.append(failure) } }
    }
    return failures.withLock { $0.sorted { $0.program < $1.program } }
  }

  /// Measures an empty file, in enough rounds for its short time to be exact and its memory to be seen.
  func measureEmpty() throws -> ProgramResult {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for language in [Language.lox, .lua, .javaScript] {
      try Data().write(to: folder.appendingPathComponent("empty.\(language.rawValue)"))
    }
    let program = try Program(name: "empty", folder: folder)
    let suite = Suite(peers: peers, runs: max(runs, 30), watchesMemory: watchesMemory)
    let (results, failures) = try suite.measure([program]) { _ in }
    if let failure = failures.first { throw failure }
    return results[0]
  }

  /// What is wrong with `run`, if anything.
  private static func failure(of run: ProcessRun, program: Program, peer: Peer) -> Failure? {
    func failure(_ reason: String) -> Failure {
      Failure(program: program.name, peer: peer.name, reason: reason)
    }
    switch run.end {
    case .timeout: return failure("still running after \(Int(ProcessRun.timeout)) seconds")
    case .signal(let signal): return failure("killed by signal \(signal)")
    case .exit(let code) where code != 0:
      return failure("exit code \(code): \(run.errorOutput.prefix(300))")
    case .exit: break
    }
    guard run.output == program.expectedOutput else {
      return failure(
        "printed \(run.output.prefix(300).debugDescription), "
          + "expected \(program.expectedOutput.prefix(300).debugDescription)")
    }
    return nil
  }
}

extension ProgramResult {
  /// Takes a further run of `peer` into account.
  mutating func add(_ run: ProcessRun, of peer: Peer) {
    if measurements[peer.name]?.add(run) == nil { measurements[peer.name] = Measurement(run) }
  }
}
