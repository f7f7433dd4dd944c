import LoxRuntime

/// Pushes the result of an asynchronous function, with which the run goes on. The instance is that of an initializer.
@usableFromInline typealias AsyncResult = @Sendable (Isolate, Handle?) throws -> Void

/// The result that is a value.
@inlinable func _asyncResult<Result: ValueConvertible & Sendable>(_ value: Result) -> AsyncResult {
  { isolate, _ in try value._push(to: isolate.machine.stack) }
}

/// The operation that a suspended run waits for.
@usableFromInline final class AsyncOperation {
  private let body: @Sendable () async throws -> AsyncResult
  /// The instance that an initializer is called on.
  let instance: Handle?

  @usableFromInline init(
    of instance: Handle? = nil, _ body: @escaping @Sendable () async throws -> AsyncResult
  ) {
    self.instance = instance
    self.body = body
  }

  /// Performs the operation until it ends by itself, the deadline passes, or it is cancelled. In the last two
  /// cases nobody waits for it any longer.
  nonisolated(nonsending) func result(_ turn: RunTurn, _ queue: RunQueue) async -> Race.Outcome {
    await begin(queue).result(turn)
  }

  /// Begins the operation; its result is to be asked for once.
  func begin(_ queue: RunQueue) -> Begun {
    let race = Race()
    let body = body
    // PERF: the task begins at once, here: an operation that does not wait needs neither a thread switch nor
    // a timer.
    let work = queue.perform {
      Task.immediate {
        do {
          race.finish(.success(try await body()))
        } catch {
          race.finish(.failure(error))
        }
      }
    }
    return Begun(race: race, work: work)
  }

  /// An operation that has begun.
  struct Begun {
    fileprivate let race: Race
    fileprivate let work: Task<Void, Never>

    /// Waits for the result.
    nonisolated(nonsending) func result(_ turn: RunTurn) async -> Race.Outcome {
      if let result = race.takeResult() { return result }
      let result = await race.result(turn.cancellation, deadline: turn.deadline)
      work.cancel()
      return result
    }

    /// Nobody will ask for the result.
    func cancel() { work.cancel() }
  }
}

extension HostFunction {
  /// A function that suspends the run.
  static func asynchronous<each Parameter: ValueConvertible & Sendable, Result: ValueConvertible & Sendable>(
    _ name: String, _ body: @escaping @Sendable (repeat each Parameter) async throws -> Result
  ) -> HostFunction {
    let parameters = _parameters(repeat (each Parameter).self)
    return suspending(
      name: name, arity: parameters.count, requiredCount: parameters.requiredCount
    ) { call in
      var reader = HostArgumentReader(call)
      let values = (repeat try reader.next((each Parameter).self))
      return AsyncOperation { _asyncResult(try await body(repeat each values)) }
    }
  }
}
