/// Why bytes are not valid JSON, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  public var message: String
  /// The offset of the byte at which the parser gave up.
  public var offset: Int

  public init(message: String, offset: Int) {
    (self.message, self.offset) = (message, offset)
  }

  public var description: String { "\(message) (byte \(offset))" }
}

extension JSON {
  /// Parses one value, surrounded only by blanks.
  ///
  /// Strict RFC 8259: valid UTF-8, no byte order mark, no trailing commas, no comments. Half of a surrogate
  /// pair, which a Swift string can't hold, becomes U+FFFD. Arrays and objects may be nested
  /// `JSON.maximumDepth` levels deep, and numbers must be finite doubles.
  public init(parsing bytes: some Sequence<UInt8>) throws(JSONError) {
    var parser = JSONParser(bytes: Array(bytes))
    self = try parser.document()
  }

  /// Parses text.
  public init(parsing text: String) throws(JSONError) {
    try self.init(parsing: text.utf8)
  }

  /// The greatest nesting depth of arrays and objects.
  public static let maximumDepth = 255
}

/// A recursive-descent parser of bounded depth.
struct JSONParser {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func document() throws(JSONError) -> JSON {
    let result = try value()
    skipBlanks()
    guard position == bytes.count else { throw error("There is something behind the value.") }
    return result
  }

  /// The next byte, or nil at the end.
  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func error(_ message: String) -> JSONError { JSONError(message: message, offset: position) }

  private mutating func skipBlanks() {
    while let byte = next, [0x20, 0x0A, 0x0D, 0x09].contains(byte) { position &+= 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position &+= 1
    return true
  }

  private mutating func value() throws(JSONError) -> JSON {
    skipBlanks()
    guard let byte = next else { throw error("The value is missing.") }
    switch byte {
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default: throw error("Unexpected byte.")
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    let expected = Array("\(word)".utf8)
    guard bytes[position...].starts(with: expected) else { throw error("Unexpected byte.") }
    position &+= expected.count
    return value
  }

  private mutating func enter() throws(JSONError) {
    guard depth < JSON.maximumDepth else { throw error("Too much nesting.") }
    depth &+= 1
    position &+= 1
  }

  private mutating func array() throws(JSONError) -> [JSON] {
    try enter()
    defer { depth &-= 1 }
    var elements: [JSON] = []
    skipBlanks()
    if take(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try value())
      skipBlanks()
      if take(UInt8(ascii: "]")) { return elements }
      guard take(UInt8(ascii: ",")) else { throw error("Expect ',' or ']'.") }
    }
  }

  private mutating func object() throws(JSONError) -> JSONObject {
    try enter()
    defer { depth &-= 1 }
    var object = JSONObject()
    skipBlanks()
    if take(UInt8(ascii: "}")) { return object }
    while true {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw error("Expect a key.") }
      let key = try string()
      skipBlanks()
      guard take(UInt8(ascii: ":")) else { throw error("Expect ':'.") }
      object.members.append(JSONObject.Member(key, try value()))
      skipBlanks()
      if take(UInt8(ascii: "}")) { return object }
      guard take(UInt8(ascii: ",")) else { throw error("Expect ',' or '}'.") }
    }
  }

  private mutating func number() throws(JSONError) -> Double {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    guard let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)), value.isFinite
    else {
      position = start
      throw error("The number is too large.")
    }
    return value
  }

  /// One or more digits.
  private mutating func digits() throws(JSONError) {
    let start = position
    while let byte = next, byte &- UInt8(ascii: "0") < 10 { position &+= 1 }
    guard position > start else { throw error("Expect a digit.") }
  }

  private mutating func string() throws(JSONError) -> String {
    let start = position
    position &+= 1
    var text: [UInt8] = []
    while true {
      let plain = position
      while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        position &+= 1
      }
      text += bytes[plain..<position]
      guard let byte = next else { throw error("Unterminated string.") }
      guard byte >= 0x20 else { throw error("Control character in a string.") }
      position &+= 1
      if byte == UInt8(ascii: "\"") { break }
      try escape(into: &text)
    }
    let string = String(decoding: text, as: UTF8.self)
    // Decoding repairs invalid text, and leaves other text unchanged.
    guard string.utf8.elementsEqual(text) else {
      position = start
      throw error("Invalid UTF-8.")
    }
    return string
  }

  /// Takes what follows a backslash.
  private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
    guard let byte = next else { throw error("Unterminated string.") }
    position &+= 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text += Array(String(try unicodeEscape()).utf8)
    default:
      position &-= 1
      throw error("Unknown escape.")
    }
  }

  /// The character of `\uXXXX`, or of two of them that form a surrogate pair.
  private mutating func unicodeEscape() throws(JSONError) -> Character {
    let first = try hexadecimal()
    if UTF16.isLeadSurrogate(first), bytes[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")])
    {
      let afterFirst = position
      position &+= 2
      let second = try hexadecimal()
      if UTF16.isTrailSurrogate(second) {
        let scalar = UTF16.decode(UTF16.EncodedScalar([first, second]))
        return Character(scalar)
      }
      position = afterFirst
    }
    return Character(Unicode.Scalar(first) ?? "\u{FFFD}")
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("Expect four hexadecimal digits.")
      }
      value = value << 4 | UInt16(truncatingIfNeeded: digit)
      position &+= 1
    }
    return value
  }
}
