import LoxBytecode

/// Iterations. Their state is in three registers, the words after the first as they are, not as numbers:
///
///     iterated             +0              +1                 +2
///     list                 the list        count              index
///     map                  the map         version            number of the next place for an entry
///     string               the string      index              the byte where the next code point begins
///     range with step 1    its start       how many numbers   index
///     other range          the range       how many numbers   index
///     fiber                the fiber       0                  index
extension Pinned where Pointee == Machine {
  /// If an instance is to be iterated, calls its method `iterate`.
  @inline(never) func slowIterate(_ window: Registers, _ cache: InlineCache) -> CallTarget {
    let shape = value.cage.shape(ofInstance: window[0].ref)
    guard value.lookUp(cache.name, in: shape) != nil else {
      _ = value.fail(.notIterable, about: window[0])
      return failed
    }
    return slowInvoke(window, 0, cache)
  }

  @inline(never) func slowBeginIteration(_ window: Registers) -> Bool {
    let cage = value.cage
    let iterated = window[0]
    window[2] = Value(bits: 0)
    if iterated.isString {
      window[1] = Value(bits: 0)
      return true
    }
    if iterated.isInstance { return value.fail(.iterateResult, about: iterated) }
    guard iterated.has(.object) else { return value.fail(.notIterable, about: iterated) }
    switch cage.kind(iterated.ref) {
    case .list: window[1] = Value(bits: UInt64(cage.load32(iterated.ref.offset, ListLayout.count)))
    case .map: window[1] = Value(bits: UInt64(cage.load32(iterated.ref.offset, MapLayout.version)))
    case .fiber: window[1] = Value(bits: 0)
    case .range:
      let range = cage.parts(ofRange: iterated.ref)
      guard range.start.isFinite, range.end.isFinite, let count = UInt64(exactly: min(range.count, 0x1p53))
      else { return value.fail(.rangeNotFinite, about: iterated) }
      window[1] = Value(bits: count)
      if range.step == 1 { window[0] = Value(range.start) }
    default: return value.fail(.notIterable, about: iterated)
    }
    return true
  }

  /// Begins to iterate a range from the number in the window's first register to that in the second: no range is made.
  @inline(never) func slowBeginRange(_ window: Registers, isClosed: Bool) -> Bool {
    let (start, end) = (window[0], window[1])
    guard start.isNumber, end.isNumber else { return value.fail(.rangeBoundsNotNumbers, about: start, end) }
    let range = RangeParts(start: start.number, end: end.number, step: 1, isClosed: isClosed)
    guard start.number.isFinite, end.number.isFinite, let count = UInt64(exactly: min(range.count, 0x1p53))
    else { return value.fail(.rangeNotFinite, about: start, end) }
    window[1] = Value(bits: count)
    window[2] = Value(bits: 0)
    return true
  }

  /// What comes next in an iteration.
  enum Step { case element, end, failure }

  /// Sets the variables of an iteration, which begin three registers after its state.
  @inline(never) func slowNext(_ window: Registers, _ variableCount: Int) -> Step {
    let cage = value.cage
    let iterated = window[0]
    let position = Int(truncatingIfNeeded: window[2].bits & 0xffff_ffff_ffff)
    if iterated.isString { return nextCharacter(window, variableCount, position) }
    if iterated.isNumber {
      guard position < window[1].bits else { return .end }
      window[2] = Value(bits: UInt64(position &+ 1))
      set(window, variableCount, Value(Double(position)), Value(iterated.number + Double(position)))
      return .element
    }
    guard iterated.has(.object) else { return .end }
    switch cage.kind(iterated.ref) {
    case .list:
      let elements = value.elements(ofList: iterated.ref)
      guard elements.count == window[1].bits else { return failChanged("list") }
      guard position < elements.count else { return .end }
      window[2] = Value(bits: UInt64(position &+ 1))
      set(window, variableCount, Value(Double(position)), cage.value(elements.place(position)))
      return .element
    case .map: return nextEntry(window, variableCount, position)
    case .range:
      guard position < window[1].bits else { return .end }
      let range = cage.parts(ofRange: iterated.ref)
      window[2] = Value(bits: UInt64(position &+ 1))
      set(window, variableCount, Value(Double(position)), Value(range.start + Double(position) * range.step))
      return .element
    case .fiber: return nextOfFiber(window, variableCount, position)
    default: return value.fail(.damagedHeap) ? .element : .failure
    }
  }

  private func set(_ window: Registers, _ variableCount: Int, _ key: Value, _ element: Value) {
    if variableCount == 1 {
      window[3] = element
    } else {
      window[3] = key
      window[4] = element
    }
  }

  // MARK: - Fibers

  /// Resumes a fiber for its next element: the rest of the instruction is done when it yields or ends.
  func slowNextOfFiber(_ fiber: Ref) -> Bool {
    if value.cage.state(ofFiber: fiber) == .done { return goBack(if: false) }
    return resumeFiberForElement(fiber).action != .fail
  }

  /// Does the rest of the instruction that is parked with what a fiber has yielded; nil if it has ended.
  func takeElement(_ element: Value?) -> Bool {
    let i = value.calls.parked.pc.wordBefore(1)
    guard let element else { return goBack(if: false) }
    let window = value.calls.parked.registers.window(i.window)
    let position = window[2].bits & 0xffff_ffff_ffff
    window[2] = Value(bits: position &+ 1)
    set(window, i.a, Value(Double(position)), element)
    return goBack(if: true)
  }

  /// The same for an iteration that an operation makes: it can't be left, so the fiber is called as the host would.
  private func nextOfFiber(_ window: Registers, _ variableCount: Int, _ position: Int) -> Step {
    if value.cage.state(ofFiber: window[0].ref) == .done { return .end }
    let base = top
    let call = value.host.call
    // Its frame in traces is that of no function.
    value.host.call = -1
    defer {
      value.host.call = call
      pop(to: base)
    }
    guard push(window[0]), self.call(at: base) else { return .failure }
    if value.cage.state(ofFiber: window[0].ref) == .done { return .end }
    window[2] = Value(bits: UInt64(position &+ 1))
    set(window, variableCount, Value(Double(position)), self[base])
    return .element
  }

  private func failChanged(_ kind: String) -> Step {
    _ = value.fail(.changedDuringIteration, "The \(kind) was changed during its iteration.", cause: nil)
    return .failure
  }

  /// Goes on to the next entry of a map, or character of a string, if it is right at the next place and takes no memory; else, nothing happens.
  @inline(__always) func nextAtOnce(_ window: Registers, _ variableCount: Int) -> Bool {
    window[0].isString
      ? nextASCIICharacter(window, variableCount) : nextEntry(window, variableCount)
  }

  private func nextASCIICharacter(_ window: Registers, _ variableCount: Int) -> Bool {
    let bytes = value.cage.bytes(ofString: window[0].ref)
    let position = window[2].bits
    guard position < UInt64(bytes.count) else { return false }
    let byte = value.cage.load8(bytes.offset &+ UInt32(truncatingIfNeeded: position))
    guard byte < 0x80 else { return false }
    let character = value.strings.character(byte, heap: &value.heap.value)
    guard !character.isNull else { return false }
    let index = window[1].bits & 0xffff_ffff_ffff
    window[1] = Value(bits: index &+ 1)
    window[2] = Value(bits: position &+ 1)
    set(window, variableCount, Value(Double(index)), Value(.string, character))
    return true
  }

  @inline(__always) private func nextEntry(_ window: Registers, _ variableCount: Int) -> Bool {
    let cage = value.cage
    guard cage.has(window[0], .map) else { return false }
    let map = window[0].ref
    let entries = value.entries(ofMap: map)
    let position = window[2].bits
    guard UInt64(cage.load32(map.offset, MapLayout.version)) == window[1].bits,
      position < UInt64(value.usedEntries(ofMap: map, entries))
    else { return false }
    let index = Int(position)
    let key = entries.key(index)
    guard key != .undefined else { return false }
    window[2] = Value(bits: position &+ 1)
    window[3] = key
    if variableCount == 2 { window[4] = entries.value(index) }
    return true
  }

  private func nextEntry(_ window: Registers, _ variableCount: Int, _ position: Int) -> Step {
    let map = window[0].ref
    guard value.cage.load32(map.offset, MapLayout.version) == window[1].bits else {
      return failChanged("map")
    }
    let entries = value.entries(ofMap: map)
    let found = value.nextEntry(ofMap: map, from: position, entries)
    guard value.refuel() else { return .failure }
    guard let index = found else { return .end }
    window[2] = Value(bits: UInt64(index &+ 1))
    window[3] = entries.key(index)
    if variableCount == 2 { window[4] = entries.value(index) }
    return .element
  }

  private func nextCharacter(_ window: Registers, _ variableCount: Int, _ position: Int) -> Step {
    let bytes = value.bytes(ofString: window[0].ref)
    guard position < bytes.count else { return .end }
    let length = value.cage.codePointLength(bytes, at: position)
    guard let character = makeCharacter(window, 0, at: position, count: length), value.refuel() else {
      return .failure
    }
    let index = window[1].bits & 0xffff_ffff_ffff
    window[1] = Value(bits: index &+ 1)
    window[2] = Value(bits: UInt64(position &+ length))
    set(window, variableCount, Value(Double(index)), character)
    return .element
  }

  /// A string of one code point of the string in a register; nil, with the error set, if memory is out. The caller refuels.
  @inline(__always) func makeCharacter(_ registers: Registers, _ string: Int, at start: Int, count: Int)
    -> Value?
  {
    let bytes = value.cage.bytes(ofString: registers[string].ref)
    let byte = value.cage.load8(bytes.offset &+ UInt32(truncatingIfNeeded: start))
    if byte < 0x80 {
      let character = value.strings.character(byte, heap: &value.heap.value)
      if !character.isNull { return Value(.string, character) }
    }
    return makeSubstring(registers, string, from: start, count: count)
  }

  /// A string of some bytes of the string in a register; nil, with the error set, if memory is out. The caller refuels.
  func makeSubstring(_ registers: Registers, _ string: Int, from start: Int, count: Int) -> Value? {
    let made = allocateString(count: count)
    guard !made.isNull else { return nil }
    value.charge(bytes: count)
    let bytes = value.bytes(ofString: registers[string].ref)
    guard
      copyBytes(
        from: bytes.offset &+ UInt32(truncatingIfNeeded: start),
        to: made.offset &+ UInt32(StringLayout.bytes), count: max(0, min(count, bytes.count &- start)))
    else { return nil }
    if value.cage.isKnownASCII(registers[string].ref) { value.cage.noteASCII(made) }
    return Value(.string, made)
  }

  // MARK: - Spread

  /// Adds all that the value in register `b` gives when iterated to the list in register `a`, or all entries of the map in register `b` to the
  /// map in register `a`.
  @inline(never) func slowAppendAll(_ registers: Registers, _ a: Int, _ b: Int) -> Bool {
    let cage = value.cage
    let source = registers[b]
    if cage.has(registers[a], .map) {
      guard cage.has(source, .map) else { return value.fail(.spreadNotMap, about: source) }
      return appendEntries(registers, a, b)
    }
    if cage.has(source, .list) {
      return appendElements(registers, a, of: b, from: 0, count: value.elements(ofList: source.ref).count)
    }
    // The state of the iteration, and its variable, are on the host's stack.
    let outer = openHostStack()
    defer { closeHostStack(outer) }
    let base = top
    if let method = method("iterate", of: source) {
      guard push(registers[a]), let iterated = callMethod(method, of: source, nil) else { return false }
      if iterated.isInstance { return value.fail(.iterateResult, about: iterated) }
      guard push(iterated) else { return false }
      return slowAppendAll(self.registers(at: base), 0, 1)
    }
    guard push(source), push(.nil), push(.nil), push(.nil), push(registers[a]) else { return false }
    let window = self.registers(at: base)
    guard slowBeginIteration(window) else { return false }
    var count = 0
    while true {
      switch slowNext(window, 1) {
      case .end: return true
      case .failure: return false
      case .element: break
      }
      value.charge(units: 1)
      guard append(window, 4, 3), value.refuel(), value.goesOn(after: 8) else { return false }
      count &+= 1
    }
  }

  /// The same for entries of a map. The source may be the target: then nothing changes.
  private func appendEntries(_ registers: Registers, _ a: Int, _ b: Int) -> Bool {
    let outer = openHostStack()
    defer { closeHostStack(outer) }
    let base = top
    guard push(registers[b]), push(.nil), push(.nil), push(.nil), push(.nil), push(registers[a]) else {
      return false
    }
    let window = self.registers(at: base)
    guard slowBeginIteration(window) else { return false }
    while true {
      switch slowNext(window, 2) {
      case .end: return true
      case .failure: return false
      case .element: break
      }
      value.charge(units: 2)
      guard setEntry(window, 5, 3, 4), value.refuel(), value.goesOn(after: 16) else { return false }
    }
  }
}
