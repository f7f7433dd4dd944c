import LoxGenerator
import Testing

@testable import LoxRuntime

/// What happens when memory is out, or seems to be.
@Suite struct CollectorLimitTests {
  @Test(arguments: [200 << 10, 1 << 20, 3_333_333, 20 << 20])
  func limitIsNeverExceeded(limit: Int) throws {
    let fixture = try #require(CollectorFixture(limit: limit))
    var random = SplitMix64(seed: UInt64(limit))
    for _ in 0..<3 {
      // A list of objects of all sizes until memory is out.
      fixture.roots.values = [.nil]
      var bytes = 0
      while true {
        let count = 1 + (random.below(20) == 0 ? random.below(4000) : random.below(20))
        let fields = fixture.makeFields(count, old: random.below(10) == 0)
        if fields.isNull { break }
        fixture.store(fixture.roots.values[0], fields, FieldsLayout.values)
        fixture.roots.values[0] = Value(.object, fields)
        bytes += FieldsLayout.values + count * 8
      }
      #expect(fixture.peakBytes <= limit)
      #expect(!fixture.isDamaged)
      #expect(fixture.verify().isEmpty)
      // Blocks are never completely full, and the nursery needs its share, so a tiny heap has room for little.
      if limit >= 1 << 20 { #expect(bytes > limit / 5 * 2) }

      // The whole list is there, and when it is no longer needed, the heap is as good as new.
      var found = 0
      var next = fixture.roots.values[0]
      while next.isObject, found < bytes {
        found += fixture.cage.size(next.ref)
        next = fixture.cage.value(next.ref.offset, FieldsLayout.values)
      }
      #expect(found == bytes)
      fixture.roots.values = []
      #expect(!fixture.makeFields(10).isNull)
      fixture.collectFull()
      #expect(fixture.oldBytes == 0)
    }
  }

  @Test func smallHeapsWorkOn() throws {
    let fixture = try #require(CollectorFixture(limit: 256 << 10))
    // Four megabytes of garbage, with little alive at a time.
    for index in 0..<100_000 {
      let box = fixture.makeBox()
      try #require(!box.isNull)
      if fixture.roots.values.count < 100 {
        fixture.roots.values.append(Value(.object, box))
      } else {
        fixture.roots.values[index % 100] = Value(.object, box)
      }
    }
    #expect(fixture.peakBytes <= 256 << 10)
    #expect(fixture.verify().isEmpty)
  }

  @Test func nothingFitsInTinyHeaps() throws {
    for limit in [0, -1, 1000, 16 << 10, 64 << 10] {
      let fixture = try #require(CollectorFixture(limit: limit))
      for size in [8, 128, 8192, 8200, 1 << 20, Int.max, Int.min, 0] {
        let hasRoom = fixture.heap.value.makeRoom(size: size, roots: &fixture.roots)
        if hasRoom { #expect(!fixture.heap.value.allocateOld(size: size).isNull, "\(size) of \(limit)") }
      }
      #expect(fixture.usedBytes <= max(0, limit))
    }
  }

  @Test func hugeObjectsAreRefused() throws {
    let fixture = try #require(CollectorFixture(limit: Int.max))
    #expect(fixture.allocateOld(Int.max).isNull)
    #expect(fixture.allocateOld(Cage.size).isNull)
    #expect(!fixture.allocateOld(1 << 30).isNull)
    #expect(!fixture.allocateOld(3 << 29).isNull)
    #expect(!fixture.allocateOld(1 << 29).isNull)
    #expect(!fixture.makeBox().isNull)
  }

  /// Programs of all kinds at their limit: some objects live long and some don't, some are born old, and all
  /// sizes are mixed. Whatever happens, a collection finds room for its copies.
  @Test(arguments: 0..<4) func copiesAlwaysFit(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let limit = (200 << 10) + random.below(seed % 3 == 0 ? 20 << 20 : 2 << 20)
    let fixture = try #require(CollectorFixture(limit: limit))
    var lost = 0
    for phase in 0..<12 {
      // How many objects are alive, how large they are, and how many are born old.
      let rootCount = 1 + random.below([10, 1000, 20_000][random.below(3)])
      let largest = [4, 20, 400, 1010, 5000][random.below(5)]
      let oldOdds = 2 + random.below(30)
      while fixture.roots.values.count < rootCount { fixture.roots.values.append(.nil) }
      if random.below(2) == 0 { fixture.roots.values.removeLast(fixture.roots.values.count - rootCount) }
      for _ in 0..<2000 {
        let count = 1 + random.below(random.below(4) == 0 ? largest : min(largest, 12))
        let fields = fixture.makeFields(count, old: random.below(oldOdds) == 0)
        if fields.isNull {
          // The program drops something, and continues.
          lost += 1
          for _ in 0...(fixture.roots.values.count / 4) {
            fixture.roots.values[random.below(fixture.roots.values.count)] = .nil
          }
          continue
        }
        let root = random.below(fixture.roots.values.count)
        if random.below(4) == 0 { fixture.store(fixture.roots.values[root], fields, FieldsLayout.values) }
        fixture.roots.values[root] = Value(.object, fields)
      }
      try #require(!fixture.isDamaged)
      #expect(fixture.usedBytes <= limit)
      #expect(fixture.verify().isEmpty, "phase \(phase)")
    }
    #expect(fixture.peakBytes <= limit)
    #expect(lost < 12 * 2000)
  }

  @Test func scatteredObjectsLeaveTheirBlocksToOthers() throws {
    let fixture = try #require(CollectorFixture(limit: 8 << 20))
    var count = 0
    while true {
      let box = fixture.makeBox(old: true)
      if box.isNull { break }
      // At first every object is kept, later one in a thousand.
      fixture.roots.values.append(Value(.object, box))
      count += 1
    }
    #expect(count > 4 << 16)
    fixture.roots.values = fixture.roots.values.enumerated().filter { $0.offset % 1000 == 0 }.map(\.element)
    fixture.collectFull()
    // No block is free, and yet there is room for five megabytes of objects of all sizes up to 8 KiB.
    #expect(fixture.oldBytes > 4 << 20)
    var random = SplitMix64(seed: 5)
    var bytes = 0
    while bytes < 5 << 20 {
      let size = 1 + (random.below(50) == 0 ? random.below(1000) : random.below(100))
      let fields = fixture.makeFields(size)
      try #require(!fields.isNull, "after \(bytes) bytes")
      bytes += size * 8
      fixture.roots.values.append(Value(.object, fields))
    }
    #expect(fixture.peakBytes <= 8 << 20)
    #expect(!fixture.isDamaged)
    #expect(fixture.verify().isEmpty)
  }

  /// Builds one of everything; false if an allocation failed.
  private func build(_ fixture: CollectorFixture) -> Bool {
    fixture.roots.values = []
    for round in 0..<6 {
      let box = fixture.makeBox(old: round % 2 == 0)
      if box.isNull { return false }
      fixture.roots.values.append(Value(.object, box))
      let text = fixture.makeString("text \(round)", old: round % 3 == 0)
      if text.isNull { return false }
      fixture.store(Value(.string, text), fixture.roots.values[round].ref, BoxLayout.value)
      if fixture.makeFields(2000 * round).isNull { return false }
    }
    return true
  }

  private func texts(_ fixture: CollectorFixture) -> [String] {
    fixture.roots.values.compactMap {
      let value = fixture.cage.value($0.ref.offset, BoxLayout.value)
      return value.isString ? fixture.text(value.ref) : nil
    }
  }

  @Test(arguments: [false, true]) func failureAtEveryPoint(persists: Bool) throws {
    var point = 1
    var isDone = false
    while !isDone {
      try #require(point < 100)
      let fixture = try #require(CollectorFixture())
      fixture.heap.value.stress = true
      fixture.heap.value.failAtAllocation = point
      fixture.heap.value.failurePersists = persists
      isDone = build(fixture)
      #expect(fixture.verify().isEmpty)
      #expect(!fixture.isDamaged, "\(fixture.problems)")
      // What was built before is still there, and after the failure the heap works again.
      #expect(texts(fixture) == (0..<texts(fixture).count).map { "text \($0)" })
      fixture.heap.value.failAtAllocation = nil
      #expect(build(fixture))
      #expect(texts(fixture).count == 6)
      point += 1
    }
    #expect(point > 15)
  }

  @Test func stressCollectsAtEveryAllocation() throws {
    let fixture = try #require(CollectorFixture())
    fixture.heap.value.stress = true
    for index in 0..<64 {
      let box = fixture.makeBox(old: index % 4 == 0)
      fixture.roots.values.append(Value(.object, box))
    }
    let statistics = fixture.heap.value.statistics
    #expect(statistics.minor.count + statistics.full.count == 64)
    #expect(statistics.full.count == 8)
    #expect(!fixture.isDamaged)
    // Collected objects are overwritten.
    fixture.collectMinor()
    #expect(fixture.cage.load64(Nursery.edenStart) == .max)

    fixture.heap.value.stress = false
    for _ in 0..<1000 { #expect(!fixture.makeBox().isNull) }
    let after = fixture.heap.value.statistics
    #expect(after.minor.count + after.full.count <= 66)
  }

  @Test func freedPagesAreGivenBack() throws {
    let fixture = try #require(CollectorFixture(limit: 256 << 20))
    let large = fixture.makeFields(1 << 20, old: true)
    let last = large.offset + UInt32(FieldsLayout.values + ((1 << 20) - 1) * 8)
    fixture.cage.store(Value(1), last)
    fixture.collectFull()
    #expect(fixture.oldBytes == 0)
    // Discarded pages read as zeros.
    #expect(fixture.cage.load64(last) == 0)
    #expect(fixture.heap.value.old.dirtyBlocks <= 32)
  }
}
