/// Makes Lox values of what is `Codable`.
///
/// A keyed container becomes an instance with the keys as fields, of a class named after the Swift type, or of the script's own class
/// of this name if it is a global: then the instance has that class's methods, though its initializer isn't called. An
/// unkeyed container becomes a linked list: instances of `List` with the fields `value` and `next`, the last of which is nil; an
/// empty one is nil. Nil, booleans, numbers and strings become what they are.
struct ValueEncoder {
  let isolate: Isolate

  func encode<T: Encodable>(_ value: T, path: [any CodingKey] = []) throws -> Value {
    // Such types know better, and a host object stays one.
    if let convertible = value as? any ValueConvertible, !(value is any CompoundValue),
      !(value is any ValueCodable)
    {
      return try convertible.toLox(in: isolate)
    }
    guard path.count < ValueCoding.maximumDepth else {
      throw EncodingError.invalidValue(
        value, EncodingError.Context(codingPath: path, debugDescription: "Nested too deeply."))
    }
    let encoder = NodeEncoder(isolate: isolate, codingPath: path, typeName: ValueCoding.className(of: T.self))
    try value.encode(to: encoder)
    return try encoder.finish()
  }
}

enum ValueCoding {
  /// Deeper values, as those with cycles are, can't be coded.
  static let maximumDepth = 100

  /// The name of a type without its parameters, as a Lox class could have it.
  static func className(of type: Any.Type) -> String {
    String("\(type)".prefix { $0.isLetter || $0.isNumber || $0 == "_" })
  }
}

/// Encodes one value: whatever is asked for first decides what becomes of it.
private final class NodeEncoder: Encoder {
  let isolate: Isolate
  let codingPath: [any CodingKey]
  let userInfo: [CodingUserInfoKey: Any] = [:]
  private let typeName: String

  private var single: Value?
  private var instance: Instance?
  private var elements: ElementList?

  init(isolate: Isolate, codingPath: [any CodingKey], typeName: String) {
    self.isolate = isolate
    self.codingPath = codingPath
    self.typeName = typeName
  }

  func finish() throws -> Value {
    if let single { return single }
    if let instance { return .instance(instance) }
    if let elements { return try isolate.makeList(try elements.values.map { try $0() }) }
    return .nil
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(KeyedNode<Key>(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    let list = elements ?? ElementList()
    elements = list
    return UnkeyedNode(encoder: self, list: list)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleNode(encoder: self) }

  func set(_ value: Value) { single = value }

  /// The instance that fields are added to.
  func target() throws -> Instance {
    if let instance { return instance }
    let made = try isolate.makeValueInstance(of: typeName)
    instance = made
    return made
  }
}

/// The elements of an unkeyed container; those of nested ones are known later.
private final class ElementList { var values: [() throws -> Value] = [] }

private struct KeyedNode<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: NodeEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  private func set<T: ValueConvertible>(_ value: T, _ key: any CodingKey) throws {
    try encoder.target().setField(key.stringValue, to: value)
  }

  func encodeNil(forKey key: Key) throws { try set(Value.nil, key) }
  func encode(_ value: Bool, forKey key: Key) throws { try set(value, key) }
  func encode(_ value: String, forKey key: Key) throws { try set(value, key) }
  func encode(_ value: Double, forKey key: Key) throws { try set(value, key) }

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    _ = try encoder.target()
    try set(try ValueEncoder(isolate: encoder.isolate).encode(value, path: codingPath + [key]), key)
  }

  // What is absent is a field all the same, which is nil, so that scripts can ask for it.
  private func encodeOptional<T: Encodable>(_ value: T?, _ key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }
  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: String?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws { try encodeOptional(value, key) }

  // A nested container is filled after it was asked for: it is an object from the start.
  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) -> KeyedEncodingContainer<NestedKey> {
    let nested = NodeEncoder(
      isolate: encoder.isolate, codingPath: codingPath + [key], typeName: "Object")
    if let instance = try? nested.target() { try? set(instance, key) }
    return nested.container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    let nested = NodeEncoder(isolate: encoder.isolate, codingPath: codingPath + [key], typeName: "List")
    let encoder = encoder
    return UnkeyedNode(
      encoder: nested, list: ElementList(),
      update: { try encoder.target().setField(key.stringValue, to: try nested.isolate.makeList($0)) })
  }

  func superEncoder() -> any Encoder { encoder }
  func superEncoder(forKey key: Key) -> any Encoder { encoder }
}

private struct UnkeyedNode: UnkeyedEncodingContainer {
  let encoder: NodeEncoder
  let list: ElementList
  /// Tells the container around this one of all elements.
  var update: (([Value]) throws -> Void)?
  var codingPath: [any CodingKey] { encoder.codingPath }
  var count: Int { list.values.count }

  private func append(_ value: Value) throws {
    list.values.append { value }
    try update?(try list.values.map { try $0() })
  }

  func encodeNil() throws { try append(.nil) }

  func encode<T: Encodable>(_ value: T) throws {
    let key = IndexKey(intValue: count)
    try append(try ValueEncoder(isolate: encoder.isolate).encode(value, path: codingPath + [key]))
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) -> KeyedEncodingContainer<NestedKey> {
    nested("Object").container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested("List").unkeyedContainer() }

  private func nested(_ name: String) -> NodeEncoder {
    let nested = NodeEncoder(
      isolate: encoder.isolate, codingPath: codingPath + [IndexKey(intValue: count)], typeName: name)
    list.values.append { try nested.finish() }
    return nested
  }

  func superEncoder() -> any Encoder { nested("Object") }
}

private struct SingleNode: SingleValueEncodingContainer {
  let encoder: NodeEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  func encodeNil() throws { encoder.set(.nil) }
  func encode<T: Encodable>(_ value: T) throws {
    encoder.set(try ValueEncoder(isolate: encoder.isolate).encode(value, path: codingPath))
  }
}

/// The place of an element.
struct IndexKey: CodingKey {
  let index: Int
  var stringValue: String { "\(index)" }
  var intValue: Int? { index }
  init(intValue: Int) { index = intValue }
  init?(stringValue: String) {
    guard let index = Int(stringValue) else { return nil }
    self.index = index
  }
}
