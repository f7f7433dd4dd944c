extension BuiltinCall {
  func stringifyJSON() -> Bool {
    let indent = isMissing(1) ? 0 : whole(1)
    guard (0...100).contains(indent) else { return fail(1, mustBe: "a whole number from 0 to 100") }
    guard let text = machine.beginText() else { return false }
    guard let bytes = ByteBuffer(capacity: JSONWriter.firstCapacity) else {
      return machine.value.failOutOfMemory()
    }
    var writer = JSONWriter(self, text, bytes, indent: indent)
    guard writer.write(argument(0)), let string = writer.finish() else { return false }
    return self.return(string)
  }

  /// The names of an instance's fields, in their order. Names and shapes are old, so they stay where they are.
  func fieldNames(of instance: Value) -> [Ref] {
    var names: [Ref] = []
    var shape = cage.shape(ofInstance: instance.ref)
    while !shape.isNull, names.count < 1 << 20 {
      let name = cage.ref(shape, ShapeLayout.name)
      if !name.isNull, name != machine.value.host.objectName { names.append(name) }
      shape = cage.ref(shape, ShapeLayout.parent)
    }
    return names.reversed()
  }
}

/// `JSON.stringify`. The objects that contain each other are on the host's stack, for what is complete of the text goes to the heap.
struct JSONWriter: ~Copyable {
  private enum Kind { case list, map, instance }

  /// A list, map or instance whose text is not complete.
  private struct Level {
    var kind = Kind.list
    /// The register that it is in.
    var object = 0
    var position = 0
    var isEmpty = true
    /// Of an instance, where the names of its fields begin.
    var firstName = 0
  }

  private let call: BuiltinCall
  private let machine: Pinned<Machine>
  private let cage: Cage
  private let indent: Int
  private var text: HeapText
  /// The end of the text.
  private var bytes: ByteBuffer
  /// The innermost level, and those around it.
  private var level = Level()
  private var outer: [Level] = []
  /// Of the instances among them.
  private var names: [Ref] = []

  static let firstCapacity = 256
  /// There is room for so many bytes, and the indent, before each part and after a string: more than for all but strings.
  private static let room = 64

  init(_ call: BuiltinCall, _ text: HeapText, _ bytes: consuming ByteBuffer, indent: Int) {
    self.call = call
    machine = call.machine
    cage = call.cage
    self.text = text
    self.bytes = bytes
    self.indent = indent
  }

  private var count: Int { text.count &+ bytes.count }
  private var depth: Int { outer.count }

  mutating func write(_ root: Value) -> Bool {
    guard begin(root) else { return false }
    var paid = 0
    while depth > 0 {
      let count = count
      machine.value.charge(bytes: count &- paid &+ 16)
      paid = count
      guard machine.value.refuel(), machine.value.goesOn(after: 16), flush(), reserve(indent &* depth) else {
        return false
      }
      guard writePart() else { return false }
    }
    return true
  }

  mutating func finish() -> Value? { machine.finish(&text, &bytes) }

  @inline(__always) private mutating func flush() -> Bool {
    bytes.count < HeapText.portion
      || machine.hasRoom(for: text, adding: bytes.count) && machine.moveToHeap(&bytes, &text)
  }

  /// Makes room for so many bytes and what comes after them.
  @inline(__always) private mutating func reserve(_ count: Int) -> Bool {
    bytes.reserve(count &+ JSONWriter.room) || machine.value.failOutOfMemory()
  }

  // MARK: - Parts

  /// Writes what comes next in the innermost object, or ends it.
  @inline(__always) private mutating func writePart() -> Bool {
    let object = call.window[level.object]
    let position = level.position
    switch level.kind {
    case .list:
      let elements = machine.value.elements(ofList: object.ref)
      guard position < elements.count else { return end() }
      level.position = position &+ 1
      separate()
      return begin(cage.value(elements.place(position)))
    case .map:
      let entries = machine.value.entries(ofMap: object.ref)
      guard let index = machine.value.nextEntry(ofMap: object.ref, from: position, entries) else {
        return end()
      }
      level.position = index &+ 1
      return write(entries.key(index), entries.value(index))
    case .instance:
      guard level.firstName &+ position < names.count else { return end() }
      let name = names[level.firstName &+ position]
      level.position = position &+ 1
      let shape = cage.shape(ofInstance: object.ref)
      guard case .field(let slot)? = machine.value.lookUp(name, in: shape) else { return end() }
      return write(Value(.string, name), cage.field(slot, of: object.ref))
    }
  }

  @inline(__always) private mutating func separate() {
    if !level.isEmpty { bytes.append(UInt8(ascii: ",")) }
    level.isEmpty = false
    if indent > 0 { startLine() }
  }

  private mutating func startLine() {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(UInt8(ascii: " "), repeated: indent &* depth)
  }

  private mutating func end() -> Bool {
    let ended = level
    level = outer.removeLast()
    if ended.kind == .instance { names.removeLast(names.count &- min(ended.firstName, names.count)) }
    machine.pop(to: Slot(call.window.offset(in: cage) &+ UInt32(truncatingIfNeeded: ended.object &* 8)))
    if !ended.isEmpty, indent > 0 { startLine() }
    bytes.append(ended.kind == .list ? UInt8(ascii: "]") : UInt8(ascii: "}"))
    return true
  }

  /// Writes an entry with its key.
  @inline(__always) private mutating func write(_ key: Value, _ value: Value) -> Bool {
    separate()
    if key.isString, isShort(key) {
      // PERF: nothing moves meanwhile.
      guard write(short: key) else { return false }
      endKey()
      return begin(value)
    }
    return writeLong(key, value)
  }

  @inline(never) private mutating func writeLong(_ key: Value, _ value: Value) -> Bool {
    // The value may move while the key is written.
    let place = machine.top
    guard let register = call.push(value), write(key: key) else { return false }
    endKey()
    let kept = call.window[register]
    machine.pop(to: place)
    return begin(kept)
  }

  @inline(__always) private mutating func endKey() {
    bytes.append(UInt8(ascii: ":"))
    if indent > 0 { bytes.append(UInt8(ascii: " ")) }
  }

  /// Writes a value, or begins one that has parts.
  @inline(__always) private mutating func begin(_ value: Value) -> Bool {
    if value.isNumber {
      guard value.number.isFinite else { return fail(value) }
      ShortestText.append(value.number, to: &bytes)
      return true
    }
    return value.isString ? write(string: value) : beginOther(value)
  }

  private mutating func beginOther(_ value: Value) -> Bool {
    switch value {
    case .nil: bytes.append(word: 0x6c6c_756e, count: 4)
    case .true: bytes.append(word: 0x6575_7274, count: 4)
    case .false: bytes.append(word: 0x65_736c_6166, count: 5)
    default:
      guard
        let kind: Kind = cage.has(value, .list)
          ? .list : cage.has(value, .map) ? .map : value.isInstance ? .instance : nil
      else { return fail(value) }
      guard depth < Machine.maximumNesting else { return machine.value.fail(.nestedTooDeeply) }
      guard let object = call.push(value) else { return false }
      outer.append(level)
      level = Level(kind: kind, object: object, firstName: names.count)
      if kind == .instance { names += call.fieldNames(of: value) }
      bytes.append(kind == .list ? UInt8(ascii: "[") : UInt8(ascii: "{"))
    }
    return true
  }

  private func fail(_ value: Value) -> Bool {
    var text: [UInt8] = []
    guard machine.appendText(value, to: &text) else { return false }
    let shown = String(decoding: text.prefix(100), as: UTF8.self) + (text.count > 100 ? "..." : "")
    return call.fail("\(shown) has no JSON form.")
  }

  /// Keys that are numbers or booleans become text.
  private mutating func write(key: Value) -> Bool {
    if key.isString { return write(string: key) }
    guard key.isNumber || key == .true || key == .false else { return fail(key) }
    var shown: [UInt8] = []
    guard machine.appendText(key, to: &shown), reserve(shown.count) else { return false }
    bytes.append(UInt8(ascii: "\""))
    for byte in shown { bytes.append(byte) }
    guard flush() else { return false }
    bytes.append(UInt8(ascii: "\""))
    return true
  }

  // MARK: - Strings

  /// Whether a string is one portion.
  @inline(__always) private func isShort(_ string: Value) -> Bool {
    machine.value.bytes(ofString: string.ref).count <= HeapText.portion
  }

  /// Writes a string that is one portion; nothing moves.
  @inline(__always) private mutating func write(short string: Value) -> Bool {
    bytes.append(UInt8(ascii: "\""))
    guard write(TextRun(cage, machine.value.bytes(ofString: string.ref))) else { return false }
    bytes.append(UInt8(ascii: "\""))
    return true
  }

  private mutating func write(string: Value) -> Bool {
    if isShort(string) { return write(short: string) }
    bytes.append(UInt8(ascii: "\""))
    let place = machine.top
    guard let register = call.push(string) else { return false }
    var start = 0
    // It may move between portions.
    while case let run = TextRun(cage, machine.value.bytes(ofString: call.window[register].ref)),
      start < run.count
    {
      let end = min(run.count, start &+ HeapText.portion)
      guard write(run.part(start..<end)), flush() else { return false }
      start = end
    }
    machine.pop(to: place)
    bytes.append(UInt8(ascii: "\""))
    return true
  }

  @inline(__always) private mutating func write(_ part: TextRun) -> Bool {
    var place = 0
    guard reserve(part.count) else { return false }
    while place < part.count {
      // What stands for itself is copied at once.
      let start = place
      place = part.firstSpecialInJSON(from: start, to: part.count)
      bytes.append(cage, part.place(start), count: place &- start)
      if place < part.count {
        escape(part[place])
        place &+= 1
        guard reserve(part.count &- place) else { return false }
      }
      guard machine.value.goesOn(after: 1 &+ (place &- start) / 8) else { return false }
    }
    return true
  }

  private mutating func escape(_ byte: UInt8) {
    let letter: UInt8
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): letter = byte
    case 8: letter = UInt8(ascii: "b")
    case 9: letter = UInt8(ascii: "t")
    case 10: letter = UInt8(ascii: "n")
    case 12: letter = UInt8(ascii: "f")
    case 13: letter = UInt8(ascii: "r")
    default:
      bytes.append(word: 0x3030_755c, count: 4)
      for digit in [byte >> 4, byte & 15] {
        bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
      return
    }
    bytes.append(UInt8(ascii: "\\"))
    bytes.append(letter)
  }
}
