/// Calls from Swift to Lox that may wait for asynchronous host functions, without holding a thread. They
/// throw the same errors as calls that don't wait, and a ``RuntimeError`` of the kind `busy` if they would
/// wait for themselves.
extension Isolate {
  /// Calls a function or class in a global variable; the run may wait for asynchronous host functions.
  public nonisolated(nonsending) func call<each Argument: ValueConvertible, Result: ValueConvertible>(
    _ name: String, _ argument: repeat each Argument, as type: Result.Type = Result.self
  ) async throws -> Result {
    let turn = try await _enter()
    defer { _leave() }
    return try await _call(try _begin(name), turn, repeat each argument)
  }

  /// Calls a function or class in a global variable, for any result; the run may wait for asynchronous host
  /// functions.
  @discardableResult
  public nonisolated(nonsending) func call<each Argument: ValueConvertible>(
    _ name: String, _ argument: repeat each Argument
  ) async throws -> Value {
    let turn = try await _enter()
    defer { _leave() }
    return try await _call(try _begin(name), turn, repeat each argument)
  }

  /// Pushes the arguments, calls, and waits.
  nonisolated(nonsending) func _call<each Argument: ValueConvertible, R: ValueConvertible>(
    _ base: ValueSlot, _ turn: RunTurn, _ argument: repeat each Argument
  ) async throws -> R {
    do {
      for argument in repeat each argument { try argument._push(to: base.stack) }
    } catch {
      _pop(to: base)
      throw error
    }
    try await _finish(base, turn)
    defer { _pop(to: base) }
    return try _convert(base)
  }
}

extension Function {
  /// Calls the function; the run may wait for asynchronous host functions.
  public nonisolated(nonsending) func call<each Argument: ValueConvertible, Result: ValueConvertible>(
    _ argument: repeat each Argument, as type: Result.Type = Result.self
  ) async throws -> Result {
    let isolate = try handle.owner()
    let turn = try await isolate._enter()
    defer { isolate._leave() }
    return try await isolate._call(try handle._begin().callee, turn, repeat each argument)
  }

  /// Calls the function, for any result; the run may wait for asynchronous host functions.
  @discardableResult
  public nonisolated(nonsending) func call<each Argument: ValueConvertible>(
    _ argument: repeat each Argument
  ) async throws -> Value {
    try await call(repeat each argument, as: Value.self)
  }
}

extension Class {
  /// Makes an instance, as a call of the class in Lox does; the run may wait for asynchronous host functions.
  public nonisolated(nonsending) func make<each Argument: ValueConvertible>(
    _ argument: repeat each Argument
  ) async throws -> Instance {
    let isolate = try handle.owner()
    let turn = try await isolate._enter()
    defer { isolate._leave() }
    return try await isolate._call(try handle._begin().callee, turn, repeat each argument)
  }
}

extension Instance {
  /// Calls a method, or a function in a field; the run may wait for asynchronous host functions.
  public nonisolated(nonsending) func call<each Argument: ValueConvertible, Result: ValueConvertible>(
    _ method: String, _ argument: repeat each Argument, as type: Result.Type = Result.self
  ) async throws -> Result {
    let isolate = try handle.owner()
    let turn = try await isolate._enter()
    defer { isolate._leave() }
    return try await isolate._call(try handle._begin(method).callee, turn, repeat each argument)
  }

  /// Calls a method, or a function in a field, for any result; the run may wait for asynchronous host functions.
  @discardableResult
  public nonisolated(nonsending) func call<each Argument: ValueConvertible>(
    _ method: String, _ argument: repeat each Argument
  ) async throws -> Value {
    try await call(method, repeat each argument, as: Value.self)
  }
}
