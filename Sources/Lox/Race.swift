import LoxRuntime
import Synchronization

/// The first of several results, for one waiter.
final class Race<Success: Sendable>: Sendable {
  typealias Outcome = Result<Success, any Error>

  private enum State {
    case running
    case waiting(CheckedContinuation<Outcome, Never>)
    case finished(Outcome)
    case over
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
      state = .waiting(continuation)
      return nil
    }
    if let known { continuation.resume(returning: known) }
  }

  /// Whether this is the first result.
  @discardableResult
  func finish(_ outcome: Outcome) -> Bool {
    let (isFirst, waiting): (Bool, CheckedContinuation<Outcome, Never>?) = state.withLock { state in
      switch state {
      case .running:
        state = .finished(outcome)
        return (true, nil)
      case .waiting(let continuation):
        state = .over
        return (true, continuation)
      case .finished, .over: return (false, nil)
      }
    }
    waiting?.resume(returning: outcome)
    return isFirst
  }
}
