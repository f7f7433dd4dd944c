import ArgumentParser
import Foundation

/// The command: measures lox against the other implementations on this machine.
@main
struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Measures lox against clox, Lua, LuaJIT and Node.js.",
    discussion: """
      Every program runs in each peer in turn, as often as asked, and the shortest time counts. Output that \
      is not what the program promises is an error. A run over all programs writes RESULTS.md and its charts.
      """
  )

  @Option(help: "The lox to measure (default: .build/release/lox, else the one on PATH).")
  var lox: String?

  @Option(help: "The clox to compare with (default: the one on PATH).")
  var clox: String?

  @Option(help: "The Lua to compare with (default: lua5.4 or lua on PATH).")
  var lua: String?

  @Option(help: "The LuaJIT to compare with (default: the one on PATH).")
  var luajit: String?

  @Option(help: "The Node.js to compare with (default: the one on PATH).")
  var node: String?

  @Option(help: "How often each program runs in each peer.")
  var runs = 5

  @Option(help: "Run only these programs, separated by commas; nothing is written unless --output is given.")
  var only: String?

  @Option(help: "The folder of the programs (default: those in Benchmarks).")
  var programs: String?

  @Option(help: "The folder for RESULTS.md and its charts (default: Benchmarks).")
  var output: String?

  @Option(help: "Also run the programs of this folder, the book's own benchmarks, against clox.")
  var official: String?

  @Flag(help: "Only check that lox runs every program right; once each, in parallel.")
  var quick = false

  @Flag(help: "Only measure the memory of programs with a large heap.")
  var memory = false

  @Flag(help: "Only measure the time of an empty file.")
  var startup = false

  @Flag(help: "Only compare lox with and without machine code, and with LuaJIT, by the time they compute.")
  var machineCode = false

  func validate() throws {
    if runs < 1 { throw ValidationError("--runs must be at least 1.") }
    if [quick, memory, startup, machineCode].count(where: { $0 }) > 1 {
      throw ValidationError("--quick, --memory, --startup and --machine-code exclude each other.")
    }
  }

  func run() throws {
    let folder = try benchmarksFolder()
    let root = folder.deletingLastPathComponent()
    let given = ["lox": lox, "clox": clox, "lua": lua, "luajit": luajit, "node": node].compactMapValues { $0 }
    let search = PeerSearch(given: given, root: root)
    let subject = try search.lox()

    let failures: [Failure]
    if quick {
      failures = try verify(subject, in: folder)
    } else if startup {
      try measureStartup([subject] + others(than: subject, search))
      failures = []
    } else if machineCode {
      failures = try compareMachineCode(subject, search.others(), in: folder)
    } else if memory {
      failures = try measureMemory([subject] + others(than: subject, search), in: folder)
    } else {
      failures = try measureAll(subject, others(than: subject, search), in: folder, root: root)
    }
    for failure in failures { Self.tell("error: \(failure)") }
    if !failures.isEmpty { throw ExitCode.failure }
  }

  private func others(than subject: Peer, _ search: PeerSearch) throws -> [Peer] {
    try [subject.withoutMachineCode] + search.others()
  }

  /// The folder of this package: `Benchmarks` in the current folder or in one that contains it.
  private func benchmarksFolder() throws -> URL {
    var folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    while true {
      let candidate = folder.appendingPathComponent("Benchmarks")
      let programs = candidate.appendingPathComponent("programs")
      if FileManager.default.fileExists(atPath: programs.path) { return candidate }
      guard folder.path != "/" else {
        throw ValidationError(
          "Run this command in the repository: there is no folder Benchmarks/programs here.")
      }
      folder = folder.deletingLastPathComponent()
    }
  }

  private func selectedPrograms(in folder: URL) throws -> [Program] {
    let folders =
      programs.map { [URL(fileURLWithPath: $0)] }
      ?? ["programs", "programs/extended", "printing", "memory"].map { folder.appendingPathComponent($0) }
    let names = only?.split(separator: ",").map(String.init) ?? []
    return try Program.all(in: folders, only: names)
  }

  private func verify(_ subject: Peer, in folder: URL) throws -> [Failure] {
    let selected = try selectedPrograms(in: folder)
    let failures = Suite(peers: [subject], runs: 1).verify(selected)
    print("\(selected.count) programs, \(failures.count) failures")
    return failures
  }

  private func measureStartup(_ peers: [Peer]) throws {
    let result = try Suite(peers: peers, runs: runs).measureEmpty()
    print(Report.startup(result, peers: peers.map(\.name)).text, terminator: "")
  }

  private func compareMachineCode(_ subject: Peer, _ others: [Peer], in folder: URL) throws -> [Failure] {
    let suite = Suite(peers: MachineCodeComparison.peers(subject, others), runs: runs)
    let selected = try selectedPrograms(in: folder).filter(\.isTimed)
    let (results, failures) = try suite.measure(selected, progress: Self.tell)
    print(
      MachineCodeComparison(results: results).tables.map(\.markdown).joined(separator: "\n"), terminator: "")
    return failures
  }

  private func measureMemory(_ peers: [Peer], in folder: URL) throws -> [Failure] {
    let (results, failures) = try memoryResults(peers, in: folder)
    print(Report.memory(results, peers: peers.map(\.name)).text, terminator: "")
    return failures
  }

  private func memoryResults(_ peers: [Peer], in folder: URL) throws -> ([ProgramResult], [Failure]) {
    let suite = Suite(peers: peers, runs: 1, watchesMemory: true)
    let selected = try selectedPrograms(in: folder).filter(\.hasLargeHeap)
    let (results, failures) = try suite.measure(selected) { Self.tell("memory of \($0)") }
    return ([try suite.measureEmpty()] + results, failures)
  }

  private func measureAll(
    _ subject: Peer, _ others: [Peer], in folder: URL, root: URL
  ) throws -> [Failure] {
    let selected = try selectedPrograms(in: folder).filter(\.isTimed)
    let suite = Suite(peers: [subject] + others, runs: runs)
    var (results, failures) = try suite.measure(selected, progress: Self.tell)
    let (official, officialFailures) = try measureOfficial(subject, others)
    let (memory, memoryFailures) = try memoryResults(suite.peers, in: folder)
    failures += officialFailures + memoryFailures

    let report = Report(
      lox: subject, others: others, runs: runs, results: results, memory: memory,
      startup: try suite.measureEmpty(), official: official)
    print(report.text, terminator: "")

    if failures.isEmpty, only == nil || output != nil {
      let target = output.map { URL(fileURLWithPath: $0) } ?? folder
      try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
      try Data(report.markdown(machine: Machine(root: root)).utf8)
        .write(to: target.appendingPathComponent("RESULTS.md"))
      for group in Program.Group.allCases {
        let results = results.of(group)
        let chart = Chart(peers: results.participants(of: others.map(\.name)), results: results)
        try Data(chart.svg.utf8).write(to: target.appendingPathComponent(group.chartName))
      }
    }
    return failures
  }

  private func measureOfficial(_ subject: Peer, _ others: [Peer]) throws -> ([ProgramResult], [Failure]) {
    guard let official else { return ([], []) }
    guard let clox = others.first(where: { $0.name == Peer.cloxName }) else {
      throw ValidationError("--official compares with clox: give --clox PATH.")
    }
    return try OfficialSuite(folder: URL(fileURLWithPath: official), runs: runs)
      .measure(lox: subject, clox: clox, progress: Self.tell)
  }

  /// Writes a line for the user, separate from the results.
  private static func tell(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }
}
