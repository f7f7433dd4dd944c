import LoxBuiltins

/// What the operations of maps and ranges do, and functions about whole values.
extension BuiltinCall {
  // MARK: - Maps

  func has() -> Bool { self.return(machine.value.find(argument(0), inMap: receiver.ref) != nil) }

  func get() -> Bool {
    let other = argumentCount > 1 ? argument(1) : .nil
    return self.return(machine.value.getEntry(argument(0), ofMap: receiver.ref) ?? other)
  }

  func removeEntry() -> Bool {
    self.return(machine.value.removeEntry(argument(0), ofMap: receiver.ref) ?? .nil)
  }

  func clearMap() -> Bool {
    machine.value.clear(map: receiver.ref)
    return self.return(Value.nil)
  }

  /// What a list of the entries consists of.
  enum EntryPart { case key, value, pair }

  func listEntries(_ part: EntryPart) -> Bool {
    guard let result = pushList(capacity: min(machine.value.count(ofMap: receiver.ref), 1 << 20)),
      let current = push(.nil),
      let pair = push(.nil)
    else { return false }
    var place = 0
    while let index = machine.value.nextEntry(
      ofMap: receiver.ref, from: place, machine.value.entries(ofMap: receiver.ref))
    {
      place = index &+ 1
      guard pay(1) else { return false }
      if part == .pair {
        guard let made = machine.makeList(capacity: 2) else { return false }
        window[pair] = made
        window[current] = machine.value.entries(ofMap: receiver.ref).key(index)
        guard machine.append(window, pair, current) else { return false }
        window[current] = machine.value.entries(ofMap: receiver.ref).value(index)
        guard machine.append(window, pair, current) else { return false }
        window[current] = window[pair]
      } else {
        let entries = machine.value.entries(ofMap: receiver.ref)
        window[current] = part == .key ? entries.key(index) : entries.value(index)
      }
      guard machine.append(window, result, current) else { return false }
    }
    return self.return(window[result])
  }

  /// Pushes a map with the entries of the one in a register.
  private func pushCopy(ofMap register: Int) -> Int? {
    guard
      let copy = machine.makeMap(capacity: min(machine.value.count(ofMap: window[register].ref), 1 << 16))
        .flatMap({ push($0) }),
      machine.slowAppendAll(window, copy, register)
    else { return nil }
    return copy
  }

  func copyMap() -> Bool {
    guard let copy = pushCopy(ofMap: 0) else { return false }
    return self.return(window[copy])
  }

  /// A map of pairs.
  func toMap() -> Bool {
    if cage.has(argument(0), .map) {
      guard let copy = pushCopy(ofMap: 1) else { return false }
      return self.return(window[copy])
    }
    guard let pairs = pushList(), machine.slowAppendAll(window, pairs, 1),
      let result = machine.makeMap(capacity: 0).flatMap({ push($0) }), let pair = push(.nil),
      let key = push(.nil),
      let value = push(.nil)
    else { return false }
    var index = 0
    while index < elements(pairs).count {
      window[pair] = element(index, pairs)
      index &+= 1
      guard pay(2) else { return false }
      guard cage.has(window[pair], .list), elements(pair).count == 2 else {
        return fail("Argument 1 of 'Map' must give pairs of a key and a value.")
      }
      window[key] = element(0, pair)
      window[value] = element(1, pair)
      guard machine.setEntry(window, result, key, value) else { return false }
    }
    return self.return(window[result])
  }

  /// A map of the fields of an instance.
  func fieldsOfInstance() -> Bool {
    guard let result = machine.makeMap(capacity: 0).flatMap({ push($0) }), let key = push(.nil),
      let value = push(.nil)
    else { return false }
    for name in fieldNames(of: argument(0)) {
      guard pay(1) else { return false }
      let shape = cage.shape(ofInstance: argument(0).ref)
      guard case .field(let slot)? = machine.value.lookUp(name, in: shape) else { continue }
      window[key] = Value(.string, name)
      window[value] = cage.field(slot, of: argument(0).ref)
      guard machine.setEntry(window, result, key, value) else { return false }
    }
    return self.return(window[result])
  }

  // MARK: - Ranges

  var range: RangeParts { cage.parts(ofRange: receiver.ref) }

  private func `return`(_ parts: RangeParts) -> Bool {
    let made = machine.allocate(size: RangeLayout.size)
    guard !made.isNull else { return false }
    cage.initializeRange(made, parts)
    return self.return(Value(.object, made))
  }

  func by() -> Bool {
    guard number(0) != 0, number(0).isFinite else { return fail(0, mustBe: "a finite number other than 0") }
    var parts = range
    parts.step = number(0)
    return self.return(parts)
  }

  func reversedRange() -> Bool {
    let parts = range
    guard parts.count.isFinite else { return machine.value.fail(.rangeNotFinite, about: receiver) }
    if parts.count == 0 {
      return self.return(RangeParts(start: parts.start, end: parts.start, step: -parts.step, isClosed: false))
    }
    let last = parts.start + (parts.count - 1) * parts.step
    return self.return(RangeParts(start: last, end: parts.start, step: -parts.step, isClosed: true))
  }

  // MARK: - Values

  func assert() -> Bool {
    if !argument(0).isFalsey { return self.return(Value.nil) }
    let message = isMissing(1) ? "Assertion failed." : machine.value.text(ofString: argument(1).ref)
    return machine.value.fail(.assertionFailed, message)
  }

  func equalsByContent() -> Bool {
    guard let areEqual = machine.value.equals(argument(0), argument(1)) else { return false }
    return self.return(areEqual)
  }

  /// An operation of the prelude, in an isolate that does not have it.
  func failWithoutPrelude() -> Bool { fail("'\(identity.operation.name)' is not available here.") }
}
