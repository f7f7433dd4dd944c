import LoxBytecode

/// Maps: finding, and everything else that allocates nothing. The caller refuels, as hashing and comparing long strings is charged.
extension Machine {
  @inline(__always) mutating func entries(ofMap map: Ref) -> MapEntries {
    MapEntries(
      cage.ref(map, MapLayout.entries), cage, maximumCapacity: heap.value.byteLimit / 16)
  }

  /// How many places for entries of a map are in use.
  @inline(__always) mutating func usedEntries(ofMap map: Ref, _ entries: MapEntries) -> Int {
    min(Int(cage.load32(map.offset, MapLayout.used)), entries.capacity)
  }

  @inline(__always) mutating func count(ofMap map: Ref) -> Int {
    Int(cage.load32(map.offset, MapLayout.count))
  }

  /// The number of the entry with a key.
  mutating func find(_ key: Value, inMap map: Ref) -> Int? {
    guard let key = cage.key(key) else { return nil }
    return find(normalized: key, inMap: map)
  }

  mutating func find(normalized key: Value, inMap map: Ref) -> Int? {
    let entries = entries(ofMap: map)
    if entries.isSmall {
      let used = min(usedEntries(ofMap: map, entries), EntriesLayout.smallCapacity)
      // What an instruction's cache would find costs nothing here either.
      for index in 0..<used where entries.key(index).bits == key.bits { return index }
      if key.isString {
        for index in 0..<used where isSameString(entries.key(index), key) { return index }
      }
      return nil
    }
    rehashMoved(map, entries)
    return entries.find(key, hash: hash(ofKey: key)) { equalStrings($0.ref, key.ref) }
  }

  @inline(__always) private mutating func hash(ofKey key: Value) -> UInt32 {
    guard key.isString else { return StringHash.hash(key.bits, seed: hashSeed) }
    return hash(ofString: key.ref)
  }

  private mutating func isSameString(_ candidate: Value, _ key: Value) -> Bool {
    guard candidate.isString, cage.length(ofString: key.ref) == cage.length(ofString: candidate.ref) else {
      return false
    }
    return equalStrings(candidate.ref, key.ref)
  }

  /// Puts entries whose keys have moved since they were hashed into the right slots. That is not charged: each entry is looked at after
  /// two or three collections at most, until its key is old.
  @inline(__always) private mutating func rehashMoved(_ map: Ref, _ entries: MapEntries) {
    let hashedAt = cage.load32(map.offset, MapLayout.hashedAt)
    if hashedAt != 0, hashedAt != heap.value.moveCount { rehash(map, entries) }
  }

  @inline(never) private mutating func rehash(_ map: Ref, _ entries: MapEntries) {
    let first = Int(cage.load32(map.offset, MapLayout.firstMovable))
    let used = usedEntries(ofMap: map, entries)
    noteMovable(nil, of: map)
    guard first < used else { return }
    for index in first..<used {
      let key = entries.key(index)
      guard cage.isIdentity(key) else { continue }
      entries.unlink(index)
      entries.insert(index, hash: hash(ofKey: key))
      if key.ref.isYoung { noteMovable(index, of: map) }
    }
  }

  /// Notes that the key of an entry may move; nil: that no key may.
  private mutating func noteMovable(_ index: Int?, of map: Ref) {
    guard let index else { return cage.store32(0, map.offset, MapLayout.hashedAt) }
    if cage.load32(map.offset, MapLayout.hashedAt) == 0 {
      cage.store32(heap.value.moveCount, map.offset, MapLayout.hashedAt)
      cage.store32(UInt32(truncatingIfNeeded: index), map.offset, MapLayout.firstMovable)
    }
  }

  /// Adds an entry whose key is a string that the map does not have; false, without having done anything, if there is no place for it, or if
  /// it costs something to see that the key is new.
  @inline(__always) mutating func addAtOnce(_ key: Value, _ added: Value, toMap map: Ref) -> Bool {
    let entries = entries(ofMap: map)
    let isFree = !entries.isSmall || cage.length(ofString: key.ref) < Machine.bytesPerUnit
    guard isFree, usedEntries(ofMap: map, entries) < entries.capacity else { return false }
    add(key, added, toMap: map)
    return true
  }

  /// Adds an entry for which there is a place; the key is a normalized one that the map does not have.
  @inline(__always) mutating func add(_ key: Value, _ added: Value, toMap map: Ref) {
    let entries = entries(ofMap: map)
    let index = usedEntries(ofMap: map, entries)
    guard index < entries.capacity else { return }
    heap.value.store(key, entries.place(index), in: entries.table)
    heap.value.store(added, entries.place(index) &+ 8, in: entries.table)
    if !entries.isSmall {
      entries.insert(index, hash: hash(ofKey: key))
      if cage.isIdentity(key), key.ref.isYoung { noteMovable(index, of: map) }
    }
    cage.store32(UInt32(truncatingIfNeeded: index &+ 1), map.offset, MapLayout.used)
    cage.store32(UInt32(truncatingIfNeeded: count(ofMap: map) &+ 1), map.offset, MapLayout.count)
    noteChange(ofMap: map)
  }

  /// Iterations notice that there are other keys.
  private mutating func noteChange(ofMap map: Ref) {
    cage.store32(cage.load32(map.offset, MapLayout.version) &+ 1, map.offset, MapLayout.version)
  }

  /// Removes an entry that `find` has found.
  mutating func remove(_ index: Int, fromMap map: Ref) {
    let entries = entries(ofMap: map)
    if !entries.isSmall { entries.unlink(index) }
    cage.store(.undefined, entries.place(index))
    cage.store(.nil, entries.place(index), 8)
    let count = max(1, count(ofMap: map)) &- 1
    cage.store32(UInt32(truncatingIfNeeded: count), map.offset, MapLayout.count)
    if count == 0 {
      cage.store32(0, map.offset, MapLayout.used)
    } else if index &+ 1 == usedEntries(ofMap: map, entries) {
      cage.store32(UInt32(truncatingIfNeeded: index), map.offset, MapLayout.used)
    }
    noteChange(ofMap: map)
  }

  /// What a map has for a key.
  @inline(__always) mutating func getEntry(_ key: Value, ofMap map: Ref) -> Value? {
    guard let index = find(key, inMap: map) else { return nil }
    return entries(ofMap: map).value(index)
  }

  /// Removes the entry with a key; the result is what the map had for it.
  mutating func removeEntry(_ key: Value, ofMap map: Ref) -> Value? {
    guard let index = find(key, inMap: map) else { return nil }
    let removed = entries(ofMap: map).value(index)
    remove(index, fromMap: map)
    return removed
  }

  /// Removes all entries.
  mutating func clear(map: Ref) {
    cage.store32(0, map.offset, MapLayout.entries)
    cage.store32(0, map.offset, MapLayout.count)
    cage.store32(0, map.offset, MapLayout.used)
    noteMovable(nil, of: map)
    noteChange(ofMap: map)
  }

  /// The number of the first entry that is not removed, from a place on; nil if there is none. Skipping is charged.
  mutating func nextEntry(ofMap map: Ref, from start: Int, _ entries: MapEntries) -> Int? {
    let used = usedEntries(ofMap: map, entries)
    var index = start
    while index < used, entries.key(index) == .undefined { index &+= 1 }
    if index &- start > 8 { charge(units: (index &- start) / 8) }
    return index < used ? index : nil
  }
}

extension Pinned where Pointee == Machine {
  /// A new map with room for so many entries; nil, with the error set, if memory is out.
  func makeMap(capacity: Int) -> Value? {
    let cage = value.cage
    if capacity > 0, let size = EntriesLayout.smallSize(atLeast: capacity) {
      // Both at once.
      let map = allocate(size: MapLayout.size &+ size)
      guard !map.isNull else { return nil }
      value.charge(bytes: MapLayout.size &+ size)
      let table = Ref(offset: map.offset &+ UInt32(MapLayout.size))
      cage.initializeMap(map)
      cage.initializeEntries(table, capacity: EntriesLayout.capacity(atLeast: capacity))
      cage.store32(table.offset, map.offset, MapLayout.entries)
      return Value(.object, map)
    }
    let map = allocate(size: MapLayout.size)
    guard !map.isNull else { return nil }
    value.charge(bytes: MapLayout.size)
    cage.initializeMap(map)
    guard capacity > 0 else { return Value(.object, map) }
    value.scratch = Value(.object, map)
    let table = makeEntries(count: capacity)
    let kept = value.scratch
    value.scratch = .nil
    guard let table else { return nil }
    setEntries(table, ofMap: kept.ref)
    return kept
  }

  /// Room for so many entries; nil, with the error set, if memory is out.
  private func makeEntries(count: Int) -> Ref? {
    guard count <= value.heap.value.byteLimit / 16 else {
      _ = value.failOutOfMemory()
      return nil
    }
    let capacity = EntriesLayout.capacity(atLeast: count)
    let size = EntriesLayout.size(capacity: capacity)
    let table = allocate(size: size)
    guard !table.isNull else { return nil }
    value.charge(bytes: size)
    value.cage.setHeader(ofEntries: table, capacity: capacity)
    let values = table.offset &+ UInt32(EntriesLayout.values)
    return fillBytes(values, count: size &- EntriesLayout.values, with: 0) ? table : nil
  }

  private func setEntries(_ table: Ref, ofMap map: Ref) {
    value.cage.store32(table.offset, map.offset, MapLayout.entries)
    if !map.isYoung, table.isYoung { value.heap.value.remember(map, place: map.offset) }
  }

  /// Sets what the map in register `a` has for the key in register `b` to the value in register `c`; false, with the error set, if there is
  /// no memory or the key is none. The caller refuels.
  func setEntry(_ registers: Registers, _ a: Int, _ b: Int, _ c: Int) -> Bool {
    let cage = value.cage
    guard let key = cage.key(registers[b]) else {
      let text = registers[b].isNumber ? "nan" : "nil"
      return value.fail(.invalidKey, "\(text) can't be a key.", cause: nil)
    }
    let map = registers[a].ref
    if let index = value.find(normalized: key, inMap: map) {
      let entries = value.entries(ofMap: map)
      value.heap.value.store(registers[c], entries.place(index) &+ 8, in: entries.table)
      return true
    }
    // If the search was given up, nothing is known of the key.
    guard value.refuel() else { return false }
    let entries = value.entries(ofMap: map)
    if value.usedEntries(ofMap: map, entries) == entries.capacity {
      guard rebuild(registers, a) else { return false }
    }
    // The key may have moved.
    value.add(key.isNumber ? key : registers[b], registers[c], toMap: registers[a].ref)
    return true
  }

  /// Gives the map in register `a` other entries, without those that were removed and with room for at least one more.
  private func rebuild(_ registers: Registers, _ a: Int) -> Bool {
    let cage = value.cage
    let count = min(value.count(ofMap: registers[a].ref), value.heap.value.byteLimit / 16)
    // A quarter of the room or more is free, so the next time is far.
    guard let table = makeEntries(count: (count &+ 1) &* 4 / 3) else { return false }
    let map = registers[a].ref
    let old = value.entries(ofMap: map)
    let used = value.usedEntries(ofMap: map, old)
    let state = (cage.load64(map.offset, 8), cage.load64(map.offset, 16), cage.load64(map.offset, 24))
    cage.store32(0, map.offset, MapLayout.count)
    cage.store32(0, map.offset, MapLayout.used)
    cage.store32(0, map.offset, MapLayout.hashedAt)
    setEntries(table, ofMap: map)
    value.charge(bytes: used &* 16)
    for index in 0..<used {
      let key = old.key(index)
      if key != .undefined { value.add(key, old.value(index), toMap: map) }
      if index & 0xffff == 0xffff, value.isInterrupted() {
        // The map stays as it was.
        cage.store64(state.0, map.offset, 8)
        cage.store64(state.1, map.offset, 16)
        cage.store64(state.2, map.offset, 24)
        return false
      }
    }
    return true
  }

  @inline(never) func slowNewMap(_ registers: Registers, _ i: Instruction) -> Bool {
    guard let map = makeMap(capacity: i.d) else { return false }
    registers[i.a] = map
    return value.refuel()
  }
}
