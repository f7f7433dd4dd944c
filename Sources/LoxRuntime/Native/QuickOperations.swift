import LoxBuiltins

/// What machine code has done by a helper: operations that neither take memory nor fail, and do nothing at all in other cases. Machine code has
/// parked its fuel, from which they pay.
extension Pinned where Pointee == Machine {
  /// The element of an object for a key; what is undefined if that takes more.
  @inline(__always) func getElementAtOnce(_ object: Value, _ key: Value) -> Value {
    guard value.cage.has(object, .map) else { return getCharacter(of: object, at: key) ?? .undefined }
    guard let found = value.findAtOnce(key, inMap: object.ref) else { return .undefined }
    return found < 0 ? .nil : value.entries(ofMap: object.ref).value(found)
  }

  /// Sets the value that a map has for a key to the operand, if there is room.
  @inline(__always) func setElementAtOnce(_ object: Value, _ key: Value) -> Bool {
    value.cage.has(object, .map)
      && value.setEntryAtOnce(key, Value(bits: value.calls.native.operand), ofMap: object.ref)
  }

  /// The property of an object; what is undefined if that takes more than to look for a field, or for what an operation of the core library
  /// gives at once.
  @inline(__always) func getPropertyAtOnce(_ object: Value, _ cache: InlineCache) -> Value {
    guard object.isInstance else { return getIntrinsic(object, cache) ?? .undefined }
    let shape = value.cage.shape(ofInstance: object.ref)
    guard case .field(let slot) = value.lookUp(cache.name, in: shape) else {
      cache.hasNoField = true
      return .undefined
    }
    cache.learnToGet(slot, ofShape: shape, value.cage)
    return value.cage.field(slot, of: object.ref)
  }

  /// Sets a field that the object has to the operand; false if nothing was done.
  @inline(__always) func setPropertyAtOnce(_ object: Value, _ cache: InlineCache) -> Bool {
    guard object.isInstance, value.memberNames?.fieldChecks[cache.name] == nil else { return false }
    let shape = value.cage.shape(ofInstance: object.ref)
    guard case .field(let slot) = value.lookUp(cache.name, in: shape) else {
      cache.hasNoField = true
      return false
    }
    cache.learnToSet(slot, ofShape: shape, value.cage)
    store(Value(bits: value.calls.native.operand), slot, of: object.ref)
    return true
  }

  /// The result of a method that the cache knows; what is undefined if that takes more. Pays for it from the parked fuel.
  @inline(__always) func invokeAtOnce(_ window: Registers, _ argumentCount: Int, _ cache: InlineCache)
    -> Value
  {
    switch cache.core {
    // It is done in machine code.
    case .listAdd: .undefined
    case .mapGet, .mapHas: findAtOnce(window, argumentCount, cache.core)
    // It may come across strings to compare, and then has changed the map.
    case .mapRemove: .undefined
    default: callIntrinsic(window, argumentCount, cache) == true ? window[0] : .undefined
    }
  }

  /// `map.get(x)`, `map.has(x)`
  private func findAtOnce(_ window: Registers, _ argumentCount: Int, _ identity: CoreOperation.Identity)
    -> Value
  {
    let cost = Int(value.signatures[identity].cost)
    guard argumentCount == 1, value.cage.has(window[0], .map), value.calls.parked.fuel >= cost &+ 2 else {
      return .undefined
    }
    value.calls.parked.fuel &-= cost
    guard let found = value.findAtOnce(window[1], inMap: window[0].ref) else {
      value.calls.parked.fuel &+= cost
      return .undefined
    }
    if identity == .mapHas { return Value(found >= 0) }
    return found < 0 ? .nil : value.entries(ofMap: window[0].ref).value(found)
  }
}

extension Machine {
  /// The number of the entry with a key, or -1; nil if there is too little fuel for finding it.
  mutating func findAtOnce(_ key: Value, inMap map: Ref) -> Int? {
    guard let key = cage.key(key) else { return -1 }
    let before = Payment(of: key, self)
    let found = find(normalized: key, inMap: map)
    guard calls.parked.fuel >= 0 else { return before.undo(&self) }
    return found ?? -1
  }

  /// Sets the value that a map has for a key; false if there is no room for another entry, or too little fuel.
  mutating func setEntryAtOnce(_ key: Value, _ new: Value, ofMap map: Ref) -> Bool {
    guard let key = cage.key(key) else { return false }
    let before = Payment(of: key, self)
    let found = find(normalized: key, inMap: map)
    let entries = entries(ofMap: map)
    guard calls.parked.fuel >= 0, found != nil || usedEntries(ofMap: map, entries) < entries.capacity else {
      return before.undo(&self) ?? false
    }
    if let found {
      heap.value.store(new, entries.place(found) &+ 8, in: entries.table)
    } else {
      add(key, new, toMap: map)
    }
    return true
  }

  /// What a key that is looked for in a map changes: the fuel, and whether its hash is known, which costs nothing the next time.
  private struct Payment {
    let fuel: Int
    let key: Value
    let hash: UInt32

    init(of key: Value, _ machine: borrowing Machine) {
      fuel = machine.calls.parked.fuel
      self.key = key
      hash = key.isString ? machine.cage.load32(key.ref.offset, StringLayout.hash) : 0
    }

    /// Makes all as it was: the machine executes the whole instruction.
    func undo<T>(_ machine: inout Machine) -> T? {
      machine.calls.parked.fuel = fuel
      if key.isString { machine.cage.store32(hash, key.ref.offset, StringLayout.hash) }
      return nil
    }
  }
}
