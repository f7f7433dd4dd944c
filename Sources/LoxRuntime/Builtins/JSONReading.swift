/// `JSON.parse`: the values of a text in JSON (RFC 8259), strictly. Lists and maps that are not complete are on the host's stack, each
/// with a register for the key or element that comes next.
extension BuiltinCall {
  func parseJSON() -> Bool {
    guard pay(bytes: operand(0).count &* 2) else { return false }
    var reader = JSONReader(operand(0), machine)
    guard let result = push(.nil) else { return false }
    var levels: [JSONReader.Level] = []
    repeat {
      guard begin(&reader, &levels, result), end(&reader, &levels, result) else { return false }
    } while !levels.isEmpty
    reader.skipBlanks()
    guard reader.isAtEnd else { return failJSON(reader, "the end") }
    guard !reader.isInterrupted else { return false }
    return self.return(window[result])
  }

  private func failJSON(_ reader: JSONReader, _ expected: String) -> Bool {
    guard let (line, column) = reader.position() else { return false }
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
        reader.skipBlanks()
        let isEmpty = reader.take(isMap ? "}" : "]")
        let capacity = isEmpty ? 0 : reader.expectedCount(at: levels.count)
        guard let made = isMap ? machine.makeMap(capacity: capacity) : machine.makeList(capacity: capacity),
          let container = push(made), let key = push(.nil), let value = push(.nil)
        else { return false }
        reader.text = operand(0)
        if isEmpty {
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
      guard isAdded, machine.value.refuel(), machine.value.goesOn(after: 16) else { return false }
      reader.text = operand(0)
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
      let ended = window[level.container].ref
      reader.expect(
        level.isMap ? machine.value.count(ofMap: ended) : machine.value.elements(ofList: ended).count,
        at: levels.count)
      window[target(levels, result)] = window[level.container]
      machine.pop(to: machine.top.advanced(by: -3))
    }
    return true
  }

  /// Reads a key and the colon after it.
  private func readKey(_ reader: inout JSONReader, _ level: JSONReader.Level) -> Bool {
    guard reader.next == UInt8(ascii: "\"") else { return failJSON(reader, "a key") }
    if let name = reader.plainKey() {
      guard let key = internKey(name, &reader) else { return false }
      window[level.key] = key
    } else if !readString(&reader, into: level.key) {
      return false
    }
    reader.skipBlanks()
    return reader.take(":") || failJSON(reader, "':'")
  }

  /// A short key as the string that exists once: keys are few and are read often, by instructions that know them as such. It costs what
  /// another string costs.
  private func internKey(_ range: Range<Int>, _ reader: inout JSONReader) -> Value? {
    guard machine.collectIfDue(64) else { return nil }
    reader.text = operand(0)
    let key = HostBytes.with(cage, reader.text.place(range.lowerBound), count: range.count) {
      machine.value.strings.intern($0, heap: &machine.value.heap.value)
    }
    if key.isNull {
      let made = machine.makeSubstring(window, 1, from: range.lowerBound, count: range.count)
      reader.text = operand(0)
      return made
    }
    machine.value.charge(bytes: range.count)
    return Value(.string, key)
  }

  private func readString(_ reader: inout JSONReader, into target: Int) -> Bool {
    guard let part = reader.string() else {
      return failJSON(reader, reader.isAtEnd ? "'\"'" : "a character")
    }
    if part.count == part.range.count {
      guard let string = machine.makeSubstring(window, 1, from: part.range.lowerBound, count: part.count)
      else {
        return false
      }
      window[target] = string
    } else {
      let made = machine.allocateString(count: part.count)
      guard !made.isNull else { return false }
      machine.value.charge(bytes: part.count)
      reader.text = operand(0)
      guard reader.copy(part.range, to: made.offset &+ UInt32(StringLayout.bytes)) else { return false }
      window[target] = Value(.string, made)
    }
    reader.text = operand(0)
    return true
  }
}
