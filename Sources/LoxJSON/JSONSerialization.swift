extension JSON: CustomStringConvertible {
  /// The value without blanks, all on one line.
  public var description: String { String(decoding: bytes, as: UTF8.self) }

  /// The value as UTF-8, without blanks, all on one line. Numbers that JSON can't express become `null`.
  public var bytes: [UInt8] {
    var output: [UInt8] = []
    // A worklist instead of recursion: a value may be deeply nested.
    var pending: [Piece] = [.value(self)]
    while let piece = pending.popLast() {
      switch piece {
      case .byte(let byte): output.append(byte)
      case .key(let key):
        output.appendString(key)
        output.append(UInt8(ascii: ":"))
      case .value(.array(let elements)):
        output.append(UInt8(ascii: "["))
        pending.append(.byte(UInt8(ascii: "]")))
        for (index, element) in elements.enumerated().reversed() {
          pending.append(.value(element))
          if index > 0 { pending.append(.byte(UInt8(ascii: ","))) }
        }
      case .value(.object(let object)):
        output.append(UInt8(ascii: "{"))
        pending.append(.byte(UInt8(ascii: "}")))
        for (index, member) in object.members.enumerated().reversed() {
          pending.append(.value(member.value))
          pending.append(.key(member.key))
          if index > 0 { pending.append(.byte(UInt8(ascii: ","))) }
        }
      case .value(.null): output += "null".utf8
      case .value(.bool(let value)): output += (value ? "true" : "false").utf8
      case .value(.number(let value)): output.appendNumber(value)
      case .value(.string(let value)): output.appendString(value)
      }
    }
    return output
  }

  private enum Piece {
    case value(JSON)
    case key(String)
    case byte(UInt8)
  }

}

extension [UInt8] {
  fileprivate mutating func appendNumber(_ number: Double) {
    guard number.isFinite else { return self += "null".utf8 }
    // Integers have no fraction, as long as every integer is a double; but there is no integer -0.
    guard let integer = Int(exactly: number), integer.magnitude < 1 << 53,
      integer != 0 || number.sign == .plus
    else { return self += "\(number)".utf8 }
    // PERF: answers about large texts consist of small numbers.
    if 0..<10 ~= integer { append(UInt8(ascii: "0") + UInt8(integer)) } else { self += "\(integer)".utf8 }
  }

  /// Appends text in quotes. Only what must be escaped is escaped.
  fileprivate mutating func appendString(_ text: String) {
    append(UInt8(ascii: "\""))
    var rest = text.utf8[...]
    // PERF: a closure, since a key path is not inlined.
    while let place = rest.firstIndex(where: { $0.needsEscape }) {
      self += rest[..<place]
      appendEscape(of: rest[place])
      rest = rest[rest.index(after: place)...]
    }
    self += rest
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
