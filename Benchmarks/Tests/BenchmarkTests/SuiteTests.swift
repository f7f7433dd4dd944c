import Foundation
import Testing

@testable import Benchmark

@Suite struct SuiteTests {
  /// A folder with one "Lox" program, which is really a shell script.
  private func withProgram<Result>(_ source: String, _ body: (Program) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(source.utf8).write(to: folder.appendingPathComponent("program.lox"))
    return try body(Program(name: "program", folder: folder))
  }

  private func shell(_ name: String) -> Peer {
    Peer(name: name, executable: "/bin/sh", options: [], language: .lox, version: nil)
  }

  @Test func everyPeerIsMeasured() throws {
    let suite = Suite(peers: [shell(Peer.loxName), shell(Peer.cloxName)], runs: 2)
    try withProgram("echo 7 # // expect: 7\n") { program in
      let (results, failures) = try suite.measure([program]) { #expect($0 == "program") }
      #expect(failures.isEmpty)
      #expect(results.map(\.program) == ["program"])
      let ratio = try #require(results.meanRatio(of: Peer.cloxName))
      #expect(ratio > 0)
      #expect(suite.verify([program]).isEmpty)
    }
  }

  @Test(arguments: [
    ("echo 8 # // expect: 7\n", "printed \"8\\n\", expected \"7\\n\""),
    ("echo problem >&2; exit 70\n", "exit code 70: problem\n"),
    ("kill -SEGV $$\n", "killed by signal 11"),
  ])
  func wrongRunsAreFailures(source: String, reason: String) throws {
    let suite = Suite(peers: [shell(Peer.loxName)], runs: 2)
    try withProgram(source) { program in
      let (results, failures) = try suite.measure([program]) { _ in }
      #expect(failures.map(\.reason) == [reason])
      #expect(results.first?.measurements.isEmpty == true)
      #expect(suite.verify([program]).map(\.reason) == [reason])
    }
  }

  @Test func extendedProgramsAreNotForClox() throws {
    try withProgram("// lox: extended\n") { program in
      #expect(shell(Peer.loxName).accepts(program))
      #expect(!shell(Peer.cloxName).accepts(program))
    }
  }

  /// There is no such thing in that language.
  @Test func extendedProgramsMayBeMissingInOtherLanguages() throws {
    let lua = Peer(name: "lua", executable: "", options: [], language: .lua, version: nil)
    try withProgram("// lox: extended\n") { #expect(!lua.accepts($0)) }
    try withProgram("print 1;\n") { #expect(lua.accepts($0)) }
  }
}
