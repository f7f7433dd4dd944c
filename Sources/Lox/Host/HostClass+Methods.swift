import LoxRuntime

/// Methods of host classes.
///
/// PERF: the forms with few parameters exist for speed: see `Calls.swift`.
extension HostClass {
  /// A method; its first parameter is the object. Changes to a value type are kept. An error that the body
  /// throws ends the run, as for a function.
  @inlinable public func method<each Parameter: ValueConvertible, Result: ValueConvertible>(
    _ name: String, _ body: @escaping @Sendable (inout Object, repeat each Parameter) throws -> Result
  ) -> HostClass {
    _method(name, _parameters(repeat (each Parameter).self), Result.loxType) { call in
      var reader = HostArgumentReader(call)
      let values = (repeat try reader.next((each Parameter).self))
      try call.finish(try call.withObject { try body(&$0, repeat each values) })
    }
  }

  /// A method without a result: Lox sees nil.
  @inlinable public func method<each Parameter: ValueConvertible>(
    _ name: String, _ body: @escaping @Sendable (inout Object, repeat each Parameter) throws -> Void
  ) -> HostClass {
    _method(name, _parameters(repeat (each Parameter).self), "nil") { call in
      var reader = HostArgumentReader(call)
      let values = (repeat try reader.next((each Parameter).self))
      try call.withObject { try body(&$0, repeat each values) }
      call.returnNil()
    }
  }

  /// A method whose body gets the calling isolate, the object, and the arguments.
  @inlinable public func method<each Parameter: ValueConvertible, Result: ValueConvertible>(
    _ name: String,
    _ body: @escaping @Sendable (Isolate, inout Object, repeat each Parameter) throws -> Result
  ) -> HostClass {
    _method(name, _parameters(repeat (each Parameter).self), Result.loxType) { call in
      var reader = HostArgumentReader(call)
      let values = (repeat try reader.next((each Parameter).self))
      try call.finish(
        try call.withObject { try body(try call.isolate, &$0, repeat each values) })
    }
  }

  /// A method whose body gets the calling isolate, the object, and the arguments, and has no result: Lox sees
  /// nil.
  @inlinable public func method<each Parameter: ValueConvertible>(
    _ name: String, _ body: @escaping @Sendable (Isolate, inout Object, repeat each Parameter) throws -> Void
  ) -> HostClass {
    _method(name, _parameters(repeat (each Parameter).self), "nil") { call in
      var reader = HostArgumentReader(call)
      let values = (repeat try reader.next((each Parameter).self))
      try call.withObject { try body(try call.isolate, &$0, repeat each values) }
      call.returnNil()
    }
  }

  /// A method without parameters.
  @inlinable public func method<R: ValueConvertible>(
    _ name: String, _ body: @escaping @Sendable (inout Object) throws -> R
  ) -> HostClass {
    _method(name, [], R.loxType) { try $0.finish(try $0.withObject(body)) }
  }

  /// A method with one parameter.
  @inlinable public func method<A: ValueConvertible, R: ValueConvertible>(
    _ name: String, _ body: @escaping @Sendable (inout Object, A) throws -> R
  ) -> HostClass {
    _method(name, _parameters(A.self), R.loxType) { call in
      let a: A = try call.read(0)
      try call.finish(try call.withObject { try body(&$0, a) })
    }
  }

  /// A method with one parameter and no result.
  @inlinable public func method<A: ValueConvertible>(
    _ name: String, _ body: @escaping @Sendable (inout Object, A) throws -> Void
  ) -> HostClass {
    _method(name, _parameters(A.self), "nil") { call in
      let a: A = try call.read(0)
      try call.withObject { try body(&$0, a) }
      call.returnNil()
    }
  }

  /// A method with two parameters.
  @inlinable public func method<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
    _ name: String, _ body: @escaping @Sendable (inout Object, A, B) throws -> R
  ) -> HostClass {
    _method(name, _parameters(A.self, B.self), R.loxType) { call in
      let (a, b): (A, B) = (try call.read(0), try call.read(1))
      try call.finish(try call.withObject { try body(&$0, a, b) })
    }
  }

  @usableFromInline func _method(
    _ methodName: String, _ parameters: [HostParameter], _ resultType: String,
    _ body: @escaping (HostCall) throws -> Void
  ) -> HostClass {
    adding(
      methodName,
      HostFunction(
        name: "\(name).\(methodName)", arity: parameters.count, requiredCount: parameters.requiredCount,
        body: body),
      HostDeclaration(kind: .function, parameters: parameters, resultType: resultType))
  }

  func adding(_ name: String, _ function: HostFunction, _ declaration: HostDeclaration) -> HostClass {
    var copy = self
    copy.definition.methods.append((name, function))
    copy.definition.declaration.methods[name] = declaration
    return copy
  }
}
