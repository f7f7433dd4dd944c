import Testing

@testable import LoxRuntime

/// Tables in the heap from names to numbers or references.
@Suite struct NameTableTests {
  private let fixture: CollectorFixture
  private let cage: Cage
  private let names: [Ref]

  init() throws {
    fixture = try #require(CollectorFixture())
    cage = fixture.cage
    var strings = InternTable()
    var names: [Ref] = []
    for number in 0..<1000 {
      names.append(strings.intern(Array("name \(number)".utf8)[...], heap: &fixture.heap.value))
    }
    self.names = names
  }

  private func count(_ table: Ref) -> Int { Int(cage.load32(table.offset, TableLayout.count)) }
  private func capacity(_ table: Ref) -> Int { Int(cage.load32(table.offset, TableLayout.capacity)) }

  @Test func noTableHasNothing() {
    // Whatever lies where no object is.
    cage.store32(4, 0, TableLayout.capacity)
    cage.store32(names[1].offset, 0, TableLayout.entries)
    #expect(cage.find(names[0], in: .null) == nil)
    #expect(cage.find(names[1], in: .null) == nil)
    #expect(cage.insert(names[0], 1, in: .null) == false)
    cage.forEachEntry(of: .null) { _, _ in Issue.record("an entry") }
  }

  @Test func aTableIsAtMostThreeQuartersFull() {
    for (count, capacity) in [(0, 4), (3, 4), (4, 8), (6, 8), (7, 16), (12, 16), (13, 32)] {
      #expect(self.capacity(fixture.heap.value.makeTable(.slotTable, count: count)) == capacity)
    }
    let table = fixture.heap.value.makeTable(.slotTable, count: 3)
    #expect(cage.has(table, .slotTable))
    for number in 0..<3 { #expect(cage.insert(names[number], UInt32(number), in: table)) }
    #expect(cage.insert(names[3], 3, in: table) == false)
    #expect(cage.find(names[3], in: table) == nil)
    #expect(count(table) == 3)
    // A name that is there needs no room.
    #expect(cage.insert(names[1], 11, in: table))
    #expect((0..<3).map { cage.find(names[$0], in: table) } == [0, 11, 2])
    #expect(count(table) == 3)
  }

  @Test func theHeapMakesLargerTables() {
    var table = Ref.null
    for (number, name) in names.enumerated() {
      table = fixture.heap.value.insert(name, UInt32(number), in: table, kind: .slotTable)
    }
    #expect(count(table) == names.count)
    #expect(names.map { cage.find($0, in: table) } == names.indices.map { UInt32($0) })
    #expect(cage.size(table) == TableLayout.entries + capacity(table) * 8)
    #expect(count(table) * 4 <= capacity(table) * 3)
    var entries: [Ref: UInt32] = [:]
    cage.forEachEntry(of: table) { entries[$0] = $1 }
    #expect(entries == Dictionary(uniqueKeysWithValues: zip(names, names.indices.map { UInt32($0) })))
  }

  @Test func aCopyIsIndependent() {
    var table = fixture.heap.value.makeTable(.referenceTable, count: 3)
    table = fixture.heap.value.insert(names[0], 10, in: table, kind: .referenceTable)
    let copy = fixture.heap.value.copyTable(table, kind: .referenceTable, room: 100)
    #expect(cage.has(copy, .referenceTable))
    #expect(capacity(copy) == 256)
    #expect(cage.insert(names[0], 20, in: copy) && cage.insert(names[1], 21, in: copy))
    #expect(cage.find(names[0], in: table) == 10)
    #expect(cage.find(names[1], in: table) == nil)
    #expect(cage.find(names[0], in: copy) == 20)
  }

  @Test func removingAllEntriesLeavesTheRoom() {
    let table = fixture.heap.value.makeTable(.slotTable, count: 6)
    for number in 0..<6 { #expect(cage.insert(names[number], 1, in: table)) }
    cage.removeAllEntries(of: table)
    #expect(count(table) == 0 && capacity(table) == 8)
    #expect((0..<6).allSatisfy { cage.find(names[$0], in: table) == nil })
    #expect((6..<12).allSatisfy { cage.insert(names[$0], 1, in: table) })
  }

  /// Probing ends, whatever a damaged table says of itself.
  @Test func aDamagedCapacityEndsTheSearch() {
    let table = fixture.heap.value.makeTable(.slotTable, count: 3)
    for number in 0..<3 { #expect(cage.insert(names[number], 1, in: table)) }
    for capacity: UInt32 in [0, 1, 3, 0xffff_ffff] {
      cage.store32(capacity, table.offset, TableLayout.capacity)
      cage.store32(0xffff_ffff, table.offset, TableLayout.count)
      _ = cage.find(names[5], in: table)
      if capacity == 0 { #expect(cage.insert(names[5], 1, in: table) == false) }
    }
  }

  @Test func withoutMemoryThereIsNoTable() throws {
    let poor = try #require(CollectorFixture(limit: 0))
    #expect(poor.heap.value.makeTable(.slotTable, count: 3) == .null)
    #expect(poor.heap.value.insert(names[0], 1, in: .null, kind: .slotTable) == .null)
    // Nothing was written where no object is.
    #expect(poor.cage.load64(0) == 0)
  }
}
