import Testing

@testable import LoxRuntime

/// What a run has used of its limits.
@Suite struct RunStateTests {
  private final class CancelledLimits: MachineLimits {
    override func isCancelled() -> Bool { true }
  }

  private func begun(
    fuel: Int? = nil, outputBytes: Int? = nil, deadline: UInt64? = nil, pausingAfter slices: Int? = nil
  ) -> RunState {
    let limits = MachineLimits(
      fuel: fuel, heapBytes: 1 << 20, callDepth: 10, entryDepth: 1, outputBytes: outputBytes)
    var run = RunState(limits)
    run.begin(deadline: deadline, pausingAfter: slices)
    return run
  }

  /// The next slice of at most 30 units.
  private func next(_ run: inout RunState, rest: Int = 0) -> Int? { run.nextSlice(rest, maximum: 30) }

  @Test func slicesAddUpToTheFuel() {
    var run = begun(fuel: 100)
    #expect([next(&run), next(&run), next(&run)] == [30, 30, 30])
    #expect(run.remaining == 10)
    #expect(next(&run) == 10)
    // An empty slice, which must not be overdrawn.
    #expect(next(&run) == 0)
    #expect(next(&run, rest: -1) == nil)
    #expect(run.remaining == 0)
  }

  @Test func whatASliceLeavesOverIsThereForTheNext() {
    var run = begun(fuel: 100)
    _ = next(&run)
    #expect(next(&run, rest: 20) == 30)
    #expect(run.remaining == 60)
    run.giveBack(25)
    #expect(run.remaining == 85)
  }

  @Test func debtsArePaidByTheNextSlice() {
    var run = begun(fuel: 100)
    _ = next(&run)
    #expect(next(&run, rest: -40) == 30)
    #expect(run.remaining == 0)
    #expect(next(&run, rest: -1) == nil)
    run = begun(fuel: 100)
    _ = next(&run)
    #expect(next(&run, rest: -71) == nil)
    // The fuel is used up, though it was more than nothing before the debt.
    #expect(run.remaining == 0)
    run = begun(fuel: 100)
    run.giveBack(-1000)
    #expect(run.remaining == 0)
  }

  @Test func withoutALimitThereIsAlwaysASlice() {
    var run = begun()
    #expect(next(&run, rest: -1_000_000) == 30)
    run.giveBack(10)
    #expect(run.remaining == nil)
  }

  @Test func eachRunBeginsWithAllItsFuel() {
    var run = begun(fuel: 100, outputBytes: 10, pausingAfter: 1)
    _ = next(&run)
    _ = run.permitsOutput(100)
    run.entryCount = 3
    run.canSuspend = true
    run.begin(deadline: nil, pausingAfter: nil)
    #expect(run.remaining == 100 && run.entryCount == 0)
    #expect(run.canSuspend == false)
    #expect(run.isPauseDue == false)
    let isPermitted = run.permitsOutput(10)
    #expect(isPermitted)
  }

  @Test func outputIsCountedToTheByte() {
    var run = begun(outputBytes: 10)
    #expect([4, 6, 0, 1, 0].map { run.permitsOutput($0) } == [true, true, true, false, false])
    run = begun()
    #expect([1 << 40, 1].map { run.permitsOutput($0) } == [true, true])
  }

  @Test func aPauseIsDueAfterSoManySlices() {
    var run = begun(pausingAfter: 2)
    #expect(run.isPauseDue == false)
    _ = next(&run)
    #expect(run.isPauseDue == false)
    _ = next(&run)
    #expect(run.isPauseDue == true)
    run.pause(after: 1)
    #expect(run.isPauseDue == false)
    _ = next(&run)
    #expect(run.isPauseDue == true)

    run = begun()
    for _ in 0..<100 { _ = next(&run) }
    #expect(run.isPauseDue == false)
  }

  @Test func interruptions() {
    let cancelled = RunState(CancelledLimits(heapBytes: 1 << 20, callDepth: 10, entryDepth: 1))
    var runs = [begun(), begun(deadline: 1), begun(deadline: .max), cancelled]
    #expect(runs[0].interruption() == nil)
    #expect(runs[1].interruption() == .deadlineExceeded)
    #expect(runs[2].interruption() == nil)
    #expect(runs[3].interruption() == .cancelled)
  }

  @Test func aClockThatWasReadAtTheBeginIsNotReadAgainAtOnce() {
    var run = begun()
    run.begin(deadline: 1, isAhead: true, pausingAfter: nil)
    #expect(run.interruption() == nil)
    #expect(run.interruption() == .deadlineExceeded)
  }

  @Test func limitsAreTakenForRunsToCome() {
    var run = begun(fuel: 100)
    run.take(
      MachineLimits(fuel: 7, heapBytes: 1 << 20, callDepth: 10, entryDepth: 1, deadline: { _ in 5 }))
    #expect(run.hasDeadline == true)
    run.begin(deadline: 5, pausingAfter: nil)
    #expect(run.remaining == 7 && run.deadline == 5)
  }

  @Test func senselessLimitsAreMadeSensible() {
    let limits = MachineLimits(fuel: -1, heapBytes: 0, callDepth: 0, entryDepth: 0)
    #expect(limits.fuel == 0 && limits.callDepth == 1 && limits.entryDepth == 1)
    let large = MachineLimits(heapBytes: 0, callDepth: .max, entryDepth: 1)
    #expect(large.callDepth == FrameStack.maximumCapacity)
  }
}
