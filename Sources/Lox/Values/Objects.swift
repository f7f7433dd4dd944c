import LoxRuntime

/// A Lox function, a method bound to its object, or a function of the host.
public struct Function: Equatable {
  let handle: Handle

  /// The name of its declaration, if the isolate still exists.
  public var name: String? { handle.isolate?.machine.name(of: handle.bits) }

  /// How many arguments it takes; nil if it takes any number.
  public var arity: Int? { handle.isolate?.machine.arity(of: handle.bits) }

  /// Calls the function.
  ///
  /// Throws a ``RuntimeError`` if it fails, a ``ConversionError`` if the result has another type or an argument has no Lox value, and a
  /// ``HandleError`` if the isolate is gone, or an argument belongs to another one.
  public func call<each Argument: ValueConvertible, Result: ValueConvertible>(
    _ argument: repeat each Argument, as type: Result.Type = Result.self
  ) throws -> Result {
    let isolate = try handle.owner()
    return try isolate.callPushing(handle.bits, repeat each argument, as: type)
  }

  /// Calls the function, for any result. Throws as the call for a result of a type does.
  @discardableResult
  public func call<each Argument: ValueConvertible>(_ argument: repeat each Argument) throws -> Value {
    try call(repeat each argument, as: Value.self)
  }

  /// Calls the function, which may wait for asynchronous host functions. Throws as the other calls do.
  @discardableResult
  public nonisolated(nonsending) func call<each Argument: ValueConvertible>(
    _ argument: repeat each Argument
  ) async throws -> Value {
    let isolate = try handle.owner()
    return try await isolate.callAsync({ handle.bits }, repeat each argument)
  }
}

/// A Lox class.
public struct Class: Equatable {
  let handle: Handle

  /// The name of its declaration, if the isolate still exists.
  public var name: String? { handle.isolate?.machine.name(of: handle.bits) }

  /// How many arguments its initializer takes; nil if it takes any number.
  public var arity: Int? { handle.isolate?.machine.arity(of: handle.bits) }

  /// The class that it inherits from; nil if there is none, or if the isolate is gone.
  public var superclass: Class? {
    guard let isolate = handle.isolate, let bits = isolate.machine.class(of: handle.bits) else { return nil }
    return Class(handle: Handle(bits, isolate))
  }

  /// Makes an instance: the same as a call of the class in Lox.
  ///
  /// Throws a ``RuntimeError`` if the initializer fails, and a ``HandleError`` if the isolate is gone, or an argument belongs to another one.
  public func make<each Argument: ValueConvertible>(_ argument: repeat each Argument) throws -> Instance {
    let isolate = try handle.owner()
    return try isolate.callPushing(handle.bits, repeat each argument, as: Instance.self)
  }
}

/// An instance of a Lox class, or of a class of the host.
public struct Instance: Equatable {
  let handle: Handle

  /// Its class; nil if the isolate is gone.
  public var `class`: Class? {
    guard let isolate = handle.isolate, let bits = isolate.machine.class(of: handle.bits) else { return nil }
    return Class(handle: Handle(bits, isolate))
  }

  var className: String? {
    guard let isolate = handle.isolate, let bits = isolate.machine.class(of: handle.bits) else { return nil }
    return isolate.machine.name(of: bits)
  }

  /// The names of its fields in the order of their addition.
  public var fieldNames: [String] { handle.isolate?.machine.fieldNames(of: handle.bits) ?? [] }

  /// The value of a field; nil if there is none of this name. Neither methods nor computed properties are fields.
  public subscript(name: String) -> Value? {
    guard let isolate = handle.isolate, let bits = isolate.machine.field(name, of: handle.bits) else {
      return nil
    }
    return isolate.value(of: bits)
  }

  /// The value of a field; nil if there is none of this name. Throws a ``ConversionError`` if it has another type.
  public func field<T: ValueConvertible>(_ name: String, as type: T.Type = T.self) throws -> T? {
    try self[name].map { try T.fromLox($0) }
  }

  /// Sets a field, or adds it.
  ///
  /// Throws a ``ConversionError`` if the name is empty or the value has no Lox value, a ``HandleError`` if the isolate is gone or the
  /// value belongs to another one, and a ``RuntimeError`` if there is no memory.
  public func setField<T: ValueConvertible>(_ name: String, to value: T) throws {
    let isolate = try handle.owner()
    if name.isEmpty { throw ConversionError(expected: "a field name", actual: "an empty string") }
    try isolate.machine.push(handle.bits)
    defer { isolate.machine.pop(1) }
    try isolate.push(value)
    try isolate.machine.popField(name)
  }

  /// Calls a method, or a function in a field.
  ///
  /// Throws a ``RuntimeError`` if there is none or it fails, a ``ConversionError`` if the result has another type or an argument has no Lox
  /// value, and a ``HandleError`` if the isolate is gone, or an argument belongs to another one.
  public func call<each Argument: ValueConvertible, Result: ValueConvertible>(
    _ method: String, _ argument: repeat each Argument, as type: Result.Type = Result.self
  ) throws -> Result {
    let isolate = try handle.owner()
    guard try isolate.machine.pushMember(method, of: handle.bits) else {
      throw RuntimeError(kind: .script, message: "Undefined property '\(method)'.", trace: Trace())
    }
    return try isolate.callPushed(repeat each argument, as: type)
  }

  /// Calls a method, or a function in a field, for any result. Throws as the call for a result of a type does.
  @discardableResult
  public func call<each Argument: ValueConvertible>(
    _ method: String, _ argument: repeat each Argument
  ) throws -> Value {
    try call(method, repeat each argument, as: Value.self)
  }
}
