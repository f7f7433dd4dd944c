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

  var text: HeapText
  var levels: [Level] = []
  /// Where the text begins, and how far it is paid for.
  let start: Int
  var paidCount: Int
  /// It must not be longer.
  let limit: Int
  /// Whether a text that would be longer, or that is nested too deeply, is no error but ends there.
  let isCut: Bool

  /// The end of the text.
  var bytes: [UInt8] {
    get { text.bytes }
    _modify { yield &text.bytes }
  }
  /// How long it is.
  var count: Int { text.count - start }

  init(_ text: HeapText, limit: Int, isCut: Bool = false) {
    self.text = text
    self.limit = limit
    self.isCut = isCut
    start = text.count
    paidCount = text.count
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

  /// An object inside of itself.
  mutating func closeCycle(isMap: Bool, isKey: Bool) {
    bytes += isMap ? "{...}".utf8 : "[...]".utf8
    if isKey { endKey() }
  }

  /// Cuts what is beyond the limit off.
  mutating func cut() {
    bytes.removeLast(bytes.count - (start + min(limit, bytes.count - start)))
    // No half of a character remains.
    while let last = bytes.last, last >= 0x80, bytes.count > start {
      bytes.removeLast()
      if last >= 0xc0 { break }
    }
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

  /// Whether a byte has no place between quotes.
  @inline(__always) static func isSpecial(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7f
  }

  /// Appends such a byte in the way in which one would write it.
  mutating func escape(_ byte: UInt8) {
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
