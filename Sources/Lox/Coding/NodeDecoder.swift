import LoxRuntime

/// Decodes one value: see `Decoding`. The fields of an instance are its keys, whatever its class.
///
/// PERF: a decoder, and every container except keyed ones, is at most three words, so it needs no object of
/// its own.
struct NodeDecoder: Decoder {
  let decoding: Decoding
  let index: UInt32
  let number: UInt32

  var place: Int { Int(index) }
  var codingPath: [any CodingKey] { decoding.path(place) }
  var userInfo: [CodingUserInfoKey: Any] { decoding.context.options.userInfo }

  func check() throws { try decoding.check(place, number) }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    try check()
    try decoding.openKeyed(place)
    return KeyedDecodingContainer(KeyedFields<Key>(decoder: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try check()
    try decoding.openList(place)
    return Elements(decoder: self)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    try check()
    return SingleField(decoder: self)
  }
}

private struct KeyedFields<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: NodeDecoder
  private var decoding: Decoding { decoder.decoding }
  private var place: Int { decoder.place }
  var codingPath: [any CodingKey] { decoder.codingPath }

  var allKeys: [Key] {
    let names = decoding.attempt {
      try decoder.check()
      return try decoding.keys(place)
    }
    return (names ?? []).compactMap { Key(stringValue: $0) }
  }

  func contains(_ key: Key) -> Bool { (try? decoder.check()) != nil && decoding.hasField(key, place) }

  /// Lets `body` read the field, if it exists.
  private func readIfThere<R>(_ key: Key, _ body: (Slot) throws -> R) throws -> R? {
    try decoder.check()
    let field = decoding.machine.top
    guard try decoding.pushField(key, place) else { return nil }
    defer { decoding.machine.pop(to: field) }
    return try body(field)
  }

  private func read<R>(_ key: Key, _ body: (Slot) throws -> R) throws -> R {
    guard let result = try readIfThere(key, body) else { throw missing(key) }
    return result
  }

  private func missing(_ key: some CodingKey) -> DecodingError {
    let name = decoding.context.options.keys.field(key.stringValue)
    return .keyNotFound(key, decoding.error("No \(decoding.fieldTerm(place)) '\(name)'.", in: place))
  }

  private func integer<I: FixedWidthInteger & ValueConvertible>(_ key: Key, as type: I.Type = I.self) throws
    -> I
  {
    try read(key) { try decoding.integer($0, as: type, in: place, .key(key)) }
  }

  func decodeNil(forKey key: Key) throws -> Bool { try read(key) { decoding.machine.stack.isNil($0) } }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
    try read(key) { try decoding.boolean($0, in: place, .key(key)) }
  }
  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    try read(key) { try decoding.text($0, in: place, .key(key)) }
  }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
    try read(key) { try decoding.number($0, in: place, .key(key)) }
  }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
    try read(key) { Float(try decoding.number($0, in: place, .key(key))) }
  }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try integer(key) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try integer(key) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try integer(key) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try integer(key) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try integer(key) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try integer(key) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try integer(key) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try integer(key) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try integer(key) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try integer(key) }
  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try read(key) { try decoding.read($0, in: place, .key(key)) }
  }

  /// Nil if the field is nil or missing.
  private func readIfPresent<T: Decodable>(_ key: Key) throws -> T? {
    let value = try readIfThere(key) { slot -> T? in
      decoding.machine.stack.isNil(slot) ? nil : try decoding.read(slot, as: T.self, in: place, .key(key))
    }
    return value ?? nil
  }

  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try readIfPresent(key) }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try readIfPresent(key) }
  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try readIfPresent(key) }
  func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? { try readIfPresent(key) }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try readIfPresent(key) }
  func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? { try readIfPresent(key) }
  func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? { try readIfPresent(key) }
  func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? { try readIfPresent(key) }
  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try readIfPresent(key) }
  func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? { try readIfPresent(key) }
  func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? { try readIfPresent(key) }
  func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? { try readIfPresent(key) }
  func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? { try readIfPresent(key) }
  func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? { try readIfPresent(key) }
  func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? { try readIfPresent(key) }

  /// A decoder for the field.
  private func child(_ key: some CodingKey, orNil isNil: Bool = false) throws -> NodeDecoder {
    try decoder.check()
    let field = decoding.machine.top
    if try !decoding.pushField(key, place) {
      if !isNil { throw missing(key) }
      try decoding.machine.pushNil()
    }
    return decoding.add(field, in: place, .key(key))
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try child(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try child(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { try child(FieldKey(stringValue: "super"), orNil: true) }
  func superDecoder(forKey key: Key) throws -> any Decoder { try child(key, orNil: true) }
}

private struct Elements: UnkeyedDecodingContainer {
  let decoder: NodeDecoder
  private(set) var currentIndex = 0
  private var decoding: Decoding { decoder.decoding }
  private var place: Int { decoder.place }

  init(decoder: NodeDecoder) { self.decoder = decoder }

  var codingPath: [any CodingKey] { decoder.codingPath }
  var count: Int? { (try? decoder.check()) == nil ? nil : decoding.nodes[place].list?.count }
  var isAtEnd: Bool { currentIndex >= count ?? 0 }

  /// Pushes the next element.
  private func pushNext(_ type: Any.Type) throws {
    try decoder.check()
    guard !isAtEnd else {
      let context = decoding.error("The list ends here.", in: place, .element(currentIndex))
      throw DecodingError.valueNotFound(type, context)
    }
    try decoding.pushElement(currentIndex, place)
  }

  mutating func decodeNil() throws -> Bool {
    let element = decoding.machine.top
    try pushNext(Never.self)
    defer { decoding.machine.pop(to: element) }
    guard decoding.machine.stack.isNil(element) else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let element = decoding.machine.top
    try pushNext(type)
    defer { decoding.machine.pop(to: element) }
    let value: T = try decoding.read(element, in: place, .element(currentIndex))
    currentIndex += 1
    return value
  }

  /// A decoder for the next element.
  private func child() throws -> NodeDecoder {
    let element = decoding.machine.top
    try pushNext(Never.self)
    return decoding.add(element, in: place, .element(currentIndex))
  }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) throws -> KeyedDecodingContainer<NestedKey> {
    let container = try child().container(keyedBy: type)
    currentIndex += 1
    return container
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try child().unkeyedContainer()
    currentIndex += 1
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = try child()
    currentIndex += 1
    return decoder
  }
}

private struct SingleField: SingleValueDecodingContainer {
  let decoder: NodeDecoder
  var codingPath: [any CodingKey] { decoder.codingPath }

  func decodeNil() -> Bool {
    (try? decoder.check()) != nil
      && decoder.decoding.machine.stack.isNil(decoder.decoding.nodes[decoder.place].slot)
  }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    try decoder.check()
    let decoding = decoder.decoding
    return try decoding.read(decoding.nodes[decoder.place].slot, in: decoder.place, .none)
  }
}
