import Testing

/// Random sequences of calls, always the same; the fuzz target `fuzz-calls` looks for others.
@Suite struct CallSequenceTests {
  @Test(arguments: 0..<16) func sequences(seed: Int) async {
    let (faults, operations) = await CallSequenceRun(
      Decisions(seed: UInt64(seed)), operations: 120
    ).run()
    #expect(faults.isEmpty)
    #expect(operations >= 120)
  }
}
