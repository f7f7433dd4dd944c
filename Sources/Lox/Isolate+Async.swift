import LoxRuntime

/// Runs that may wait: a call of an asynchronous host function suspends them, at any depth of Lox calls.
/// Their state is then in the isolate; no thread waits, and no native stack is held. Long computations let
/// other tasks run now and then.
extension Isolate {
  /// Runs a program to its end, and delivers its output; the run waits for asynchronous host functions
  /// without holding a thread.
  ///
  /// Throws a ``RuntimeError`` if the script fails or exceeds a limit. Cancelling the task ends the run, even
  /// while it waits. While it waits, the isolate can be used for other things; another run that may wait
  /// begins when this one has ended. A long computation gives its thread to other tasks about every 260,000
  /// units of fuel.
  public nonisolated(nonsending) func run(_ program: Program) async throws {
    let turn = try await _enter()
    defer { queue.leave() }
    let base = machine.top
    defer { machine.pop(to: base) }
    if let names = program.freeNames {
      try pushExpression(program, names)
    } else {
      try pushScript(program)
    }
    try await _finish(ValueSlot(base, in: self), turn)
  }

  /// Waits for the turn of a run, whose limits count from now on.
  @usableFromInline nonisolated(nonsending) func _enter() async throws -> RunTurn {
    let turn = RunTurn(deadline: machine.deadlineFromNow, cancellation: limits.cancellation)
    try await queue.enter(turn)
    return turn
  }

  @usableFromInline func _leave() { queue.leave() }

  /// Calls the callee in the slot with the arguments pushed after it, and waits for each asynchronous host
  /// function that the run calls; the result replaces them all. After an error, all are popped.
  @usableFromInline nonisolated(nonsending) func _finish(_ base: ValueSlot, _ turn: RunTurn) async throws {
    var run = try machine.begin(base.slot, deadline: turn.deadline)
    while run.outcome == .suspended {
      guard let operation = machine.pendingOperation as? AsyncOperation else {
        await Task.yield()
        onPause?()
        machine.resume(&run)
        continue
      }
      if machine.hasOutput { machine.flush() }
      switch await operation.result(turn, queue) {
      case .success(let result):
        do {
          try result.push(in: self, operation)
          machine.resumeWithPushed(&run)
        } catch {
          machine.resume(&run, throwing: error)
        }
      case .failure(let error): machine.resume(&run, throwing: error)
      }
    }
    try machine.finish(run)
  }

  /// Defines a global function that scripts call like any other, while the host takes its time. It can be
  /// called in runs that may wait. In other runs, and in functions that a host function calls, it is an
  /// error.
  ///
  /// The body runs as a task of its own, in effect a child task: it is cancelled with the run, and has its
  /// priority and its task-local values. Errors are as for functions defined with `define`; this method
  /// itself throws a ``RuntimeError`` if there is no memory.
  public func defineAsync<each Parameter: ValueConvertible & Sendable, Result: ValueConvertible & Sendable>(
    _ name: String, _ body: @escaping @Sendable (repeat each Parameter) async throws -> Result
  ) throws {
    let parameters = _parameters(repeat (each Parameter).self)
    try define(
      .asynchronous(name, body),
      HostDeclaration(kind: .function, parameters: parameters, resultType: Result.loxType, isAsync: true))
  }

  /// Defines a global function that takes its time and has no result: Lox sees nil.
  public func defineAsync<each Parameter: ValueConvertible & Sendable>(
    _ name: String, _ body: @escaping @Sendable (repeat each Parameter) async throws -> Void
  ) throws {
    try defineAsync(name) { (argument: repeat each Parameter) async throws -> Bool? in
      try await body(repeat each argument)
      return nil
    }
  }
}

/// The operation that a suspended run waits for.
final class AsyncOperation {
  private let body: @Sendable () async throws -> any AsyncResult
  /// The instance that an initializer is called on.
  let instance: Handle?

  init(of instance: Handle? = nil, _ body: @escaping @Sendable () async throws -> any AsyncResult) {
    self.instance = instance
    self.body = body
  }

  /// Performs the operation until it ends by itself, the deadline passes, or it is cancelled. In the last two
  /// cases nobody waits for it any longer.
  nonisolated(nonsending) func result(
    _ turn: RunTurn, _ queue: RunQueue
  ) async -> Result<any AsyncResult, any Error> {
    let race = Race<any AsyncResult>()
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
    if let result = race.takeResult() { return result }
    let result = await race.result(turn.cancellation, deadline: turn.deadline)
    work.cancel()
    return result
  }
}

/// The result of an asynchronous function for the waiting run.
protocol AsyncResult: Sendable {
  /// Pushes the value with which the run continues.
  func push(in isolate: Isolate, _ operation: AsyncOperation) throws
}

/// The result of a function.
struct AsyncValue<Value: ValueConvertible & Sendable>: AsyncResult {
  let value: Value

  func push(in isolate: Isolate, _ operation: AsyncOperation) throws {
    try value._push(to: isolate.machine.stack)
  }
}

/// The object that an initializer has made.
struct AsyncObject<Object: Sendable>: AsyncResult {
  let object: Object
  let bytes: Int

  func push(in isolate: Isolate, _ operation: AsyncOperation) throws {
    guard let instance = operation.instance else { return try isolate.push(.nil) }
    let slot = isolate.machine.top
    try isolate.push(instance)
    try isolate.setHostObject(object, bytes: bytes, of: slot)
  }
}
