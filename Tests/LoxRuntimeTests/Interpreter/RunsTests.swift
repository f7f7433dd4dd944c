import Testing

@testable import LoxRuntime

/// The present run and those that are set aside.
@Suite struct RunsTests {
  private func limits(fuel: Int? = nil, outputBytes: Int? = nil) -> MachineLimits {
    MachineLimits(
      fuel: fuel, heapBytes: 16 << 20, callDepth: 1000, entryDepth: 10, outputBytes: outputBytes)
  }

  @Test func limitsAreNewUntilTheyAreTaken() {
    var runs = Runs(limits(fuel: 1))
    #expect(runs.limitsAreNew == false)
    runs.limits = limits(fuel: 2)
    #expect(runs.limitsAreNew == true)
    #expect(runs.current.limits.fuel == 1)
    runs.takeLimits()
    #expect(runs.limitsAreNew == false)
    #expect(runs.current.limits.fuel == 2)
  }

  @Test func aSuspendedRunDoesNotExecute() {
    var runs = Runs(limits())
    #expect(runs.isExecuting == false)
    runs.current.entryCount = 1
    #expect(runs.isExecuting == true)
    runs.suspension = Suspension(operation: nil, call: nil, window: 0)
    #expect(runs.isExecuting == false)
  }

  @Test func theSumOfFuelDoesNotOverflow() {
    var runs = Runs(limits())
    runs.noteUsed(10)
    runs.noteUsed(-3)
    #expect(runs.givenFuel == 7)
    for _ in 0..<10 { runs.noteUsed(RunState.maximumFuel) }
    #expect(runs.givenFuel == RunState.maximumFuel)
  }

  /// While a run pauses, another one has its own limits, and leaves the first what it had.
  @Test func aRunThatIsSetAsideKeepsItsLimits() throws {
    let fixture = try #require(MachineFixture())
    let virtualMachine = fixture.virtualMachine
    var countsMeanwhile: [Int] = []
    try fixture.define("look") {
      countsMeanwhile.append(fixture.machine.value.runs.suspended.count)
    }
    let endless = try MachineFixture.image("look(); while (true) {}")
    // A pause comes when the second slice begins, of which all is left then.
    fixture.machine.value.runs.slice = 200
    fixture.machine.value.runs.slicesBetweenPauses = 2
    virtualMachine.limits = limits(fuel: 10_000, outputBytes: 4)
    let base = virtualMachine.top
    try virtualMachine.pushScript(
      try MachineFixture.image("print 1; for (var i = 0; i < 1000; i = i + 1) {} print 2;"))
    var run = try virtualMachine.begin(base, deadline: nil)
    #expect(fixture.machine.value.calls.parked.fuel > 0)
    func rest() -> Int {
      (fixture.machine.value.runs.current.remaining ?? 0) + fixture.machine.value.calls.parked.fuel
    }
    let before = rest()

    virtualMachine.limits = limits(fuel: 500, outputBytes: 0)
    let error = #expect(throws: RuntimeError.self) { try virtualMachine.run(endless) }
    #expect(error?.kind == .outOfFuel)
    #expect(fixture.machine.value.runs.suspended.count == 0)
    #expect(fixture.machine.value.runs.suspension != nil)
    #expect(rest() == before)

    var pauses = 0
    while run.outcome == .suspended, pauses < 1000 {
      virtualMachine.resume(&run)
      pauses += 1
    }
    #expect(pauses > 2)
    try virtualMachine.finish(run)
    #expect(virtualMachine.isRunning == false)
    #expect(countsMeanwhile == [1])
    // The next run has the limits that were set last.
    #expect(throws: RuntimeError.self) { try fixture.run("print 1;") }
  }

  @Test func usedFuelIsCountedOverAllRuns() throws {
    let fixture = try #require(MachineFixture())
    let image = try MachineFixture.image("for (var i = 0; i < 100; i = i + 1) {}")
    try fixture.virtualMachine.run(image)
    let once = fixture.virtualMachine.usedFuel
    #expect(once > 100)
    try fixture.virtualMachine.run(image)
    #expect(fixture.virtualMachine.usedFuel == once * 2)
    // To the unit what the limit counts.
    fixture.virtualMachine.limits = limits(fuel: once)
    try fixture.virtualMachine.run(image)
    #expect(fixture.machine.value.runs.current.remaining == 0)
    fixture.virtualMachine.limits = limits(fuel: once - 1)
    let error = #expect(throws: RuntimeError.self) { try fixture.virtualMachine.run(image) }
    #expect(error?.kind == .outOfFuel)
  }
}
