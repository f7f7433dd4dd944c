import Testing

@testable import LoxRuntime

/// The cage holds: with random words all over the heap and the stack of a running isolate, nothing outside the cage is read
/// or written, nothing traps, and every run ends.
@Suite struct DamageTests {
  #if DEBUG
    private static let batchSize = 12
  #else
    private static let batchSize = 100
  #endif

  /// A violation ends the process: by a fault around the cage, or by a trap.
  @Test(arguments: 0..<20) func nothingLeavesTheCage(batch: Int) throws {
    var writes = 0
    for index in 0..<Self.batchSize {
      let surroundings = try #require(DamageSurroundings())
      defer { surroundings.release() }
      let run = try #require(DamageRun(seed: UInt64(batch * Self.batchSize + index)))
      // Not every time, since other tests also map memory.
      _ = surroundings.surround(run.base)
      run.run()
      #expect(run.isGuardClean)
      writes += run.writes
    }
    #expect(writes > Self.batchSize)
  }
}
