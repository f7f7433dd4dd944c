import LoxRuntime

/// Functions of the host that scripts can call.
///
/// PERF: the forms with few parameters exist for speed: see `Calls.swift`.
extension Isolate {
  /// Defines a global function with typed parameters.
  ///
  /// Arguments are converted. An argument of a wrong type, or a wrong number of arguments, is an error of the
  /// script that names the function. An error that the body throws becomes the `underlying` error of a
  /// ``RuntimeError``. A body that needs the isolate takes it as its first parameter; if it captured the
  /// isolate, it would keep it alive forever.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the function.
  @inlinable public func define<each Parameter: ValueConvertible, Result: ValueConvertible>(
    _ name: String, _ body: @escaping (repeat each Parameter) throws -> Result
  ) throws {
    try _define(name, _parameters(repeat (each Parameter).self), Result.loxType) { call in
      var reader = HostArgumentReader(call)
      try call.finish(try body(repeat try reader.next((each Parameter).self)))
    }
  }

  /// Defines a global function with typed parameters and no result: Lox sees nil.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the function.
  @inlinable public func define<each Parameter: ValueConvertible>(
    _ name: String, _ body: @escaping (repeat each Parameter) throws -> Void
  ) throws {
    try _define(name, _parameters(repeat (each Parameter).self), "nil") { call in
      var reader = HostArgumentReader(call)
      try body(repeat try reader.next((each Parameter).self))
      call.returnNil()
    }
  }

  /// Defines a global function whose body gets the calling isolate, and typed parameters.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the function.
  @inlinable public func define<each Parameter: ValueConvertible, Result: ValueConvertible>(
    _ name: String, _ body: @escaping (Isolate, repeat each Parameter) throws -> Result
  ) throws {
    try _define(name, _parameters(repeat (each Parameter).self), Result.loxType) { call in
      var reader = HostArgumentReader(call)
      try call.finish(try body(try call.isolate, repeat try reader.next((each Parameter).self)))
    }
  }

  /// Defines a global function whose body gets the calling isolate, and typed parameters, and has no result:
  /// Lox sees nil.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the function.
  @inlinable public func define<each Parameter: ValueConvertible>(
    _ name: String, _ body: @escaping (Isolate, repeat each Parameter) throws -> Void
  ) throws {
    try _define(name, _parameters(repeat (each Parameter).self), "nil") { call in
      var reader = HostArgumentReader(call)
      try body(try call.isolate, repeat try reader.next((each Parameter).self))
      call.returnNil()
    }
  }

  /// Defines a global function that takes any number of arguments of any types.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the function.
  public func defineVariadic(_ name: String, _ body: @escaping ([Value]) throws -> Value) throws {
    try _define(name, nil, Value.loxType) { try $0.finish(try body(try $0.readAll())) }
  }

  /// Defines a global function that takes any number of arguments of any types, whose body gets the calling
  /// isolate.
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

  /// Defines a global function with one typed parameter.
  @inlinable public func define<A: ValueConvertible, R: ValueConvertible>(
    _ name: String, _ body: @escaping (A) throws -> R
  ) throws {
    try _define(name, _parameters(A.self), R.loxType) { try $0.finish(try body(try $0.read(0))) }
  }

  /// Defines a global function with two typed parameters.
  @inlinable public func define<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
    _ name: String, _ body: @escaping (A, B) throws -> R
  ) throws {
    try _define(name, _parameters(A.self, B.self), R.loxType) {
      try $0.finish(try body(try $0.read(0), try $0.read(1)))
    }
  }

  /// Defines a global function with three typed parameters.
  @inlinable
  public func define<
    A: ValueConvertible, B: ValueConvertible, C: ValueConvertible, R: ValueConvertible
  >(
    _ name: String, _ body: @escaping (A, B, C) throws -> R
  ) throws {
    try _define(name, _parameters(A.self, B.self, C.self), R.loxType) {
      try $0.finish(try body(try $0.read(0), try $0.read(1), try $0.read(2)))
    }
  }

  @usableFromInline func _define(
    _ name: String, _ parameters: [HostParameter]?, _ resultType: String,
    _ body: @escaping (HostCall) throws -> Void
  ) throws {
    try define(
      HostFunction(
        name: name, arity: parameters?.count, requiredCount: parameters?.requiredCount, body: body),
      HostDeclaration(kind: .function, parameters: parameters, resultType: resultType))
  }

  func define(_ function: HostFunction, _ declaration: HostDeclaration) throws {
    try machine.define(function)
    declarations[function.name] = declaration
  }
}
