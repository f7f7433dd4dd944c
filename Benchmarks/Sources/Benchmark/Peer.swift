import Foundation

/// An implementation that takes part: a program that runs a file of one language.
struct Peer: Sendable {
  let name: String
  let executable: String
  /// Options that come before the file.
  let options: [String]
  let language: Language
  /// What it says about itself, if anything.
  let version: String?

  /// Runs the file at `path`.
  func run(_ path: String, watchingMemory: Bool = false) throws -> ProcessRun {
    try ProcessRun.run(executable, options + [path], watchingMemory: watchingMemory)
  }

  /// Whether this peer can run `program`.
  func accepts(_ program: Program) -> Bool {
    switch program.group {
    case .book: true
    case .extended: name != Peer.cloxName && program.exists(in: language)
    }
  }

  /// The same program, which compiles nothing to machine code: an interpreter, to compare with others.
  var withoutMachineCode: Peer {
    Peer(
      name: "\(name) --jit off", executable: executable, options: options + ["--jit", "off"],
      language: language, version: version)
  }

  static let loxName = "lox"
  static let cloxName = "clox"
}

/// Looks for the peers on this machine.
struct PeerSearch {
  /// Paths given by the user, by the name of the command.
  let given: [String: String]
  /// The root of the repository, whose release build is the first place to look for `lox`.
  let root: URL

  /// The subject of all comparisons.
  func lox() throws -> Peer {
    let built = root.appendingPathComponent(".build/release/lox").path
    let candidates = FileManager.default.isExecutableFile(atPath: built) ? [built] : ["lox"]
    guard let executable = try find("lox", candidates) else {
      throw NotFound(what: "lox (build it with `swift build -c release`, or give --lox PATH)")
    }
    return peer(Peer.loxName, executable, [], .lox, versionOption: "--version")
  }

  /// The other implementations on this machine, in the order of the tables.
  func others() throws -> [Peer] {
    var peers: [Peer] = []
    if let clox = try find("clox", ["clox"]) {
      peers.append(peer(Peer.cloxName, clox, [], .lox, versionOption: nil))
    }
    if let lua = try find("lua", ["lua5.4", "lua"]) {
      peers.append(peer("lua", lua, [], .lua, versionOption: "-v"))
    }
    if let luajit = try find("luajit", ["luajit"]) {
      peers.append(peer("luajit -joff", luajit, ["-joff"], .lua, versionOption: "-v"))
      peers.append(peer("luajit", luajit, [], .lua, versionOption: "-v"))
    }
    if let node = try find("node", ["node"]) {
      peers.append(peer("node --jitless", node, ["--jitless"], .javaScript, versionOption: "-v"))
      peers.append(peer("node", node, [], .javaScript, versionOption: "-v"))
    }
    return peers
  }

  /// The path that the user gave for `command`, otherwise the first of `candidates` that is a path or on `PATH`.
  private func find(_ command: String, _ candidates: [String]) throws -> String? {
    if let path = given[command] {
      guard let found = Self.locate(path) else { throw NotFound(what: path) }
      return found
    }
    return candidates.lazy.compactMap(Self.locate).first
  }

  private static func locate(_ name: String) -> String? {
    let files = FileManager.default
    if name.contains("/") { return files.isExecutableFile(atPath: name) ? name : nil }
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { files.isExecutableFile(atPath: $0) }
  }

  private func peer(
    _ name: String, _ executable: String, _ options: [String], _ language: Language, versionOption: String?
  ) -> Peer {
    let version = versionOption.flatMap { Self.version(of: executable, option: $0) }
    return Peer(
      name: name, executable: executable, options: options, language: language, version: version)
  }

  /// The first line of what `executable` says about itself, without its copyright.
  private static func version(of executable: String, option: String) -> String? {
    guard let run = try? ProcessRun.run(executable, [option]), run.succeeded else { return nil }
    let text = run.output.isEmpty ? run.errorOutput : run.output
    guard let line = text.split(separator: "\n").first else { return nil }
    let end = line.range(of: "Copyright")?.lowerBound ?? line.endIndex
    return line[..<end].trimmingCharacters(in: CharacterSet(charactersIn: " -"))
  }

  struct NotFound: Error, CustomStringConvertible {
    let what: String

    var description: String { "not found: \(what)" }
  }
}
