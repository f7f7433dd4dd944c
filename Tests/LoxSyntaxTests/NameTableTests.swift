import LoxSource
import Testing

@testable import LoxSyntax

@Suite struct NameTableTests {
  @Test func equalNamesHaveEqualIds() {
    var table = NameTable()
    let a = table.intern("a")
    let b = table.intern("b")
    #expect(a != b)
    #expect(table.intern("a") == a)
    #expect(table.name(a) == "a")
    #expect(Array(table.bytes(b)) == [0x62])
  }

  @Test func knowsTheNamesOfTheLanguage() {
    var table = NameTable()
    #expect(table.count == 5)
    #expect(table.intern("this") == .this)
    #expect(table.intern("super") == .super)
    #expect(table.intern("init") == .initializer)
    #expect(table.intern("") == .anonymous)
    #expect(table.intern("iterate") == .iterate)
    #expect(table.count == 5)
  }

  @Test func idsCountUp() {
    var table = NameTable()
    let first = table.count
    for round in 0..<2 {
      for index in 0..<5000 {
        #expect(table.intern("name\(index)") == NameID(first + index), "round \(round)")
      }
    }
    #expect(table.count == first + 5000)
    #expect(table.name(NameID(first + 4321)) == "name4321")
  }

  /// With the key 0, all names with the same last byte have the same hash.
  @Test func collisionsAreResolved() {
    var table = NameTable(key: 0)
    let ids = (0..<300).map { table.intern("\($0)x") }
    #expect(Set(ids).count == 300)
    for (index, id) in ids.enumerated() { #expect(table.name(id) == "\(index)x") }
  }

  @Test func anyBytesAreAName() {
    var table = NameTable()
    let names: [[UInt8]] = [[], [0], [0, 0], [0xFF], Array(repeating: 0x61, count: 100_000)]
    let ids = names.map { table.intern($0, SourceSpan(start: 0, end: UInt32($0.count))) }
    #expect(Set(ids).count == names.count)
    for (name, id) in zip(names, ids) { #expect(Array(table.bytes(id)) == name) }
  }

  @Test func foreignIdsAndSpansAreHarmless() {
    var table = NameTable()
    #expect(table.bytes(NameID(1000)).isEmpty)
    #expect(table.name(NameID(-1)) == "")
    let id = table.intern([0x61], SourceSpan(start: 7, end: 9))
    #expect(table.name(id) == "")
  }
}
