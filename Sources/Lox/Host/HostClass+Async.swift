import LoxRuntime

/// Methods and initializers that take their time: see ``Isolate/defineAsync(_:_:)-(_,(Parameter)->Result)``.
extension HostClass where Object: AnyObject & Sendable {
  /// A method that suspends the run; its first parameter is the object. The body runs as a task of its own.
  public func asyncMethod<each Parameter: ValueConvertible & Sendable, Result: ValueConvertible & Sendable>(
    _ name: String, _ body: @escaping @Sendable (Object, repeat each Parameter) async throws -> Result
  ) -> HostClass {
    let parameters = _parameters(repeat (each Parameter).self)
    return adding(
      name,
      .suspending(
        name: "\(self.name).\(name)", arity: parameters.count, requiredCount: parameters.requiredCount
      ) { call in
        var reader = HostArgumentReader(call)
        let values = (repeat try reader.next((each Parameter).self))
        let object: Object = try call.object()
        return AsyncOperation { _asyncResult(try await body(object, repeat each values)) }
      },
      HostDeclaration(kind: .function, parameters: parameters, resultType: Result.loxType, isAsync: true))
  }

  /// A method that suspends the run and has no result: Lox sees nil.
  public func asyncMethod<each Parameter: ValueConvertible & Sendable>(
    _ name: String, _ body: @escaping @Sendable (Object, repeat each Parameter) async throws -> Void
  ) -> HostClass {
    asyncMethod(name) { (object: Object, argument: repeat each Parameter) async throws -> Bool? in
      try await body(object, repeat each argument)
      return nil
    }
  }

  /// Lets scripts make instances by calling the class with these arguments, which suspends the run until the
  /// object exists.
  public func asyncInitializer<each Parameter: ValueConvertible & Sendable>(
    _ body: @escaping @Sendable (repeat each Parameter) async throws -> Object
  ) -> HostClass {
    var copy = self
    let (name, bytes) = (name, definition.objectBytes)
    let parameters = _parameters(repeat (each Parameter).self)
    copy.definition.initializer = .suspending(
      name: "\(name).init", arity: parameters.count, requiredCount: parameters.requiredCount
    ) { call in
      var reader = HostArgumentReader(call)
      let values = (repeat try reader.next((each Parameter).self))
      let instance = Handle(call.receiver, try call.isolate)
      return AsyncOperation(of: instance) {
        let object = try await body(repeat each values)
        return { isolate, instance in
          guard let instance else { return try isolate.push(.nil) }
          let slot = isolate.machine.top
          try isolate.push(instance)
          try isolate.setHostObject(object, bytes: bytes, of: slot)
        }
      }
    }
    copy.definition.declaration.parameters = parameters
    copy.definition.declaration.isAsync = true
    return copy
  }
}
