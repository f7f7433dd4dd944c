import LoxRegex

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
  func appendText(_ shown: Value, to text: inout HeapText) -> Bool {
    var writer = TextWriter(text, limit: min(StringLayout.maximumLength, value.heap.value.byteLimit))
    text.bytes = []
    defer { text = writer.text }
    if shown.isNumber {
      ShortestText.append(shown.number, to: &writer.bytes)
    } else if shown.isString {
      guard append(shown, to: &writer.text) else { return false }
    } else if value.cage.opens(shown) {
      let outer = openHostStack()
      defer { closeHostStack(outer) }
      return appendNested(shown, &writer)
    } else {
      guard append(object: shown, &writer) else { return false }
    }
    return pay(&writer)
  }

  /// The same for the host.
  func appendText(_ shown: Value, to bytes: inout [UInt8]) -> Bool {
    var text = HeapText(bytes)
    bytes = []
    defer { bytes = text.bytes }
    return appendText(shown, to: &text)
  }

  /// Appends what has no parts, and is neither a number nor a string.
  private func append(object: Value, _ writer: inout TextWriter) -> Bool {
    guard let property = descriptionProperty(of: object) else {
      value.describe(object, into: &writer.bytes)
      return true
    }
    guard let text = getComputed(property, of: object) else { return false }
    guard text.isString else { return value.fail(.descriptionNotString) }
    return append(text, to: &writer.text)
  }

  /// Charges what was written since the last time, and ends what is too long.
  private func pay(_ writer: inout TextWriter) -> Bool {
    let added = writer.text.count - writer.paidCount
    writer.paidCount = writer.text.count
    // Each part is compared with all objects that it is in.
    value.charge(units: added / 4 &+ 1 &+ writer.levels.count / 8)
    guard value.error == nil, value.refuel(), value.goesOn(after: 8 &+ added / 8) else { return false }
    return writer.count <= writer.limit ? flush(&writer.text) : value.failOutOfMemory()
  }

  private func appendNested(_ shown: Value, _ writer: inout TextWriter) -> Bool {
    guard open(shown, isKey: false, &writer) else { return false }
    while let level = writer.levels.last {
      guard let part = value.nextPart(of: self[level.slot].ref, &writer) else {
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
    guard value.cage.opens(part) else { return append(part: part, &writer) }
    if writer.levels.contains(where: { self[$0.slot] == part }) {
      writer.closeCycle(isMap: value.cage.has(part, .map), isKey: isKey)
      return true
    }
    guard writer.levels.count < Machine.maximumNesting else { return value.fail(.nestedTooDeeply) }
    return open(part, isKey: isKey, &writer)
  }

  /// Appends a part of a list or map that has no parts itself.
  private func append(part: Value, _ writer: inout TextWriter) -> Bool {
    if part.isString, writer.text.isLong(value.bytes(ofString: part.ref).count) {
      return append(longString: part, &writer)
    }
    return value.append(plain: part, &writer) || append(object: part, &writer)
  }

  /// Appends a long string as one would write it. It may move meanwhile.
  private func append(longString string: Value, _ writer: inout TextWriter) -> Bool {
    let slot = top
    guard push(string) else { return false }
    defer { pop(to: slot) }
    writer.bytes.append(UInt8(ascii: "\""))
    var place = 0
    while case let text = TextRun(value.cage, value.bytes(ofString: self[slot].ref)), place < text.count {
      let end = min(text.count, place + HeapText.portion)
      value.escape(text.part(place..<end), &writer)
      place = end
      guard pay(&writer) else { return false }
    }
    writer.bytes.append(UInt8(ascii: "\""))
    return true
  }
}

extension Machine {
  /// Appends a value as `print` shows it, but only the beginning of the text of a list or map that is longer than the limit, and without
  /// asking classes for the texts of instances. It is charged, and never an error; true if it is complete.
  @discardableResult mutating func show(_ shown: Value, limit: Int, in bytes: inout [UInt8]) -> Bool {
    guard cage.opens(shown) else {
      describe(shown, into: &bytes)
      return true
    }
    var writer = TextWriter(HeapText(bytes), limit: limit, isCut: true)
    bytes = []
    let isComplete = showNested(shown, &writer)
    charge(units: (writer.bytes.count - writer.start) / 4)
    if !isComplete { writer.cut() }
    bytes = writer.bytes
    return isComplete
  }

  /// Nothing is allocated meanwhile, so the objects that contain each other are at hand.
  private mutating func showNested(_ shown: Value, _ writer: inout TextWriter) -> Bool {
    var objects = [shown]
    writer.open(Slot(0), isMap: cage.has(shown, .map), isKey: false)
    while let object = objects.last {
      guard let (part, isKey) = nextPart(of: object.ref, &writer) else {
        objects.removeLast()
        writer.close()
        continue
      }
      let isMap = cage.has(part, .map)
      if !cage.opens(part) {
        if !append(plain: part, &writer) { describe(part, into: &writer.bytes) }
      } else if objects.contains(part) {
        writer.closeCycle(isMap: isMap, isKey: isKey)
      } else {
        guard objects.count < Machine.maximumNesting else { return false }
        objects.append(part)
        writer.open(Slot(0), isMap: isMap, isKey: isKey)
      }
      if writer.bytes.count - writer.start > writer.limit { return false }
    }
    return writer.bytes.count - writer.start <= writer.limit
  }

  /// The next element, or value, of the innermost list or map, after its key; or a key that has parts. Nil at the end.
  fileprivate mutating func nextPart(of object: Ref, _ writer: inout TextWriter) -> (
    shown: Value, isKey: Bool
  )? {
    let last = writer.levels.count - 1
    let level = writer.levels[last]
    guard level.isMap else {
      let elements = elements(ofList: object)
      guard level.position < elements.count else { return nil }
      writer.separate()
      return (cage.value(elements.place(level.position)), false)
    }
    let entries = entries(ofMap: object)
    if level.isAfterKey {
      writer.levels[last].isAfterKey = false
      return (entries.value(level.position - 1), false)
    }
    guard let index = nextEntry(ofMap: object, from: level.position, entries) else { return nil }
    writer.levels[last].position = index
    writer.separate()
    let key = entries.key(index)
    if cage.opens(key) {
      // Its parts come first.
      writer.levels[last].isAfterKey = true
      writer.bytes.append(UInt8(ascii: "["))
      return (key, true)
    }
    append(key: key, &writer)
    return (entries.value(index), false)
  }

  /// A key that has no parts, as one would write it: a name plainly, a string in quotes, a number plainly, anything else in brackets.
  private mutating func append(key: Value, _ writer: inout TextWriter) {
    if key.isString {
      let name = bytes(ofString: key.ref)
      if isName(name) { append(key.ref, &writer) } else { append(string: key, &writer) }
      writer.bytes += ": ".utf8
    } else if key.isNumber, key.number >= 0 {
      ShortestText.append(key.number, to: &writer.bytes)
      writer.bytes += ": ".utf8
    } else {
      writer.bytes.append(UInt8(ascii: "["))
      if !append(plain: key, &writer) { describe(key, into: &writer.bytes) }
      writer.endKey()
    }
  }

  private mutating func isName(_ name: StringBytes) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }
    guard name.count > 0, name.count <= 1 << 16, isLetter(cage.load8(name.offset)) else { return false }
    return (1..<max(1, name.count)).allSatisfy { index in
      let byte = cage.load8(name.offset &+ UInt32(truncatingIfNeeded: index))
      return isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
  }

  /// Appends a number or a string as one would write it; false for all other values.
  fileprivate mutating func append(plain part: Value, _ writer: inout TextWriter) -> Bool {
    if part.isNumber {
      ShortestText.append(part.number, to: &writer.bytes)
    } else if part.isString {
      append(string: part, &writer)
    } else {
      return false
    }
    return true
  }

  private mutating func append(string: Value, _ writer: inout TextWriter) {
    let run = bytes(ofString: string.ref)
    writer.bytes.append(UInt8(ascii: "\""))
    escape(TextRun(cage, run).part(0..<min(run.count, room(writer, run))), &writer)
    writer.bytes.append(UInt8(ascii: "\""))
  }

  /// Appends a text as it is between quotes. If the run must end, the error is set, and the text is not complete.
  fileprivate mutating func escape(_ text: TextRun, _ writer: inout TextWriter) {
    var place = 0
    while place < text.count {
      // What stands for itself is copied at once.
      let start = place
      let end = min(text.count, start &+ 1 << 16)
      while place < end, !TextWriter.isSpecial(text[place]) { place &+= 1 }
      cage.append(text.place(start), count: place &- start, to: &writer.bytes)
      if place < end {
        writer.escape(text[place])
        place &+= 1
      }
      if !writer.isCut, !goesOn(after: 1 &+ (place &- start) / 8) { return }
    }
  }

  /// How many bytes of a string are needed: not all if the text is cut.
  private mutating func room(_ writer: TextWriter, _ string: StringBytes) -> Int {
    writer.isCut ? max(0, writer.limit - (writer.bytes.count - writer.start)) + 1 : string.count
  }

  /// Appends the bytes of a string.
  private mutating func append(_ string: Ref, _ writer: inout TextWriter) {
    let run = bytes(ofString: string)
    cage.append(run.offset, count: min(run.count, room(writer, run)), to: &writer.bytes)
  }

  /// Appends a range as one would write it.
  mutating func describe(range: Ref, into bytes: inout [UInt8]) {
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

extension Machine {
  /// Appends a regular expression as one would write it, with the pattern as it is between double quotes.
  mutating func describe(regex: Ref, into bytes: inout [UInt8]) {
    bytes += "Regex(\"".utf8
    let pattern = cage.value(regex.offset, RegexLayout.pattern)
    if pattern.isString {
      let run = self.bytes(ofString: pattern.ref)
      cage.append(run.offset, count: min(run.count, RegularExpression.maximumPatternLength), to: &bytes)
    }
    let flags = cage.flags(ofRegex: regex).letters
    bytes += (flags.isEmpty ? "\")" : "\", \"\(flags)\")").utf8
  }
}

extension Cage {
  /// Whether a value is shown by its parts.
  func opens(_ value: Value) -> Bool { has(value, .list) || has(value, .map) }
}
