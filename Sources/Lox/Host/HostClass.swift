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

  /// Functions are made when the isolate is known.
  private var makeInitializer: ((Isolate) -> HostFunction)?
  private var makeMethods: [(name: String, make: (Isolate) -> HostFunction)] = []
  private var makeProperties: [(Isolate) -> LoxRuntime.HostClass.Property] = []

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
    copy.makeInitializer = { isolate in
      let types = isolate.parameterTypes(repeat (each Parameter).self)
      return HostFunction(
        name: "\(name).init", arity: types.count,
        body: .immediate { [unowned isolate] call in
          var arguments = ArgumentReader(call, isolate, name)
          let object = try body(repeat try arguments.next((each Parameter).self))
          try isolate.machine.push(call.receiver)
          defer { isolate.machine.pop(1) }
          try isolate.machine.setHostObject(HostBox(object), key: HostBox.key(of: object), bytes: bytes)
          return isolate.machine.pushed()
        })
    }
    copy.declaration.parameterTypes = types(repeat (each Parameter).self)
    return copy
  }

  /// A method; its first parameter is the object. Of a value type, changes stay. What the body throws ends the run, as for a function.
  public func method<each Parameter: ValueConvertible, Result: ValueConvertible>(
    _ methodName: String, _ body: @escaping (inout Object, repeat each Parameter) throws -> Result
  ) -> HostClass {
    adding(methodName, types(repeat (each Parameter).self), Result.loxType) { isolate, box, call, name in
      var arguments = ArgumentReader(call, isolate, name)
      let values = (repeat try arguments.next((each Parameter).self))
      return try isolate.bits(of: try box.update { try body(&$0, repeat each values) })
    }
  }

  /// A method without a result: Lox sees nil.
  public func method<each Parameter: ValueConvertible>(
    _ methodName: String, _ body: @escaping (inout Object, repeat each Parameter) throws -> Void
  ) -> HostClass {
    adding(methodName, types(repeat (each Parameter).self), "nil") { isolate, box, call, name in
      var arguments = ArgumentReader(call, isolate, name)
      let values = (repeat try arguments.next((each Parameter).self))
      try box.update { try body(&$0, repeat each values) }
      return .nil
    }
  }

  private func adding(
    _ methodName: String, _ types: [String], _ resultType: String,
    _ body: @escaping (Isolate, HostBox<Object>, HostCall, String) throws -> LoxRuntime.Value
  ) -> HostClass {
    var copy = self
    let fullName = "\(name).\(methodName)"
    let className = name
    copy.makeMethods.append(
      (
        methodName,
        { isolate in
          HostFunction(
            name: fullName, arity: types.count,
            body: .immediate { [unowned isolate] call in
              try body(isolate, try isolate.box(of: call.receiver, className), call, fullName)
            })
        }
      ))
    copy.declaration.methods[methodName] = HostDeclaration(
      kind: .function, parameterTypes: types, resultType: resultType)
    return copy
  }

  private func types<each Parameter: ValueConvertible>(_ type: repeat (each Parameter).Type) -> [String] {
    var types: [String] = []
    for type in repeat each type { types.append(type.loxType) }
    return types
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
    copy.makeProperties.append { isolate in
      let getter = HostFunction(
        name: fullName, arity: 0,
        body: .immediate { [unowned isolate] call in
          try isolate.bits(of: try get(try isolate.box(of: call.receiver, className).value))
        })
      let setter = set.map { set in
        HostFunction(
          name: fullName, arity: 1,
          body: .immediate { [unowned isolate] call in
            let box: HostBox<Object> = try isolate.box(of: call.receiver, className)
            let value: T
            do {
              value = try T.fromLox(isolate.value(of: call[0]))
            } catch let error as ConversionError {
              throw HostMistake("Property '\(fullName)' must be \(error.expected), not \(error.actual).")
            }
            try box.update { try set(&$0, value) }
            return .nil
          })
      }
      return LoxRuntime.HostClass.Property(name: name, getter: getter, setter: setter)
    }
    copy.declaration.properties[name] = HostDeclaration(
      kind: .value, resultType: T.loxType, isWritable: set != nil)
    return copy
  }

  /// The class for an isolate.
  func make(for isolate: Isolate) -> LoxRuntime.HostClass {
    let name = name
    let initializer =
      makeInitializer?(isolate)
      ?? HostFunction(
        name: "\(name).init", arity: nil,
        body: .immediate { _ in throw HostMistake("Class '\(name)' has no initializer for scripts.") })
    return LoxRuntime.HostClass(
      name: name, initializer: initializer,
      methods: makeMethods.map { ($0.name, $0.make(isolate)) }, properties: makeProperties.map { $0(isolate) }
    )
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
}

extension Instance {
  /// The Swift object or value that the instance stands for; nil if it is of another type or stands for none.
  public func hostObject<Object>(as type: Object.Type = Object.self) -> Object? {
    let box = handle.isolate?.machine.hostObject(of: handle.bits)
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
    try machine.pushClass(hostClass.make(for: self))
    let handle = Handle(machine.pushed(), self)
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
    if let key = HostBox.key(of: object), let known = machine.instance(of: key) {
      return Instance(handle: Handle(known, self))
    }
    let type = ObjectIdentifier(Object.self)
    guard let `class` = hostClasses[type] else {
      throw ConversionError(expected: "a type defined as a host class", actual: "\(Object.self)")
    }
    try machine.pushInstance(of: `class`.bits)
    defer { machine.pop(1) }
    try machine.setHostObject(
      HostBox(object), key: HostBox.key(of: object), bytes: hostClassBytes[type] ?? 64)
    return Instance(handle: Handle(machine.pushed(), self))
  }

  /// The box of an instance of a host class.
  func box<Object>(of receiver: LoxRuntime.Value, _ className: String) throws -> HostBox<Object> {
    guard let box = machine.hostObject(of: receiver) as? HostBox<Object> else {
      throw HostMistake("This \(className) was not initialized: 'super.init' was not called.")
    }
    return box
  }
}
