extension JSON: CustomStringConvertible {
  /// The value without blanks, all on one line.
  public var description: String { String(decoding: bytes, as: UTF8.self) }

  /// The value as UTF-8, without blanks, all on one line. Numbers that JSON can't express become `null`.
  public var bytes: [UInt8] {
    var output: [UInt8] = []
    // The arrays and objects around the place, instead of recursion: a value may be deeply nested.
    var open: [OpenContainer] = []
    if let container = output.append(self) { open.append(container) }
    while !open.isEmpty {
      guard let child = open[open.count - 1].next(&output) else {
        open.removeLast()
        continue
      }
      if let container = output.append(child) { open.append(container) }
    }
    return output
  }

  /// An array or an object, some elements of which have been written.
  fileprivate struct OpenContainer {
    fileprivate enum Content {
      case array([JSON])
      case object([JSONObject.Member])
    }
    let content: Content
    private var written = 0

    init(_ content: Content) { self.content = content }

    /// Writes what is before the next element, or the end if there is none.
    mutating func next(_ output: inout [UInt8]) -> JSON? {
      let place = written
      written += 1
      switch content {
      case .array(let elements):
        guard place < elements.count else { return end("]", &output) }
        if place > 0 { output.append(UInt8(ascii: ",")) }
        return elements[place]
      case .object(let members):
        guard place < members.count else { return end("}", &output) }
        if place > 0 { output.append(UInt8(ascii: ",")) }
        output.appendString(members[place].key)
        output.append(UInt8(ascii: ":"))
        return members[place].value
      }
    }

    private func end(_ bracket: Unicode.Scalar, _ output: inout [UInt8]) -> JSON? {
      output.append(UInt8(ascii: bracket))
      return nil
    }
  }
}

extension [UInt8] {
  /// Appends a value, or the beginning of one whose elements come next.
  fileprivate mutating func append(_ value: JSON) -> JSON.OpenContainer? {
    switch value {
    case .null: self += "null".utf8
    case .bool(let value): self += (value ? "true" : "false").utf8
    case .number(let value): appendNumber(value)
    case .string(let value): appendString(value)
    case .array(let elements):
      append(UInt8(ascii: "["))
      return JSON.OpenContainer(.array(elements))
    case .object(let object):
      append(UInt8(ascii: "{"))
      return JSON.OpenContainer(.object(object.members))
    }
    return nil
  }

  /// Appends an array of numbers, of which there may be too many to make values of them.
  package mutating func append(numbers: [UInt32]) {
    append(UInt8(ascii: "["))
    for (place, number) in numbers.enumerated() {
      if place > 0 { append(UInt8(ascii: ",")) }
      append(decimal: UInt(number))
    }
    append(UInt8(ascii: "]"))
  }

  private mutating func append(decimal number: UInt) {
    if number < 10 { return append(UInt8(ascii: "0") + UInt8(number)) }
    var unit: UInt = 1
    while number / unit >= 10 { unit *= 10 }
    while unit > 0 {
      append(UInt8(ascii: "0") + UInt8(number / unit % 10))
      unit /= 10
    }
  }

  fileprivate mutating func appendNumber(_ number: Double) {
    guard number.isFinite else { return self += "null".utf8 }
    // Integers have no fraction, as long as every integer is a double; but there is no integer -0.
    guard let integer = Int(exactly: number), integer.magnitude < 1 << 53,
      integer != 0 || number.sign == .plus
    else { return self += "\(number)".utf8 }
    if integer < 0 { append(UInt8(ascii: "-")) }
    // PERF: answers about large texts consist of small numbers.
    append(decimal: integer.magnitude)
  }

  /// Appends text in quotes. Only what must be escaped is escaped.
  fileprivate mutating func appendString(_ text: String) {
    append(UInt8(ascii: "\""))
    let start = count
    self += text.utf8
    // PERF: most text has nothing to escape, and an array is faster to look through than a string.
    if let place = self[start...].firstIndex(where: { $0.needsEscape }) {
      let rest = Array(self[place...])
      removeSubrange(place...)
      for byte in rest { if byte.needsEscape { appendEscape(of: byte) } else { append(byte) } }
    }
    append(UInt8(ascii: "\""))
  }

  private mutating func appendEscape(of byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      append(UInt8(ascii: "\\"))
      append(byte)
    case 0x0A: self += "\\n".utf8
    case 0x0D: self += "\\r".utf8
    case 0x09: self += "\\t".utf8
    default:
      self += (byte < 0x10 ? "\\u000" : "\\u00").utf8
      self += String(byte, radix: 16).utf8
    }
  }
}

extension UInt8 {
  fileprivate var needsEscape: Bool {
    self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\")
  }
}
