import LoxRuntime

/// Functions of the host that scripts can call.
///
/// PERF: the forms with few parameters are there for speed: see `Calls.swift`.
extension Isolate {
  /// Defines a global function of typed parameters.
  ///
  /// Arguments are converted, and one of a wrong type, or a wrong number of them, is an error of the script that names the function. What
  /// the body throws becomes a ``RuntimeError`` whose `underlying` error it is. A body that needs the isolate takes it as its first
  /// parameter; one that captures it would keep it alive for ever.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the function.
  @inlinable public func define<each Parameter: ValueConvertible, Result: ValueConvertible>(
    _ name: String, _ body: @escaping (repeat each Parameter) throws -> Result
  ) throws {
    try _define(name, _parameterTypes(repeat (each Parameter).self), Result.loxType) { call in
      var reader = HostArgumentReader(call)
      try call.finish(try body(repeat try reader.next((each Parameter).self)))
    }
  }

  /// Defines a global function of typed parameters without a result: Lox sees nil.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the function.
  @inlinable public func define<each Parameter: ValueConvertible>(
    _ name: String, _ body: @escaping (repeat each Parameter) throws -> Void
  ) throws {
    try _define(name, _parameterTypes(repeat (each Parameter).self), "nil") { call in
      var reader = HostArgumentReader(call)
      try body(repeat try reader.next((each Parameter).self))
      call.returnNil()
    }
  }

  /// Defines a global function whose body gets the isolate that calls it, and typed parameters.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the function.
  @inlinable public func define<each Parameter: ValueConvertible, Result: ValueConvertible>(
    _ name: String, _ body: @escaping (Isolate, repeat each Parameter) throws -> Result
  ) throws {
    try _define(name, _parameterTypes(repeat (each Parameter).self), Result.loxType) { call in
      var reader = HostArgumentReader(call)
      try call.finish(try body(try call.isolate, repeat try reader.next((each Parameter).self)))
    }
  }

  /// Defines a global function whose body gets the isolate that calls it, and typed parameters, without a result: Lox sees nil.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the function.
  @inlinable public func define<each Parameter: ValueConvertible>(
    _ name: String, _ body: @escaping (Isolate, repeat each Parameter) throws -> Void
  ) throws {
    try _define(name, _parameterTypes(repeat (each Parameter).self), "nil") { call in
      var reader = HostArgumentReader(call)
      try body(try call.isolate, repeat try reader.next((each Parameter).self))
      call.returnNil()
    }
  }

  /// Defines a global function of any number of arguments of any types.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the function.
  public func defineVariadic(_ name: String, _ body: @escaping ([Value]) throws -> Value) throws {
    try _define(name, nil, Value.loxType) { try $0.finish(try body(try $0.readAll())) }
  }

  /// Defines a global function of any number of arguments of any types, whose body gets the isolate that calls it.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the function.
  public func defineVariadic(_ name: String, _ body: @escaping (Isolate, [Value]) throws -> Value) throws {
    try _define(name, nil, Value.loxType) { try $0.finish(try body(try $0.isolate, try $0.readAll())) }
  }

  /// Defines a global function without parameters.
  @inlinable public func define<R: ValueConvertible>(_ name: String, _ body: @escaping () throws -> R) throws
  {
    try _define(name, [], R.loxType) { try $0.finish(try body()) }
  }

  /// Defines a global function of one typed parameter.
  @inlinable public func define<A: ValueConvertible, R: ValueConvertible>(
    _ name: String, _ body: @escaping (A) throws -> R
  ) throws {
    try _define(name, [A.loxType], R.loxType) { try $0.finish(try body(try $0.read(0))) }
  }

  /// Defines a global function of two typed parameters.
  @inlinable public func define<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
    _ name: String, _ body: @escaping (A, B) throws -> R
  ) throws {
    try _define(name, [A.loxType, B.loxType], R.loxType) {
      try $0.finish(try body(try $0.read(0), try $0.read(1)))
    }
  }

  /// Defines a global function of three typed parameters.
  @inlinable
  public func define<
    A: ValueConvertible, B: ValueConvertible, C: ValueConvertible, R: ValueConvertible
  >(
    _ name: String, _ body: @escaping (A, B, C) throws -> R
  ) throws {
    try _define(name, [A.loxType, B.loxType, C.loxType], R.loxType) {
      try $0.finish(try body(try $0.read(0), try $0.read(1), try $0.read(2)))
    }
  }

  @usableFromInline func _define(
    _ name: String, _ parameterTypes: [String]?, _ resultType: String,
    _ body: @escaping (HostCall) throws -> Void
  ) throws {
    try define(
      HostFunction(name: name, arity: parameterTypes?.count, body: body),
      HostDeclaration(kind: .function, parameterTypes: parameterTypes, resultType: resultType))
  }

  func define(_ function: HostFunction, _ declaration: HostDeclaration) throws {
    try machine.pushFunction(function)
    try machine.popGlobal(function.name)
    declarations[function.name] = declaration
  }
}
