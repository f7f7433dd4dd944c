import Testing

@testable import LoxRuntime

@Suite struct RecordTableTests {
  /// A record that is told from others by its address.
  private final class Fixture {
    var programs = LinkedPrograms()
    let records: [FunctionRecord]

    init() throws {
      var records: [FunctionRecord] = []
      for _ in 0..<3 {
        let linked = programs.add(.entryStub, image: CodeImage([]), strings: [])
        records.append(try #require(linked).block.script)
      }
      self.records = records
    }

    deinit { programs.free() }
  }

  @Test func indicesBeyondTheTableHaveNoRecord() throws {
    let fixture = try Fixture()
    var table = RecordTable()
    #expect(table[0] == nil)
    table.set(0, to: fixture.records[0])
    #expect(table[0] == nil && table.count == 0)
    let isReserved = table.reserve(2)
    #expect(isReserved && table.count == 2)
    table.set(1, to: fixture.records[1])
    table.set(2, to: fixture.records[2])
    table.set(-1, to: fixture.records[2])
    #expect(table[0] == nil && table[1] == fixture.records[1] && table[2] == nil && table[.max] == nil)
    table.free()
  }

  @Test func growingAndMovingKeepAllRecords() throws {
    let fixture = try Fixture()
    var table = RecordTable()
    for count in 1...1000 {
      let isReserved = table.reserve(count)
      #expect(isReserved)
      table.set(count - 1, to: fixture.records[count % 3])
      if count % 100 == 0 { table.move() }
    }
    #expect((0..<1000).allSatisfy { table[UInt32($0)] == fixture.records[($0 + 1) % 3] })
    // There may be room beyond, which must be empty when it is used.
    let isReserved = table.reserve(1001)
    #expect(isReserved && table[1000] == nil)
    table.free()
  }

  @Test func withoutMemoryTheTableStaysAsItIs() throws {
    let fixture = try Fixture()
    var table = RecordTable()
    _ = table.reserve(1)
    table.set(0, to: fixture.records[0])
    let isReserved = HostMemory.$failure.withValue(HostMemory.Countdown(0)) {
      table.move()
      return table.reserve(1000)
    }
    #expect(!isReserved && table.count == 1)
    #expect(table[0] == fixture.records[0])
    table.free()
  }
}
