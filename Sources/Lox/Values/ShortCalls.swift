/// Calls with few arguments.
///
/// PERF: the general forms take their arguments as a parameter pack, for which Swift makes tuple types at run time; that costs as much as
/// the call itself.
extension Function {
  /// Calls the function.
  public func call<R: ValueConvertible>(as type: R.Type = R.self) throws -> R {
    let isolate = try handle.owner()
    try isolate.machine.push(handle.bits)
    return try isolate.finishCall(0, as: type)
  }

  /// Calls the function.
  public func call<A: ValueConvertible, R: ValueConvertible>(_ a: A, as type: R.Type = R.self) throws -> R {
    let isolate = try handle.owner()
    try isolate.machine.push(handle.bits)
    try isolate.pushArgument(a, 0)
    return try isolate.finishCall(1, as: type)
  }

  /// Calls the function.
  public func call<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
    _ a: A, _ b: B, as type: R.Type = R.self
  ) throws -> R {
    let isolate = try handle.owner()
    try isolate.machine.push(handle.bits)
    try isolate.pushArgument(a, 0)
    try isolate.pushArgument(b, 1)
    return try isolate.finishCall(2, as: type)
  }

  /// Calls the function.
  public func call<A: ValueConvertible, B: ValueConvertible, C: ValueConvertible, R: ValueConvertible>(
    _ a: A, _ b: B, _ c: C, as type: R.Type = R.self
  ) throws -> R {
    let isolate = try handle.owner()
    try isolate.machine.push(handle.bits)
    try isolate.pushArgument(a, 0)
    try isolate.pushArgument(b, 1)
    try isolate.pushArgument(c, 2)
    return try isolate.finishCall(3, as: type)
  }

  /// Calls the function.
  @discardableResult public func call() throws -> Value { try call(as: Value.self) }

  /// Calls the function.
  @discardableResult public func call<A: ValueConvertible>(_ a: A) throws -> Value {
    try call(a, as: Value.self)
  }

  /// Calls the function.
  @discardableResult
  public func call<A: ValueConvertible, B: ValueConvertible>(_ a: A, _ b: B) throws -> Value {
    try call(a, b, as: Value.self)
  }

  /// Calls the function.
  @discardableResult
  public func call<A: ValueConvertible, B: ValueConvertible, C: ValueConvertible>(
    _ a: A, _ b: B, _ c: C
  ) throws -> Value {
    try call(a, b, c, as: Value.self)
  }
}

extension Isolate {
  /// Calls a function or class that a global variable holds.
  @discardableResult public func call<A: ValueConvertible>(_ name: String, _ a: A) throws -> Value {
    try call(name, a, as: Value.self)
  }

  /// Calls a function or class that a global variable holds.
  @discardableResult
  public func call<A: ValueConvertible, B: ValueConvertible>(_ name: String, _ a: A, _ b: B) throws -> Value {
    try call(name, a, b, as: Value.self)
  }

  /// Calls a function or class that a global variable holds.
  public func call<A: ValueConvertible, R: ValueConvertible>(
    _ name: String, _ a: A, as type: R.Type = R.self
  ) throws -> R {
    try machine.push(try callee(name))
    try pushArgument(a, 0)
    return try finishCall(1, as: type)
  }

  /// Calls a function or class that a global variable holds.
  public func call<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
    _ name: String, _ a: A, _ b: B, as type: R.Type = R.self
  ) throws -> R {
    try machine.push(try callee(name))
    try pushArgument(a, 0)
    try pushArgument(b, 1)
    return try finishCall(2, as: type)
  }

  /// Pushes the argument of this number; if it can't be, all that was pushed for the call is popped.
  func pushArgument<T: ValueConvertible>(_ argument: T, _ number: Int) throws {
    do {
      try machine.push(try bits(of: argument))
    } catch {
      machine.pop(number + 1)
      throw error
    }
  }

  /// Calls what was pushed before so many arguments.
  func finishCall<R: ValueConvertible>(_ count: Int, as type: R.Type) throws -> R {
    defer { if !machine.isRunning { machine.flush() } }
    prepareRun()
    try machine.callPushed(count)
    let result = machine.pushed()
    machine.pop(1)
    return try R.fromLox(value(of: result))
  }
}
