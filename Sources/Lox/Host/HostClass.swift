import LoxRuntime

/// Describes a Swift type as a class that scripts can use: make instances, call methods, read and set properties, and make subclasses.
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
/// An instance holds its Swift object, or a copy of the Swift value, as long as it lives.
public struct HostClass<Object> {
  /// What scripts call it.
  public let name: String
  /// What an object takes outside of the heap, about; it counts for ``Limits/heapBytes``.
  private let bytes: Int
  var declaration = HostDeclaration(kind: .class)

  private var initializer: HostFunction?
  private var methods: [(name: String, function: HostFunction)] = []
  private var properties: [LoxRuntime.HostClass.Property] = []

  /// A class without initializer: only the host makes instances.
  ///
  /// `objectBytes` is what an object takes outside of the heap, about; it counts for ``Limits/heapBytes``.
  public init(_ name: String, objectBytes: Int = 64) {
    self.name = name
    bytes = max(0, objectBytes)
  }

  /// Lets scripts make instances by calling the class with these arguments. What the body throws ends the run, as for a function.
  public func initializer<each Parameter: ValueConvertible>(
    _ body: @escaping (repeat each Parameter) throws -> Object
  ) -> HostClass {
    var copy = self
    let (name, bytes) = (name, bytes)
    let types = _parameterTypes(repeat (each Parameter).self)
    copy.initializer = HostFunction("\(name).init", arity: types.count) { arguments in
      var reader = HostArgumentReader(arguments)
      let object = try body(repeat try reader.next((each Parameter).self))
      try arguments.isolate.machine.setHostObject(
        HostBox(object), key: HostBox.key(of: object), bytes: bytes, of: arguments.receiver)
    }
    copy.declaration.parameterTypes = types
    return copy
  }

  /// A method; its first parameter is the object. Of a value type, changes stay. What the body throws ends the run, as for a function.
  public func method<each Parameter: ValueConvertible, Result: ValueConvertible>(
    _ methodName: String, _ body: @escaping (inout Object, repeat each Parameter) throws -> Result
  ) -> HostClass {
    adding(methodName, _parameterTypes(repeat (each Parameter).self), Result.loxType) { arguments, box in
      var reader = HostArgumentReader(arguments)
      let values = (repeat try reader.next((each Parameter).self))
      try arguments.finish(try box.update { try body(&$0, repeat each values) })
    }
  }

  /// A method without a result: Lox sees nil.
  public func method<each Parameter: ValueConvertible>(
    _ methodName: String, _ body: @escaping (inout Object, repeat each Parameter) throws -> Void
  ) -> HostClass {
    adding(methodName, _parameterTypes(repeat (each Parameter).self), "nil") { arguments, box in
      var reader = HostArgumentReader(arguments)
      let values = (repeat try reader.next((each Parameter).self))
      try box.update { try body(&$0, repeat each values) }
      arguments.returnNil()
    }
  }

  private func adding(
    _ methodName: String, _ types: [String], _ resultType: String,
    _ body: @escaping (HostArguments, HostBox<Object>) throws -> Void
  ) -> HostClass {
    var copy = self
    let className = name
    copy.methods.append(
      (
        methodName,
        HostFunction("\(name).\(methodName)", arity: types.count) { arguments in
          try body(arguments, try arguments.isolate.box(of: arguments.receiver, className))
        }
      ))
    copy.declaration.methods[methodName] = HostDeclaration(
      kind: .function, parameterTypes: types, resultType: resultType)
    return copy
  }

  /// A property that scripts can read, computed by a function.
  public func property<T: ValueConvertible>(_ name: String, get: @escaping (Object) throws -> T) -> HostClass
  {
    adding(name, get: get, set: nil)
  }

  /// A property that scripts can read and set, by two functions.
  public func property<T: ValueConvertible>(
    _ name: String, get: @escaping (Object) throws -> T, set: @escaping (inout Object, T) throws -> Void
  ) -> HostClass {
    adding(name, get: get, set: set)
  }

  /// A property that scripts can read.
  public func property<T: ValueConvertible>(_ name: String, _ path: KeyPath<Object, T>) -> HostClass {
    adding(name, get: { $0[keyPath: path] }, set: nil)
  }

  /// A property that scripts can read and set. For one that they must not set, use ``readOnly(_:_:)``.
  public func property<T: ValueConvertible>(_ name: String, _ path: WritableKeyPath<Object, T>) -> HostClass {
    adding(name, get: { $0[keyPath: path] }, set: { $0[keyPath: path] = $1 })
  }

  /// A property that scripts can read, though the host can set it.
  public func readOnly<T: ValueConvertible>(_ name: String, _ path: KeyPath<Object, T>) -> HostClass {
    adding(name, get: { $0[keyPath: path] }, set: nil)
  }

  private func adding<T: ValueConvertible>(
    _ name: String, get: @escaping (Object) throws -> T, set: ((inout Object, T) throws -> Void)?
  ) -> HostClass {
    var copy = self
    let (className, fullName) = (self.name, "\(self.name).\(name)")
    let getter = HostFunction(fullName, arity: 0) { arguments in
      let box: HostBox<Object> = try arguments.isolate.box(of: arguments.receiver, className)
      try arguments.finish(try get(box.value))
    }
    let setter = set.map { set in
      HostFunction(fullName, arity: 1) { arguments in
        let box: HostBox<Object> = try arguments.isolate.box(of: arguments.receiver, className)
        let value: T
        do {
          value = try arguments.isolate._convertArgument(arguments.slot(0))
        } catch let error as ConversionError {
          throw HostMistake("Property '\(fullName)' must be \(error.expected), not \(error.actual).")
        }
        try box.update { try set(&$0, value) }
        arguments.returnNil()
      }
    }
    copy.properties.append(LoxRuntime.HostClass.Property(name: name, getter: getter, setter: setter))
    copy.declaration.properties[name] = HostDeclaration(
      kind: .value, resultType: T.loxType, isWritable: set != nil)
    return copy
  }

  /// The class for an isolate.
  var runtimeClass: LoxRuntime.HostClass {
    let name = name
    let initializer =
      initializer
      ?? HostFunction("\(name).init", arity: nil) { _ in
        throw HostMistake("Class '\(name)' has no initializer for scripts.")
      }
    return LoxRuntime.HostClass(
      name: name, initializer: initializer, methods: methods, properties: properties)
  }

  /// What an instance takes outside of the heap.
  var objectBytes: Int { bytes }
}

/// Holds a host object, or a host's value, for its instance.
final class HostBox<Object> {
  var value: Object
  private var isInUse = false

  init(_ value: Object) { self.value = value }

  /// Lets `body` change the value. A value that is being changed can't be changed by what the change calls.
  func update<R>(_ body: (inout Object) throws -> R) throws -> R {
    if isInUse, !(Object.self is AnyObject.Type) {
      throw HostMistake("A value of the host can't be changed while it is being changed.")
    }
    let wasInUse = isInUse
    isInUse = true
    defer { isInUse = wasInUse }
    var copy = value
    defer { value = copy }
    return try body(&copy)
  }

  /// How the same object is found again; values are never the same.
  static func key(of object: Object) -> ObjectIdentifier? {
    Object.self is AnyObject.Type ? ObjectIdentifier(object as AnyObject) : nil
  }
}

/// A Swift type that is known to Lox as a class, once the isolate was given its ``HostClass``: its values go to Lox as instances that
/// stand for them, and come back as they are.
public protocol HostObject: ValueConvertible {}

extension HostObject {
  public static var loxType: String { "a \(Self.self)" }

  public static func fromLox(_ value: Value) throws -> Self {
    guard case .instance(let instance) = value, let object = instance.hostObject(as: Self.self) else {
      throw mismatch(value)
    }
    return object
  }

  public func toLox(in isolate: Isolate) throws -> Value { .instance(try isolate.wrap(self)) }

  public static func _read(_ slot: ValueSlot, in isolate: Isolate) throws -> Self {
    if let box = isolate.machine.hostObject(of: slot.slot), let known = exactly(box, HostBox<Self>.self) {
      return known.value
    }
    return try fromLox(isolate.value(at: slot.slot))
  }

  public func _push(in isolate: Isolate) throws { try isolate.pushHostObject(self) }
}

extension Instance {
  /// The Swift object or value that the instance stands for; nil if it is of another type or stands for none.
  public func hostObject<Object>(as type: Object.Type = Object.self) -> Object? {
    let box = handle.isolate?.machine.hostObject(ofHandle: handle.index)
    return (box as? HostBox<Object>)?.value ?? (box as? any AnyHostBox)?.anyValue as? Object
  }
}

/// Host objects of a subclass come back as their superclass.
private protocol AnyHostBox { var anyValue: Any { get } }
extension HostBox: AnyHostBox { fileprivate var anyValue: Any { value } }

extension Isolate {
  /// Defines a class of the host as a global, and lets ``wrap(_:)`` make instances of it.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the class.
  @discardableResult
  public func define<Object>(_ hostClass: HostClass<Object>) throws -> Class {
    let base = machine.top
    defer { machine.pop(to: base) }
    try machine.pushClass(hostClass.runtimeClass)
    let handle = Handle(base, self)
    try machine.popGlobal(hostClass.name)
    hostClasses[ObjectIdentifier(Object.self)] = handle
    hostClassBytes[ObjectIdentifier(Object.self)] = hostClass.objectBytes
    declarations[hostClass.name] = hostClass.declaration
    return Class(handle: handle)
  }

  /// The instance that stands for a Swift object, always the same one as long as scripts or handles keep it; or a new instance for a
  /// Swift value.
  ///
  /// Throws a ``ConversionError`` if its type was not defined as a ``HostClass``, and a ``RuntimeError`` if there is no memory.
  public func wrap<Object>(_ object: Object) throws -> Instance {
    let base = machine.top
    defer { machine.pop(to: base) }
    try pushHostObject(object)
    return Instance(handle: Handle(base, self))
  }

  /// Pushes the instance that stands for a Swift object.
  func pushHostObject<Object>(_ object: Object) throws {
    if let key = HostBox.key(of: object), try machine.pushInstance(of: key) { return }
    let type = ObjectIdentifier(Object.self)
    guard let `class` = hostClasses[type] else {
      throw ConversionError(expected: "a type defined as a host class", actual: "\(Object.self)")
    }
    let base = machine.top
    try push(`class`)
    do {
      try machine.makeInstance(base)
      try machine.setHostObject(
        HostBox(object), key: HostBox.key(of: object), bytes: hostClassBytes[type] ?? 64, of: base)
    } catch {
      machine.pop(to: base)
      throw error
    }
  }

  /// The box of an instance of a host class.
  func box<Object>(of receiver: Slot, _ className: String) throws -> HostBox<Object> {
    guard let box = machine.hostObject(of: receiver).flatMap({ exactly($0, HostBox<Object>.self) }) else {
      throw HostMistake("This \(className) was not initialized: 'super.init' was not called.")
    }
    return box
  }
}
