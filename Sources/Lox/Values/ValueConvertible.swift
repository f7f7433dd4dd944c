import LoxRuntime

/// A Swift type whose values can go to Lox and come back: as arguments and results, and as globals and
/// fields.
///
/// `Bool`, `Double`, `Float`, the integers (whole numbers only), `String`, `Optional`, arrays, sets,
/// dictionaries, ranges of numbers, ``Value`` and the handles conform. Your own types can conform in three ways: as
/// ``ValueCodable``, which turns `Codable` values into instances; as ``HostObject``, which stays an object of
/// the host; or with these two functions.
public protocol ValueConvertible {
  /// Lox's name for such a value, for messages: `a number`.
  static var loxType: String { get }

  /// The Swift value for a Lox value. Throws a ``ConversionError`` if there is none.
  static func fromLox(_ value: Value) throws -> Self

  /// The Lox value, for use in the isolate. Throws a ``ConversionError`` if there is none, or another error.
  func toLox(in isolate: Isolate) throws -> Value

  /// The Swift value for the Lox value in a slot: a shortcut for `fromLox(_:)` that types of this library
  /// have.
  static func _read(_ slot: ValueSlot) throws -> Self
  /// Pushes the Lox value: a shortcut for `toLox(in:)` that types of this library have.
  func _push(to stack: ValueStack) throws
  /// Whether its values take no additional memory, so that it need not be counted.
  static var _isScalar: Bool { get }
  /// Whether nil is one of its values because it is an `Optional`: such arguments may be left out at the end.
  static var _isOptional: Bool { get }
}

extension ValueConvertible {
  @inlinable public static var _isScalar: Bool { false }
  @inlinable public static var _isOptional: Bool { false }
  @inlinable @inline(__always) public static func _read(_ slot: ValueSlot) throws -> Self {
    try fromLox(try slot.isolate._value(slot))
  }
  @inlinable @inline(__always) public func _push(to stack: ValueStack) throws {
    let isolate = try stack.isolate
    try isolate._push(try toLox(in: isolate))
  }
}

/// A value has a different type from the required one.
public struct ConversionError: Error, Sendable, CustomStringConvertible {
  /// The required type: `a whole number`.
  public var expected: String
  /// The actual type: `a string`.
  public var actual: String

  /// An error that states the required and the actual type, as in *Expected a whole number, not a string.*
  public init(expected: String, actual: String) {
    self.expected = expected
    self.actual = actual
  }

  /// Both in a sentence.
  public var description: String { "Expected \(expected), not \(actual)." }
}

extension ValueConvertible {
  static func mismatch(_ value: Value) -> ConversionError {
    ConversionError(expected: loxType, actual: value.kind)
  }
}

extension Value: ValueConvertible {
  public static var loxType: String { "any value" }
  public static func fromLox(_ value: Value) -> Value { value }
  public func toLox(in isolate: Isolate) -> Value { self }

  @inlinable public static func _read(_ slot: ValueSlot) throws -> Value {
    if let number = slot.number { return .number(number) }
    if slot.isNil { return .nil }
    return try slot.isolate._value(slot)
  }
}

extension Bool: ValueConvertible {
  @inlinable public static var _isScalar: Bool { true }
  public static var loxType: String { "a boolean" }
  public static func fromLox(_ value: Value) throws -> Bool {
    guard case .boolean(let boolean) = value else { throw mismatch(value) }
    return boolean
  }
  public func toLox(in isolate: Isolate) -> Value { .boolean(self) }

  @inlinable @inline(__always) public static func _read(_ slot: ValueSlot) throws -> Bool {
    guard let boolean = slot.boolean else { throw try slot.isolate._mismatch(slot, loxType) }
    return boolean
  }
  @inlinable @inline(__always) public func _push(to stack: ValueStack) throws { try stack._push(self) }
}

extension Double: ValueConvertible {
  @inlinable public static var _isScalar: Bool { true }
  public static var loxType: String { "a number" }
  public static func fromLox(_ value: Value) throws -> Double {
    guard case .number(let number) = value else { throw mismatch(value) }
    return number
  }
  public func toLox(in isolate: Isolate) -> Value { .number(self) }

  @inlinable @inline(__always) public static func _read(_ slot: ValueSlot) throws -> Double {
    guard let number = slot.number else { throw try slot.isolate._mismatch(slot, loxType) }
    return number
  }
  @inlinable @inline(__always) public func _push(to stack: ValueStack) throws { try stack._push(self) }
}

extension Float: ValueConvertible {
  @inlinable public static var _isScalar: Bool { true }
  public static var loxType: String { "a number" }
  /// The nearest `Float`.
  public static func fromLox(_ value: Value) throws -> Float { Float(try Double.fromLox(value)) }
  public func toLox(in isolate: Isolate) -> Value { .number(Double(self)) }
}

/// Integers are exact or an error, in both directions: Lox has only doubles.
extension ValueConvertible where Self: FixedWidthInteger {
  @inlinable public static var _isScalar: Bool { true }
  public static var loxType: String { "a whole number" }

  public static func fromLox(_ value: Value) throws -> Self {
    guard case .number(let number) = value else { throw mismatch(value) }
    guard let exact = Self(exactly: number) else {
      let isWhole = number == number.rounded(.towardZero)
      let range = "a whole number from \(Self.min) to \(Self.max)"
      throw ConversionError(expected: isWhole ? range : loxType, actual: NumberFormat.text(of: number))
    }
    return exact
  }

  public func toLox(in isolate: Isolate) throws -> Value {
    guard let exact = Double(exactly: self) else {
      throw ConversionError(expected: "an integer that a double can hold", actual: "\(self)")
    }
    return .number(exact)
  }

  @inlinable @inline(__always) public static func _read(_ slot: ValueSlot) throws -> Self {
    guard let number = slot.number, let exact = Self(exactly: number) else {
      return try fromLox(try slot.isolate._value(slot))
    }
    return exact
  }

  @inlinable @inline(__always) public func _push(to stack: ValueStack) throws {
    if let exact = Double(exactly: self) { return try stack._push(exact) }
    let isolate = try stack.isolate
    try isolate._push(try toLox(in: isolate))
  }
}

extension Int: ValueConvertible {}
extension Int8: ValueConvertible {}
extension Int16: ValueConvertible {}
extension Int32: ValueConvertible {}
extension Int64: ValueConvertible {}
extension UInt: ValueConvertible {}
extension UInt8: ValueConvertible {}
extension UInt16: ValueConvertible {}
extension UInt32: ValueConvertible {}
extension UInt64: ValueConvertible {}

extension String: ValueConvertible {
  public static var loxType: String { "a string" }
  /// Invalid UTF-8 is replaced.
  public static func fromLox(_ value: Value) throws -> String {
    switch value {
    case .string(let text): text
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    default: throw mismatch(value)
    }
  }
  public func toLox(in isolate: Isolate) -> Value { .string(self) }

  @inlinable @inline(__always) public static func _read(_ slot: ValueSlot) throws -> String {
    let isolate = try slot.isolate
    guard let text = try isolate._text(slot) else { throw isolate._mismatch(slot, loxType) }
    return text
  }
  @inlinable @inline(__always) public func _push(to stack: ValueStack) throws {
    try stack.isolate._push(self)
  }
}

extension Substring: ValueConvertible {
  public static var loxType: String { "a string" }
  public static func fromLox(_ value: Value) throws -> Substring { Substring(try String.fromLox(value)) }
  public func toLox(in isolate: Isolate) -> Value { .string(String(self)) }
}

/// Nil is nil.
extension Optional: ValueConvertible where Wrapped: ValueConvertible {
  @inlinable public static var _isScalar: Bool { Wrapped._isScalar }
  @inlinable public static var _isOptional: Bool { true }
  public static var loxType: String { "\(Wrapped.loxType) or nil" }
  public static func fromLox(_ value: Value) throws -> Wrapped? {
    if case .nil = value { return nil }
    do {
      return try Wrapped.fromLox(value)
    } catch let error as ConversionError where error.expected == Wrapped.loxType {
      throw mismatch(value)
    }
  }
  public func toLox(in isolate: Isolate) throws -> Value { try self?.toLox(in: isolate) ?? .nil }

  @inlinable @inline(__always) public static func _read(_ slot: ValueSlot) throws -> Wrapped? {
    if slot.isNil { return nil }
    do {
      return try Wrapped._read(slot)
    } catch let error as ConversionError where error.expected == Wrapped.loxType {
      throw ConversionError(expected: loxType, actual: error.actual)
    }
  }
  @inlinable @inline(__always) public func _push(to stack: ValueStack) throws {
    if let self { try self._push(to: stack) } else { try stack._pushNil() }
  }
}

extension Function: ValueConvertible {
  public static var loxType: String { "a function" }
  public static func fromLox(_ value: Value) throws -> Function {
    switch value {
    case .function(let function): function
    // A class can be called like a function.
    case .class(let `class`): Function(handle: `class`.handle)
    default: throw mismatch(value)
    }
  }
  public func toLox(in isolate: Isolate) -> Value { .function(self) }
}

extension Class: ValueConvertible {
  public static var loxType: String { "a class" }
  public static func fromLox(_ value: Value) throws -> Class {
    guard case .class(let `class`) = value else { throw mismatch(value) }
    return `class`
  }
  public func toLox(in isolate: Isolate) -> Value { .class(self) }
}

extension Instance: ValueConvertible {
  public static var loxType: String { "an instance" }
  public static func fromLox(_ value: Value) throws -> Instance {
    guard case .instance(let instance) = value else { throw mismatch(value) }
    return instance
  }
  public func toLox(in isolate: Isolate) -> Value { .instance(self) }
}
