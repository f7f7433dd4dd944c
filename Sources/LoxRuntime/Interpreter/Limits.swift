/// What runs may use at most. A run keeps the limits that were set when it began, to its end.
///
/// Immutable, so that a run that waits and one that begins meanwhile may have different ones.
open class MachineLimits {
  /// In units; nil for no limit.
  package let fuel: Int?
  /// How many bytes objects may take.
  package let heapBytes: Int
  /// How many calls may be under way at once.
  package let callDepth: Int
  /// How many times the host may be in the machine at once.
  package let entryDepth: Int
  /// How many bytes may be printed; nil for no limit.
  package let outputBytes: Int?
  /// When a run that begins now must end, by `MachineClock`; nil for never.
  package let deadline: (() -> UInt64)?

  package init(
    fuel: Int? = nil, heapBytes: Int, callDepth: Int, entryDepth: Int, outputBytes: Int? = nil,
    deadline: (() -> UInt64)? = nil
  ) {
    self.fuel = fuel.map { max(0, $0) }
    self.heapBytes = heapBytes
    self.callDepth = max(1, min(callDepth, FrameStack.maximumCapacity))
    self.entryDepth = max(1, entryDepth)
    self.outputBytes = outputBytes
    self.deadline = deadline
  }

  /// Whether somebody wants the run to end; asked once a slice.
  open func isCancelled() -> Bool { false }
}

/// A run from outside, from its begin to its end: its limits, and what it has used of them.
///
/// The run loop counts units of fuel down in slices and comes back here when a slice is used up: so the check of all
/// limits costs one subtraction and one branch, and an interruption is noticed within one slice. Slow paths charge
/// what they do beyond an instruction's own cost to the parked fuel.
struct RunState {
  /// How much is executed at most until limits are looked at again.
  static let maximumSlice = 1 << 16
  /// No sum of fuel gets larger than this, whatever is charged.
  static let maximumFuel = 1 << 61

  private(set) var limits: MachineLimits
  private(set) var hasDeadline: Bool
  private var fuel: Int?
  /// The entries of the host into this run: 0 if no run is under way.
  var entryCount = 0
  /// Whether it may be suspended where it is now.
  var canSuspend = false
  /// The units left beyond the current slice; nil if there is no limit.
  private(set) var remaining: Int?
  /// When it must end, by the monotonic clock.
  private(set) var deadline: UInt64?
  /// Counted down; nil if the run does not pause.
  private var slicesUntilPause: Int?
  /// The bytes that it has printed.
  private var outputBytes = 0

  /// No run, before the first.
  init(_ limits: MachineLimits) {
    self.limits = limits
    hasDeadline = limits.deadline != nil
    fuel = limits.fuel
  }

  /// Takes limits for the runs to come.
  mutating func take(_ limits: MachineLimits) { self = RunState(limits) }

  /// Begins a run with the limits that were taken last.
  @inline(__always) mutating func begin(deadline: UInt64?, pausingAfter slices: Int?) {
    entryCount = 0
    canSuspend = false
    remaining = fuel
    self.deadline = deadline
    slicesUntilPause = slices
    outputBytes = 0
  }

  /// Whether it is the turn of others.
  var isPauseDue: Bool { slicesUntilPause.map { $0 <= 0 } ?? false }

  mutating func pause(after slices: Int) { slicesUntilPause = slices }

  /// The next slice of so many units at most, given what the last left over (a debt if negative); nil if the fuel is used up.
  @inline(__always) mutating func nextSlice(_ rest: Int, maximum: Int) -> Int? {
    slicesUntilPause? -= 1
    guard let remaining else { return maximum }
    let left = remaining &+ rest
    guard left >= 0 else {
      self.remaining = 0
      return nil
    }
    let given = min(left, maximum)
    self.remaining = left - given
    return given
  }

  /// Takes back what the run has not used of its slice.
  mutating func giveBack(_ rest: Int) {
    if let remaining { self.remaining = max(0, remaining &+ rest) }
  }

  /// Whether the run may print so many bytes more.
  mutating func permitsOutput(_ added: Int) -> Bool {
    outputBytes &+= added
    return limits.outputBytes.map { outputBytes <= $0 } ?? true
  }

  /// Why the run must end though it has fuel.
  var interruption: RuntimeError.Kind? {
    @inline(__always) get {
      if limits.isCancelled() { return .cancelled }
      if let deadline, MonotonicClock.nanoseconds() >= deadline { return .deadlineExceeded }
      return nil
    }
  }
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

  /// Takes the next slice of fuel, given what is left of this one. The slice is empty if the run is to pause at the next place
  /// where it can.
  mutating func takeSlice() -> Bool {
    if profiler != nil { sampleSlice(parked.fuel) }
    let isEmpty = run.isPauseDue && run.canSuspend
    let rest = parked.fuel
    let slice = run.nextSlice(rest, maximum: isEmpty ? 0 : self.slice)
    noteUsed((slice ?? 0) &- rest)
    parked.fuel = slice ?? 0
    if slice == nil { return fail(.outOfFuel) }
    return !isInterrupted()
  }

  /// Ends the present slice: what is left of it is there for the next.
  @inline(__always) mutating func giveBackSlice() {
    run.giveBack(parked.fuel)
    noteUsed(0 &- parked.fuel)
    parked.fuel = 0
  }

  private mutating func noteUsed(_ units: Int) { givenFuel = min(givenFuel &+ units, RunState.maximumFuel) }

  /// Sees to it that the run comes to a place where it can pause, if it is to: a callback can't, and may take each slice there is.
  @inline(__always) mutating func endSliceIfPauseIsDue() {
    guard run.isPauseDue, run.entryCount == 1, parked.fuel > 0 else { return }
    giveBackSlice()
  }

  /// Suspends a run that may be suspended if it is the turn of others; the state is parked where it can go on.
  mutating func pauses() -> Bool {
    guard run.isPauseDue, run.canSuspend else { return false }
    run.pause(after: slicesBetweenPauses)
    suspension = Suspension(operation: nil, call: nil, window: 0)
    // PERF: the loop goes on at an instruction for which no live registers need to be known; so all of the window are.
    hostTop = windowEnd
    return true
  }

  /// Whether the run must end though it has fuel; then the error is set.
  @inline(__always) mutating func isInterrupted() -> Bool {
    guard run.entryCount > 0 else { return false }
    guard let kind = run.interruption else { return false }
    return !fail(kind)
  }

  /// Charges work on so many bytes; the caller refuels afterwards.
  mutating func charge(bytes: Int) { charge(units: bytes >> 4) }

  /// Charges so many units, of which no number is too large; the caller refuels afterwards.
  mutating func charge(units: Int) {
    parked.fuel = max(parked.fuel &- max(0, min(units, RunState.maximumFuel)), 0 &- RunState.maximumFuel)
  }

  /// All units of fuel that were ever used. Of a run that is under way, what is left of its slice is not used yet.
  var usedFuel: Int { givenFuel &- (run.entryCount > 0 ? parked.fuel : 0) }
}
