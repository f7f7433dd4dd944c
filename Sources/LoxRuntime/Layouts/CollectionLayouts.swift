// The layouts of lists, maps, ranges, generators of random numbers and regular expressions. They are in the cage, so each count and capacity
// may be damaged: whoever goes by one clips it.

enum ListLayout: ObjectLayout {
  static let count = 8
  /// Its elements, or null.
  static let storage = 12
  static let size = 16

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int { size }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {
    parts.reference(storage, to: .elements, &visitor)
  }
}

/// Also the layout of `numbers`. Places beyond the list's count hold the number 0.
enum ElementsLayout: ObjectLayout {
  static let capacity = 8
  static let values = 16

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int {
    values &+ Int(cage.load32(object.offset, capacity)) &* 8
  }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {
    parts.values(values, count: Int(parts.word(capacity)), &visitor)
  }
}

enum MapLayout: ObjectLayout {
  /// How many entries there are.
  static let count = 8
  /// Changed whenever a key is added or removed.
  static let version = 12
  /// Its entries, or null.
  static let entries = 16
  /// How many places for entries are in use, including those of entries that were removed.
  static let used = 20
  /// The number of the last move of young objects when keys were hashed that may move; 0 if none may.
  static let hashedAt = 24
  /// No entry before this one has a key that may move.
  static let firstMovable = 28
  static let size = 32

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int { size }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {
    parts.reference(entries, to: .kind(.entries), &visitor)
  }
}

/// The entries of a map in the order in which their keys were added, and how to find them:
///
///     +16                    keys and values (16 bytes each); a removed entry has the key `undefined`
///     +16 + 16 capacity      the hash of each key (4 bytes)
///     +16 + 20 capacity      slots (4 bytes each), twice as many as entries and two more
///
/// The slots are a hash table with linear probing. A slot has the number of an entry, from 1, in its low bits, as many as there are in
/// numbers of slots, and the hash of the key in the others; 0 is none. The capacity is one less than a power of two, so that keys and
/// values end with a card. Entries of small maps are searched one by one: they have neither hashes nor slots.
enum EntriesLayout: ObjectLayout {
  static let capacity = 8
  static let values = 16

  /// Up to so many entries are searched one by one.
  static let smallCapacity = 7

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int {
    size(capacity: Int(cage.load32(object.offset, capacity)))
  }
  /// The least capacity for so many entries.
  static func capacity(atLeast count: Int) -> Int {
    var capacity = 3
    while capacity < count { capacity = capacity &* 2 &+ 1 }
    return capacity
  }
  /// The size for that, if it is small enough to be allocated together with the map.
  static func smallSize(atLeast count: Int) -> Int? {
    guard count <= 64 else { return nil }
    return size(capacity: capacity(atLeast: count))
  }
  static func size(capacity: Int) -> Int {
    capacity <= smallCapacity
      ? values &+ capacity &* 16 : (values &+ capacity &* 28 &+ 8 &+ 7) & ~7
  }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {
    parts.values(values, count: Int(parts.word(capacity)) &* 2, &visitor)
  }
}

/// Its parts are numbers.
enum RangeLayout: ObjectLayout {
  static let start = 8
  static let end = 16
  static let step = 24
  /// 1 if the end belongs to it.
  static let isClosed = 32
  static let size = 40

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int { size }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {}
}

enum RandomLayout: ObjectLayout {
  /// Four words, which are no values.
  static let state = 8
  static let size = 40

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int { size }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {}
}

/// Always old, so that it stays where it is.
enum RegexLayout: ObjectLayout {
  /// A value.
  static let pattern = 8
  /// The flags, a bit for each.
  static let flags = 16
  /// Its number in the table of what regular expressions are compiled to.
  static let number = 20
  static let size = 24

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int { size }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {
    parts.values(pattern, count: 1, &visitor)
  }
}
