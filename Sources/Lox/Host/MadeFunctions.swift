import LoxRuntime

/// Functions of the host that are values: to be given to scripts as arguments, in fields and in lists.
extension Isolate {
  /// Makes a function with typed parameters, as ``define(_:_:)-(_,(Parameter)->Result)`` makes a global one. Its name appears in errors and
  /// traces.
  ///
  /// ```swift
  /// let double = try isolate.makeFunction("double") { (x: Double) in x * 2 }
  /// let doubled: [Double] = try isolate.call("apply", [1, 2, 3], double)
  /// ```
  ///
  /// The closure is released after the function was collected. Throws a ``RuntimeError`` if there is no memory for the function.
  @inlinable public func makeFunction<each Parameter: ValueConvertible, Result: ValueConvertible>(
    _ name: String, _ body: @escaping (repeat each Parameter) throws -> Result
  ) throws -> Function {
    try _makeFunction(name, _parameters(repeat (each Parameter).self)) { call in
      var reader = HostArgumentReader(call)
      try call.finish(try body(repeat try reader.next((each Parameter).self)))
    }
  }

  /// Makes a function with typed parameters and no result: Lox sees nil.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the function.
  @inlinable public func makeFunction<each Parameter: ValueConvertible>(
    _ name: String, _ body: @escaping (repeat each Parameter) throws -> Void
  ) throws -> Function {
    try _makeFunction(name, _parameters(repeat (each Parameter).self)) { call in
      var reader = HostArgumentReader(call)
      try body(repeat try reader.next((each Parameter).self))
      call.returnNil()
    }
  }

  /// Makes a function whose body gets the calling isolate, and typed parameters.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the function.
  @inlinable public func makeFunction<each Parameter: ValueConvertible, Result: ValueConvertible>(
    _ name: String, _ body: @escaping (Isolate, repeat each Parameter) throws -> Result
  ) throws -> Function {
    try _makeFunction(name, _parameters(repeat (each Parameter).self)) { call in
      var reader = HostArgumentReader(call)
      try call.finish(try body(try call.isolate, repeat try reader.next((each Parameter).self)))
    }
  }

  /// Makes a function whose body gets the calling isolate, and typed parameters, and has no result: Lox sees nil.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the function.
  @inlinable public func makeFunction<each Parameter: ValueConvertible>(
    _ name: String, _ body: @escaping (Isolate, repeat each Parameter) throws -> Void
  ) throws -> Function {
    try _makeFunction(name, _parameters(repeat (each Parameter).self)) { call in
      var reader = HostArgumentReader(call)
      try body(try call.isolate, repeat try reader.next((each Parameter).self))
      call.returnNil()
    }
  }

  /// Makes a function that scripts call like any other, while the host takes its time: see
  /// ``defineAsync(_:_:)-(_,(Parameter)->Result)``.
  public func makeAsyncFunction<
    each Parameter: ValueConvertible & Sendable, Result: ValueConvertible & Sendable
  >(
    _ name: String, _ body: @escaping @Sendable (repeat each Parameter) async throws -> Result
  ) throws -> Function {
    try makeFunction(.asynchronous(name, body))
  }

  @usableFromInline func _makeFunction(
    _ name: String, _ parameters: [HostParameter], _ body: @escaping (HostCall) throws -> Void
  ) throws -> Function {
    try makeFunction(
      HostFunction(
        name: name, arity: parameters.count, requiredCount: parameters.requiredCount, body: body))
  }

  private func makeFunction(_ function: HostFunction) throws -> Function {
    let base = machine.top
    defer { machine.pop(to: base) }
    try machine.pushFunction(function)
    return Function(handle: Handle(base, self))
  }
}
