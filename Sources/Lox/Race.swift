import LoxRuntime
import Synchronization

/// The first of several results, for one waiter.
// PERF: not generic, so that all of its state has a layout that the compiler knows.
final class Race: Sendable {
  /// A turn of a run has no result but that it has come.
  typealias Outcome = Result<AsyncResult?, any Error>

  private enum State {
    case running
    case waiting(Waiter)
    case finished(Outcome)
    case over
  }

  // PERF: the compiler does not know the layout of a continuation.
  private final class Waiter: Sendable {
    let continuation: CheckedContinuation<Outcome, Never>

    init(_ continuation: CheckedContinuation<Outcome, Never>) { self.continuation = continuation }
  }

  private let state = Mutex(State.running)

  /// Waits. Cancellation of the task or of the token is a result like any other, a `CancellationError`, and
  /// so is the deadline, a `DeadlineError`.
  nonisolated(nonsending) func result(_ token: CancellationToken?, deadline: UInt64?) async -> Outcome {
    let number = token?.addHandler { self.finish(.failure(CancellationError())) }
    defer { if let number { token?.removeHandler(number) } }
    let alarm = deadline.map { deadline in
      Task {
        let now = MachineClock.nanoseconds()
        if deadline > now { try? await Task.sleep(nanoseconds: deadline &- now) }
        if !Task.isCancelled { finish(.failure(DeadlineError())) }
      }
    }
    defer { alarm?.cancel() }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { wait($0) }
    } onCancel: {
      finish(.failure(CancellationError()))
    }
  }

  /// The result, if there is one yet.
  func takeResult() -> Outcome? {
    state.withLock { state in
      guard case .finished(let outcome) = state else { return nil }
      state = .over
      return outcome
    }
  }

  private func wait(_ continuation: CheckedContinuation<Outcome, Never>) {
    let known: Outcome? = state.withLock { state in
      if case .finished(let outcome) = state {
        state = .over
        return outcome
      }
      state = .waiting(Waiter(continuation))
      return nil
    }
    if let known { continuation.resume(returning: known) }
  }

  /// Whether this is the first result.
  @discardableResult
  func finish(_ outcome: Outcome) -> Bool {
    let (isFirst, waiting): (Bool, Waiter?) = state.withLock { state in
      switch state {
      case .running:
        state = .finished(outcome)
        return (true, nil)
      case .waiting(let waiter):
        state = .over
        return (true, waiter)
      case .finished, .over: return (false, nil)
      }
    }
    waiting?.continuation.resume(returning: outcome)
    return isFirst
  }
}
