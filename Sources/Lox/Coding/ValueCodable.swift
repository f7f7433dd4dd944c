import LoxRuntime

/// A `Codable` type whose values go to Lox as instances with fields, and come back from any instance that has them, or from a map with such
/// keys.
///
/// ```swift
/// struct Order: ValueCodable {
///   var customer: String
///   var total: Double
/// }
/// try isolate.define("discount") { (order: Order) in order.total > 100 ? 0.1 : 0 }
/// ```
public protocol ValueCodable: Codable, ValueConvertible {}

extension ValueCodable {
  public static var loxType: String { "\(Self.self)" }

  public static func fromLox(_ value: Value) throws -> Self { try read(value) }
  public func toLox(in isolate: Isolate) throws -> Value { try pushed(in: isolate) }

  public static func _read(_ slot: ValueSlot) throws -> Self {
    let isolate = try slot.isolate
    do {
      return try Decoding(isolate, nil).decode(Self.self, from: slot.slot)
    } catch let error as DecodingError {
      let kind = isolate.kind(of: slot.slot)
      // For the value as a whole, its kind says what is wrong.
      if case .typeMismatch(_, let context) = error, context.codingPath.isEmpty {
        throw ConversionError(expected: loxType, actual: kind)
      }
      throw ConversionError(expected: loxType, actual: "\(kind) (\(error.reason))")
    }
  }

  public func _push(to stack: ValueStack) throws {
    let isolate = try stack.isolate
    do {
      try Encoding(isolate, nil).encode(self)
    } catch EncodingError.invalidValue(_, let context) where context.underlyingError is ConversionError {
      guard let error = context.underlyingError as? ConversionError else { return }
      throw ConversionError(expected: error.expected, actual: error.actual + context.place)
    }
  }
}

extension EncodingError.Context {
  fileprivate var place: String {
    let path = codingPath.map(\.stringValue).joined(separator: ".")
    return path.isEmpty ? "" : " (\(path))"
  }
}

extension DecodingError {
  /// What is wrong and where, for people.
  fileprivate var reason: String {
    let context: Context? =
      switch self {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
        .dataCorrupted(let context):
        context
      @unknown default: nil
      }
    guard let context else { return "\(self)" }
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    return (path.isEmpty ? "" : path + ": ") + context.debugDescription
  }
}

extension Isolate {
  /// The Lox value for an `Encodable` value: instances with fields, lists, maps, ranges, numbers, strings.
  ///
  /// A keyed container becomes an instance whose fields are the keys. Its class is named after the Swift
  /// type. If the script has a global class of this name, the instance is of that class and has its methods,
  /// though its initializer isn't called. An unkeyed container becomes a list, a dictionary a map, and a range of numbers a range. Nil,
  /// booleans, numbers and strings become themselves.
  ///
  /// For the book's language, an unkeyed container becomes a linked list: instances of `List` with the fields `value` and `next`, the last
  /// of which is nil; an empty list is nil. A dictionary becomes an instance. See ``CodingOptions/language``.
  ///
  /// Without options of its own, the call uses ``codingOptions``. Throws an `EncodingError`, or a
  /// ``RuntimeError`` if a limit is exceeded.
  public func encode<T: Encodable>(_ value: T, options: CodingOptions? = nil) throws -> Value {
    let base = machine.top
    defer { machine.pop(to: base) }
    try Encoding(self, options).encode(value)
    return self.value(at: base)
  }

  /// The Swift value for a Lox value: the reverse of ``encode(_:options:)``. The fields of an instance are
  /// its keys, whatever its class, and so are the keys of a map.
  ///
  /// Without options of its own, the call uses ``codingOptions``. Throws a `DecodingError` if the value does
  /// not have the required fields or types, or nests more than 100 levels deep, and a ``RuntimeError`` if a
  /// limit is exceeded.
  public func decode<T: Decodable>(
    _ type: T.Type = T.self, from value: Value, options: CodingOptions? = nil
  ) throws -> T {
    try convert(value) { try Decoding(self, options).decode(type, from: $0) }
  }
}
