/// How runs get fuel and pay with it, and where they end or pause.
extension Machine {
  /// Takes the next slice of fuel if this one is used up; false, with the error set, if the run must end. The state is parked.
  mutating func refuel() -> Bool {
    calls.parked.fuel >= 0 || takeSlice()
  }

  /// Takes the next slice of fuel, given what is left of this one. The slice is empty if the run is to pause at the next place
  /// where it can.
  mutating func takeSlice() -> Bool {
    if instruments.profiler != nil { sampleSlice(calls.parked.fuel) }
    let isEmpty = runs.current.isPauseDue && runs.current.canSuspend
    let rest = calls.parked.fuel
    let slice = runs.current.nextSlice(rest, maximum: isEmpty ? 0 : runs.slice)
    runs.noteUsed((slice ?? 0) &- rest)
    calls.parked.fuel = slice ?? 0
    if slice == nil { return fail(.outOfFuel) }
    return !isInterrupted()
  }

  /// Ends the present slice: what is left of it is there for the next.
  @inline(__always) mutating func giveBackSlice() {
    runs.current.giveBack(calls.parked.fuel)
    runs.noteUsed(0 &- calls.parked.fuel)
    calls.parked.fuel = 0
  }

  /// Sees to it that the run comes to a place where it can pause, if it is to: a callback can't, and may take each slice there is.
  @inline(__always) mutating func endSliceIfPauseIsDue() {
    guard runs.current.isPauseDue, runs.current.entryCount == 1, calls.parked.fuel > 0 else { return }
    giveBackSlice()
  }

  /// Suspends a run that may be suspended if it is the turn of others; the state is parked where it can go on.
  mutating func pauses() -> Bool {
    guard runs.current.isPauseDue, runs.current.canSuspend else { return false }
    runs.current.pause(after: runs.slicesBetweenPauses)
    runs.suspension = Suspension(operation: nil, call: nil, window: 0)
    // PERF: the loop goes on at an instruction for which no live registers need to be known; so all of the window are.
    calls.hostTop = calls.windowEnd
    return true
  }

  /// Whether the run must end though it has fuel; then the error is set.
  @inline(__always) mutating func isInterrupted() -> Bool {
    guard runs.current.entryCount > 0 else { return false }
    guard let kind = runs.current.interruption() else { return false }
    return !fail(kind)
  }

  /// Whether the run may go on after so many more steps of an operation, of some nanoseconds each: what costs little fuel may still take
  /// long. If not, the error is set.
  @inline(__always) mutating func goesOn(after steps: Int) -> Bool {
    !pace.isDue(steps) || !isInterrupted()
  }

  /// Whether the run must end in the midst of an operation that can't say so: the next time that fuel is taken, it ends.
  mutating func givesUp() -> Bool {
    guard isInterrupted() else { return false }
    giveBackSlice()
    charge(units: 1)
    return true
  }

  /// Charges work on so many bytes; the caller refuels afterwards.
  mutating func charge(bytes: Int) { charge(units: bytes / Machine.bytesPerUnit) }

  /// So many bytes cost a unit.
  static let bytesPerUnit = 16

  /// Charges so many units, of which no number is too large; the caller refuels afterwards.
  mutating func charge(units: Int) {
    calls.parked.fuel = max(
      calls.parked.fuel &- max(0, min(units, RunState.maximumFuel)), 0 &- RunState.maximumFuel)
  }

  /// All units of fuel that were ever used. Of a run that is under way, what is left of its slice is not used yet.
  var usedFuel: Int { runs.givenFuel &- (runs.current.entryCount > 0 ? calls.parked.fuel : 0) }
}
