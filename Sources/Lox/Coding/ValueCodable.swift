import LoxRuntime

/// A `Codable` type whose values go to Lox as instances with fields, and come back from any instance that has them.
///
/// ```swift
/// struct Order: ValueCodable {
///   var customer: String
///   var total: Double
/// }
/// try isolate.define("discount") { (order: Order) in order.total > 100 ? 0.1 : 0 }
/// ```
public protocol ValueCodable: Codable, ValueConvertible {}

/// What consists of other values: coders look into these, so that they know how deep they are.
protocol CompoundValue {}
extension Optional: CompoundValue {}
extension Array: CompoundValue {}
extension Dictionary: CompoundValue {}

extension ValueCodable {
  public static var loxType: String { "\(Self.self)" }

  public static func fromLox(_ value: Value) throws -> Self {
    do {
      return try ValueDecoder(budget: ValueDecoder.Budget(value.isolate)).decode(Self.self, from: value)
    } catch let error as DecodingError {
      throw ConversionError(expected: loxType, actual: "\(value.kind) (\(error.reason))")
    }
  }

  public func toLox(in isolate: Isolate) throws -> Value { try isolate.encode(self) }
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
  /// The Lox value of what is `Encodable`: instances with fields, linked lists, numbers, strings. Throws an `EncodingError`, or a
  /// ``RuntimeError`` if memory is out.
  public func encode<T: Encodable>(_ value: T) throws -> Value {
    try ValueEncoder(isolate: self).encode(value)
  }

  /// The Swift value of a Lox value. Throws a `DecodingError` if it has other fields or types than needed, nests more than 100 levels deep,
  /// or would be too large.
  public func decode<T: Decodable>(_ type: T.Type = T.self, from value: Value) throws -> T {
    try ValueDecoder(budget: ValueDecoder.Budget(self)).decode(type, from: value)
  }

  /// An instance without fields of the script's class of this name, or else of one that is made for it.
  func makeValueInstance(of name: String) throws -> Instance {
    let base = machine.top
    defer { machine.pop(to: base) }
    if try !pushScriptClass(name) {
      machine.pop(to: base)
      if let known = valueClasses[name] {
        try push(known)
      } else {
        try machine.pushClass(named: name)
        valueClasses[name] = Handle(base, self)
      }
    }
    try machine.makeInstance(base)
    return Instance(handle: Handle(base, self))
  }

  /// Pushes the script's own class of this name; false if there is none.
  private func pushScriptClass(_ name: String) throws -> Bool {
    let base = machine.top
    guard try machine.pushGlobal(name), case .class = machine.content(of: base) else { return false }
    return try hostClasses.values.allSatisfy { hostClass in
      let slot = machine.top
      defer { machine.pop(to: slot) }
      try push(hostClass)
      return !machine.areIdentical(slot, base)
    }
  }

  /// A linked list: nil, or an instance with the fields `value` and `next`.
  func makeList(_ values: [Value]) throws -> Value {
    var list = Value.nil
    for value in values.reversed() {
      let node = try makeValueInstance(of: "List")
      try node.setField("value", to: value)
      try node.setField("next", to: list)
      list = .instance(node)
    }
    return list
  }

  /// The values of a linked list, each of which is shown to `check` first.
  static func elements(of list: Value, _ check: (Value) throws -> Void = { _ in }) throws -> [Value] {
    var values: [Value] = []
    var rest = list
    // Where the search was at the last power of two: an endless list comes by there again.
    var mark: Instance?
    while case .instance(let node) = rest, let value = node["value"], let next = node["next"] {
      if node == mark { throw ConversionError(expected: "a list that ends", actual: "an endless one") }
      if values.count & (values.count + 1) == 0 { mark = node }
      try check(value)
      values.append(value)
      rest = next
    }
    guard case .nil = rest else { throw ConversionError(expected: "a list", actual: rest.kind) }
    return values
  }
}

extension Value {
  /// Where the object lives.
  var isolate: Isolate? { handle?.isolate }
}

/// A linked list: nil, or an instance with the fields `value` and `next`.
extension Array: ValueConvertible where Element: ValueConvertible {
  public static var loxType: String { "a list" }
  public static func fromLox(_ value: Value) throws -> [Element] {
    let budget = ValueDecoder.Budget(value.isolate)
    do {
      return try Isolate.elements(of: value) { try budget.pay(for: $0, []) }.map { try Element.fromLox($0) }
    } catch is DecodingError {
      throw ConversionError(expected: loxType, actual: "too large a one")
    }
  }
  public func toLox(in isolate: Isolate) throws -> Value {
    try isolate.makeList(try map { try $0.toLox(in: isolate) })
  }
}

/// An instance with the keys as fields.
extension Dictionary: ValueConvertible where Key == String, Value: ValueConvertible {
  public static var loxType: String { "an instance" }
  public static func fromLox(_ value: Lox.Value) throws -> [String: Value] {
    guard case .instance(let instance) = value else { throw mismatch(value) }
    var result: [String: Value] = [:]
    for name in instance.fieldNames { result[name] = try instance[name].map { try Value.fromLox($0) } }
    return result
  }
  public func toLox(in isolate: Isolate) throws -> Lox.Value {
    let instance = try isolate.makeValueInstance(of: "Object")
    for (key, value) in sorted(by: { $0.key < $1.key }) { try instance.setField(key, to: value) }
    return .instance(instance)
  }
}
