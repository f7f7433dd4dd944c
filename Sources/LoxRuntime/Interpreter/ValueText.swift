/// The text of values: what `${x}`, `+` beside a string, `join`, and `print` of anything but a bare number give.
///
/// Lists, maps and ranges are shown as one would write them, strings in them in quotes. Nothing here allocates in the heap, so references are
/// kept; an explicit stack holds the objects that contain each other, of which there are 100 at most.
extension Machine {
  /// How deep lists and maps may be nested where they are shown or compared.
  static let maximumNesting = 100

  /// Appends the text of a value. It is charged while it grows; false, with the error set, if there is no fuel for it, or if it is too long or
  /// nested too deeply. What was appended then is of no use.
  mutating func appendText(_ value: Value, to bytes: inout [UInt8]) -> Bool {
    var writer = TextWriter(bytes, limit: min(StringLayout.maximumLength, heap.value.byteLimit))
    bytes = []
    defer { bytes = writer.bytes }
    if value.isNumber {
      ShortestText.append(value.number, to: &writer.bytes)
    } else if value.isString {
      append(value.ref, to: &writer.bytes)
    } else if opens(value) {
      return appendNested(value, &writer)
    } else {
      describe(value, into: &writer.bytes)
    }
    return pay(&writer)
  }

  /// Appends a value as `print` shows it, but only the beginning of the text of a list or map that is longer than the limit. It is
  /// charged, and never an error; true if it is complete.
  @discardableResult mutating func show(_ value: Value, limit: Int, in bytes: inout [UInt8]) -> Bool {
    guard opens(value) else {
      describe(value, into: &bytes)
      return true
    }
    var writer = TextWriter(bytes, limit: limit, isCut: true)
    bytes = []
    let isComplete = appendNested(value, &writer)
    charge(units: (writer.bytes.count - writer.start) / 4)
    if !isComplete {
      let end = writer.start + min(limit, writer.bytes.count - writer.start)
      writer.bytes.removeLast(writer.bytes.count - end)
      // No half of a character remains.
      while let last = writer.bytes.last, last >= 0x80, writer.bytes.count > writer.start {
        writer.bytes.removeLast()
        if last >= 0xc0 { break }
      }
    }
    bytes = writer.bytes
    return isComplete
  }

  /// Whether it is shown by its parts.
  private func opens(_ value: Value) -> Bool {
    value.has(.object) && (cage.has(value.ref, .list) || cage.has(value.ref, .map))
  }

  /// Charges what was written since the last time, and ends what is too long.
  private mutating func pay(_ writer: inout TextWriter) -> Bool {
    if writer.isCut { return writer.bytes.count - writer.start <= writer.limit }
    let added = writer.bytes.count - writer.paidCount
    writer.paidCount = writer.bytes.count
    charge(units: added / 4 &+ 1)
    guard refuel() else { return false }
    return writer.bytes.count - writer.start <= writer.limit || failOutOfMemory()
  }

  private mutating func appendNested(_ value: Value, _ writer: inout TextWriter) -> Bool {
    writer.open(value, isMap: cage.has(value.ref, .map), isKey: false)
    while let last = writer.levels.indices.last {
      var next = writer.levels[last].pending
      if next != nil {
        writer.levels[last].pending = nil
      } else {
        guard let (key, element) = nextPart(writer.levels[last].object.ref, &writer) else {
          writer.close()
          continue
        }
        if let key, opens(key) {
          // Its parts come first.
          writer.levels[last].pending = element
          writer.bytes.append(UInt8(ascii: "["))
          guard append(key, isKey: true, &writer) else { return false }
          continue
        }
        if let key { append(key: key, &writer) }
        next = element
      }
      guard let next, append(next, isKey: false, &writer), pay(&writer) else { return false }
    }
    return pay(&writer)
  }

  /// Appends a part of a list or map, or begins with one that has parts itself.
  private mutating func append(_ part: Value, isKey: Bool, _ writer: inout TextWriter) -> Bool {
    guard opens(part) else {
      append(part: part, &writer)
      return true
    }
    let isMap = cage.has(part.ref, .map)
    if writer.levels.contains(where: { $0.object == part }) {
      writer.bytes += isMap ? "{...}".utf8 : "[...]".utf8
      if isKey { writer.endKey() }
      return true
    }
    guard writer.levels.count < Machine.maximumNesting else {
      return writer.isCut ? false : fail(.nestedTooDeeply)
    }
    writer.open(part, isMap: isMap, isKey: isKey)
    return true
  }

  /// The next element, or key and value, of the innermost list or map; nil at its end.
  private mutating func nextPart(_ object: Ref, _ writer: inout TextWriter) -> (key: Value?, element: Value)?
  {
    let last = writer.levels.count - 1
    let position = writer.levels[last].position
    if !writer.levels[last].isMap {
      let elements = elements(ofList: object)
      guard position < elements.count else { return nil }
      writer.separate()
      return (nil, cage.value(elements.place(position)))
    }
    let entries = entries(ofMap: object)
    guard let index = nextEntry(ofMap: object, from: position, entries) else { return nil }
    writer.levels[last].position = index
    writer.separate()
    return (entries.key(index), entries.value(index))
  }

  /// A key that has no parts, as one would write it: a name plainly, a string in quotes, a number plainly, anything else in brackets.
  private mutating func append(key: Value, _ writer: inout TextWriter) {
    if key.isString {
      let name = bytes(ofString: key.ref)
      if isName(name) { append(string: key.ref, &writer) } else { append(part: key, &writer) }
      writer.bytes += ": ".utf8
    } else if key.isNumber, key.number >= 0 {
      append(part: key, &writer)
      writer.bytes += ": ".utf8
    } else {
      writer.bytes.append(UInt8(ascii: "["))
      append(part: key, &writer)
      writer.endKey()
    }
  }

  private func isName(_ name: StringBytes) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }
    guard name.count > 0, name.count <= 1 << 16, isLetter(cage.load8(name.offset)) else { return false }
    return (1..<max(1, name.count)).allSatisfy { index in
      let byte = cage.load8(name.offset &+ UInt32(truncatingIfNeeded: index))
      return isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
  }

  /// Appends a part of a list or map that has no parts itself.
  private mutating func append(part: Value, _ writer: inout TextWriter) {
    if part.isNumber { return ShortestText.append(part.number, to: &writer.bytes) }
    guard part.isString else { return describe(part, into: &writer.bytes) }
    writer.bytes.append(UInt8(ascii: "\""))
    let start = writer.bytes.count
    append(string: part.ref, &writer)
    TextWriter.escape(&writer.bytes, from: start)
    writer.bytes.append(UInt8(ascii: "\""))
  }

  /// Appends the bytes of a string, but no more than are needed if the text is cut.
  private func append(string: Ref, _ writer: inout TextWriter) {
    let run = bytes(ofString: string)
    let room = writer.isCut ? max(0, writer.limit - (writer.bytes.count - writer.start)) + 1 : run.count
    cage.append(run.offset, count: min(run.count, room), to: &writer.bytes)
  }

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
    var object: Value
    var isMap: Bool
    /// Whether it is a key of the map below.
    var isKey: Bool
    /// The value of the entry whose key is being shown.
    var pending: Value?
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
  /// Whether a text that would be longer, or that is nested too deeply, is no error but ends there.
  let isCut: Bool

  init(_ bytes: [UInt8], limit: Int, isCut: Bool = false) {
    self.bytes = bytes
    self.limit = limit
    self.isCut = isCut
    start = bytes.count
    paidCount = bytes.count
  }

  mutating func open(_ object: Value, isMap: Bool, isKey: Bool) {
    levels.append(Level(object: object, isMap: isMap, isKey: isKey))
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
