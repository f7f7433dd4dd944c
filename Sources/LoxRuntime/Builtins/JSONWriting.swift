/// `JSON.stringify`. The objects that contain each other are on the host's stack, for what is complete of the text goes to the heap.
extension BuiltinCall {
  /// A list, map or instance whose text is not complete.
  private struct Level {
    /// The register that it is in.
    var object: Int
    var position = 0
    var isEmpty = true
    /// Of an instance, the names of its fields.
    var names: [Ref]?
    var isList: Bool
  }

  func stringifyJSON() -> Bool {
    let indent = isMissing(1) ? 0 : whole(1)
    guard (0...100).contains(indent) else { return fail(1, mustBe: "a whole number from 0 to 100") }
    guard var text = machine.beginText() else { return false }
    var levels: [Level] = []
    guard write(argument(0), &text, &levels) else { return false }
    var paid = 0
    while !levels.isEmpty {
      machine.value.charge(bytes: text.count &- paid &+ 16)
      paid = text.count
      guard machine.value.refuel(), machine.value.goesOn(after: 16), machine.hasRoom(for: text),
        machine.flush(&text)
      else { return false }
      guard let (key, value) = nextPart(&levels) else {
        let level = levels.removeLast()
        machine.pop(to: Slot(window.offset(in: cage) &+ UInt32(level.object &* 8)))
        if !level.isEmpty { startLine(indent, levels.count, &text.bytes) }
        text.bytes.append(level.isList ? UInt8(ascii: "]") : UInt8(ascii: "}"))
        continue
      }
      if !levels[levels.count - 1].isEmpty { text.bytes.append(UInt8(ascii: ",")) }
      levels[levels.count - 1].isEmpty = false
      startLine(indent, levels.count, &text.bytes)
      if let key, key.isString, isShort(key) {
        // PERF: nothing moves meanwhile.
        guard write(short: key, &text) else { return false }
        text.bytes.append(UInt8(ascii: ":"))
        if indent > 0 { text.bytes.append(UInt8(ascii: " ")) }
        guard write(value, &text, &levels) else { return false }
        continue
      }
      // The value may move while a long key is written.
      let place = machine.top
      guard let register = push(value) else { return false }
      if let key {
        guard write(key: key, &text) else { return false }
        text.bytes.append(UInt8(ascii: ":"))
        if indent > 0 { text.bytes.append(UInt8(ascii: " ")) }
      }
      let kept = window[register]
      machine.pop(to: place)
      guard write(kept, &text, &levels) else { return false }
    }
    return self.return(&text)
  }

  private func startLine(_ indent: Int, _ depth: Int, _ bytes: inout [UInt8]) {
    guard indent > 0 else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes += repeatElement(UInt8(ascii: " "), count: indent * depth)
  }

  /// What comes next in the innermost object; nil at its end.
  private func nextPart(_ levels: inout [Level]) -> (key: Value?, value: Value)? {
    let last = levels.count - 1
    let object = window[levels[last].object]
    let position = levels[last].position
    levels[last].position += 1
    if let names = levels[last].names {
      guard position < names.count else { return nil }
      let shape = cage.shape(ofInstance: object.ref)
      guard case .field(let slot)? = machine.value.lookUp(names[position], in: shape) else { return nil }
      return (Value(.string, names[position]), cage.field(slot, of: object.ref))
    }
    if levels[last].isList {
      let elements = machine.value.elements(ofList: object.ref)
      return position < elements.count ? (nil, cage.value(elements.place(position))) : nil
    }
    let entries = machine.value.entries(ofMap: object.ref)
    guard let index = machine.value.nextEntry(ofMap: object.ref, from: position, entries) else { return nil }
    levels[last].position = index + 1
    return (entries.key(index), entries.value(index))
  }

  /// Writes a value, or begins one that has parts.
  private func write(_ value: Value, _ text: inout HeapText, _ levels: inout [Level]) -> Bool {
    if value.isNumber {
      guard value.number.isFinite else { return failJSON(value) }
      ShortestText.append(value.number, to: &text.bytes)
      return true
    }
    if value.isString {
      return write(string: value, &text)
    }
    switch value {
    case .nil: text.bytes += "null".utf8
    case .true: text.bytes += "true".utf8
    case .false: text.bytes += "false".utf8
    default:
      let isList = cage.has(value, .list)
      guard isList || cage.has(value, .map) || value.isInstance else { return failJSON(value) }
      guard levels.count < Machine.maximumNesting else { return machine.value.fail(.nestedTooDeeply) }
      guard let object = push(value) else { return false }
      levels.append(
        Level(object: object, names: value.isInstance ? fieldNames(of: value) : nil, isList: isList))
      text.bytes.append(isList ? UInt8(ascii: "[") : UInt8(ascii: "{"))
    }
    return true
  }

  private func failJSON(_ value: Value) -> Bool {
    var text: [UInt8] = []
    guard machine.appendText(value, to: &text) else { return false }
    let shown = String(decoding: text.prefix(100), as: UTF8.self) + (text.count > 100 ? "..." : "")
    return fail("\(shown) has no JSON form.")
  }

  /// Keys that are numbers or booleans become text.
  private func write(key: Value, _ text: inout HeapText) -> Bool {
    if key.isString { return write(string: key, &text) }
    guard key.isNumber || key == .true || key == .false else { return failJSON(key) }
    text.bytes.append(UInt8(ascii: "\""))
    guard machine.appendText(key, to: &text) else { return false }
    text.bytes.append(UInt8(ascii: "\""))
    return true
  }

  /// Whether a string is one portion.
  private func isShort(_ string: Value) -> Bool {
    machine.value.bytes(ofString: string.ref).count <= HeapText.portion
  }

  /// Writes a string that is one portion; nothing moves.
  private func write(short string: Value, _ text: inout HeapText) -> Bool {
    text.bytes.append(UInt8(ascii: "\""))
    guard write(TextRun(cage, machine.value.bytes(ofString: string.ref)), &text.bytes) else { return false }
    text.bytes.append(UInt8(ascii: "\""))
    return true
  }

  private func write(string: Value, _ text: inout HeapText) -> Bool {
    if isShort(string) { return write(short: string, &text) }
    text.bytes.append(UInt8(ascii: "\""))
    let place = machine.top
    guard let register = push(string) else { return false }
    var start = 0
    // It may move between portions.
    while case let run = TextRun(cage, machine.value.bytes(ofString: window[register].ref)), start < run.count
    {
      let end = min(run.count, start &+ HeapText.portion)
      guard write(run.part(start..<end), &text.bytes), machine.hasRoom(for: text), machine.flush(&text) else {
        return false
      }
      start = end
    }
    machine.pop(to: place)
    text.bytes.append(UInt8(ascii: "\""))
    return true
  }

  private func write(_ part: TextRun, _ bytes: inout [UInt8]) -> Bool {
    var place = 0
    while place < part.count {
      // What stands for itself is copied at once.
      let start = place
      place = part.firstSpecialInJSON(from: start, to: part.count)
      cage.append(part.place(start), count: place &- start, to: &bytes)
      if place < part.count {
        escape(part[place], &bytes)
        place &+= 1
      }
      guard machine.value.goesOn(after: 1 &+ (place &- start) / 8) else { return false }
    }
    return true
  }

  private func escape(_ byte: UInt8, _ bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 8: bytes.append(UInt8(ascii: "b"))
    case 9: bytes.append(UInt8(ascii: "t"))
    case 10: bytes.append(UInt8(ascii: "n"))
    case 12: bytes.append(UInt8(ascii: "f"))
    case 13: bytes.append(UInt8(ascii: "r"))
    default:
      bytes += "u00".utf8
      for digit in [byte >> 4, byte & 15] {
        bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
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
