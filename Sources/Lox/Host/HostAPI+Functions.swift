import LoxRuntime

/// Functions of an API: like those of an isolate, except that their closures are `@Sendable`. What they need
/// of the calling isolate, they get as their first parameter.
///
/// PERF: the forms with few parameters exist for speed: see `Calls.swift`.
extension HostAPI {
  /// Defines a function with typed parameters: see ``Isolate/define(_:_:)-(_,(Parameter)->Result)``.
  @inlinable public mutating func define<each Parameter: ValueConvertible, Result: ValueConvertible>(
    _ name: String, _ body: @escaping @Sendable (repeat each Parameter) throws -> Result
  ) {
    _define(name, _parameters(repeat (each Parameter).self), Result.loxType) { call in
      var reader = HostArgumentReader(call)
      try call.finish(try body(repeat try reader.next((each Parameter).self)))
    }
  }

  /// Defines a function with typed parameters and no result: Lox sees nil.
  @inlinable public mutating func define<each Parameter: ValueConvertible>(
    _ name: String, _ body: @escaping @Sendable (repeat each Parameter) throws -> Void
  ) {
    _define(name, _parameters(repeat (each Parameter).self), "nil") { call in
      var reader = HostArgumentReader(call)
      try body(repeat try reader.next((each Parameter).self))
      call.returnNil()
    }
  }

  /// Defines a function whose body gets the calling isolate, and typed parameters.
  @inlinable public mutating func define<each Parameter: ValueConvertible, Result: ValueConvertible>(
    _ name: String, _ body: @escaping @Sendable (Isolate, repeat each Parameter) throws -> Result
  ) {
    _define(name, _parameters(repeat (each Parameter).self), Result.loxType) { call in
      var reader = HostArgumentReader(call)
      try call.finish(try body(try call.isolate, repeat try reader.next((each Parameter).self)))
    }
  }

  /// Defines a function whose body gets the calling isolate, and typed parameters, and has no result: Lox
  /// sees nil.
  @inlinable public mutating func define<each Parameter: ValueConvertible>(
    _ name: String, _ body: @escaping @Sendable (Isolate, repeat each Parameter) throws -> Void
  ) {
    _define(name, _parameters(repeat (each Parameter).self), "nil") { call in
      var reader = HostArgumentReader(call)
      try body(try call.isolate, repeat try reader.next((each Parameter).self))
      call.returnNil()
    }
  }

  /// Defines a function without parameters.
  @inlinable public mutating func define<R: ValueConvertible>(
    _ name: String, _ body: @escaping @Sendable () throws -> R
  ) {
    _define(name, [], R.loxType) { try $0.finish(try body()) }
  }

  /// Defines a function with one typed parameter.
  @inlinable public mutating func define<A: ValueConvertible, R: ValueConvertible>(
    _ name: String, _ body: @escaping @Sendable (A) throws -> R
  ) {
    _define(name, _parameters(A.self), R.loxType) { try $0.finish(try body(try $0.read(0))) }
  }

  /// Defines a function with two typed parameters.
  @inlinable public mutating func define<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
    _ name: String, _ body: @escaping @Sendable (A, B) throws -> R
  ) {
    _define(name, _parameters(A.self, B.self), R.loxType) {
      try $0.finish(try body(try $0.read(0), try $0.read(1)))
    }
  }

  /// Defines a function with three typed parameters.
  @inlinable
  public mutating func define<
    A: ValueConvertible, B: ValueConvertible, C: ValueConvertible, R: ValueConvertible
  >(
    _ name: String, _ body: @escaping @Sendable (A, B, C) throws -> R
  ) {
    _define(name, _parameters(A.self, B.self, C.self), R.loxType) {
      try $0.finish(try body(try $0.read(0), try $0.read(1), try $0.read(2)))
    }
  }

  /// Defines a function that takes any number of arguments of any types.
  public mutating func defineVariadic(_ name: String, _ body: @escaping @Sendable ([Value]) throws -> Value) {
    _define(name, nil, Value.loxType) { try $0.finish(try body(try $0.readAll())) }
  }

  /// Defines a function that takes any number of arguments of any types, whose body gets the calling isolate.
  public mutating func defineVariadic(
    _ name: String, _ body: @escaping @Sendable (Isolate, [Value]) throws -> Value
  ) {
    _define(name, nil, Value.loxType) { try $0.finish(try body(try $0.isolate, try $0.readAll())) }
  }

  /// Defines a function that scripts call like any other, while the host takes its time: see
  /// ``Isolate/defineAsync(_:_:)-(_,(Parameter)->Result)``.
  public mutating func defineAsync<
    each Parameter: ValueConvertible & Sendable, Result: ValueConvertible & Sendable
  >(
    _ name: String, _ body: @escaping @Sendable (repeat each Parameter) async throws -> Result
  ) {
    let parameters = _parameters(repeat (each Parameter).self)
    add(
      name, .function(.asynchronous(name, body)),
      HostDeclaration(kind: .function, parameters: parameters, resultType: Result.loxType, isAsync: true))
  }

  /// Defines an asynchronous function without parameters.
  @inlinable public mutating func defineAsync<R: ValueConvertible & Sendable>(
    _ name: String, _ body: @escaping @Sendable () async throws -> R
  ) {
    _defineAsync(name, [], R.loxType) { _ in AsyncOperation { _asyncResult(try await body()) } }
  }

  /// Defines an asynchronous function with one typed parameter.
  @inlinable public mutating func defineAsync<A: ValueConvertible & Sendable, R: ValueConvertible & Sendable>(
    _ name: String, _ body: @escaping @Sendable (A) async throws -> R
  ) {
    _defineAsync(name, _parameters(A.self), R.loxType) { call in
      let a: A = try call.read(0)
      return AsyncOperation { _asyncResult(try await body(a)) }
    }
  }

  /// Defines an asynchronous function with two typed parameters.
  @inlinable
  public mutating func defineAsync<
    A: ValueConvertible & Sendable, B: ValueConvertible & Sendable, R: ValueConvertible & Sendable
  >(
    _ name: String, _ body: @escaping @Sendable (A, B) async throws -> R
  ) {
    _defineAsync(name, _parameters(A.self, B.self), R.loxType) { call in
      let (a, b): (A, B) = (try call.read(0), try call.read(1))
      return AsyncOperation { _asyncResult(try await body(a, b)) }
    }
  }

  /// Defines a function that takes its time and has no result: Lox sees nil.
  public mutating func defineAsync<each Parameter: ValueConvertible & Sendable>(
    _ name: String, _ body: @escaping @Sendable (repeat each Parameter) async throws -> Void
  ) {
    defineAsync(name) { (argument: repeat each Parameter) async throws -> Bool? in
      try await body(repeat each argument)
      return nil
    }
  }

  @usableFromInline mutating func _define(
    _ name: String, _ parameters: [HostParameter]?, _ resultType: String,
    _ body: @escaping (HostCall) throws -> Void
  ) {
    add(
      name,
      .function(
        HostFunction(
          name: name, arity: parameters?.count, requiredCount: parameters?.requiredCount, body: body)),
      HostDeclaration(kind: .function, parameters: parameters, resultType: resultType))
  }

  @usableFromInline mutating func _defineAsync(
    _ name: String, _ parameters: [HostParameter], _ resultType: String,
    _ prepare: @escaping (HostCall) throws -> AsyncOperation
  ) {
    add(
      name,
      .function(
        .suspending(
          name: name, arity: parameters.count, requiredCount: parameters.requiredCount, prepare: prepare)),
      HostDeclaration(kind: .function, parameters: parameters, resultType: resultType, isAsync: true))
  }
}
