import LoxRuntime

/// The runs of an isolate that may wait: one is under way at a time, the others wait for their turn, in their order.
final class RunQueue {
  private var isTaken = false
  private var waiting: [Race<Void>] = []
  /// The queues that the present task has its turn in, through the asynchronous functions that it executes.
  @TaskLocal private static var taken: [ObjectIdentifier] = []

  /// Waits for the turn, which `leave` ends.
  ///
  /// Throws a ``RuntimeError`` of the kind `cancelled` if the task or the token is cancelled before, and of the kind `busy` if the run
  /// would wait for itself.
  nonisolated(nonsending) func enter(_ token: CancellationToken?) async throws {
    guard isTaken else {
      isTaken = true
      return
    }
    guard !Self.taken.contains(ObjectIdentifier(self)) else { throw RuntimeError(.busy) }
    let race = Race<Void>()
    waiting.append(race)
    guard case .success = await race.result(token) else { throw RuntimeError(.cancelled) }
  }

  /// Gives the turn to the next that still wants it.
  func leave() {
    while !waiting.isEmpty {
      if waiting.removeFirst().finish(.success(())) { return }
    }
    isTaken = false
  }

  /// Does something on behalf of the run whose turn it is.
  func perform<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Self.$taken.withValue(Self.taken + [ObjectIdentifier(self)], operation: body)
  }
}

extension RuntimeError {
  /// An error outside of all scripts.
  fileprivate init(_ kind: Kind) { self.init(kind: kind, message: kind.message, trace: Trace()) }
}
