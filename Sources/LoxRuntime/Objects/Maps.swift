/// The entries of a map, and its slots: everything that allocates nothing. Numbers from the cage may be damaged; places computed from them
/// lie in the cage anyway, and no loop is longer than the capacity allows, which is clipped.
struct MapEntries {
  let cage: Cage
  let table: Ref
  /// How many places for entries there are: clipped.
  let capacity: Int

  @inline(__always) init(_ table: Ref, _ cage: Cage, maximumCapacity: Int) {
    self.cage = cage
    self.table = table
    capacity =
      table.isNull ? 0 : min(Int(cage.load32(table.offset, EntriesLayout.capacity)), maximumCapacity)
  }

  // MARK: - Entries

  @inline(__always) func place(_ index: Int) -> UInt32 {
    table.offset &+ UInt32(truncatingIfNeeded: EntriesLayout.values &+ index &* 16)
  }
  @inline(__always) func key(_ index: Int) -> Value { cage.value(place(index)) }
  @inline(__always) func value(_ index: Int) -> Value { cage.value(place(index), 8) }

  /// Those of an entry that may not be there.
  @inline(__always) func keyIfAny(_ index: Int) -> Value { index < capacity ? key(index) : .undefined }
  @inline(__always) func valueIfAny(_ index: Int) -> Value { index < capacity ? value(index) : .undefined }

  // MARK: - Slots

  /// Whether entries are searched one by one.
  @inline(__always) var isSmall: Bool { capacity <= EntriesLayout.smallCapacity }

  /// The number of slots, less one: the bits of a slot that number its entry, and those of a hash that say where to begin.
  @inline(__always) private var mask: UInt32 { UInt32(truncatingIfNeeded: capacity &* 2 &+ 1) }

  @inline(__always) private func hashPlace(_ index: Int) -> UInt32 {
    table.offset &+ UInt32(truncatingIfNeeded: EntriesLayout.values &+ capacity &* 16 &+ index &* 4)
  }
  @inline(__always) private func slotPlace(_ slot: UInt32) -> UInt32 {
    table.offset
      &+ UInt32(truncatingIfNeeded: EntriesLayout.values &+ capacity &* 20 &+ Int(slot) &* 4)
  }

  @inline(__always) func hash(_ index: Int) -> UInt32 { cage.load32(hashPlace(index)) }

  @inline(__always) private func firstSlot(from start: UInt32, where isWanted: (UInt32) -> Bool) -> UInt32 {
    var slot = start
    for _ in 0..<capacity {
      if isWanted(cage.load32(slotPlace(slot))) { break }
      slot = (slot &+ 1) & mask
    }
    return slot
  }

  /// Puts an entry into the first free slot from that of its hash on. There is one, as half of the slots are free.
  func insert(_ index: Int, hash: UInt32) {
    cage.store32(hash, hashPlace(index))
    let slot = firstSlot(from: hash & mask) { $0 == 0 }
    cage.store32((hash & ~mask) | UInt32(truncatingIfNeeded: index &+ 1), slotPlace(slot))
  }

  /// Takes an entry out of its slot. Entries behind it move up if they are looked for from there, so that no slot stays in the way
  /// (Knuth, The Art of Computer Programming, volume 3, 6.4, algorithm R).
  func unlink(_ index: Int) {
    let number = UInt32(truncatingIfNeeded: index &+ 1)
    var free = firstSlot(from: hash(index) & mask) { $0 & mask == number || $0 == 0 }
    guard cage.load32(slotPlace(free)) & mask == number else { return }
    var slot = free
    for _ in 0..<capacity {
      slot = (slot &+ 1) & mask
      let entry = cage.load32(slotPlace(slot))
      if entry == 0 { break }
      let home = hash(Int(entry & mask) &- 1) & mask
      if (slot &- home) & mask >= (slot &- free) & mask {
        cage.store32(entry, slotPlace(free))
        free = slot
      }
    }
    cage.store32(0, slotPlace(free))
  }

  /// The entry with a key, of which the hash is known; `isEqual` compares strings that are two objects with the same hash.
  @inline(__always) func find(_ key: Value, hash: UInt32, isEqual: (Value) -> Bool) -> Int? {
    let mask = mask
    var slot = hash & mask
    for _ in 0...capacity {
      let entry = cage.load32(slotPlace(slot))
      if entry == 0 { return nil }
      // PERF: the other bits of the hash are in the slot, so that entries with other keys are hardly ever looked at.
      if (entry ^ hash) & ~mask == 0 {
        let index = Int(entry & mask) &- 1
        guard index < capacity else { return nil }
        let candidate = self.key(index)
        if candidate.bits == key.bits { return index }
        if key.isString, candidate.isString, self.hash(index) == hash, isEqual(candidate) { return index }
      }
      slot = (slot &+ 1) & mask
    }
    return nil
  }
}

extension Cage {
  /// What a value is as a key; nil if it can't be one.
  @inline(__always) func key(_ value: Value) -> Value? {
    if value.isNumber {
      if value.number == 0 { return Value(0) }
      return value.number.isNaN ? nil : value
    }
    return value == .nil || value == .undefined ? nil : value
  }

  /// Whether a key is an object that counts as itself, wherever it is: hashes of those depend on the place.
  @inline(__always) func isIdentity(_ key: Value) -> Bool { key.isObject && !key.isString }

  /// Makes a map of memory for one.
  func initializeMap(_ map: Ref) {
    setHeader(map, .map, size: MapLayout.size)
    fill(map.offset &+ UInt32(MapLayout.count), count: MapLayout.size &- MapLayout.count, with: 0)
  }

  /// Makes entries of memory for them, which must be filled with 0.
  func setHeader(ofEntries table: Ref, capacity: Int) {
    setHeader(table, .entries, size: EntriesLayout.size(capacity: capacity))
    store32(UInt32(truncatingIfNeeded: capacity), table.offset, EntriesLayout.capacity)
  }

  /// Makes entries, of which none is in use, of memory for them.
  func initializeEntries(_ table: Ref, capacity: Int) {
    setHeader(ofEntries: table, capacity: capacity)
    let size = EntriesLayout.size(capacity: capacity)
    let count = (size &- EntriesLayout.values) / 8
    fill(table.offset &+ UInt32(EntriesLayout.values), count: count, with: Value(0))
  }
}
