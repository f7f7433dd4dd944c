import LoxBytecode
import Testing

@testable import LoxRuntime

/// The programs of an isolate, and the numbers of their functions.
@Suite struct LinkedProgramsTests {
  /// Programs without a machine, freed at the end.
  private final class Fixture {
    var programs = LinkedPrograms()

    init() throws { _ = try add(functions: 1) }

    deinit { programs.free() }

    /// Links a program with so many functions.
    func add(functions count: Int, caches: Int = 0) throws -> LinkedProgram {
      var program = Program.entryStub
      program.functions = Array(repeating: program.functions[0], count: count)
      program.functions[0].caches = Run(start: 0, count: caches)
      program.caches = Array(repeating: CacheDescriptor(kind: .getProperty, name: 0), count: caches)
      let linked = programs.add(program, image: CodeImage(program.code), strings: [])
      return try #require(linked)
    }

    /// Unloads all programs but those of which a function is live.
    func unload(live: Set<Int>) { programs.unload { live.contains($0) } }

    var firstIndices: [Int] { programs.all.map(\.firstIndex) }
  }

  @Test func imagesAreFoundAgain() throws {
    let fixture = try Fixture()
    let linked = try (0..<200).map { try fixture.add(functions: 1 + $0 % 3) }
    for one in linked { #expect(fixture.programs.firstIndex(of: one.image) == one.firstIndex) }
    #expect(fixture.programs.firstIndex(of: CodeImage([])) == nil)
  }

  @Test func functionsAreNumberedOneAfterTheOther() throws {
    let fixture = try Fixture()
    let (first, second) = (try fixture.add(functions: 3), try fixture.add(functions: 2))
    #expect(first.firstIndex == 1 && second.firstIndex == 4)
    #expect(fixture.programs.records.count == 6)
    for index in 0..<6 {
      let record = try #require(fixture.programs.records[UInt32(index)])
      #expect(record.index == index)
      let place = try #require(fixture.programs.place(of: record))
      #expect(place.program == [0, 1, 1, 1, 2, 2][index] && place.function == [0, 0, 1, 2, 0, 1][index])
    }
    #expect(fixture.programs.records[4] == second.block.script)
  }

  @Test func numbersOfUnloadedProgramsAreReused() throws {
    let fixture = try Fixture()
    let dead = try fixture.add(functions: 3)
    let live = try fixture.add(functions: 2)
    fixture.unload(live: [live.firstIndex + 1])
    #expect(fixture.firstIndices == [0, 4])
    #expect((1...3).allSatisfy { fixture.programs.records[UInt32($0)] == nil })
    #expect(fixture.programs.firstIndex(of: dead.image) == nil)
    #expect(fixture.programs.firstIndex(of: live.image) == 4)
    // One that is too large goes to the end, smaller ones into the gap.
    #expect(try fixture.add(functions: 4).firstIndex == 6)
    #expect(try fixture.add(functions: 1).firstIndex == 1)
    #expect(try fixture.add(functions: 2).firstIndex == 2)
    #expect(try fixture.add(functions: 1).firstIndex == 10)
    #expect(fixture.firstIndices == [0, 1, 2, 4, 6, 10])
    for index in 0..<11 {
      let record = try #require(fixture.programs.records[UInt32(index)])
      #expect(record.index == index && fixture.programs.place(of: record) != nil)
    }
  }

  @Test func theEndOfTheTableIsReusedToo() throws {
    let fixture = try Fixture()
    _ = try fixture.add(functions: 5)
    fixture.unload(live: [])
    #expect(fixture.firstIndices == [0])
    #expect(fixture.programs.records.count == 6)
    #expect(try fixture.add(functions: 2).firstIndex == 1)
    #expect(try fixture.add(functions: 3).firstIndex == 3)
    #expect(fixture.programs.records.count == 6)
  }

  /// The table of images does not fill up with those that are gone.
  @Test func programsComeAndGo() throws {
    let fixture = try Fixture()
    let kept = try fixture.add(functions: 1)
    for count in 1...50 {
      #expect(try fixture.add(functions: count).firstIndex == 2)
      #expect(try fixture.add(functions: 1).firstIndex == 2 + count)
      fixture.unload(live: [kept.firstIndex])
    }
    #expect(fixture.programs.firstIndex(of: kept.image) == 1)
    #expect(fixture.programs.firstIndex(of: CodeImage([])) == nil)
    #expect(fixture.programs.records.count == 53)
  }

  @Test func theEntryStubAndWhatIsPinnedStay() throws {
    let fixture = try Fixture()
    let (pinned, other) = (try fixture.add(functions: 1), try fixture.add(functions: 1))
    fixture.programs.pinned = pinned.firstIndex
    fixture.unload(live: [])
    #expect(fixture.firstIndices == [0, pinned.firstIndex])
    #expect(fixture.programs.firstIndex(of: other.image) == nil)
    fixture.programs.pinned = nil
    fixture.unload(live: [])
    #expect(fixture.firstIndices == [0])
  }

  @Test func bytesOfRecordsMakeACollectionDue() throws {
    let fixture = try Fixture()
    let stub = fixture.programs.byteCount
    #expect(fixture.programs.byteThreshold == 1 << 20)
    let large = try fixture.add(functions: 1, caches: 1 << 15)
    #expect(fixture.programs.byteCount == stub + large.block.byteCount)
    #expect(large.block.byteCount > InlineCache.size << 15)
    #expect(fixture.programs.wantsCollection == true)
    fixture.unload(live: [large.firstIndex])
    #expect(fixture.programs.byteThreshold == fixture.programs.byteCount * 2)
    #expect(fixture.programs.wantsCollection == false)
    fixture.unload(live: [])
    #expect(fixture.programs.byteCount == stub && fixture.programs.byteThreshold == 1 << 20)
  }

  @Test func allCachesAreShownOnce() throws {
    let fixture = try Fixture()
    _ = try fixture.add(functions: 2, caches: 3)
    _ = try fixture.add(functions: 1, caches: 2)
    var count = 0
    fixture.programs.forEachCache { cache, kind in
      count += 1
      #expect(kind == .getProperty && cache.misses == 0)
      cache.misses = 1
    }
    #expect(count == 5)
  }

  @Test func theTableOfRecordsMoves() throws {
    let fixture = try Fixture()
    let linked = try fixture.add(functions: 3)
    let before = fixture.programs.records
    fixture.programs.moveRecords()
    for index in 1...3 {
      #expect(fixture.programs.records[UInt32(index)]?.index == index)
    }
    #expect(fixture.programs.records[1] == linked.block.script)
    #expect(before.count == fixture.programs.records.count)
  }

  @Test func withoutMemoryNothingIsLinked() throws {
    let fixture = try Fixture()
    let program = Program.entryStub
    let image = CodeImage(program.code)
    let linked = HostMemory.$failure.withValue(HostMemory.Countdown(0)) {
      fixture.programs.add(program, image: image, strings: []).map(\.firstIndex)
    }
    #expect(linked == nil)
    #expect(fixture.programs.firstIndex(of: image) == nil)
    #expect(fixture.firstIndices == [0])
    #expect(fixture.programs.records[1] == nil)
  }
}
