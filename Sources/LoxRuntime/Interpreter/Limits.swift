/// What a run may use, and what it has used.
///
/// The run loop counts units of fuel down in slices and comes back here when a slice is used up: so the check of all
/// limits costs one subtraction and one branch, and an interruption is noticed within one slice. Slow paths charge
/// what they do beyond an instruction's own cost to the parked fuel.
struct RunLimits {
  /// How much is executed at most until limits are looked at again.
  static let maximumSlice = 1 << 16
  var slice = maximumSlice
  /// How many slices a run that may be suspended takes at most until it lets others run on its thread.
  static let slicesBetweenPauses = 4
  /// Counted down; nil if the run does not pause.
  private var slicesUntilPause: Int?

  /// The units left beyond the current slice; nil if there is no limit.
  private(set) var remaining: Int?
  /// All units that were ever used, apart from those of the current slice.
  private(set) var used = 0
  /// When the run must end, by the monotonic clock.
  private var deadline: UInt64?

  /// Begins a run.
  mutating func begin(_ limits: MachineLimits, pausing: Bool) {
    remaining = limits.fuel
    deadline = limits.deadline
    slicesUntilPause = pausing ? Self.slicesBetweenPauses : nil
  }

  /// Nothing outside of runs is limited.
  mutating func end() {
    remaining = nil
    deadline = nil
  }

  /// Whether it is the turn of others.
  var isPauseDue: Bool { slicesUntilPause.map { $0 <= 0 } ?? false }

  mutating func pause() { slicesUntilPause = Self.slicesBetweenPauses }

  /// The next slice, given what the last left over (a debt if negative); nil if the fuel is used up. The slice is empty if the
  /// run is to pause at the next place where it can.
  mutating func nextSlice(_ rest: Int, pausing: Bool) -> Int? {
    used &-= rest
    let slice = pausing ? 0 : slice
    slicesUntilPause? -= 1
    guard let remaining else {
      used &+= slice
      return slice
    }
    let (left, isHuge) = remaining.addingReportingOverflow(rest)
    guard left >= 0, !isHuge else {
      self.remaining = 0
      return nil
    }
    let given = min(left, slice)
    self.remaining = left - given
    used &+= given
    return given
  }

  /// Takes back what a run has not used of its slice.
  mutating func giveBack(_ rest: Int) {
    used &-= rest
    if let remaining { self.remaining = max(0, remaining &+ rest) }
  }

  /// Why the run must end though it has fuel.
  func interruption(_ limits: MachineLimits) -> RuntimeError.Kind? {
    if let isCancelled = limits.isCancelled, isCancelled() { return .cancelled }
    if let deadline, MonotonicClock.nanoseconds() >= deadline { return .deadlineExceeded }
    return nil
  }
}

/// What a run from outside may use at most.
package struct MachineLimits {
  /// In units; nil for no limit.
  package var fuel: Int?
  /// By `MachineClock`; nil for none.
  package var deadline: UInt64?
  /// Asked once a slice.
  package var isCancelled: (() -> Bool)?

  package init() {}
}

/// The clock that deadlines are measured by: it never goes back.
package enum MachineClock {
  /// Nanoseconds since some fixed point in the past.
  package static func nanoseconds() -> UInt64 { MonotonicClock.nanoseconds() }
}

extension Machine {
  /// Takes the next slice of fuel if this one is used up; false, with the error set, if the run must end. The state is parked.
  mutating func refuel() -> Bool {
    parked.fuel >= 0 || takeSlice()
  }

  /// Takes the next slice of fuel, given what is left of this one.
  mutating func takeSlice() -> Bool {
    if profiler != nil { sampleSlice(parked.fuel) }
    let slice = limits.nextSlice(parked.fuel, pausing: limits.isPauseDue && canSuspend)
    parked.fuel = slice ?? 0
    if slice == nil { return fail(.outOfFuel) }
    return !isInterrupted()
  }

  /// Sees to it that the run comes to a place where it can pause, if it is to: a callback can't, and may take each slice there is.
  mutating func endSliceIfPauseIsDue() {
    guard limits.isPauseDue, entryCount == 1, parked.fuel > 0 else { return }
    limits.giveBack(parked.fuel)
    parked.fuel = 0
  }

  /// Suspends a run that may be suspended if it is the turn of others; the state is parked where it can go on.
  mutating func pauses() -> Bool {
    guard limits.isPauseDue, canSuspend else { return false }
    limits.pause()
    suspension = Suspension(operation: nil, call: nil, window: 0)
    return true
  }

  /// Whether the run must end though it has fuel; then the error is set.
  mutating func isInterrupted() -> Bool {
    guard entryCount > 0, let kind = limits.interruption(runLimits) else { return false }
    _ = fail(kind)
    return true
  }

  /// Charges work on so many bytes; the caller refuels afterwards.
  mutating func charge(bytes: Int) { parked.fuel &-= bytes >> 4 }

  /// All units of fuel that were ever used.
  var usedFuel: Int { limits.used }
}
