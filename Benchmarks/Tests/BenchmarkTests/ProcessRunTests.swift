import Testing

@testable import Benchmark

@Suite struct ProcessRunTests {
  @Test func outputAndExitCodeAreReported() throws {
    let run = try ProcessRun.run("/bin/sh", ["-c", "echo out; echo problem >&2; exit 3"])
    #expect(run.output == "out\n")
    #expect(run.errorOutput == "problem\n")
    #expect(run.end == .exit(code: 3))
    #expect(!run.succeeded)
    #expect(run.peakBytes == nil)
  }

  @Test func memoryIsThatOfTheChild() throws {
    let run = try ProcessRun.run("/bin/sh", ["-c", "sleep 0.1"], watchingMemory: true)
    let peakBytes = try #require(run.peakBytes)
    #expect(peakBytes > 100_000)
    #expect(peakBytes < 10_000_000)
  }

  @Test func signalsAreReported() throws {
    let run = try ProcessRun.run("/bin/sh", ["-c", "kill -KILL $$"])
    #expect(run.end == .signal(9))
  }

  @Test func missingProgramsAreErrors() {
    #expect(throws: ProcessRun.LaunchError.self) { try ProcessRun.run("/nonexistent", []) }
  }
}
