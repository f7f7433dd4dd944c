/// `JSON.parse`: the values of a text in JSON (RFC 8259), strictly. Lists and maps that are not complete are on the host's stack, each
/// with a register for the key or element that comes next.
extension BuiltinCall {
  func parseJSON() -> Bool {
    guard pay(bytes: operand(0).count &* 2) else { return false }
    var reader = JSONReader(operand(0))
    guard let result = push(.nil) else { return false }
    var levels: [JSONReader.Level] = []
    repeat {
      if reader.isDue, machine.value.isInterrupted() { return false }
      guard begin(&reader, &levels, result), end(&reader, &levels, result) else { return false }
    } while !levels.isEmpty
    reader.skipBlanks()
    guard reader.isAtEnd else { return failJSON(reader, "the end") }
    return self.return(window[result])
  }

  private func failJSON(_ reader: JSONReader, _ expected: String) -> Bool {
    let (line, column) = reader.position
    return fail("Invalid JSON at line \(line), column \(column): expect \(expected).")
  }

  /// Where the value that is read next goes.
  private func target(_ levels: [JSONReader.Level], _ result: Int) -> Int { levels.last?.value ?? result }

  /// Reads a value, or the begin of a list or map that is not empty.
  private func begin(_ reader: inout JSONReader, _ levels: inout [JSONReader.Level], _ result: Int) -> Bool {
    while true {
      reader.skipBlanks()
      let target = target(levels, result)
      switch reader.next {
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        guard levels.count < Machine.maximumNesting else { return machine.value.fail(.nestedTooDeeply) }
        let isMap = reader.next == UInt8(ascii: "{")
        reader.skip()
        guard let made = isMap ? machine.makeMap(capacity: 0) : machine.makeList(capacity: 0),
          let container = push(made), let key = push(.nil), let value = push(.nil)
        else { return false }
        reader.skipBlanks()
        if reader.take(isMap ? "}" : "]") {
          window[target] = window[container]
          machine.pop(to: machine.top.advanced(by: -3))
          return true
        }
        let level = JSONReader.Level(container: container, key: key, value: value, isMap: isMap)
        levels.append(level)
        if isMap, !readKey(&reader, level) { return false }
      case UInt8(ascii: "\""): return readString(&reader, into: target)
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        guard let number = reader.number() else { return failJSON(reader, "a digit") }
        window[target] = Value(number)
        return true
      default:
        guard let literal = reader.literal() else { return failJSON(reader, "a value") }
        window[target] = literal
        return true
      }
    }
  }

  /// Adds a value that is complete to the list or map that it is in, and all that end with it.
  private func end(_ reader: inout JSONReader, _ levels: inout [JSONReader.Level], _ result: Int) -> Bool {
    while let level = levels.last {
      let isAdded =
        level.isMap
        ? machine.setEntry(window, level.container, level.key, level.value)
        : machine.append(window, level.container, level.value)
      guard isAdded, machine.value.refuel() else { return false }
      reader.skipBlanks()
      if reader.take(",") {
        guard level.isMap else { return true }
        reader.skipBlanks()
        return readKey(&reader, level)
      }
      guard reader.take(level.isMap ? "}" : "]") else {
        return failJSON(reader, level.isMap ? "',' or '}'" : "',' or ']'")
      }
      levels.removeLast()
      window[target(levels, result)] = window[level.container]
      machine.pop(to: machine.top.advanced(by: -3))
    }
    return true
  }

  /// Reads a key and the colon after it.
  private func readKey(_ reader: inout JSONReader, _ level: JSONReader.Level) -> Bool {
    guard reader.next == UInt8(ascii: "\"") else { return failJSON(reader, "a key") }
    if let name = reader.plainKey() {
      guard let key = internKey(name) else { return false }
      window[level.key] = key
    } else if !readString(&reader, into: level.key) {
      return false
    }
    reader.skipBlanks()
    return reader.take(":") || failJSON(reader, "':'")
  }

  /// A short key as the string that exists once: keys are few and are read often, by instructions that know them as such. It costs what
  /// another string costs.
  private func internKey(_ name: ArraySlice<UInt8>) -> Value? {
    guard machine.collectIfDue(64) else { return nil }
    let key = machine.value.strings.intern(name, heap: &machine.value.heap.value)
    if key.isNull { return machine.makeString(Array(name)) }
    machine.value.charge(bytes: name.count)
    return Value(.string, key)
  }

  private func readString(_ reader: inout JSONReader, into target: Int) -> Bool {
    guard let bytes = reader.string() else {
      return failJSON(reader, reader.isAtEnd ? "'\"'" : "a character")
    }
    guard let string = machine.makeString(bytes) else { return false }
    window[target] = string
    return true
  }
}

/// A text in JSON that is being read.
struct JSONReader {
  struct Level {
    var container: Int
    var key: Int
    var value: Int
    var isMap: Bool
  }

  private let bytes: [UInt8]
  private var place = 0
  private var steps = 0

  init(_ text: TextRun) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    text.cage.append(text.offset, count: text.count, to: &bytes)
    self.bytes = bytes
  }

  var isAtEnd: Bool { place >= bytes.count }
  /// The byte that comes next; 0 at the end.
  var next: UInt8 { place < bytes.count ? bytes[place] : 0 }

  /// Whether it is time to look if the run should end.
  var isDue: Bool {
    mutating get {
      steps &+= 1
      return steps & 0xfff == 0
    }
  }

  /// The line and the column, in code points from 1.
  var position: (line: Int, column: Int) {
    let before = bytes[..<min(place, bytes.count)]
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    return (line, before[start...].count { $0 & 0xc0 != 0x80 } + 1)
  }

  mutating func skip() { place += 1 }

  mutating func skipBlanks() {
    while next == UInt8(ascii: " ") || next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r")
      || next == UInt8(ascii: "\t")
    {
      place += 1
    }
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  mutating func literal() -> Value? {
    let (text, value): (StaticString, Value) =
      switch next {
      case UInt8(ascii: "n"): ("null", .nil)
      case UInt8(ascii: "t"): ("true", .true)
      default: ("false", .false)
      }
    guard bytes[place...].starts(with: "\(text)".utf8) else { return nil }
    place += text.utf8CodeUnitCount
    return value
  }

  /// A key of up to 32 bytes, whose quote comes next, if there are no escapes in it; nil, without having moved, for all others.
  mutating func plainKey() -> ArraySlice<UInt8>? {
    let start = place + 1
    var end = start
    while end < bytes.count, end - start <= 32 {
      let byte = bytes[end]
      if byte == UInt8(ascii: "\"") {
        place = end + 1
        return bytes[start..<end]
      }
      if byte < 0x20 || byte == UInt8(ascii: "\\") { return nil }
      end += 1
    }
    return nil
  }

  private mutating func digits() -> Bool {
    let start = place
    while next &- UInt8(ascii: "0") < 10 { place += 1 }
    return place > start
  }

  /// The nearest number; nil, with the place where a digit is missing, if there is none.
  mutating func number() -> Double? {
    let start = place
    let isNegative = take("-")
    if next == UInt8(ascii: "0") { place += 1 } else if !digits() { return nil }
    let endOfDigits = place
    if next == UInt8(ascii: ".") {
      place += 1
      if !digits() { return nil }
    }
    if next | 0x20 == UInt8(ascii: "e") {
      place += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
      if !digits() { return nil }
    }
    if place == endOfDigits, place - start < 16 {
      var integer = 0
      for byte in bytes[(isNegative ? start + 1 : start)..<place] {
        integer = integer &* 10 &+ Int(byte & 15)
      }
      return isNegative ? -Double(integer) : Double(integer)
    }
    return shortDecimal(bytes[(isNegative ? start + 1 : start)..<place]).map { isNegative ? -$0 : $0 }
      ?? Double(String(decoding: bytes[start..<place], as: UTF8.self))
  }

  private static let powersOf10: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  /// The value of up to fifteen digits with a point: then both the digits and the power of ten are numbers exactly, and one division
  /// rounds (Clinger, "How to read floating point numbers accurately", 1990). Nil if there are more, or an exponent.
  private func shortDecimal(_ text: ArraySlice<UInt8>) -> Double? {
    guard text.count <= 16 else { return nil }
    var (digits, scale, isFraction) = (0, 0, false)
    for byte in text {
      if byte == UInt8(ascii: ".") {
        isFraction = true
        continue
      }
      guard byte &- UInt8(ascii: "0") < 10 else { return nil }
      digits = digits &* 10 &+ Int(byte & 15)
      if isFraction { scale &+= 1 }
    }
    guard digits < 1 << 53 else { return nil }
    return Double(digits) / JSONReader.powersOf10[scale]
  }

  /// The bytes of a string, whose quote comes next; nil, with the place of the mistake, if it is none.
  mutating func string() -> [UInt8]? {
    place += 1
    var result: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") {
        place += 1
        return result
      }
      if byte < 0x20 { return nil }
      if byte == UInt8(ascii: "\\") {
        guard escape(&result) else { return nil }
      } else {
        let start = place
        while place < bytes.count, bytes[place] >= 0x20, bytes[place] != UInt8(ascii: "\""),
          bytes[place] != UInt8(ascii: "\\")
        {
          place += 1
        }
        if result.isEmpty, next == UInt8(ascii: "\"") {
          place += 1
          return Array(bytes[start..<place - 1])
        }
        result += bytes[start..<place]
      }
    }
    return nil
  }

  private mutating func escape(_ result: inout [UInt8]) -> Bool {
    place += 1
    switch next {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(next)
    case UInt8(ascii: "b"): result.append(8)
    case UInt8(ascii: "f"): result.append(12)
    case UInt8(ascii: "n"): result.append(10)
    case UInt8(ascii: "r"): result.append(13)
    case UInt8(ascii: "t"): result.append(9)
    case UInt8(ascii: "u"):
      guard var code = unit(at: place + 1) else { return false }
      place += 4
      if 0xd800..<0xdc00 ~= code, place + 2 < bytes.count, bytes[place + 1] == UInt8(ascii: "\\"),
        bytes[place + 2] == UInt8(ascii: "u"), let low = unit(at: place + 3), 0xdc00..<0xe000 ~= low
      {
        code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
        place += 6
      }
      // Half of a pair stands for no character.
      result += String(Character(Unicode.Scalar(code) ?? "\u{fffd}")).utf8
    default: return false
    }
    place += 1
    return true
  }

  /// Four hexadecimal digits.
  private func unit(at start: Int) -> UInt32? {
    guard start + 4 <= bytes.count else { return nil }
    var code: UInt32 = 0
    for byte in bytes[start..<start + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { return nil }
      code = code << 4 | UInt32(digit)
    }
    return code
  }
}
