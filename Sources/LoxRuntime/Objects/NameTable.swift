/// Hash tables in the old space that map names (interned strings, by identity) to numbers or references:
/// methods of classes, slots and transitions of shapes.
///
/// Open addressing with linear probing; a table is at most three quarters full. Names are distributed by the seeded
/// hash that every interned string has.
extension Cage {
  /// A damaged capacity may have any value; no table is larger than this.
  private static let maximumCapacity = 1 << 24

  private func capacity(ofTable table: Ref) -> Int {
    min(Int(load32(table.offset, TableLayout.capacity)), Cage.maximumCapacity)
  }

  @inline(always) private func entry(_ table: Ref, _ index: Int) -> UInt32 {
    table.offset &+ UInt32(truncatingIfNeeded: TableLayout.entries &+ index &* 8)
  }

  /// What the table has for the name.
  func find(_ name: Ref, in table: Ref) -> UInt32? {
    guard !table.isNull else { return nil }
    let capacity = capacity(ofTable: table)
    let mask = capacity &- 1
    var index = Int(load32(name.offset, StringLayout.hash)) & mask
    for _ in 0..<max(0, capacity) {
      let entry = entry(table, index)
      let key = load32(entry)
      if key == name.offset { return load32(entry, 4) }
      if key == 0 { return nil }
      index = (index &+ 1) & mask
    }
    return nil
  }

  /// Sets what the table has for the name; false if the table is too full for another name.
  func insert(_ name: Ref, _ value: UInt32, in table: Ref) -> Bool {
    guard !table.isNull else { return false }
    let capacity = capacity(ofTable: table)
    let count = Int(load32(table.offset, TableLayout.count))
    let mask = capacity &- 1
    var index = Int(load32(name.offset, StringLayout.hash)) & mask
    for _ in 0..<max(0, capacity) {
      let entry = entry(table, index)
      let key = load32(entry)
      if key == name.offset {
        store32(value, entry, 4)
        return true
      }
      if key == 0 {
        guard (count &+ 1) &* 4 <= capacity &* 3 else { return false }
        store32(name.offset, entry)
        store32(value, entry, 4)
        store32(UInt32(truncatingIfNeeded: count &+ 1), table.offset, TableLayout.count)
        return true
      }
      index = (index &+ 1) & mask
    }
    return false
  }

  func removeAllEntries(of table: Ref) {
    fill(table.offset &+ UInt32(TableLayout.entries), count: capacity(ofTable: table) &* 8, with: 0)
    store32(0, table.offset, TableLayout.count)
  }

  /// Calls `body` with each name and what the table has for it.
  func forEachEntry(of table: Ref, _ body: (Ref, UInt32) -> Void) {
    guard !table.isNull else { return }
    for index in 0..<max(0, capacity(ofTable: table)) {
      let entry = entry(table, index)
      let key = load32(entry)
      if key != 0 { body(Ref(offset: key), load32(entry, 4)) }
    }
  }
}

extension Heap {
  /// A new table with room for `count` names, or null if memory is out. Kind: `slotTable` or `referenceTable`.
  mutating func makeTable(_ kind: ObjectKind, count: Int) -> Ref {
    var capacity = 4
    while capacity * 3 < count * 4 { capacity *= 2 }
    let size = TableLayout.entries + capacity * 8
    let table = allocateOld(size: size)
    guard !table.isNull else { return .null }
    cage.fill(table.offset, count: size, with: 0)
    cage.setHeader(table, kind, size: size)
    cage.store32(UInt32(capacity), table.offset, TableLayout.capacity)
    return table
  }

  /// Sets what the table has for the name. Returns the table, a larger one if necessary; null if memory is out.
  mutating func insert(_ name: Ref, _ value: UInt32, in table: Ref, kind: ObjectKind) -> Ref {
    if cage.insert(name, value, in: table) { return table }
    let count = table.isNull ? 0 : Int(cage.load32(table.offset, TableLayout.count))
    // Most classes have more than three methods.
    let larger = copyTable(table, kind: kind, room: max(count, 3) * 2)
    guard !larger.isNull else { return .null }
    return cage.insert(name, value, in: larger) ? larger : .null
  }

  /// A copy of the table with room for `room` names, or null if memory is out.
  mutating func copyTable(_ table: Ref, kind: ObjectKind, room: Int) -> Ref {
    let copy = makeTable(kind, count: min(room, 1 << 23))
    guard !copy.isNull else { return .null }
    cage.forEachEntry(of: table) { name, value in _ = cage.insert(name, value, in: copy) }
    return copy
  }
}
