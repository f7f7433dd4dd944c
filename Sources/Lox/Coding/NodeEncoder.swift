import LoxRuntime

/// Encodes one value: the first container requested determines its form.
///
/// PERF: an encoder, and every container except keyed ones, is at most three words, so it needs no object of
/// its own.
struct NodeEncoder: Encoder {
  let encoding: Encoding
  let index: UInt32
  let number: UInt32

  var place: Int { Int(index) }
  var codingPath: [any CodingKey] { encoding.path(place) }
  var userInfo: [CodingUserInfoKey: Any] { encoding.context.options.userInfo }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    encoding.attempt {
      try check()
      try encoding.openKeyed(place)
    }
    return KeyedEncodingContainer(KeyedNode<Key>(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    encoding.attempt {
      try check()
      try encoding.openUnkeyed(place)
    }
    return UnkeyedNode(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleNode(encoder: self) }

  func check() throws { try encoding.check(place, number) }

  /// An encoder for a part, if that can be added now; otherwise a useless one.
  func child(_ add: () throws -> NodeEncoder) -> NodeEncoder {
    encoding.attempt {
      try check()
      return try add()
    } ?? NodeEncoder(encoding: encoding, index: .max, number: 0)
  }
}

private struct KeyedNode<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: NodeEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }
  private var encoding: Encoding { encoder.encoding }

  private func set(_ key: Key, _ push: (VirtualMachine) throws -> Void) throws {
    try encoder.check()
    try push(encoding.machine)
    try encoding.popField(key, encoder.place)
  }

  private func set<I: FixedWidthInteger & Encodable & ValueConvertible>(_ key: Key, integer: I) throws {
    try encoder.check()
    try encoding.push(integer: integer, in: encoder.place, .key(key))
    try encoding.popField(key, encoder.place)
  }

  func encodeNil(forKey key: Key) throws { try set(key) { try $0.pushNil() } }
  func encode(_ value: Bool, forKey key: Key) throws { try set(key) { try $0.push(value) } }
  func encode(_ value: String, forKey key: Key) throws { try set(key) { try $0.push(value) } }
  func encode(_ value: Double, forKey key: Key) throws { try set(key) { try $0.push(value) } }
  func encode(_ value: Float, forKey key: Key) throws { try set(key) { try $0.push(Double(value)) } }
  func encode(_ value: Int, forKey key: Key) throws { try set(key, integer: value) }
  func encode(_ value: Int8, forKey key: Key) throws { try set(key, integer: value) }
  func encode(_ value: Int16, forKey key: Key) throws { try set(key, integer: value) }
  func encode(_ value: Int32, forKey key: Key) throws { try set(key, integer: value) }
  func encode(_ value: Int64, forKey key: Key) throws { try set(key, integer: value) }
  func encode(_ value: UInt, forKey key: Key) throws { try set(key, integer: value) }
  func encode(_ value: UInt8, forKey key: Key) throws { try set(key, integer: value) }
  func encode(_ value: UInt16, forKey key: Key) throws { try set(key, integer: value) }
  func encode(_ value: UInt32, forKey key: Key) throws { try set(key, integer: value) }
  func encode(_ value: UInt64, forKey key: Key) throws { try set(key, integer: value) }

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    try encoder.check()
    try encoding.push(value, in: encoder.place, .key(key))
    try encoding.popField(key, encoder.place)
  }

  // An absent value is a field all the same, set to nil, so that scripts can read it.
  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }
  func encodeIfPresent(_ value: String?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }
  func encodeIfPresent(_ value: Double?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }
  func encodeIfPresent(_ value: Float?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }
  func encodeIfPresent(_ value: Int?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }
  func encodeIfPresent(_ value: Int8?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }
  func encodeIfPresent(_ value: Int16?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }
  func encodeIfPresent(_ value: Int32?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }
  func encodeIfPresent(_ value: Int64?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }
  func encodeIfPresent(_ value: UInt?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }
  func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }
  func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }
  func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }
  func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }
  func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) -> KeyedEncodingContainer<NestedKey> {
    child(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    child(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { child(FieldKey(stringValue: "super")) }
  func superEncoder(forKey key: Key) -> any Encoder { child(key) }

  private func child(_ key: some CodingKey) -> NodeEncoder {
    encoder.child { try encoding.addChild(key, of: encoder.place) }
  }
}

private struct UnkeyedNode: UnkeyedEncodingContainer {
  let encoder: NodeEncoder
  private var encoding: Encoding { encoder.encoding }
  var codingPath: [any CodingKey] { encoder.codingPath }
  var count: Int { (try? encoder.check()) == nil ? 0 : encoding.nodes[encoder.place].count }

  func encodeNil() throws {
    try encoder.check()
    try encoding.machine.pushNil()
    try encoding.popElement(encoder.place)
  }

  func encode<T: Encodable>(_ value: T) throws {
    try encoder.check()
    try encoding.push(value, in: encoder.place, .element(encoding.nodes[encoder.place].count))
    try encoding.popElement(encoder.place)
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) -> KeyedEncodingContainer<NestedKey> {
    child().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { child().unkeyedContainer() }
  func superEncoder() -> any Encoder { child() }

  private func child() -> NodeEncoder { encoder.child { try encoding.addElement(of: encoder.place) } }
}

private struct SingleNode: SingleValueEncodingContainer {
  let encoder: NodeEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  func encodeNil() throws {
    try encoder.check()
    try encoder.encoding.machine.pushNil()
    try encoder.encoding.popSingle(encoder.place)
  }

  func encode<T: Encodable>(_ value: T) throws {
    try encoder.check()
    try encoder.encoding.push(value, in: encoder.place, .none)
    try encoder.encoding.popSingle(encoder.place)
  }
}
