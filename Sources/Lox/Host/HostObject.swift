import LoxRuntime
import LoxSource

/// A Swift type that Lox knows as a class, once the isolate has been given its ``HostClass``. Its values go
/// to Lox as instances that stand for them, and come back unchanged.
///
/// An object has the class of its dynamic type, or of the nearest superclass that is defined.
public protocol HostObject: ValueConvertible {}

extension HostObject {
  public static var loxType: String { "\(Self.self)".withArticle }

  public static func fromLox(_ value: Value) throws -> Self {
    guard case .instance(let instance) = value, let object = instance.hostObject(as: Self.self) else {
      throw mismatch(value)
    }
    return object
  }

  public func toLox(in isolate: Isolate) throws -> Value { .instance(try isolate.wrap(self)) }

  @inlinable public static func _read(_ slot: ValueSlot) throws -> Self {
    if let held = slot.stack.hostObject(slot.slot), let object = _unwrap(held, as: Self.self) {
      return object
    }
    return try fromLox(slot.isolate._value(slot))
  }

  public func _push(to stack: ValueStack) throws { try stack.isolate.pushHostObject(self) }
}

/// Holds a host's value for its instance. An object needs no box.
@usableFromInline final class HostBox<Object> {
  @usableFromInline var value: Object
  @usableFromInline var isInUse = false

  init(_ value: Object) { self.value = value }

  /// Lets `body` change the value. While a value is being changed, nothing that the change calls can change
  /// it.
  @inlinable func update<R>(_ body: (inout Object) throws -> R) throws -> R {
    if isInUse { throw _valueIsInUse() }
    isInUse = true
    defer { isInUse = false }
    var copy = value
    defer { value = copy }
    return try body(&copy)
  }
}

@usableFromInline func _valueIsInUse() -> any Error {
  HostMistake("A value of the host can't be changed while it is being changed.")
}

/// The object, or the value in its box; nil if the instance holds one of another type.
@inlinable @inline(__always) func _unwrap<Object>(_ held: AnyObject, as type: Object.Type) -> Object? {
  if Object.self is AnyObject.Type { return held as? Object }
  return (held as? HostBox<Object>)?.value
}

/// Values come back as any type that they can be cast to.
private protocol AnyHostBox { var anyValue: Any { get } }
extension HostBox: AnyHostBox { fileprivate var anyValue: Any { value } }

extension HostCall {
  /// The object that a method is called on, or the value of a value type.
  @inlinable @inline(__always) func object<Object>() throws -> Object {
    guard let held, let object = _unwrap(held, as: Object.self) else { throw _isNotInitialized() }
    return object
  }

  /// Calls the body with the object that a method is called on, or with the value, which the body may change.
  @inlinable @inline(__always) func withObject<Object, R>(_ body: (inout Object) throws -> R) throws -> R {
    if let held {
      if Object.self is AnyObject.Type {
        if var object = held as? Object { return try body(&object) }
      } else if let box = held as? HostBox<Object> {
        return try box.update(body)
      }
    }
    throw _isNotInitialized()
  }

  /// What the receiver stands for.
  @inlinable @inline(__always) var held: AnyObject? { stack.hostObject(receiver) }

  @usableFromInline func _isNotInitialized() -> any Error {
    let className = functionName.prefix { $0 != "." }
    return HostMistake("This \(className) was not initialized: 'super.init' was not called.")
  }
}

extension Instance {
  /// The Swift object or value that the instance stands for; nil if it is of another type or there is none.
  public func hostObject<Object>(as type: Object.Type = Object.self) -> Object? {
    guard let held = handle.isolate?.machine.hostObject(ofHandle: handle.index) else { return nil }
    if let box = held as? HostBox<Object> { return box.value }
    if let box = held as? any AnyHostBox { return box.anyValue as? Object }
    return held as? Object
  }
}

extension Isolate {
  /// The instance that stands for a Swift object, always the same one as long as scripts or handles keep it;
  /// for a Swift value, a new instance.
  ///
  /// Throws a ``ConversionError`` if neither its type nor a superclass was defined as a ``HostClass``, and a ``RuntimeError`` if there is
  /// no memory.
  public func wrap<Object>(_ object: Object) throws -> Instance {
    let base = machine.top
    defer { machine.pop(to: base) }
    try pushHostObject(object)
    return Instance(handle: Handle(base, self))
  }

  /// Pushes the instance that stands for a Swift object.
  func pushHostObject<Object>(_ object: Object) throws {
    var type: Any.Type = Object.self
    if Object.self is AnyObject.Type {
      let reference = object as AnyObject
      if try machine.pushInstance(of: ObjectIdentifier(reference)) { return }
      type = Swift.type(of: reference)
    }
    guard let known = try hostClass(of: type) else {
      throw ConversionError(expected: "a type defined as a host class", actual: "\(type)")
    }
    let base = machine.top
    try push(known.handle)
    do {
      try machine.makeInstance(base)
      try setHostObject(object, bytes: known.definition.objectBytes, of: base)
    } catch {
      machine.pop(to: base)
      throw error
    }
  }

  /// Makes the instance in a slot stand for an object or a value.
  func setHostObject<Object>(_ object: Object, bytes: Int, of slot: Slot) throws {
    if Object.self is AnyObject.Type {
      let reference = object as AnyObject
      try machine.setHostObject(reference, key: ObjectIdentifier(reference), bytes: bytes, of: slot)
    } else {
      try machine.setHostObject(HostBox(object), key: nil, bytes: bytes, of: slot)
    }
  }
}
