/// What a run may use, and what it has used.
///
/// The run loop counts units of fuel down in slices and comes back here when a slice is used up: so the check of all
/// limits costs one subtraction and one branch, and an interruption is noticed within one slice. Slow paths charge
/// what they do beyond an instruction's own cost to the parked fuel.
struct RunLimits {
  /// How much is executed at most until limits are looked at again.
  static let maximumSlice = 1 << 16
  var slice = maximumSlice

  /// The units left beyond the current slice; nil if there is no limit.
  private(set) var remaining: Int?
  /// All units that were ever used, apart from those of the current slice.
  private(set) var used = 0
  /// When the run must end, by the monotonic clock.
  private var deadline: UInt64?
  /// Begins a run.
  mutating func begin(_ limits: MachineLimits) {
    remaining = limits.fuel
    deadline = limits.deadline
  }

  /// Nothing outside of runs is limited.
  mutating func end() {
    remaining = nil
    deadline = nil
  }

  /// The next slice, given what the last left over (a debt if negative); nil if the fuel is used up.
  mutating func nextSlice(_ rest: Int) -> Int? {
    used &-= rest
    guard let remaining else {
      used &+= slice
      return slice
    }
    let (left, isHuge) = remaining.addingReportingOverflow(rest)
    guard left >= 0, !isHuge else {
      self.remaining = 0
      return nil
    }
    let slice = min(left, slice)
    self.remaining = left - slice
    used &+= slice
    return slice
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
    let slice = limits.nextSlice(parked.fuel)
    parked.fuel = slice ?? 0
    if slice == nil { return fail(.outOfFuel) }
    return !isInterrupted()
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
