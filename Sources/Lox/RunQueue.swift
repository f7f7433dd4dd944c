import LoxRuntime

/// The limits of a run, which count from when the run was requested, though it may wait for its turn.
@usableFromInline struct RunTurn {
  /// By `MachineClock`; nil for none.
  let deadline: UInt64?
  let cancellation: CancellationToken?
}

/// The runs of an isolate that may wait: one is active at a time, and the others wait for their turn, in
/// order.
final class RunQueue {
  /// The turn of one run, identified by reference.
  private final class Turn: Sendable {}

  private var turn: Turn?
  private var waiting: [Race] = []
  /// The turns, in any queue, on whose behalf the current task executes asynchronous functions. Some may be
  /// over: a task can outlive the run in which it was started.
  @TaskLocal private static var served: [Turn] = []
  /// What `served` is for functions that the active run calls; nil until it calls one.
  private var serving: [Turn]?

  /// Waits for the turn, which `leave` ends.
  ///
  /// Throws a ``RuntimeError``: `cancelled` if the task or the token is cancelled first, `deadlineExceeded`
  /// if the deadline passes first, and `busy` if the run would wait for itself.
  nonisolated(nonsending) func enter(_ limits: RunTurn) async throws {
    guard let turn else {
      turn = Turn()
      serving = nil
      return
    }
    guard !Self.served.contains(where: { $0 === turn }) else { throw RuntimeError(.busy) }
    let race = Race()
    waiting.append(race)
    if case .failure(let error) = await race.result(limits.cancellation, deadline: limits.deadline) {
      throw RuntimeError(error is DeadlineError ? .deadlineExceeded : .cancelled)
    }
  }

  /// Passes the turn to the next run that still wants it.
  func leave() {
    serving = nil
    while !waiting.isEmpty {
      if waiting.removeFirst().finish(.success(nil)) {
        turn = Turn()
        return
      }
    }
    turn = nil
  }

  /// Runs `body` on behalf of the run whose turn it is.
  func perform<Result>(_ body: () throws -> Result) rethrows -> Result {
    guard let turn else { return try body() }
    // All of them are called by the task of the run, for which `served` stays the same.
    let serving = serving ?? Self.served + [turn]
    self.serving = serving
    return try Self.$served.withValue(serving, operation: body)
  }
}
