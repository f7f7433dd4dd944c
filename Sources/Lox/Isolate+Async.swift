import LoxRuntime

/// Runs that may wait: a call of an asynchronous host function suspends them, from any depth of Lox calls. Their state is in the
/// isolate then, no thread waits, and no native stack is held. Those that compute for long let other tasks run now and then.
extension Isolate {
  /// Runs a program to its end, and hands over its output; the run waits for asynchronous host functions without holding a thread.
  ///
  /// Throws a ``RuntimeError`` if the script fails or exceeds a limit. The cancellation of the task ends the run, also while it waits.
  /// While it waits, the isolate can be used for other things; another run that may wait begins when this one has ended. A script that
  /// computes for long gives its thread to other tasks each time that it has used some 260,000 units of fuel.
  public nonisolated(nonsending) func run(_ program: Program) async throws {
    try await queue.enter(limits.cancellation)
    defer { queue.leave() }
    try machine.pushScript(program.image)
    try await runPushed(0)
    machine.pop(1)
  }

  /// Calls a function or class that a global variable holds; the run waits for asynchronous host functions without holding a thread.
  ///
  /// Throws a ``RuntimeError`` if there is none or it fails, a ``ConversionError`` if the result has another type or an argument has no Lox
  /// value, and a ``HandleError`` if an argument belongs to another isolate.
  public nonisolated(nonsending) func call<each Argument: ValueConvertible, Result: ValueConvertible>(
    _ name: String, _ argument: repeat each Argument, as type: Result.Type = Result.self
  ) async throws -> Result {
    try Result.fromLox(try await call(name, repeat each argument) as Value)
  }

  /// Calls a function or class that a global variable holds, for any result; the run waits for asynchronous host functions without
  /// holding a thread.
  ///
  /// Throws as the call for a result of a type does.
  @discardableResult
  public nonisolated(nonsending) func call<each Argument: ValueConvertible>(
    _ name: String, _ argument: repeat each Argument
  ) async throws -> Value {
    try await callAsync({ try callee(name) }, repeat each argument)
  }

  /// Calls what the closure finds when it is this run's turn.
  nonisolated(nonsending) func callAsync<each Argument: ValueConvertible>(
    _ callee: () throws -> LoxRuntime.Value, _ argument: repeat each Argument
  ) async throws -> Value {
    try await queue.enter(limits.cancellation)
    defer { queue.leave() }
    try machine.push(try callee())
    let count = try pushArguments(repeat each argument)
    try await runPushed(count)
    defer { machine.pop(1) }
    return value(of: machine.pushed())
  }

  /// Calls what was pushed before so many arguments, and waits for each asynchronous host function that the run calls.
  private nonisolated(nonsending) func runPushed(_ argumentCount: Int) async throws {
    defer { if !machine.isRunning { machine.flush() } }
    prepareRun()
    var run = try machine.beginPushed(argumentCount)
    while run.outcome == .suspended {
      guard let operation = machine.pendingOperation as? AsyncOperation else {
        await Task.yield()
        machine.resume(&run)
        continue
      }
      machine.flush()
      switch await operation.result(limits.cancellation, deadline: machine.limits.deadline, queue) {
      case .success(let result):
        do {
          machine.resume(&run, with: try bits(of: result))
        } catch {
          machine.resume(&run, throwing: error)
        }
      case .failure(let error): machine.resume(&run, throwing: error)
      }
    }
    try machine.finish(run)
  }

  /// Defines a global function that scripts call as any other, while the host takes its time. It can be called in runs that
  /// may wait; in others it is an error, and so it is in what a host function calls.
  ///
  /// The body runs as a task of its own, a child in all but name: it is cancelled with the run, and has its priority and its task-local
  /// values. Errors are as for the functions that `define` defines; this itself throws a ``RuntimeError`` if there is no memory.
  public func defineAsync<each Parameter: ValueConvertible & Sendable, Result: ValueConvertible & Sendable>(
    _ name: String, _ body: @escaping @Sendable (repeat each Parameter) async throws -> Result
  ) throws {
    let types = parameterTypes(repeat (each Parameter).self)
    try defineFunction(
      HostFunction(
        name: name, arity: types.count,
        body: .suspending { [unowned self] call in
          var arguments = ArgumentReader(call, self, name)
          let values = (repeat try arguments.next((each Parameter).self))
          return AsyncOperation { try await body(repeat each values) }
        }),
      HostDeclaration(kind: .function, parameterTypes: types, resultType: Result.loxType))
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

/// What a suspended run waits for.
final class AsyncOperation {
  private let body: @Sendable () async throws -> any ValueConvertible & Sendable

  init(_ body: @escaping @Sendable () async throws -> any ValueConvertible & Sendable) { self.body = body }

  /// Does it, until it ends by itself, the deadline comes, or somebody cancels; then it is not waited for any longer, whatever it does.
  nonisolated(nonsending) func result(
    _ token: CancellationToken?, deadline: UInt64?, _ queue: RunQueue
  ) async -> Result<any ValueConvertible & Sendable, any Error> {
    let race = Race<any ValueConvertible & Sendable>()
    let body = body
    let work = queue.perform {
      Task {
        do {
          race.finish(.success(try await body()))
        } catch {
          race.finish(.failure(error))
        }
      }
    }
    let alarm = deadline.map { deadline in
      Task {
        let now = MachineClock.nanoseconds()
        if deadline > now { try? await Task.sleep(nanoseconds: deadline &- now) }
        if !Task.isCancelled { race.finish(.failure(DeadlineError())) }
      }
    }
    let result = await race.result(token)
    work.cancel()
    alarm?.cancel()
    return result
  }
}
