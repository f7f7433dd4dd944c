import LoxRuntime
import LoxSource

/// The place of a value on its way between Swift and Lox: a slot on the isolate's stack.
///
/// Only conversions see a slot, while they last. There are no references to objects outside the stack and
/// handles, so nothing can be out of date after a collection.
@frozen public struct ValueSlot {
  @usableFromInline let stack: ValueStack
  @usableFromInline let slot: Slot

  @inlinable init(_ slot: Slot, _ stack: ValueStack) {
    self.slot = slot
    self.stack = stack
  }

  init(_ slot: Slot, in isolate: Isolate) { self.init(slot, isolate.machine.stack) }

  /// The isolate.
  @usableFromInline var isolate: Isolate { get throws { try stack.isolate } }

  @inlinable var number: Double? { stack.number(slot) }
  @inlinable var boolean: Bool? { stack.boolean(slot) }
  @inlinable var isNil: Bool { stack.isNil(slot) }
  /// Whether the value takes no memory of the host's.
  @inlinable var isScalar: Bool { stack.isScalar(slot) }
}

extension ValueStack {
  /// The isolate to which the stack belongs.
  @usableFromInline var isolate: Isolate {
    get throws {
      guard let isolate = state.owner.object(as: Isolate.self) else { throw HandleError.isolateIsGone }
      return isolate
    }
  }

  @inlinable @inline(__always) func _push(_ number: Double) throws {
    if !pushAtOnce(number) { try isolate._push(number) }
  }

  @inlinable @inline(__always) func _push(_ boolean: Bool) throws {
    if !pushAtOnce(boolean) { try isolate._push(boolean) }
  }

  @inlinable @inline(__always) func _pushNil() throws {
    if !pushNilAtOnce() { try isolate._pushNil() }
  }
}

/// The building blocks of the common conversions.
extension Isolate {
  @usableFromInline func _push(_ number: Double) throws { try machine.push(number) }
  @usableFromInline func _push(_ boolean: Bool) throws { try machine.push(boolean) }
  @usableFromInline func _push(_ text: String) throws { try machine.push(text) }
  @usableFromInline func _pushNil() throws { try machine.pushNil() }

  /// The text of a string; invalid UTF-8 is replaced.
  @usableFromInline func _text(_ slot: ValueSlot) throws -> String? { try machine.takeText(slot.slot) }

  /// The error for a value of the wrong type in a slot.
  @usableFromInline func _mismatch(_ slot: ValueSlot, _ expected: String) -> ConversionError {
    ConversionError(expected: expected, actual: kind(of: slot.slot))
  }

  /// Pushes the Lox value of a Swift value.
  func push(_ value: Value) throws {
    switch value {
    case .nil: try machine.pushNil()
    case .boolean(let boolean): try machine.push(boolean)
    case .number(let number): try machine.push(number)
    case .string(let text): try machine.push(text)
    case .bytes(let bytes): try machine.push(bytes)
    case .function(let function): try push(function.handle)
    case .class(let `class`): try push(`class`.handle)
    case .instance(let instance): try push(instance.handle)
    case .list(let list): try push(list.handle)
    case .map(let map): try push(map.handle)
    case .range(let range): try push(range.handle)
    case .fiber(let fiber): try push(fiber.handle)
    case .module(let module): try push(module.handle)
    }
  }

  @usableFromInline func _push(_ value: Value) throws { try push(value) }

  /// The value in a slot, for the host, which is charged for it first.
  @usableFromInline func _value(_ slot: ValueSlot) throws -> Value {
    switch machine.content(of: slot.slot) {
    case .nil, .boolean, .number: break
    case .string: try machine.pay(bytesOfString: slot.slot)
    case .function, .class, .instance, .list, .map, .range, .fiber, .module:
      try machine.pay(bytes: 96, units: 4)
    }
    return value(at: slot.slot)
  }

  /// The value in a slot, for the host.
  package func value(at slot: Slot) -> Value {
    switch machine.content(of: slot) {
    case .nil: return .nil
    case .boolean(let boolean): return .boolean(boolean)
    case .number(let number): return .number(number)
    case .string:
      if let text = machine.text(ofString: slot) { return .string(text) }
      return .bytes(machine.bytes(ofString: slot))
    case .function: return .function(Function(handle: Handle(slot, self)))
    case .class: return .class(Class(handle: Handle(slot, self)))
    case .instance: return .instance(Instance(handle: Handle(slot, self)))
    case .list: return .list(ListObject(handle: Handle(slot, self)))
    case .map: return .map(MapObject(handle: Handle(slot, self)))
    case .range: return .range(RangeObject(handle: Handle(slot, self)))
    case .fiber: return .fiber(Fiber(handle: Handle(slot, self)))
    case .module: return .module(Module(handle: Handle(slot, self)))
    }
  }

  /// The kind of value in a slot, for messages.
  func kind(of slot: Slot) -> String {
    switch machine.content(of: slot) {
    case .nil: "nil"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .function: "a function"
    case .class: "a class"
    case .instance: machine.className(of: slot).map { "\($0.withArticle) instance" } ?? "an instance"
    case .list: "a list"
    case .map: "a map"
    case .range: "a range"
    case .fiber: "a fiber"
    case .module: "a module"
    }
  }
}
