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
  /// How many fibers of `Fiber.map` may wait at once.
  package let pendingCalls: Int
  /// How many bytes may be printed; nil for no limit.
  package let outputBytes: Int?
  /// When a run that begins now must end, both by `MachineClock`; nil for never.
  package let deadline: ((_ now: UInt64) -> UInt64)?

  package init(
    fuel: Int? = nil, heapBytes: Int, callDepth: Int, entryDepth: Int, pendingCalls: Int = 16,
    outputBytes: Int? = nil,
    deadline: ((_ now: UInt64) -> UInt64)? = nil
  ) {
    self.fuel = fuel.map { max(0, $0) }
    self.heapBytes = heapBytes
    self.callDepth = max(1, min(callDepth, FrameStack.maximumCapacity))
    self.entryDepth = max(1, entryDepth)
    self.pendingCalls = max(1, pendingCalls)
    self.outputBytes = outputBytes
    self.deadline = deadline
  }

  /// When a run that begins now must end.
  var deadlineFromNow: UInt64? { deadline?(MonotonicClock.nanoseconds()) }

  /// Whether somebody wants the run to end; asked once a slice.
  open func isCancelled() -> Bool { false }
}

/// The clock that deadlines are measured by: it never goes back.
package enum MachineClock {
  /// Nanoseconds since some fixed point in the past.
  package static func nanoseconds() -> UInt64 { MonotonicClock.nanoseconds() }
}
