import LoxSource

/// Gives every identifier a small number, so that the passes compare and index names as integers.
///
/// An open-addressing hash table over a buffer that holds every name once. Ids increase in the order in which
/// names appear, whatever the hash.
///
///     slots    [ 0 ][ 2 ][ 0 ][ 1 ] ...     id + 1, or 0
///     entries  [ id 0: "this" ][ id 1: "super" ] ...
///     storage  t h i s s u p e r ...
public struct NameTable: Sendable {
  private struct Entry: Sendable {
    var start: UInt32
    var count: UInt32
    var hash: UInt64
  }

  private var storage: [UInt8] = []
  private var entries: [Entry] = []
  /// The number of slots is a power of two; at most half are in use.
  private var slots = [UInt32](repeating: 0, count: 64)
  private let key: UInt64

  /// A secret of the process, so that nobody can write a source whose names collide.
  private static let processKey = UInt64.random(in: 1 << 32..<modulus)

  /// A table of the names that the language itself knows.
  public init() {
    self.init(key: Self.processKey)
  }

  init(key: UInt64) {
    self.key = key
    for name in ["this", "super", "init", "", "iterate"] { _ = intern(name) }
  }

  /// The number of names; their ids are `0..<count`.
  public var count: Int { entries.count }

  /// The id of a name; a new name is added.
  public mutating func intern(_ name: String) -> NameID {
    let bytes = Array(name.utf8)
    return intern(bytes, SourceSpan(start: 0, end: UInt32(truncatingIfNeeded: bytes.count)))
  }

  /// The id of the name that is a part of `bytes`.
  public mutating func intern(_ bytes: [UInt8], _ span: SourceSpan) -> NameID {
    let end = min(Int(span.end), bytes.count)
    let range = min(Int(span.start), end)..<end
    let hash = hash(bytes, range)
    let mask = slots.count &- 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while slots[place] != 0 {
      let index = Int(slots[place]) &- 1
      if entries[index].hash == hash, matches(entries[index], bytes, range) { return NameID(index) }
      place = (place &+ 1) & mask
    }
    return add(bytes, range, hash: hash, at: place)
  }

  /// The bytes of a name; empty for an id that is not from this table.
  public func bytes(_ id: NameID) -> ArraySlice<UInt8> {
    guard Int(id.index) < entries.count else { return [] }
    let entry = entries[Int(id.index)]
    return storage[Int(entry.start)..<Int(entry.start) &+ Int(entry.count)]
  }

  public func name(_ id: NameID) -> String {
    String(decoding: bytes(id), as: UTF8.self)
  }

  private func matches(_ entry: Entry, _ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    guard Int(entry.count) == range.count else { return false }
    var stored = Int(entry.start)
    for index in range {
      guard storage[stored] == bytes[index] else { return false }
      stored &+= 1
    }
    return true
  }

  @inline(never)
  private mutating func add(_ bytes: [UInt8], _ range: Range<Int>, hash: UInt64, at place: Int) -> NameID {
    let index = entries.count
    entries.append(
      Entry(
        start: UInt32(truncatingIfNeeded: storage.count), count: UInt32(truncatingIfNeeded: range.count),
        hash: hash))
    storage.append(contentsOf: bytes[range])
    slots[place] = UInt32(truncatingIfNeeded: entries.count)
    if entries.count &* 2 > slots.count { grow() }
    return NameID(index)
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count &* 2)
    let mask = slots.count &- 1
    for (index, entry) in entries.enumerated() {
      var place = Int(truncatingIfNeeded: entry.hash) & mask
      while slots[place] != 0 { place = (place &+ 1) & mask }
      slots[place] = UInt32(truncatingIfNeeded: index &+ 1)
    }
  }

  // MARK: - Hash

  /// The Mersenne prime 2^61 - 1.
  private static let modulus: UInt64 = (1 << 61) - 1

  /// The bytes as coefficients of a polynomial, evaluated at the key modulo a prime. Two names of n bytes
  /// collide for at most n of the 2^61 keys, so without the key nobody can find many that do.
  private func hash(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: range.count) &+ 1
    for index in range {
      let product = hash.multipliedFullWidth(by: key)
      // Modulo 2^61 - 1, the bits from the 62nd on count as if they started again at the first.
      let low = product.low & Self.modulus
      let high = product.high &<< 3 | product.low &>> 61
      hash = low &+ high &+ UInt64(bytes[index])
      if hash >= Self.modulus { hash &-= Self.modulus }
    }
    return hash
  }
}

extension NameID {
  // Every table starts with these.
  public static let this = NameID(0)
  public static let `super` = NameID(1)
  /// `init`: the method of this name initializes instances.
  public static let initializer = NameID(2)
  /// The name of a function that has none.
  public static let anonymous = NameID(3)
  /// `iterate`: the method of this name gives what a loop over an instance goes through.
  public static let iterate = NameID(4)
}
