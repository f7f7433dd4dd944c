/// The present run, those that are set aside, and what the next one may use.
struct Runs {
  /// What the next run may use, and whether that was set since the last one began.
  var limits: MachineLimits { didSet { limitsAreNew = true } }
  var limitsAreNew = false
  /// The present run, or the last one.
  var current: RunState
  /// What the present run waits for, if it is suspended.
  var suspension: Suspension?
  /// The runs that are suspended while others have begun, the innermost last.
  var suspended: [SuspendedRun] = []

  /// How much is executed at most until limits are looked at again.
  var slice = RunState.maximumSlice
  /// How many slices a run that may be suspended takes at most until it lets others run on its thread.
  var slicesBetweenPauses = 4
  /// The units of all slices that were given to runs, less what was left of them.
  private(set) var givenFuel = 0

  init(_ limits: MachineLimits) {
    self.limits = limits
    current = RunState(limits)
  }

  /// Whether a run is under way that isn't suspended.
  var isExecuting: Bool { current.entryCount > 0 && suspension == nil }

  /// The limits that were set last are those of the run that is about to begin.
  mutating func takeLimits() {
    limitsAreNew = false
    current.take(limits)
  }

  /// A debugger has stopped the machine for so long: that is time of nobody.
  mutating func delay(by nanoseconds: UInt64) {
    current.delay(by: nanoseconds)
    for index in suspended.indices { suspended[index].delay(by: nanoseconds) }
  }

  /// What was used while a debugger had stopped the machine is fuel of nobody.
  mutating func setGivenFuel(_ units: Int) { givenFuel = units }

  mutating func noteUsed(_ units: Int) { givenFuel = min(givenFuel &+ units, RunState.maximumFuel) }
}
