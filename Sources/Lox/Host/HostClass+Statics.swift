import LoxRuntime

/// Members of the class itself, used as in `Monster.count`. Subclasses have them too.
extension HostClass {
  /// A function of the class itself.
  public func staticMethod<each Parameter: ValueConvertible, Result: ValueConvertible>(
    _ name: String, _ body: @escaping @Sendable (repeat each Parameter) throws -> Result
  ) -> HostClass {
    addingStatic(name, _parameters(repeat (each Parameter).self), Result.loxType) { call in
      var reader = HostArgumentReader(call)
      try call.finish(try body(repeat try reader.next((each Parameter).self)))
    }
  }

  /// A function of the class itself without a result: Lox sees nil.
  public func staticMethod<each Parameter: ValueConvertible>(
    _ name: String, _ body: @escaping @Sendable (repeat each Parameter) throws -> Void
  ) -> HostClass {
    addingStatic(name, _parameters(repeat (each Parameter).self), "nil") { call in
      var reader = HostArgumentReader(call)
      try body(repeat try reader.next((each Parameter).self))
      call.returnNil()
    }
  }

  /// A function of the class itself whose body gets the calling isolate.
  public func staticMethod<each Parameter: ValueConvertible, Result: ValueConvertible>(
    _ name: String, _ body: @escaping @Sendable (Isolate, repeat each Parameter) throws -> Result
  ) -> HostClass {
    addingStatic(name, _parameters(repeat (each Parameter).self), Result.loxType) { call in
      var reader = HostArgumentReader(call)
      try call.finish(try body(try call.isolate, repeat try reader.next((each Parameter).self)))
    }
  }

  /// A function of the class itself whose body gets the calling isolate, without a result: Lox sees nil.
  public func staticMethod<each Parameter: ValueConvertible>(
    _ name: String, _ body: @escaping @Sendable (Isolate, repeat each Parameter) throws -> Void
  ) -> HostClass {
    addingStatic(name, _parameters(repeat (each Parameter).self), "nil") { call in
      var reader = HostArgumentReader(call)
      try body(try call.isolate, repeat try reader.next((each Parameter).self))
      call.returnNil()
    }
  }

  /// A property of the class itself that scripts can read, computed by a function.
  public func staticProperty<T: ValueConvertible>(
    _ name: String, get: @escaping @Sendable () throws -> T
  ) -> HostClass {
    addingStatic(name, T.loxType, get: { try $0.finish(try get()) }, set: nil)
  }

  /// A property of the class itself that scripts can read and set, by two functions.
  public func staticProperty<T: ValueConvertible>(
    _ name: String, get: @escaping @Sendable () throws -> T, set: @escaping @Sendable (T) throws -> Void
  ) -> HostClass {
    addingStatic(
      name, T.loxType, get: { try $0.finish(try get()) },
      set: { call in
        try set(try call.readNewValue())
        call.returnNil()
      })
  }

  /// A property of the class itself that scripts can read, computed by a function that gets the calling isolate.
  @_disfavoredOverload public func staticProperty<T: ValueConvertible>(
    _ name: String, get: @escaping @Sendable (Isolate) throws -> T
  ) -> HostClass {
    addingStatic(name, T.loxType, get: { try $0.finish(try get(try $0.isolate)) }, set: nil)
  }

  /// A property of the class itself that scripts can read and set, by two functions that get the calling isolate first.
  @_disfavoredOverload public func staticProperty<T: ValueConvertible>(
    _ name: String, get: @escaping @Sendable (Isolate) throws -> T,
    set: @escaping @Sendable (Isolate, T) throws -> Void
  ) -> HostClass {
    addingStatic(
      name, T.loxType, get: { try $0.finish(try get(try $0.isolate)) },
      set: { call in
        try set(try call.isolate, try call.readNewValue())
        call.returnNil()
      })
  }

  /// A constant of the class itself. It is converted when a script first reads it, and stays the same for the
  /// life of the isolate.
  public func constant<T: ValueConvertible & Sendable>(_ name: String, _ value: T) -> HostClass {
    let key = HostConstant()
    return addingStatic(
      name, T.loxType,
      get: { call in
        let isolate = try call.isolate
        if let known = isolate.constants[ObjectIdentifier(key)] {
          try isolate.push(known)
        } else {
          let slot = isolate.machine.top
          try value._push(to: isolate.machine.stack)
          isolate.constants[ObjectIdentifier(key)] = Handle(slot, isolate)
        }
        call.returnPushed()
      }, set: nil)
  }

  private func addingStatic(
    _ methodName: String, _ parameters: [HostParameter], _ resultType: String,
    _ body: @escaping (HostCall) throws -> Void
  ) -> HostClass {
    var copy = self
    copy.definition.staticMethods.append(
      (
        methodName,
        HostFunction(
          name: "\(name).\(methodName)", arity: parameters.count, requiredCount: parameters.requiredCount,
          body: body)
      ))
    copy.definition.declaration.staticMethods[methodName] = HostDeclaration(
      kind: .function, parameters: parameters, resultType: resultType)
    return copy
  }

  private func addingStatic(
    _ propertyName: String, _ type: String, get: @escaping (HostCall) throws -> Void,
    set: ((HostCall) throws -> Void)?
  ) -> HostClass {
    var copy = self
    let fullName = "\(name).\(propertyName)"
    copy.definition.staticProperties.append(
      LoxRuntime.HostClass.Property(
        name: propertyName, getter: HostFunction(name: fullName, arity: 0, body: get),
        setter: set.map { HostFunction(name: fullName, arity: 1, body: $0) }))
    copy.definition.declaration.staticProperties[propertyName] = HostDeclaration(
      kind: .value, resultType: type, isWritable: set != nil)
    return copy
  }
}

/// The identity of a constant, by which isolates find its Lox value.
private final class HostConstant: Sendable {}
