import LoxBytecode

/// Elements of lists and strings: reading, writing, slices. Those of maps are found at once, as intrinsics.
extension Pinned where Pointee == Machine {
  @inline(never) func slowGetElement(_ registers: Registers, _ i: Instruction, orNil: Bool) -> Bool {
    guard let element = getElement(registers, i.b, i.c, orNil: orNil) else { return false }
    registers[i.a] = element
    return value.refuel()
  }

  /// The element of the object in register `b` for what is in register `c`; nil with the error set if there is none, unless that is to be
  /// nil for the script, too.
  private func getElement(_ registers: Registers, _ b: Int, _ c: Int, orNil: Bool) -> Value? {
    let cage = value.cage
    let object = registers[b]
    let index = registers[c]
    if object.isString {
      if cage.has(index, .range) { return slice(registers, b, c) }
      return character(registers, b, index, orNil: orNil)
    }
    switch object.has(.object) ? cage.kind(object.ref) : nil {
    case .list:
      if cage.has(index, .range) { return slice(registers, b, c) }
      let elements = value.elements(ofList: object.ref)
      guard let number = value.wholeNumber(index) else { return nil }
      guard let place = value.place(number, count: elements.count) else {
        return orNil ? .nil : failOutOfRange(number, "list", elements.count)
      }
      return cage.value(elements.place(place))
    case .range where orNil: return .nil
    default:
      if orNil, object == .nil || object.isNumber { return .nil }
      _ = value.fail(.elementOfOther, about: object)
      return nil
    }
  }

  func failOutOfRange(_ index: Double, _ kind: String, _ count: Int) -> Value? {
    let text = Int(exactly: index).map { "\($0)" } ?? NumberFormat.text(of: index)
    _ = value.fail(
      .indexOutOfRange, "Index \(text) is out of range for a \(kind) of length \(count).", cause: nil)
    return nil
  }

  /// A string of one code point.
  private func character(_ registers: Registers, _ b: Int, _ index: Value, orNil: Bool) -> Value? {
    let cage = value.cage
    guard let number = value.wholeNumber(index), let isASCII = value.isASCII(registers[b].ref) else {
      return nil
    }
    let bytes = value.bytes(ofString: registers[b].ref)
    let text = TextRun(cage, bytes)
    if isASCII {
      guard let place = value.place(number, count: bytes.count) else {
        return orNil ? .nil : failOutOfRange(number, "string", bytes.count)
      }
      return makeCharacter(registers, b, at: place, count: 1)
    }
    if number >= 0, number < Double(bytes.count) {
      guard let place = byte(ofPosition: Int(number), in: text) else { return nil }
      value.charge(bytes: place)
      if place < bytes.count {
        return makeCharacter(registers, b, at: place, count: cage.codePointLength(bytes, at: place))
      }
    }
    value.charge(bytes: bytes.count)
    guard let count = codePointCount(text) else { return nil }
    guard let position = value.place(number, count: count) else {
      return orNil ? .nil : failOutOfRange(number, "string", count)
    }
    guard let place = byte(ofPosition: position, in: text) else { return nil }
    return makeCharacter(registers, b, at: place, count: cage.codePointLength(bytes, at: place))
  }

  /// A copy of the part of a list or string that a range says.
  private func slice(_ registers: Registers, _ b: Int, _ c: Int) -> Value? {
    let cage = value.cage
    let range = cage.parts(ofRange: registers[c].ref)
    for bound in [range.start, range.end] where !(bound.rounded(.towardZero) == bound) {
      _ = value.wholeNumber(Value(bound))
      return nil
    }
    guard range.step == 1 else {
      _ = value.failNotWhole(registers[c])
      return nil
    }
    guard registers[b].isString else {
      let bounds = range.clamped(count: value.elements(ofList: registers[b].ref).count)
      let outer = openHostStack()
      defer { closeHostStack(outer) }
      let base = top
      guard push(registers[b]), let list = makeList(capacity: bounds.count), push(list) else { return nil }
      let window = self.registers(at: base)
      guard appendElements(window, 1, of: 0, from: bounds.lowerBound, count: bounds.count) else { return nil }
      return window[1]
    }
    guard let isASCII = value.isASCII(registers[b].ref) else { return nil }
    let text = TextRun(cage, value.bytes(ofString: registers[b].ref))
    if isASCII {
      let bounds = range.clamped(count: text.count)
      return makeSubstring(registers, b, from: bounds.lowerBound, count: bounds.count)
    }
    var count = text.count
    if range.start < 0 || range.end < 0 {
      value.charge(bytes: count)
      guard let length = codePointCount(text) else { return nil }
      count = length
    }
    let bounds = range.clamped(count: count)
    guard let start = byte(ofPosition: bounds.lowerBound, in: text),
      let end = byte(ofPosition: bounds.count, in: text, from: start)
    else { return nil }
    value.charge(bytes: start)
    return makeSubstring(registers, b, from: start, count: end &- start)
  }

  @inline(never) func slowSetElement(_ registers: Registers, _ i: Instruction) -> Bool {
    let cage = value.cage
    let object = registers[i.a]
    switch object.has(.object) ? cage.kind(object.ref) : nil {
    case .list:
      let count = value.elements(ofList: object.ref).count
      guard let number = value.wholeNumber(registers[i.b]) else { return false }
      guard let place = value.place(number, count: count) else {
        _ = failOutOfRange(number, "list", count)
        return false
      }
      store(registers[i.c], at: place, ofList: object.ref)
      return true
    default: return value.fail(.elementSetInOther, about: object)
    }
  }

  /// What the run loop leaves to do after it has stored a young value in a storage.
  @inline(never) func slowElementBarrier(_ storage: Ref, _ place: UInt32) {
    value.heap.value.remember(storage, place: place)
  }

  @inline(never) func slowNewRange(_ registers: Registers, _ i: Instruction, isClosed: Bool) -> Bool {
    let (start, end) = (registers[i.b], registers[i.c])
    guard start.isNumber, end.isNumber else { return value.fail(.rangeBoundsNotNumbers, about: start, end) }
    let range = allocate(size: RangeLayout.size)
    guard !range.isNull else { return false }
    value.cage.initializeRange(
      range, RangeParts(start: start.number, end: end.number, step: 1, isClosed: isClosed))
    registers[i.a] = Value(.object, range)
    return true
  }
}

/// Keys that are names.
extension Pinned where Pointee == Machine {
  /// `object?.name`: nil instead of an error if there is none. The caller refuels.
  ///
  /// Operations of maps are found only if they are to be called.
  @inline(never) func slowGetPropertyIfAny(_ object: Value, _ cache: InlineCache, isCalled: Bool) -> Value? {
    if object == .nil { return .nil }
    let cage = value.cage
    if object.isInstance {
      guard value.lookUp(cache.name, in: cage.shape(ofInstance: object.ref)) != nil else {
        return trace(named: cache.name, of: object) ?? (value.error == nil ? .nil : nil)
      }
      return slowGetProperty(object, cache)
    }
    if cage.has(object, .map), !isCalled || value.cage.findCore(cache.name, of: object) == nil {
      return getKey(cache.name, of: object.ref, orFail: false)
    }
    if object.isModule { return value.variableIfAny(cache.name, of: object) ?? .nil }
    guard let identity = value.cage.findCore(cache.name, of: object) else { return .nil }
    return getCore(identity, of: object)
  }

  /// The value of a map's key; nil with the error set if there is none, unless that is to be nil for the script, too. The caller refuels.
  func getKey(_ name: Ref, of map: Ref, orFail: Bool) -> Value? {
    if let element = value.getEntry(Value(.string, name), ofMap: map) { return element }
    if !orFail { return .nil }
    _ = value.failUndefinedKey(name, of: map)
    return nil
  }

  /// Sets the value of a map's key. The caller refuels.
  func setKey(_ name: Ref, of map: Value, to new: Value) -> Bool {
    let outer = openHostStack()
    defer { closeHostStack(outer) }
    let base = top
    return push(map) && push(Value(.string, name)) && push(new)
      && setEntry(registers(at: base), 0, 1, 2) && value.refuel()
  }
}

extension Machine {
  /// An index as a number; nil with the error set if it is not a whole one.
  mutating func wholeNumber(_ index: Value) -> Double? {
    if index.isNumber, index.number.isFinite, index.number.rounded(.towardZero) == index.number {
      return index.number
    }
    _ = failNotWhole(index)
    return nil
  }

  mutating func failNotWhole(_ index: Value) -> Bool {
    let summary = summary(of: index)
    let text = summary.kind == .string ? "\"\(summary.text)\"" : summary.text
    return fail(.indexNotWhole, "An index must be a whole number, not \(text).", cause: .values([summary]))
  }

  /// The place that an index means; nil if it is out of range.
  mutating func place(_ index: Double, count: Int) -> Int? {
    let index = index < 0 ? index + Double(count) : index
    guard index >= 0, index < Double(count) else { return nil }
    return Int(index)
  }
}

extension RangeParts {
  /// The part of a list or string that the range means; its bounds are whole numbers or infinite.
  func clamped(count: Int) -> Range<Int> {
    func bound(_ number: Double) -> Int {
      let number = number < 0 ? number + Double(count) : number
      return Int(max(0, min(number, Double(count))))
    }
    let start = bound(start)
    // The last element of a closed range belongs to the slice.
    let isBeforeStart = isClosed && end < 0 && end + Double(count) < 0
    let end = isClosed ? (isBeforeStart ? 0 : min(count, bound(end) &+ 1)) : bound(end)
    return start..<max(start, end)
  }
}
