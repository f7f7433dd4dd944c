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
    if let names = program.expressionNames {
      try pushExpression(program, names)
    } else {
      let imports = try await loadModules(of: program, turn)
      try pushScript(program, imports: imports)
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
      // A debugger may have stopped the run: its deadline is later then.
      let turn = RunTurn(deadline: machine.deadline, cancellation: turn.cancellation)
      if let pending = machine.pendingOperation as? PendingOperations {
        await wait(for: pending, &run, turn)
        continue
      }
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
          try result?(self, operation.instance)
          machine.resumeWithPushed(&run)
        } catch {
          machine.resume(&run, throwing: error)
        }
      case .failure(let error): machine.resume(&run, throwing: error)
      }
    }
    try machine.finish(run)
  }

  /// Waits for all of several operations, which run at once, and then goes on.
  private nonisolated(nonsending) func wait(
    for pending: PendingOperations, _ run: inout SuspendableRun, _ turn: RunTurn
  ) async {
    if machine.hasOutput { machine.flush() }
    let operations = pending.operations.compactMap { $0 as? AsyncOperation }
    let begun = operations.map { $0.begin(queue) }
    for (index, operation) in begun.enumerated() {
      do {
        try await operation.result(turn).get()?(self, operations[index].instance)
        machine.takeResult(ofOperation: index)
      } catch {
        guard !(error is CancellationError || error is DeadlineError) else {
          for other in begun[index...] { other.cancel() }
          return machine.resume(&run, throwing: error)
        }
        machine.takeFailure(error, ofOperation: index)
      }
    }
    machine.resumeAfterOperations(&run)
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

  /// Defines an asynchronous function without parameters.
  ///
  /// PERF: the forms with few parameters exist for speed: see `Calls.swift`.
  @inlinable public func defineAsync<R: ValueConvertible & Sendable>(
    _ name: String, _ body: @escaping @Sendable () async throws -> R
  ) throws {
    try _defineAsync(name, [], R.loxType) { _ in AsyncOperation { _asyncResult(try await body()) } }
  }

  /// Defines an asynchronous function with one typed parameter.
  @inlinable public func defineAsync<A: ValueConvertible & Sendable, R: ValueConvertible & Sendable>(
    _ name: String, _ body: @escaping @Sendable (A) async throws -> R
  ) throws {
    try _defineAsync(name, _parameters(A.self), R.loxType) { call in
      let a: A = try call.read(0)
      return AsyncOperation { _asyncResult(try await body(a)) }
    }
  }

  /// Defines an asynchronous function with two typed parameters.
  @inlinable
  public func defineAsync<
    A: ValueConvertible & Sendable, B: ValueConvertible & Sendable, R: ValueConvertible & Sendable
  >(
    _ name: String, _ body: @escaping @Sendable (A, B) async throws -> R
  ) throws {
    try _defineAsync(name, _parameters(A.self, B.self), R.loxType) { call in
      let (a, b): (A, B) = (try call.read(0), try call.read(1))
      return AsyncOperation { _asyncResult(try await body(a, b)) }
    }
  }

  @usableFromInline func _defineAsync(
    _ name: String, _ parameters: [HostParameter], _ resultType: String,
    _ prepare: @escaping (HostCall) throws -> AsyncOperation
  ) throws {
    try define(
      .suspending(
        name: name, arity: parameters.count, requiredCount: parameters.requiredCount, prepare: prepare),
      HostDeclaration(kind: .function, parameters: parameters, resultType: resultType, isAsync: true))
  }
}
