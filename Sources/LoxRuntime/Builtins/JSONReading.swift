extension BuiltinCall {
  func parseJSON() -> Bool {
    guard pay(bytes: operand(0).count &* 2), let result = push(.nil) else { return false }
    var parser = JSONParser(self, JSONReader(operand(0), machine), result)
    return parser.parse() && self.return(window[result])
  }
}

/// `JSON.parse`: the values of a text in JSON (RFC 8259), strictly. Lists and maps that are not complete are on the host's stack:
///
///     value | model, key, value | model, key, value | ...
///             of a list or map    of one inside of it
///
/// A value is in the register that belongs to the list or map that it is in, until it is added to it; a list or map is in that of a value.
///
/// Documents are lists of maps with the same keys, so a map before it at the same place of the document is the *model* of a map. Keys are
/// compared with its keys first. Those that are found there, one after the other, are different from each other.
struct JSONParser {
  /// The innermost list or map.
  private struct Level {
    var isMap = false
    /// The next entry of the model; nil if the map is not like the model.
    var modelEntry: Int?
    /// Whether the key that was read last is new for sure.
    var isNewKey = false
  }

  private let call: BuiltinCall
  private let machine: Pinned<Machine>
  private let cage: Cage
  private let window: Registers
  private var reader: JSONReader
  /// The register of the value that is read next.
  private var value: Int
  private var level = Level()
  /// Those around it.
  private var outer: [Level] = []

  init(_ call: BuiltinCall, _ reader: JSONReader, _ result: Int) {
    self.call = call
    machine = call.machine
    cage = call.cage
    window = call.window
    self.reader = reader
    value = result
  }

  private var depth: Int { outer.count }
  /// Of the innermost list or map.
  private var container: Int { value &- 3 }
  private var model: Int { value &- 2 }
  private var key: Int { value &- 1 }

  mutating func parse() -> Bool {
    repeat {
      guard let isComplete = read() else { return false }
      if isComplete, !add() { return false }
    } while depth > 0
    reader.skipBlanks()
    guard reader.isAtEnd else { return fail("the end") }
    return !reader.isInterrupted
  }

  private func fail(_ expected: String) -> Bool {
    guard let (line, column) = reader.position() else { return false }
    return call.fail("Invalid JSON at line \(line), column \(column): expect \(expected).")
  }

  /// Something may have moved.
  private mutating func reload() { reader.text = call.operand(0) }

  /// Reads a value, or the begin of a list or map that is not empty; the result is whether it is complete, or nil if there is an error.
  @inline(__always) private mutating func read() -> Bool? {
    reader.skipBlanks()
    switch reader.next {
    case UInt8(ascii: "\""): return readString(into: value) ? true : nil
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      guard let number = reader.number() else { return fail("a digit") ? true : nil }
      window[value] = Value(number)
    case UInt8(ascii: "["): return open(isMap: false)
    case UInt8(ascii: "{"): return open(isMap: true)
    default:
      guard let literal = reader.literal() else { return fail("a value") ? true : nil }
      window[value] = literal
    }
    return true
  }

  // MARK: - Lists and maps

  private mutating func open(isMap: Bool) -> Bool? {
    guard depth < Machine.maximumNesting else { return machine.value.fail(.nestedTooDeeply) ? true : nil }
    reader.skip()
    reader.skipBlanks()
    let isEmpty = reader.take(isMap ? "}" : "]")
    let capacity = isEmpty ? 0 : reader.expectedCount(at: depth)
    guard let made = isMap ? machine.makeMap(capacity: capacity) : machine.makeList(capacity: capacity) else {
      return nil
    }
    let model = isEmpty ? .nil : nextModel(isMap: isMap)
    window[value] = made
    reload()
    if isEmpty { return true }
    guard machine.push(model), machine.push(.nil), machine.push(.nil) else { return nil }
    outer.append(level)
    value &+= 3
    level = Level(isMap: isMap, modelEntry: isMap && model != .nil ? 0 : nil)
    return !isMap || readKey() ? false : nil
  }

  /// What the next value is like; nil if that is not known.
  private func nextModel(isMap: Bool) -> Value {
    guard depth > 0 else { return .nil }
    var model = Value.nil
    if level.isMap {
      guard let next = level.modelEntry, level.isNewKey else { return .nil }
      model = machine.value.entries(ofMap: window[self.model].ref).valueIfAny(next &- 1)
    } else {
      var elements = machine.value.elements(ofList: window[container].ref)
      if elements.count == 0, window[self.model] != .nil {
        elements = machine.value.elements(ofList: window[self.model].ref)
      }
      if elements.count > 0 { model = cage.value(elements.place(elements.count &- 1)) }
    }
    return cage.has(model, isMap ? .map : .list) ? model : .nil
  }

  /// Adds a value that is complete to the list or map that it is in, and all that end with it.
  @inline(__always) private mutating func add() -> Bool {
    while depth > 0 {
      guard level.isMap ? addEntry() : addElement(), machine.value.refuel(), machine.value.goesOn(after: 16)
      else { return false }
      reader.skipBlanks()
      if reader.take(",") {
        guard level.isMap else { return true }
        reader.skipBlanks()
        return readKey()
      }
      guard reader.take(level.isMap ? "}" : "]") else {
        return fail(level.isMap ? "',' or '}'" : "',' or ']'")
      }
      close()
    }
    return true
  }

  private mutating func close() {
    let ended = window[container].ref
    let count =
      level.isMap ? machine.value.count(ofMap: ended) : machine.value.elements(ofList: ended).count
    value &-= 3
    machine.pop(to: machine.top.advanced(by: -3))
    level = outer.removeLast()
    reader.expect(count, at: depth)
  }

  @inline(__always) private mutating func addElement() -> Bool {
    if machine.value.appendAtOnce(window[value], toList: window[container].ref) { return true }
    defer { reload() }
    return machine.append(window, container, value)
  }

  @inline(__always) private mutating func addEntry() -> Bool {
    if level.isNewKey, machine.value.addAtOnce(window[key], window[value], toMap: window[container].ref) {
      return true
    }
    defer { reload() }
    return machine.setEntry(window, container, key, value)
  }

  // MARK: - Keys and strings

  /// Reads a key and the colon after it.
  @inline(__always) private mutating func readKey() -> Bool {
    guard reader.next == UInt8(ascii: "\"") else { return fail("a key") }
    guard takeKeyOfModel() || readOtherKey() else { return false }
    reader.skipBlanks()
    return reader.take(":") || fail("':'")
  }

  /// Whether the next key is that of the model, which is taken.
  @inline(__always) private mutating func takeKeyOfModel() -> Bool {
    guard let next = level.modelEntry else { return false }
    let known = machine.value.entries(ofMap: window[model].ref).keyIfAny(next)
    // A key that exists once has no escapes, wherever it is written.
    guard known.isString, cage.isInterned(known.ref), let count = reader.takeKey(known.ref) else {
      return false
    }
    window[key] = known
    level.modelEntry = next &+ 1
    level.isNewKey = true
    machine.value.charge(bytes: count)
    return true
  }

  @inline(never) private mutating func readOtherKey() -> Bool {
    level.isNewKey = false
    guard let name = reader.plainKey() else {
      guard readString(into: key) else { return false }
      passInModel()
      return true
    }
    guard let read = internKey(name) else { return false }
    window[key] = read
    findInModel(read)
    return true
  }

  /// Goes on behind a key of the model, if it is one of the next. If there are too many to look at, the model is given up: what comes later
  /// could be this key again.
  private mutating func findInModel(_ key: Value) {
    guard let next = level.modelEntry else { return }
    let entries = machine.value.entries(ofMap: window[model].ref)
    let used = machine.value.usedEntries(ofMap: window[model].ref, entries)
    guard used &- next <= 8 else {
      level.modelEntry = nil
      return
    }
    var index = next
    while index < used {
      if entries.key(index) == key {
        level.modelEntry = index &+ 1
        level.isNewKey = true
        return
      }
      index &+= 1
    }
  }

  /// The model tells nothing about a long key, which comes instead of its own. A short one with escapes could be any of its next.
  private mutating func passInModel() {
    guard let next = level.modelEntry else { return }
    let known = machine.value.entries(ofMap: window[model].ref).keyIfAny(next)
    let isLong = cage.length(ofString: window[key].ref) > JSONReader.maximumPlainKey
    let comesNext = known.isString && !cage.isInterned(known.ref)
    level.modelEntry = isLong ? (comesNext ? next &+ 1 : next) : nil
  }

  /// A short key as the string that exists once: keys are few and are read often, by instructions that know them as such. It costs what
  /// another string costs.
  private mutating func internKey(_ range: Range<Int>) -> Value? {
    guard machine.collectIfDue(64) else { return nil }
    reload()
    let key = HostBytes.with(cage, reader.text.place(range.lowerBound), count: range.count) {
      machine.value.strings.intern($0, heap: &machine.value.heap.value)
    }
    if key.isNull {
      // What exists twice can't be told from the next keys of the model.
      level.modelEntry = nil
      let made = machine.makeSubstring(window, 1, from: range.lowerBound, count: range.count)
      reload()
      return made
    }
    machine.value.charge(bytes: range.count)
    return Value(.string, key)
  }

  private mutating func readString(into target: Int) -> Bool {
    guard let part = reader.string() else { return fail(reader.isAtEnd ? "'\"'" : "a character") }
    if part.count == part.range.count {
      guard let string = machine.makeSubstring(window, 1, from: part.range.lowerBound, count: part.count)
      else { return false }
      window[target] = string
    } else {
      let made = machine.allocateString(count: part.count)
      guard !made.isNull else { return false }
      machine.value.charge(bytes: part.count)
      reload()
      guard reader.copy(part.range, to: made.offset &+ UInt32(StringLayout.bytes)) else { return false }
      window[target] = Value(.string, made)
    }
    reload()
    return true
  }
}
