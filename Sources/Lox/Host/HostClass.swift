import LoxRuntime

/// Describes a Swift type as a class that scripts can use: they can make instances, call methods, read and
/// set properties, and make subclasses.
///
/// ```swift
/// let account = HostClass<Account>("Account")
///   .initializer { (owner: String) in Account(owner: owner) }
///   .property("owner", \.owner)
///   .property("balance", get: { $0.balance })
///   .method("deposit") { (account: inout Account, amount: Double) in account.deposit(amount) }
/// try isolate.define(account)
/// ```
///
/// An instance holds its Swift object, or a copy of the Swift value, as long as it lives. A description
/// belongs to no isolate, so it is made once, and used by any number of isolates on any threads; what its
/// closures need of an isolate, they get as a parameter.
public struct HostClass<Object>: Sendable {
  /// Its name in scripts.
  public var name: String { definition.name }
  @usableFromInline var definition: HostClassDefinition

  /// A class without an initializer: only the host makes instances.
  ///
  /// `objectBytes` is the approximate size of an object outside the heap; it counts towards
  /// ``Limits/heapBytes``.
  public init(_ name: String, objectBytes: Int = 64) {
    definition = HostClassDefinition(
      name, HostType<Object>(), objectBytes: objectBytes, superclass: nil)
  }

  /// A class that inherits from another one, as its Swift class does: it has the other's methods, properties
  /// and static members, and its instances are accepted wherever one of the other class is required. It has
  /// no initializer at first.
  ///
  /// It must describe a subclass of what the other one describes; otherwise the process ends.
  public init<Superclass: AnyObject>(
    _ name: String, objectBytes: Int = 64, inheriting superclass: HostClass<Superclass>
  ) {
    precondition(
      Object.self is Superclass.Type, "\(Object.self) does not inherit from \(Superclass.self).")
    definition = HostClassDefinition(
      name, HostType<Object>(), objectBytes: objectBytes, superclass: superclass.definition)
  }

  // MARK: - Initializers

  /// Lets scripts make instances by calling the class with these arguments. An error that the body throws
  /// ends the run, as for a function.
  public func initializer<each Parameter: ValueConvertible>(
    _ body: @escaping @Sendable (repeat each Parameter) throws -> Object
  ) -> HostClass {
    initializing(_parameters(repeat (each Parameter).self)) { call in
      var reader = HostArgumentReader(call)
      return try body(repeat try reader.next((each Parameter).self))
    }
  }

  /// Lets scripts make instances by calling the class with these arguments; the body gets the isolate first.
  public func initializer<each Parameter: ValueConvertible>(
    _ body: @escaping @Sendable (Isolate, repeat each Parameter) throws -> Object
  ) -> HostClass {
    initializing(_parameters(repeat (each Parameter).self)) { call in
      var reader = HostArgumentReader(call)
      return try body(try call.isolate, repeat try reader.next((each Parameter).self))
    }
  }

  private func initializing(_ parameters: [HostParameter], _ body: @escaping (HostCall) throws -> Object)
    -> HostClass
  {
    var copy = self
    let (name, bytes) = (name, definition.objectBytes)
    copy.definition.initializer = HostFunction(
      name: "\(name).init", arity: parameters.count, requiredCount: parameters.requiredCount
    ) { call in
      let object = try body(call)
      try call.isolate.setHostObject(object, bytes: bytes, of: call.receiver)
    }
    copy.definition.declaration.parameters = parameters
    copy.definition.declaration.isAsync = false
    return copy
  }

  // MARK: - Properties

  // The forms whose closures get the isolate are disfavoured, so that the compiler tries the others first: after a mistake in a long chain
  // of calls, it would take very long to find where it is.

  /// A property that scripts can read, computed by a function.
  @inlinable public func property<T: ValueConvertible>(
    _ name: String, get: @escaping @Sendable (Object) throws -> T
  ) -> HostClass {
    _property(name, T.loxType, get: { try $0.finish(try get(try $0.object())) })
  }

  /// A property that scripts can read and set, by two functions.
  @inlinable public func property<T: ValueConvertible>(
    _ name: String, get: @escaping @Sendable (Object) throws -> T,
    set: @escaping @Sendable (inout Object, T) throws -> Void
  ) -> HostClass {
    _property(
      name, T.loxType, get: { try $0.finish(try get(try $0.object())) },
      set: { call in
        let value: T = try call.readNewValue()
        try call.withObject { try set(&$0, value) }
        call.returnNil()
      })
  }

  /// A property that scripts can read, computed by a function that gets the isolate first.
  @_disfavoredOverload @inlinable public func property<T: ValueConvertible>(
    _ name: String, get: @escaping @Sendable (Isolate, Object) throws -> T
  ) -> HostClass {
    _property(name, T.loxType, get: { try $0.finish(try get(try $0.isolate, try $0.object())) })
  }

  /// A property that scripts can read and set, by two functions that get the isolate first.
  @_disfavoredOverload @inlinable public func property<T: ValueConvertible>(
    _ name: String, get: @escaping @Sendable (Isolate, Object) throws -> T,
    set: @escaping @Sendable (Isolate, inout Object, T) throws -> Void
  ) -> HostClass {
    _property(
      name, T.loxType, get: { try $0.finish(try get(try $0.isolate, try $0.object())) },
      set: { call in
        let value: T = try call.readNewValue()
        try call.withObject { try set(try call.isolate, &$0, value) }
        call.returnNil()
      })
  }

  /// A property that scripts can read.
  ///
  /// A key path written here, as in `.property("owner", \.owner)`, is a function: it is as fast as a closure.
  /// If the property can also be set, it is a key path, which Swift evaluates step by step, each time. Where that
  /// matters, two closures such as `get: { $0.owner }, set: { $0.owner = $1 }` take less than half of the time.
  @inlinable public func property<T: ValueConvertible>(
    _ name: String, _ get: @escaping @Sendable (Object) throws -> T, _: Void = ()
  ) -> HostClass {
    property(name, get: get)
  }

  /// A property that scripts can read, by a key path that is a value.
  @_disfavoredOverload @inlinable public func property<T: ValueConvertible>(
    _ name: String, _ path: KeyPath<Object, T> & Sendable
  ) -> HostClass {
    _property(name, T.loxType, get: { try $0.finish((try $0.object() as Object)[keyPath: path]) })
  }

  /// A property that scripts can read and set. For one that they must not set, use ``readOnly(_:_:)-(_,(Object)->T)``.
  @inlinable public func property<T: ValueConvertible>(
    _ name: String, _ path: WritableKeyPath<Object, T> & Sendable
  ) -> HostClass {
    _property(
      name, T.loxType, get: { try $0.finish((try $0.object() as Object)[keyPath: path]) },
      set: { call in
        let value: T = try call.readNewValue()
        try call.withObject { (object: inout Object) in object[keyPath: path] = value }
        call.returnNil()
      })
  }

  /// A property that scripts can read and set. For one that they must not set, use ``readOnly(_:_:)-(_,(Object)->T)``.
  @inlinable public func property<T: ValueConvertible>(
    _ name: String, _ path: ReferenceWritableKeyPath<Object, T> & Sendable
  ) -> HostClass {
    _property(
      name, T.loxType, get: { try $0.finish((try $0.object() as Object)[keyPath: path]) },
      set: { call in
        let value: T = try call.readNewValue()
        (try call.object() as Object)[keyPath: path] = value
        call.returnNil()
      })
  }

  /// A property that scripts can read, though the host may be able to set it.
  @inlinable public func readOnly<T: ValueConvertible>(
    _ name: String, _ get: @escaping @Sendable (Object) throws -> T
  ) -> HostClass {
    property(name, get: get)
  }

  /// A property that scripts can read, computed by a function that gets the isolate first.
  @_disfavoredOverload @inlinable public func readOnly<T: ValueConvertible>(
    _ name: String, _ get: @escaping @Sendable (Isolate, Object) throws -> T
  ) -> HostClass {
    property(name, get: get)
  }

  /// A property that scripts can read, by a key path that is a value.
  @_disfavoredOverload @inlinable public func readOnly<T: ValueConvertible>(
    _ name: String, _ path: KeyPath<Object, T> & Sendable
  ) -> HostClass {
    _property(name, T.loxType, get: { try $0.finish((try $0.object() as Object)[keyPath: path]) })
  }

  @usableFromInline func _property(
    _ propertyName: String, _ type: String, get: @escaping (HostCall) throws -> Void,
    set: ((HostCall) throws -> Void)? = nil
  ) -> HostClass {
    var copy = self
    let fullName = "\(name).\(propertyName)"
    copy.definition.properties.append(
      LoxRuntime.HostClass.Property(
        name: propertyName, getter: HostFunction(name: fullName, arity: 0, body: get),
        setter: set.map { HostFunction(name: fullName, arity: 1, body: $0) }))
    copy.definition.declaration.properties[propertyName] = HostDeclaration(
      kind: .value, resultType: type, isWritable: set != nil)
    return copy
  }
}
