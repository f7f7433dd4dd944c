import LoxRuntime

/// What a script may use. All limits hold at once; the first one that is exceeded ends the run with a ``RuntimeError`` whose
/// `kind` names it, and the isolate can be used again afterwards.
///
/// Fuel, deadline and output count for each run: from the call of the host that begins it to its end, with all that host functions
/// call in between.
public struct Limits: Sendable {
  /// How much each run may execute, in units of fuel; nil for no limit.
  ///
  /// A unit is about one simple instruction, or 16 bytes of a string that is copied or compared. A ``Program``
  /// with the same input uses the same fuel on each machine and in each way to run it. Compiled without the optimizer, the same source is
  /// another program, which may use more.
  public var fuel: Int?
  /// The most bytes that the objects of the isolate may take. The stack of calls may take as much beside them, up to 128 MiB.
  public var heapBytes: Int
  /// How many calls of Lox functions may be under way at once, up to some five million.
  public var callDepth: Int
  /// How many times the host may have called Lox at once: host functions that call back need the native stack.
  public var hostCallDepth: Int
  /// How many bytes each run may print; nil for no limit.
  public var outputBytes: Int?
  /// When each run must end; nil for no limit.
  public var deadline: Deadline?
  /// Ends runs from outside, on any thread. The cancellation of the task that a run belongs to ends it as well.
  public var cancellation: CancellationToken?

  /// No limit but those of memory: 2 GiB of objects and a million calls.
  public init() {
    fuel = nil
    heapBytes = 2 << 30
    callDepth = 1_000_000
    hostCallDepth = 100
    outputBytes = nil
    deadline = nil
    cancellation = nil
  }

  /// Limits for a script that somebody else has written, as a start: ten million units of fuel (some 20 ms), 16 MiB of objects,
  /// 10,000 calls, 1 MiB of output, and half a second.
  public static var untrusted: Limits {
    var limits = Limits()
    limits.fuel = 10_000_000
    limits.heapBytes = 16 << 20
    limits.callDepth = 10_000
    limits.hostCallDepth = 20
    limits.outputBytes = 1 << 20
    limits.deadline = .after(.milliseconds(500))
    return limits
  }
}

extension Limits {
  /// The same for the machine.
  var machineLimits: MachineLimits { IsolateLimits(self) }
}

/// Limits as the machine has them, with the two ways to cancel a run.
private final class IsolateLimits: MachineLimits {
  private let token: CancellationToken?

  init(_ limits: Limits) {
    token = limits.cancellation
    let deadline = limits.deadline
    super.init(
      fuel: limits.fuel, heapBytes: limits.heapBytes, callDepth: limits.callDepth,
      entryDepth: limits.hostCallDepth, outputBytes: limits.outputBytes,
      deadline: deadline.map { deadline in { deadline.nanoseconds(from: MachineClock.nanoseconds()) } })
  }

  override func isCancelled() -> Bool { Task.isCancelled || token.map(\.isCancelled) ?? false }
}

/// When a run must end.
public struct Deadline: Sendable {
  /// How long it is until then.
  let remaining: @Sendable () -> Duration

  /// So long after the begin of each run.
  public static func after(_ duration: Duration) -> Deadline { Deadline { duration } }

  /// At an instant of a clock, however many runs there are until then.
  public static func at<C: Clock & Sendable>(_ instant: C.Instant, clock: C) -> Deadline
  where C.Duration == Duration {
    Deadline { clock.now.duration(to: instant) }
  }

  /// At an instant of the continuous clock.
  public static func at(_ instant: ContinuousClock.Instant) -> Deadline {
    at(instant, clock: ContinuousClock())
  }

  /// The machine's clock at the deadline.
  func nanoseconds(from now: UInt64) -> UInt64 {
    let (seconds, attoseconds) = remaining().components
    guard seconds >= 0, attoseconds >= 0 else { return now }
    let (product, isHuge) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isLate) = now.addingReportingOverflow(product)
    return isHuge || isLate ? .max : sum &+ UInt64(attoseconds) / 1_000_000_000
  }
}
