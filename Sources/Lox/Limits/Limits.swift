import LoxRuntime

/// What a script may use. All limits hold at once. The first one that is exceeded ends the run with a
/// ``RuntimeError`` whose `kind` names it; the isolate can be used again afterwards.
///
/// Fuel, deadline and output count for each run: from the host's call that begins it until it ends, including
/// everything that host functions call in between.
public struct Limits: Sendable {
  /// The work that each run may do, in units of fuel; nil for no limit.
  ///
  /// A unit is about one simple instruction, or 16 bytes of a string that is copied or compared. A
  /// ``Program`` with the same input uses the same fuel on every machine and in every mode. Compiled without
  /// the optimizer, the same source is another program, which may use more.
  public var fuel: Int?
  /// The greatest number of bytes that the objects of the isolate may take. The call stack may take up to 128
  /// MiB in addition.
  public var heapBytes: Int
  /// The greatest number of active calls of Lox functions, at most about five million.
  public var callDepth: Int
  /// The greatest number of active calls of Lox by the host: host functions that call back need the native
  /// stack.
  public var hostCallDepth: Int
  /// How many calls of asynchronous functions may wait at once, in fibers of `Fiber.map`.
  public var pendingCalls: Int
  /// The number of bytes that each run may print; nil for no limit.
  public var outputBytes: Int?
  /// When each run must end; nil for no limit.
  public var deadline: Deadline?
  /// Ends runs from outside, on any thread. Cancelling the task of a run ends it as well.
  public var cancellation: CancellationToken?

  /// Only memory limits: 2 GiB of objects and a million calls.
  public init() {
    fuel = nil
    heapBytes = 2 << 30
    callDepth = 1_000_000
    hostCallDepth = 100
    pendingCalls = 16
    outputBytes = nil
    deadline = nil
    cancellation = nil
  }

  /// Limits for somebody else's script, as a starting point: ten million units of fuel (about 20 ms), 16 MiB
  /// of objects, 10,000 calls, 1 MiB of output, and half a second.
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
  /// The same limits in the machine's form.
  var machineLimits: MachineLimits { IsolateLimits(self) }
}

/// The machine's form of limits, with the two ways to cancel a run.
private final class IsolateLimits: MachineLimits {
  private let token: CancellationToken?

  init(_ limits: Limits) {
    token = limits.cancellation
    let deadline = limits.deadline
    super.init(
      fuel: limits.fuel, heapBytes: limits.heapBytes, callDepth: limits.callDepth,
      entryDepth: limits.hostCallDepth, pendingCalls: limits.pendingCalls, outputBytes: limits.outputBytes,
      deadline: deadline.map { deadline in { deadline.nanoseconds(from: $0) } })
  }

  override func isCancelled() -> Bool { Task.isCancelled || token.map(\.isCancelled) ?? false }
}

/// When a run must end.
public struct Deadline: Sendable {
  private enum Kind {
    /// So many nanoseconds after the start.
    case after(UInt64)
    /// Says the time left.
    case at(@Sendable () -> Duration)
  }

  private let kind: Kind

  /// This long after the start of each run.
  public static func after(_ duration: Duration) -> Deadline {
    Deadline(kind: .after(nanoseconds(in: duration)))
  }

  /// At an instant of a clock, however many runs there are until then.
  public static func at<C: Clock & Sendable>(_ instant: C.Instant, clock: C) -> Deadline
  where C.Duration == Duration {
    Deadline(kind: .at { clock.now.duration(to: instant) })
  }

  /// At an instant of the continuous clock.
  public static func at(_ instant: ContinuousClock.Instant) -> Deadline {
    at(instant, clock: ContinuousClock())
  }

  /// The deadline on the machine's clock.
  func nanoseconds(from now: UInt64) -> UInt64 {
    let left =
      switch kind {
      case .after(let nanoseconds): nanoseconds
      case .at(let remaining): Deadline.nanoseconds(in: remaining())
      }
    let (sum, isLate) = now.addingReportingOverflow(left)
    return isLate ? .max : sum
  }

  /// 0 for durations before now, and the greatest number for those that are too long.
  private static func nanoseconds(in duration: Duration) -> UInt64 {
    let (seconds, attoseconds) = duration.components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    let (product, isHuge) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isLong) = product.addingReportingOverflow(UInt64(attoseconds) / 1_000_000_000)
    return isHuge || isLong ? .max : sum
  }
}
