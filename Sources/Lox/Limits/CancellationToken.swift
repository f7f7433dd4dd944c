import Synchronization

/// Ends the runs of all isolates that have it as their ``Limits/cancellation``. It can be used on any thread.
/// Once cancelled, it stays cancelled.
public final class CancellationToken: Sendable {
  private let flag = Atomic(false)
  private let waiting = Mutex(Waiting())

  private struct Waiting {
    var next = 0
    var handlers: [Int: @Sendable () -> Void] = [:]
  }

  /// A token that is not cancelled.
  public init() {}

  /// Whether ``cancel()`` was called.
  public var isCancelled: Bool { flag.load(ordering: .relaxed) }

  /// Ends runs: executing ones within a fraction of a millisecond, suspended ones at once, and future ones
  /// when they begin.
  public func cancel() {
    flag.store(true, ordering: .relaxed)
    let handlers = waiting.withLock { waiting in
      defer { waiting.handlers = [:] }
      return waiting.handlers.values
    }
    for handler in handlers { handler() }
  }

  /// Calls the handler once the token is cancelled, or at once if it already is; pass the result to
  /// ``removeHandler(_:)``.
  func addHandler(_ handler: @escaping @Sendable () -> Void) -> Int {
    let number = waiting.withLock { waiting in
      waiting.next += 1
      waiting.handlers[waiting.next] = handler
      return waiting.next
    }
    // The flag is set before the handlers are taken, so either the canceller sees this handler, or the flag
    // is seen here.
    if isCancelled, waiting.withLock({ $0.handlers.removeValue(forKey: number) }) != nil { handler() }
    return number
  }

  func removeHandler(_ number: Int) { _ = waiting.withLock { $0.handlers.removeValue(forKey: number) } }
}
