import LoxBuiltins

/// What machine code has done by a helper: operations that neither take memory nor charge anything for what they come across, and do
/// nothing at all in other cases. So the state need not be parked.
extension Pinned where Pointee == Machine {
  /// The element of an object for a key; what is undefined if that takes more.
  @inline(__always) func getElementAtOnce(_ object: Value, _ key: Value) -> Value {
    guard value.cage.has(object, .map) else { return getCharacter(of: object, at: key) ?? .undefined }
    guard let found = value.findAtOnce(key, inMap: object.ref) else { return .undefined }
    return found < 0 ? .nil : value.entries(ofMap: object.ref).value(found)
  }

  /// Sets the value of a map's entry, if it is there, to the operand.
  @inline(__always) func setElementAtOnce(_ object: Value, _ key: Value) -> Bool {
    guard value.cage.has(object, .map), let found = value.findAtOnce(key, inMap: object.ref), found >= 0
    else { return false }
    let entries = value.entries(ofMap: object.ref)
    value.heap.value.store(
      Value(bits: value.calls.native.operand), entries.place(found) &+ 8, in: entries.table)
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
    guard argumentCount == 1, value.cage.has(window[0], .map), value.calls.parked.fuel >= cost &+ 2,
      let found = value.findAtOnce(window[1], inMap: window[0].ref)
    else { return .undefined }
    value.calls.parked.fuel &-= cost
    if identity == .mapHas { return Value(found >= 0) }
    return found < 0 ? .nil : value.entries(ofMap: window[0].ref).value(found)
  }
}

extension Machine {
  /// The number of the entry with a key, or -1; nil if that is not found without comparing or hashing strings.
  mutating func findAtOnce(_ key: Value, inMap map: Ref) -> Int? {
    guard let key = cage.key(key) else { return -1 }
    let entries = entries(ofMap: map)
    if entries.isSmall {
      let used = min(usedEntries(ofMap: map, entries), EntriesLayout.smallCapacity)
      for index in 0..<used where entries.key(index).bits == key.bits { return index }
      return key.isString && used > 0 ? nil : -1
    }
    guard cage.load32(map.offset, MapLayout.hashedAt) == 0 else { return nil }
    if key.isString {
      let hash = cage.load32(key.ref.offset, StringLayout.hash)
      return hash == 0 ? nil : entries.findAtOnce(key, hash: hash)
    }
    return entries.findAtOnce(key, hash: StringHash.hash(key.bits, seed: hashSeed))
  }
}
