import LoxRuntime

/// Calls with few arguments.
///
/// PERF: the general forms take their arguments as a parameter pack, for which Swift makes tuple types at run time; that costs as much as
/// the call itself.
extension Function {
  /// Calls the function.
  public func call<R: ValueConvertible>(as type: R.Type = R.self) throws -> R {
    try handle.owner().call(handle.bits, as: type)
  }

  /// Calls the function.
  public func call<A: ValueConvertible, R: ValueConvertible>(_ a: A, as type: R.Type = R.self) throws -> R {
    try handle.owner().call(handle.bits, a, as: type)
  }

  /// Calls the function.
  public func call<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
    _ a: A, _ b: B, as type: R.Type = R.self
  ) throws -> R {
    try handle.owner().call(handle.bits, a, b, as: type)
  }

  /// Calls the function.
  public func call<A: ValueConvertible, B: ValueConvertible, C: ValueConvertible, R: ValueConvertible>(
    _ a: A, _ b: B, _ c: C, as type: R.Type = R.self
  ) throws -> R {
    try handle.owner().call(handle.bits, a, b, c, as: type)
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
    try call(try callee(name), a, as: type)
  }

  /// Calls a function or class that a global variable holds.
  public func call<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
    _ name: String, _ a: A, _ b: B, as type: R.Type = R.self
  ) throws -> R {
    try call(try callee(name), a, b, as: type)
  }

  func call<R: ValueConvertible>(_ callee: LoxRuntime.Value, as type: R.Type) throws -> R {
    try finishCall(as: type) { () throws(RuntimeError) in try machine.call(callee, count: 0) }
  }

  func call<A: ValueConvertible, R: ValueConvertible>(
    _ callee: LoxRuntime.Value, _ a: A, as type: R.Type
  ) throws -> R {
    let a = try a.toLox(in: self)
    guard let x = a.simpleBits else { return try callPushing(callee, a, as: type) }
    return try finishCall(as: type) { () throws(RuntimeError) in try machine.call(callee, x, count: 1) }
  }

  func call<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
    _ callee: LoxRuntime.Value, _ a: A, _ b: B, as type: R.Type
  ) throws -> R {
    let (a, b) = (try a.toLox(in: self), try b.toLox(in: self))
    guard let x = a.simpleBits, let y = b.simpleBits else {
      return try callPushing(callee, a, b, as: type)
    }
    return try finishCall(as: type) { () throws(RuntimeError) in try machine.call(callee, x, y, count: 2) }
  }

  func call<A: ValueConvertible, B: ValueConvertible, C: ValueConvertible, R: ValueConvertible>(
    _ callee: LoxRuntime.Value, _ a: A, _ b: B, _ c: C, as type: R.Type
  ) throws -> R {
    let (a, b, c) = (try a.toLox(in: self), try b.toLox(in: self), try c.toLox(in: self))
    guard let x = a.simpleBits, let y = b.simpleBits, let z = c.simpleBits else {
      return try callPushing(callee, a, b, c, as: type)
    }
    return try finishCall(as: type) { () throws(RuntimeError) in try machine.call(callee, x, y, z, count: 3) }
  }

  private func finishCall<R: ValueConvertible>(
    as type: R.Type, _ call: () throws(RuntimeError) -> LoxRuntime.Value
  ) throws -> R {
    defer { if !machine.isRunning { machine.flush() } }
    prepareRun()
    return try R.fromLox(value(of: try call()))
  }
}

extension Value {
  /// The bits of a value that is no object, and so doesn't move while others are converted; nil for the others.
  fileprivate var simpleBits: LoxRuntime.Value? {
    switch self {
    case .nil: .nil
    case .boolean(let boolean): LoxRuntime.Value(boolean)
    case .number(let number): LoxRuntime.Value(number)
    default: nil
    }
  }
}
