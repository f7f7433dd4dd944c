/// The entries of a map, and its chains: everything that allocates nothing. Numbers from the cage may be damaged; places computed from them
/// lie in the cage anyway, and no loop is longer than the capacity, which is clipped.
struct MapEntries {
  let cage: Cage
  let table: Ref
  /// How many places for entries there are: clipped.
  let capacity: Int
  /// A power of two, or 0 for a small map.
  let bucketCount: UInt32

  @inline(__always) init(_ table: Ref, _ cage: Cage, maximumCapacity: Int) {
    self.cage = cage
    self.table = table
    capacity =
      table.isNull ? 0 : min(Int(cage.load32(table.offset, EntriesLayout.capacity)), maximumCapacity)
    bucketCount = table.isNull ? 0 : cage.load32(table.offset, EntriesLayout.bucketCount)
  }

  // MARK: - Entries

  @inline(__always) func place(_ index: Int) -> UInt32 {
    table.offset &+ UInt32(truncatingIfNeeded: EntriesLayout.values &+ index &* 16)
  }
  @inline(__always) func key(_ index: Int) -> Value { cage.value(place(index)) }
  @inline(__always) func value(_ index: Int) -> Value { cage.value(place(index), 8) }

  // MARK: - Chains

  @inline(__always) private func link(_ index: Int) -> UInt32 {
    table.offset &+ UInt32(truncatingIfNeeded: EntriesLayout.values &+ capacity &* 16 &+ index &* 8)
  }
  @inline(__always) private func bucket(_ hash: UInt32) -> UInt32 {
    let bucket = Int(hash & (bucketCount &- 1))
    return table.offset
      &+ UInt32(truncatingIfNeeded: EntriesLayout.values &+ capacity &* 24 &+ bucket &* 4)
  }

  /// Adds an entry to the chain of its hash.
  func insert(_ index: Int, hash: UInt32) {
    let bucket = bucket(hash)
    cage.store32(hash, link(index))
    cage.store32(cage.load32(bucket), link(index), 4)
    cage.store32(UInt32(truncatingIfNeeded: index &+ 1), bucket)
  }

  func hash(_ index: Int) -> UInt32 { cage.load32(link(index)) }

  /// Takes an entry out of its chain.
  func unlink(_ index: Int) {
    let number = UInt32(truncatingIfNeeded: index &+ 1)
    var place = bucket(hash(index))
    for _ in 0...capacity {
      let next = cage.load32(place)
      if next == number { return cage.store32(cage.load32(link(index), 4), place) }
      if next == 0 { return }
      place = link(Int(next) &- 1) &+ 4
    }
  }

  /// The entry with a key, of which the hash is known; `isEqual` compares strings that are two objects with the same hash.
  @inline(__always) func find(_ key: Value, hash: UInt32, isEqual: (Value) -> Bool) -> Int? {
    var number = Int(cage.load32(bucket(hash)))
    for _ in 0..<capacity {
      if number == 0 || number > capacity { return nil }
      let index = number &- 1
      let candidate = self.key(index)
      // PERF: what is found at once needs no look at its link, which is in another cache line.
      if candidate.bits == key.bits { return index }
      if key.isString, candidate.isString, cage.load32(link(index)) == hash, isEqual(candidate) {
        return index
      }
      number = Int(cage.load32(link(index), 4))
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
  func setHeader(ofEntries table: Ref, capacity: Int, bucketCount: Int) {
    let size = EntriesLayout.size(capacity: capacity, bucketCount: bucketCount)
    setHeader(table, .entries, size: size)
    store32(UInt32(truncatingIfNeeded: capacity), table.offset, EntriesLayout.capacity)
    store32(UInt32(truncatingIfNeeded: bucketCount), table.offset, EntriesLayout.bucketCount)
  }
}
