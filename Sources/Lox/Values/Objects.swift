import LoxRuntime

/// A Lox function, a method bound to its object, or a function of the host.
public struct Function: Equatable {
  @usableFromInline let handle: Handle

  /// The name of its declaration, if the isolate still exists.
  public var name: String? { handle.isolate?.machine.name(ofHandle: handle.index) }

  /// The number of arguments it takes; nil if it takes any number.
  public var arity: Int? { handle.isolate?.machine.arity(ofHandle: handle.index) }
}

/// A Lox class.
public struct Class: Equatable {
  @usableFromInline let handle: Handle

  /// The name of its declaration, if the isolate still exists.
  public var name: String? { handle.isolate?.machine.name(ofHandle: handle.index) }

  /// The number of arguments its initializer takes; nil if it takes any number.
  public var arity: Int? { handle.isolate?.machine.arity(ofHandle: handle.index) }

  /// The class that it inherits from; nil if there is none, or if the isolate is gone.
  public var superclass: Class? {
    handle.isolate?.classOfObject(handle)
  }
}

/// An instance of a Lox class, or of a class of the host.
public struct Instance: Equatable {
  @usableFromInline let handle: Handle

  /// Its class; nil if the isolate is gone.
  public var `class`: Class? {
    handle.isolate?.classOfObject(handle)
  }

  var className: String? {
    handle.isolate?.machine.className(ofHandle: handle.index)
  }

  /// The names of its fields, in the order in which they were added.
  public var fieldNames: [String] { handle.isolate?.machine.fieldNames(ofHandle: handle.index) ?? [] }

  /// The value of a field, or of a computed property of a host class; nil if there is none of this name, or
  /// if the property's getter throws. Methods are not fields: see ``method(_:)``.
  public subscript(name: String) -> Value? {
    guard let isolate = handle.isolate else { return nil }
    let base = isolate.machine.top
    defer { isolate.machine.pop(to: base) }
    guard (try? isolate.pushField(name, of: handle, base)) == true else { return nil }
    return isolate.value(at: base)
  }

  /// The value of a field, or of a computed property of a host class; nil if there is none of this name.
  ///
  /// Throws a ``ConversionError`` if it has another type, a ``HandleError`` if the isolate is gone, and
  /// whatever a property's getter throws.
  public func field<T: ValueConvertible>(_ name: String, as type: T.Type = T.self) throws -> T? {
    let isolate = try handle.owner()
    let base = isolate.machine.top
    defer { isolate.machine.pop(to: base) }
    guard try isolate.pushField(name, of: handle, base) else { return nil }
    return try isolate._convert(ValueSlot(base, in: isolate))
  }

  /// Sets or adds a field. On an instance of a host class, sets the computed property of this name, if there
  /// is one.
  ///
  /// Throws a ``ConversionError`` if the name is empty or there is no Lox value for the value, a
  /// ``HandleError`` if the isolate is gone or the value belongs to another one, and a ``RuntimeError`` if
  /// there is no memory, or if the property is read-only.
  public func setField<T: ValueConvertible>(_ name: String, to value: T) throws {
    let isolate = try handle.owner()
    if name.isEmpty { throw ConversionError(expected: "a field name", actual: "an empty string") }
    let base = isolate.machine.top
    defer { isolate.machine.pop(to: base) }
    try isolate.push(handle)
    try value._push(to: isolate.machine.stack)
    try isolate.machine.popField(name, of: base)
  }

  /// A method bound to the instance, or a function in a field; nil if there is none of this name.
  public func method(_ name: String) -> Function? {
    guard let isolate = handle.isolate else { return nil }
    let base = isolate.machine.top
    defer { isolate.machine.pop(to: base) }
    guard (try? isolate.push(handle)) != nil else { return nil }
    let member = isolate.machine.top
    guard (try? isolate.machine.pushMember(name, of: base)) == true,
      case .function(let function) = isolate.value(at: member)
    else { return nil }
    return function
  }
}

extension Isolate {
  /// Pushes an instance's field or computed property into the slot; false if there is none.
  fileprivate func pushField(_ name: String, of handle: Handle, _ base: Slot) throws -> Bool {
    try push(handle)
    let field = machine.top
    guard try machine.pushProperty(name, of: base) else { return false }
    machine.copy(field, to: base)
    return true
  }

  fileprivate func classOfObject(_ handle: Handle) -> Class? {
    let base = machine.top
    defer { machine.pop(to: base) }
    guard (try? push(handle)) != nil else { return nil }
    let `class` = machine.top
    guard (try? machine.pushClass(of: base)) == true else { return nil }
    return Class(handle: Handle(`class`, self))
  }
}
