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
  /// Whether the clock was read just now, and the deadline is to come.
  private var isDeadlineAhead = false
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
  @inline(__always) mutating func begin(
    deadline: UInt64?, isAhead: Bool = false, pausingAfter slices: Int?
  ) {
    entryCount = 0
    canSuspend = false
    remaining = fuel
    self.deadline = deadline
    isDeadlineAhead = isAhead
    slicesUntilPause = slices
    outputBytes = 0
  }

  /// Lets it end so much later.
  mutating func delay(by nanoseconds: UInt64) { deadline = deadline.map { $0 &+ nanoseconds } }

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
  @inline(__always) mutating func interruption() -> RuntimeError.ID? {
    if limits.isCancelled() { return .cancelled }
    guard let deadline else { return nil }
    if isDeadlineAhead {
      isDeadlineAhead = false
      return nil
    }
    return MonotonicClock.nanoseconds() >= deadline ? .deadlineExceeded : nil
  }
}
