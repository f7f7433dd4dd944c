import LoxGenerator
import Testing

@testable import LoxRuntime

/// Whatever bits are in the heap, the collector neither traps nor hangs; its own data are out of reach of
/// any reference, and stay sound.
@Suite struct CollectorDamageTests {
  /// Runs a random program while random words of the heap are overwritten.
  private func run(seed: UInt64, damage: (inout SplitMix64, CollectorFixture, _ word: UInt32) -> Void)
    throws
  {
    let fixture = try #require(CollectorFixture(limit: 4 << 20))
    var world = CollectorGraphTests.World(fixture, rootCount: 50, seed: seed)
    for step in 0..<3000 {
      if !world.make() { break }
      for _ in 0..<3 { world.mutate() }
      if step >= 300, step % 10 == 0 {
        let oldSize = max(1, (fixture.heap.value.old.frontier - BlockTable.firstBlock) * BlockTable.blockSize)
        let nursery = max(8, Int(fixture.eden) - Int(Nursery.edenStart))
        let word =
          switch world.random.below(4) {
          case 0: Nursery.edenStart + UInt32(world.random.below(nursery))
          case 1: fixture.heap.value.nursery.survivorStart + UInt32(world.random.below(4000))
          default: Cage.oldStart + UInt32(world.random.below(oldSize))
          }
        damage(&world.random, fixture, word & ~3)
      }
      switch world.random.below(100) {
      case 0: fixture.collectFull()
      case 1..<5: fixture.collectMinor()
      case 5: _ = fixture.verify()
      default: break
      }
      #expect(fixture.usedBytes <= 4 << 20)
    }
    fixture.collectMinor()
    fixture.collectFull()
    _ = fixture.verify()

    // Without roots everything is garbage, damaged or not.
    fixture.roots = CollectorFixture.RootList()
    fixture.collectFull()
    #expect(fixture.oldBytes == 0)
    #expect(fixture.heap.value.nursery.survivorSize == 0)
  }

  @Test(arguments: 0..<8) func flippedBits(seed: Int) throws {
    try run(seed: UInt64(seed)) { random, fixture, word in
      fixture.cage.store32(fixture.cage.load32(word) ^ 1 << UInt32(random.below(32)), word)
    }
  }

  @Test(arguments: 0..<8) func randomWords(seed: Int) throws {
    try run(seed: UInt64(seed)) { random, fixture, word in
      fixture.cage.store32(UInt32(truncatingIfNeeded: random.next()), word)
    }
  }

  /// Words that look like kinds, small sizes, references to other objects, and the ends of all ranges.
  @Test(arguments: 0..<8) func plausibleWords(seed: Int) throws {
    try run(seed: UInt64(seed)) { random, fixture, word in
      let edges: [UInt32] = [
        0, 8, 64, Nursery.edenStart, Nursery.highStart, Nursery.end, Cage.stackStart, Cage.oldStart,
        0xffff_fff8, 0xffff_ffff,
      ]
      let value: UInt32 =
        switch random.below(5) {
        case 0: UInt32(random.below(16))
        case 1: UInt32(random.below(1 << 16))
        case 2: edges[random.below(edges.count)] &+ UInt32(random.below(3)) &* 8 &- 8
        case 3: Cage.oldStart + UInt32(random.below(1 << 20))
        default: fixture.roots.values[random.below(fixture.roots.values.count)].ref.offset
        }
      fixture.cage.store32(value, word)
    }
  }

  /// The whole used heap is noise.
  @Test(arguments: 0..<4) func noise(seed: Int) throws {
    let fixture = try #require(CollectorFixture(limit: 8 << 20))
    var world = CollectorGraphTests.World(fixture, rootCount: 50, seed: UInt64(seed))
    for _ in 0..<3000 { _ = world.make() }
    let nursery = fixture.heap.value.nursery
    let ranges = [
      Nursery.edenStart..<fixture.eden, nursery.survivorStart..<nursery.survivorTop,
      Cage.oldStart..<BlockTable.offset(ofBlock: fixture.heap.value.old.frontier),
    ]
    for range in ranges {
      for word in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
        let noise = world.random.next()
        // References to any place in the heap, or any bits at all.
        let value = noise & 3 == 0 ? noise : 0xfffa_0000_0000_0000 | noise & 0x0003_0000_0c03_fff8
        fixture.cage.store64(value, word)
      }
    }
    for _ in 0..<4 {
      fixture.collectMinor()
      fixture.collectFull()
      _ = fixture.verify()
    }
    #expect(fixture.usedBytes <= 8 << 20)
  }
}
