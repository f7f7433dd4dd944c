/// Makes Swift values of Lox values, the reverse of `ValueEncoder`. The fields of an instance are its keys, whatever its class.
///
/// A small graph of objects can be a huge tree, if many refer to the same; so what is decoded in one go has a budget.
struct ValueDecoder {
  /// The bytes that may still be decoded, about.
  final class Budget {
    private var rest: Int
    private let isolate: Isolate?

    init(_ isolate: Isolate?) {
      self.isolate = isolate
      rest = max(1 << 20, isolate?.limits.heapBytes ?? 1 << 30)
    }

    /// Pays for one value.
    func pay(for value: Value, _ path: [any CodingKey]) throws {
      let bytes =
        switch value {
        case .string(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        default: 0
        }
      rest -= 64 + bytes
      isolate?.charge(fuel: 16)
      if rest < 0 {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(codingPath: path, debugDescription: "Too large."))
      }
    }
  }

  let budget: Budget

  func decode<T: Decodable>(_ type: T.Type, from value: Value, path: [any CodingKey] = []) throws -> T {
    try budget.pay(for: value, path)
    if let convertible = type as? any ValueConvertible.Type, !(type is any CompoundValue.Type),
      !(type is any ValueCodable.Type)
    {
      do {
        if let result = try convertible.fromLox(value) as? T { return result }
      } catch let error as ConversionError {
        throw DecodingError.typeMismatch(
          type, DecodingError.Context(codingPath: path, debugDescription: error.description))
      }
    }
    guard path.count < ValueCoding.maximumDepth else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: path, debugDescription: "Nested too deeply."))
    }
    return try T(from: NodeDecoder(value: value, codingPath: path, budget: budget))
  }
}

private struct NodeDecoder: Decoder {
  let value: Value
  let codingPath: [any CodingKey]
  let budget: ValueDecoder.Budget
  let userInfo: [CodingUserInfoKey: Any] = [:]

  private func mismatch(_ type: Any.Type, _ expected: String) -> DecodingError {
    DecodingError.typeMismatch(
      type,
      DecodingError.Context(
        codingPath: codingPath, debugDescription: "Expected \(expected), not \(value.kind)."))
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .instance(let instance) = value else { throw mismatch([String: Any].self, "an instance") }
    return KeyedDecodingContainer(
      KeyedFields<Key>(instance: instance, codingPath: codingPath, budget: budget))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    do {
      return Elements(
        values: try Isolate.elements(of: value, { try budget.pay(for: $0, codingPath) }),
        codingPath: codingPath, budget: budget)
    } catch let error as ConversionError {
      throw mismatch([Any].self, error.expected)
    }
  }

  func singleValueContainer() -> any SingleValueDecodingContainer {
    SingleField(value: value, codingPath: codingPath, budget: budget)
  }
}

private struct KeyedFields<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let instance: Instance
  let codingPath: [any CodingKey]
  let budget: ValueDecoder.Budget

  var allKeys: [Key] { instance.fieldNames.compactMap { Key(stringValue: $0) } }
  func contains(_ key: Key) -> Bool { instance[key.stringValue] != nil }

  private func field(_ key: any CodingKey) throws -> Value {
    guard let value = instance[key.stringValue] else {
      throw DecodingError.keyNotFound(
        key,
        DecodingError.Context(codingPath: codingPath, debugDescription: "No field '\(key.stringValue)'."))
    }
    return value
  }

  func decodeNil(forKey key: Key) throws -> Bool { try field(key) == .nil }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try ValueDecoder(budget: budget).decode(type, from: try field(key), path: codingPath + [key])
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try NodeDecoder(value: try field(key), codingPath: codingPath + [key], budget: budget).container(
      keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try NodeDecoder(value: try field(key), codingPath: codingPath + [key], budget: budget).unkeyedContainer()
  }

  func superDecoder() -> any Decoder {
    NodeDecoder(value: .instance(instance), codingPath: codingPath, budget: budget)
  }
  func superDecoder(forKey key: Key) throws -> any Decoder {
    NodeDecoder(value: try field(key), codingPath: codingPath + [key], budget: budget)
  }
}

private struct Elements: UnkeyedDecodingContainer {
  let values: [Value]
  let codingPath: [any CodingKey]
  let budget: ValueDecoder.Budget
  private(set) var currentIndex = 0

  init(values: [Value], codingPath: [any CodingKey], budget: ValueDecoder.Budget) {
    self.values = values
    self.codingPath = codingPath
    self.budget = budget
  }

  var count: Int? { values.count }
  var isAtEnd: Bool { currentIndex >= values.count }
  private var path: [any CodingKey] { codingPath + [IndexKey(intValue: currentIndex)] }

  private func next(_ type: Any.Type) throws -> Value {
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(
        type, DecodingError.Context(codingPath: path, debugDescription: "The list ends here."))
    }
    return values[currentIndex]
  }

  mutating func decodeNil() throws -> Bool {
    guard try next(Never.self) == .nil else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let result = try ValueDecoder(budget: budget).decode(type, from: try next(type), path: path)
    currentIndex += 1
    return result
  }

  private mutating func nested() throws -> NodeDecoder {
    let node = NodeDecoder(value: try next(Never.self), codingPath: path, budget: budget)
    currentIndex += 1
    return node
  }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try nested().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try nested().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder { try nested() }
}

private struct SingleField: SingleValueDecodingContainer {
  let value: Value
  let codingPath: [any CodingKey]
  let budget: ValueDecoder.Budget

  func decodeNil() -> Bool { value == .nil }
  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    try ValueDecoder(budget: budget).decode(type, from: value, path: codingPath)
  }
}
