import LoxRuntime

/// The limits of a run that counts from when it was asked for, though it may wait for its turn.
@usableFromInline struct RunTurn {
  /// By `MachineClock`; nil for none.
  let deadline: UInt64?
  let cancellation: CancellationToken?
}

/// The runs of an isolate that may wait: one is under way at a time, the others wait for their turn, in their order.
final class RunQueue {
  /// The turn of one run, told from others by its identity.
  private final class Turn: Sendable {}

  private var turn: Turn?
  private var waiting: [Race<Void>] = []
  /// The turns, in any queue, that the present task serves, as it executes asynchronous functions for their runs. Some may be over: a
  /// task can outlive the run that it was started in.
  @TaskLocal private static var served: [Turn] = []

  /// Waits for the turn, which `leave` ends.
  ///
  /// Throws a ``RuntimeError`` of the kind `cancelled` if the task or the token is cancelled before, `deadlineExceeded` if the deadline comes
  /// before, and `busy` if the run would wait for itself.
  nonisolated(nonsending) func enter(_ limits: RunTurn) async throws {
    guard let turn else {
      turn = Turn()
      return
    }
    guard !Self.served.contains(where: { $0 === turn }) else { throw RuntimeError(.busy) }
    let race = Race<Void>()
    waiting.append(race)
    if case .failure(let error) = await race.result(limits.cancellation, deadline: limits.deadline) {
      throw RuntimeError(error is DeadlineError ? .deadlineExceeded : .cancelled)
    }
  }

  /// Gives the turn to the next that still wants it.
  func leave() {
    while !waiting.isEmpty {
      if waiting.removeFirst().finish(.success(())) {
        turn = Turn()
        return
      }
    }
    turn = nil
  }

  /// Does something on behalf of the run whose turn it is.
  func perform<Result>(_ body: () throws -> Result) rethrows -> Result {
    guard let turn else { return try body() }
    return try Self.$served.withValue(Self.served + [turn], operation: body)
  }
}
