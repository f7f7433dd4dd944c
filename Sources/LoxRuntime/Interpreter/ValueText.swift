/// The text of values: what `${x}`, `+` beside a string, `join`, and `print` of anything but a bare number give.
///
/// Lists, maps and ranges are shown as one would write them, strings in them in quotes. The class of an instance may say what its text is: so
/// anything may happen meanwhile, and the objects that contain each other, of which there are 100 at most, are on the host's stack.
extension Machine {
  /// How deep lists and maps may be nested where they are shown or compared.
  static let maximumNesting = 100
}

extension Pinned where Pointee == Machine {
  /// Appends the text of a value. It is charged while it grows; false, with the error set, if there is no fuel for it, or if it is too long or
  /// nested too deeply. What was appended then is of no use.
  func appendText(_ shown: Value, to bytes: inout [UInt8]) -> Bool {
    var writer = TextWriter(bytes, limit: min(StringLayout.maximumLength, value.heap.value.byteLimit))
    bytes = []
    defer { bytes = writer.bytes }
    if shown.isNumber {
      ShortestText.append(shown.number, to: &writer.bytes)
    } else if shown.isString {
      value.append(shown.ref, to: &writer.bytes)
    } else if opens(shown) {
      let outer = openHostStack()
      defer { closeHostStack(outer) }
      return appendNested(shown, &writer)
    } else {
      guard append(object: shown, &writer) else { return false }
    }
    return pay(&writer)
  }

  /// Appends what has no parts, and is neither a number nor a string.
  private func append(object: Value, _ writer: inout TextWriter) -> Bool {
    guard let property = descriptionProperty(of: object) else {
      value.describe(object, into: &writer.bytes)
      return true
    }
    guard let text = getComputed(property, of: object) else { return false }
    guard text.isString else { return value.fail(.descriptionNotString) }
    value.append(text.ref, to: &writer.bytes)
    return true
  }

  /// Whether it is shown by its parts.
  private func opens(_ shown: Value) -> Bool {
    value.cage.has(shown, .list) || value.cage.has(shown, .map)
  }

  /// Charges what was written since the last time, and ends what is too long.
  private func pay(_ writer: inout TextWriter) -> Bool {
    let added = writer.bytes.count - writer.paidCount
    writer.paidCount = writer.bytes.count
    value.charge(units: added / 4 &+ 1)
    guard value.refuel() else { return false }
    return writer.bytes.count - writer.start <= writer.limit || value.failOutOfMemory()
  }

  private func appendNested(_ shown: Value, _ writer: inout TextWriter) -> Bool {
    guard open(shown, isKey: false, &writer) else { return false }
    while let level = writer.levels.last {
      guard let part = nextPart(level, &writer) else {
        pop(to: level.slot)
        writer.close()
        continue
      }
      guard append(part.shown, isKey: part.isKey, &writer), pay(&writer) else { return false }
    }
    return pay(&writer)
  }

  /// Begins with a list or map, which is kept on the host's stack until it ends.
  private func open(_ object: Value, isKey: Bool, _ writer: inout TextWriter) -> Bool {
    let slot = top
    let isMap = value.cage.has(object, .map)
    guard push(object) else { return false }
    writer.open(slot, isMap: isMap, isKey: isKey)
    return true
  }

  /// Appends a part of a list or map, or begins with one that has parts itself.
  private func append(_ part: Value, isKey: Bool, _ writer: inout TextWriter) -> Bool {
    guard opens(part) else { return append(part: part, &writer) }
    if writer.levels.contains(where: { self[$0.slot] == part }) {
      writer.bytes += value.cage.has(part, .map) ? "{...}".utf8 : "[...]".utf8
      if isKey { writer.endKey() }
      return true
    }
    guard writer.levels.count < Machine.maximumNesting else { return value.fail(.nestedTooDeeply) }
    return open(part, isKey: isKey, &writer)
  }

  /// The next element, or value, of the innermost list or map, after its key; or a key that has parts. Nil at the end.
  private func nextPart(_ level: TextWriter.Level, _ writer: inout TextWriter) -> (shown: Value, isKey: Bool)? {
    let last = writer.levels.count - 1
    let object = self[level.slot].ref
    guard level.isMap else {
      let elements = value.elements(ofList: object)
      guard level.position < elements.count else { return nil }
      writer.separate()
      return (value.cage.value(elements.place(level.position)), false)
    }
    let entries = value.entries(ofMap: object)
    if level.isAfterKey {
      writer.levels[last].isAfterKey = false
      return (entries.value(level.position - 1), false)
    }
    guard let index = value.nextEntry(ofMap: object, from: level.position, entries) else { return nil }
    writer.levels[last].position = index
    writer.separate()
    let key = entries.key(index)
    if opens(key) {
      // Its parts come first.
      writer.levels[last].isAfterKey = true
      writer.bytes.append(UInt8(ascii: "["))
      return (key, true)
    }
    append(key: key, &writer)
    return (entries.value(index), false)
  }

  /// A key that has no parts, as one would write it: a name plainly, a string in quotes, a number plainly, anything else in brackets.
  private func append(key: Value, _ writer: inout TextWriter) {
    if key.isString {
      let name = value.bytes(ofString: key.ref)
      if isName(name) { value.append(key.ref, to: &writer.bytes) } else { append(string: key, &writer) }
      writer.bytes += ": ".utf8
    } else if key.isNumber, key.number >= 0 {
      ShortestText.append(key.number, to: &writer.bytes)
      writer.bytes += ": ".utf8
    } else {
      writer.bytes.append(UInt8(ascii: "["))
      if key.isNumber {
        ShortestText.append(key.number, to: &writer.bytes)
      } else {
        value.describe(key, into: &writer.bytes)
      }
      writer.endKey()
    }
  }

  private func isName(_ name: StringBytes) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }
    guard name.count > 0, name.count <= 1 << 16, isLetter(value.cage.load8(name.offset)) else { return false }
    return (1..<max(1, name.count)).allSatisfy { index in
      let byte = value.cage.load8(name.offset &+ UInt32(truncatingIfNeeded: index))
      return isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
  }

  /// Appends a part of a list or map that has no parts itself.
  private func append(part: Value, _ writer: inout TextWriter) -> Bool {
    if part.isNumber {
      ShortestText.append(part.number, to: &writer.bytes)
    } else if part.isString {
      append(string: part, &writer)
    } else {
      return append(object: part, &writer)
    }
    return true
  }

  private func append(string: Value, _ writer: inout TextWriter) {
    writer.bytes.append(UInt8(ascii: "\""))
    let start = writer.bytes.count
    value.append(string.ref, to: &writer.bytes)
    TextWriter.escape(&writer.bytes, from: start)
    writer.bytes.append(UInt8(ascii: "\""))
  }

}

extension Machine {
  /// Appends a range as one would write it.
  func describe(range: Ref, into bytes: inout [UInt8]) {
    let parts = cage.parts(ofRange: range)
    if parts.step != 1 { bytes.append(UInt8(ascii: "(")) }
    ShortestText.append(parts.start, to: &bytes)
    bytes += parts.isClosed ? "...".utf8 : "..<".utf8
    ShortestText.append(parts.end, to: &bytes)
    guard parts.step != 1 else { return }
    bytes += ").by(".utf8
    ShortestText.append(parts.step, to: &bytes)
    bytes.append(UInt8(ascii: ")"))
  }
}

/// A text that is being written.
struct TextWriter {
  /// An object that is being shown.
  struct Level {
    var slot: Slot
    var isMap: Bool
    /// Whether it is a key of the map below.
    var isKey: Bool
    /// Whether the key of an entry has been shown, but not its value.
    var isAfterKey = false
    /// The number of the next element or entry.
    var position = 0
    var isEmpty = true
  }

  var bytes: [UInt8]
  var levels: [Level] = []
  /// Where the text begins, and how far it is paid for.
  let start: Int
  var paidCount: Int
  /// It must not be longer.
  let limit: Int

  init(_ bytes: [UInt8], limit: Int) {
    self.bytes = bytes
    self.limit = limit
    start = bytes.count
    paidCount = bytes.count
  }

  mutating func open(_ slot: Slot, isMap: Bool, isKey: Bool) {
    levels.append(Level(slot: slot, isMap: isMap, isKey: isKey))
    bytes.append(isMap ? UInt8(ascii: "{") : UInt8(ascii: "["))
  }

  mutating func close() {
    guard let level = levels.popLast() else { return }
    bytes.append(level.isMap ? UInt8(ascii: "}") : UInt8(ascii: "]"))
    if level.isKey { endKey() }
  }

  /// Ends a key in brackets.
  mutating func endKey() { bytes += "]: ".utf8 }

  /// Begins the next part of the innermost object.
  mutating func separate() {
    let last = levels.count - 1
    if !levels[last].isEmpty { bytes += ", ".utf8 }
    levels[last].isEmpty = false
    levels[last].position += 1
  }

  /// Escapes what has no place between quotes.
  static func escape(_ bytes: inout [UInt8], from start: Int) {
    func isSpecial(_ byte: UInt8) -> Bool {
      byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7f
    }
    guard bytes[start...].contains(where: isSpecial) else { return }
    let text = Array(bytes[start...])
    bytes.removeLast(text.count)
    for byte in text {
      guard isSpecial(byte) else {
        bytes.append(byte)
        continue
      }
      bytes.append(UInt8(ascii: "\\"))
      switch byte {
      case UInt8(ascii: "\n"): bytes.append(UInt8(ascii: "n"))
      case UInt8(ascii: "\r"): bytes.append(UInt8(ascii: "r"))
      case UInt8(ascii: "\t"): bytes.append(UInt8(ascii: "t"))
      case 0: bytes.append(UInt8(ascii: "0"))
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
      default: bytes += "u{\(String(byte, radix: 16))}".utf8
      }
    }
  }
}
