import Testing

@testable import LoxRuntime

/// What minor and full collections keep, move, and free.
@Suite struct CollectorTests {
  private func value(_ ref: Ref) -> Value { Value(.object, ref) }

  @Test func survivorAgesOnceThenIsPromoted() throws {
    let fixture = try #require(CollectorFixture())
    let box = fixture.makeBox()
    fixture.store(Value(42), box, BoxLayout.value)
    fixture.roots.values = [value(box)]
    #expect(Nursery.edenStart..<Nursery.highStart ~= box.offset)

    fixture.collectMinor()
    let aged = fixture.roots.values[0].ref
    #expect(aged != box && aged.isYoung)
    #expect(fixture.heap.value.nursery.survivorSize == BoxLayout.size)

    fixture.collectMinor()
    let promoted = fixture.roots.values[0].ref
    #expect(!promoted.isYoung)
    #expect(fixture.heap.value.nursery.survivorSize == 0)
    #expect(fixture.heap.value.statistics.promotedBytes == BoxLayout.size)

    fixture.collectMinor()
    fixture.collectFull()
    #expect(fixture.roots.values[0].ref == promoted)
    #expect(fixture.cage.value(promoted.offset, BoxLayout.value) == Value(42))
    #expect(fixture.verify().isEmpty)
  }

  @Test func garbageIsDropped() throws {
    let fixture = try #require(CollectorFixture())
    for _ in 0..<1000 { _ = fixture.makeBox() }
    fixture.collectMinor()
    #expect(fixture.heap.value.nursery.survivorSize == 0)
    #expect(fixture.eden == Nursery.edenStart)
    #expect(fixture.oldBytes == 0)
  }

  @Test func transitionsAreWeak() throws {
    let fixture = try #require(CollectorFixture())
    let root = fixture.makeShape(fields: 3)
    #expect(!root.isNull)
    var strings = InternTable()
    var known: [String: Ref] = [:]
    for name in ["a", "b", "c", "d", "e", "f", "g"] {
      let ref = strings.intern(Array(name.utf8)[...], heap: &fixture.heap.value)
      fixture.roots.oldRefs.append(ref)
      known[name] = ref
    }
    let rooted = fixture.roots.values.count
    /// The shape of an instance with these fields.
    func follow(_ names: String...) -> Ref {
      names.reduce(root) { shape, name in
        fixture.heap.value.transition(shape, adding: known[name] ?? .null)
      }
    }
    let transitions = { fixture.cage.ref(root, ShapeLayout.transitions) }
    let instance = fixture.makeInstance(follow("a", "b"))
    fixture.roots.values.append(Value(.instance, instance))
    #expect(transitions() == follow("a"))
    for name in ["c", "d", "e", "f"] { #expect(follow(name, "g") == follow(name, "g")) }
    #expect(fixture.cage.has(transitions(), .referenceTable))
    #expect(fixture.verify().isEmpty)

    // The shape that the instance has is alive, and so is the one before it.
    let (a, b) = (follow("a"), follow("a", "b"))
    fixture.collectFull()
    #expect(transitions() == a)
    #expect(fixture.cage.ref(a, ShapeLayout.transitions) == b)
    #expect(fixture.verify().isEmpty)

    // Two of three stay.
    for name in ["c", "d"] {
      let shape = follow(name)
      if name == "d" { fixture.roots.values.append(Value(.instance, fixture.makeInstance(shape))) }
    }
    let d = follow("d")
    fixture.collectFull()
    #expect(fixture.cage.has(transitions(), .referenceTable))
    #expect(fixture.cage.load32(transitions().offset, TableLayout.count) == 2)
    #expect(follow("a") == a && follow("d") == d)

    fixture.roots.values.removeLast(fixture.roots.values.count - rooted)
    fixture.collectFull()
    #expect(transitions().isNull)
    #expect(fixture.verify().isEmpty)
  }

  @Test func everyKindIsTraced() throws {
    let fixture = try #require(CollectorFixture())
    let cage = fixture.cage
    /// A young string in a rooted slot, found again through an object that refers to it.
    func check(_ what: Comment, size: Int, _ build: (_ object: Ref, _ leaf: Ref) -> Void, leaf: (Ref) -> Ref)
    {
      let text = "leaf of \(what)"
      fixture.roots.values = [Value(.string, fixture.makeString(text))]
      let object = fixture.allocate(size)
      cage.fill(object.offset, count: size, with: 0)
      cage.store32(UInt32(size), object.offset, 4)
      build(object, fixture.roots.values[0].ref)
      fixture.roots.values = [value(object)]
      for _ in 0..<3 {
        fixture.collectMinor()
        #expect(fixture.text(leaf(fixture.roots.values[0].ref)) == text, what)
      }
      fixture.collectFull()
      fixture.collectFull()
      #expect(fixture.text(leaf(fixture.roots.values[0].ref)) == text, what)
    }

    check("box", size: BoxLayout.size) { object, leaf in
      cage.store32(ObjectKind.box.rawValue, object.offset)
      cage.store(Value(.string, leaf), object.offset, BoxLayout.value)
    } leaf: {
      cage.value($0.offset, BoxLayout.value).ref
    }
    for displacement in [BoundMethodLayout.receiver, BoundMethodLayout.method] {
      check("bound method", size: BoundMethodLayout.size) { object, leaf in
        cage.store32(ObjectKind.boundMethod.rawValue, object.offset)
        cage.store(Value(.string, leaf), object.offset, displacement)
      } leaf: {
        cage.value($0.offset, displacement).ref
      }
    }
    check("closure", size: ClosureLayout.captures + 24) { object, leaf in
      cage.store32(ObjectKind.closure.rawValue, object.offset)
      cage.store32(3, object.offset, ClosureLayout.count)
      cage.store(Value(.string, leaf), object.offset, ClosureLayout.captures + 16)
    } leaf: {
      cage.value($0.offset, ClosureLayout.captures + 16).ref
    }
    check("fields", size: FieldsLayout.values + 40) { object, leaf in
      cage.store32(ObjectKind.fields.rawValue, object.offset)
      cage.store32(5, object.offset, FieldsLayout.capacity)
      cage.store(Value(.string, leaf), object.offset, FieldsLayout.values + 32)
    } leaf: {
      cage.value($0.offset, FieldsLayout.values + 32).ref
    }
    check("slice", size: SliceLayout.size) { object, leaf in
      cage.store32(ObjectKind.slice.rawValue, object.offset)
      cage.store32(leaf.offset, object.offset, SliceLayout.buffer)
    } leaf: {
      cage.ref($0, SliceLayout.buffer)
    }
    check("native", size: NativeLayout.size) { object, leaf in
      cage.store32(ObjectKind.native.rawValue, object.offset)
      cage.store32(leaf.offset, object.offset, NativeLayout.name)
    } leaf: {
      cage.ref($0, NativeLayout.name)
    }
    let classParts = [
      ClassLayout.name, ClassLayout.superclass, ClassLayout.methods, ClassLayout.rootShape,
      ClassLayout.initializer,
    ]
    for displacement in classParts {
      check("class", size: ClassLayout.size) { object, leaf in
        cage.store32(ObjectKind.class.rawValue, object.offset)
        cage.store32(leaf.offset, object.offset, displacement)
      } leaf: {
        cage.ref($0, displacement)
      }
    }
    let shapeParts = [ShapeLayout.class, ShapeLayout.parent, ShapeLayout.name, ShapeLayout.slots]
    for displacement in shapeParts {
      check("shape", size: ShapeLayout.size) { object, leaf in
        cage.store32(ObjectKind.shape.rawValue, object.offset)
        cage.store32(leaf.offset, object.offset, displacement)
      } leaf: {
        cage.ref($0, displacement)
      }
    }
    for (kind, part) in [(ObjectKind.slotTable, 0), (.referenceTable, 0), (.referenceTable, 4)] {
      check("table", size: TableLayout.entries + 32) { object, leaf in
        cage.store32(kind.rawValue, object.offset)
        cage.store32(4, object.offset, TableLayout.capacity)
        cage.store32(leaf.offset, object.offset, TableLayout.entries + 24 + part)
      } leaf: {
        cage.ref($0, TableLayout.entries + 24 + part)
      }
    }
  }

  @Test func instancesAreTracedByTheirShape() throws {
    let fixture = try #require(CollectorFixture())
    let shape = fixture.makeShape(fields: 3)
    let instance = fixture.makeInstance(shape)
    fixture.roots.values = [Value(.instance, instance)]
    let text = fixture.makeString("inline")
    fixture.store(Value(.string, text), fixture.roots.values[0].ref, InstanceLayout.fields + 16)
    for round in 0..<4 {
      let fields = fixture.makeFields(2)
      fixture.storeOverflow(fields, fixture.roots.values[0].ref)
      let more = fixture.makeString("overflow \(round)")
      let instance = fixture.roots.values[0].ref
      let overflow = Ref(offset: fixture.cage.load32(instance.offset, 4) & ~HeaderFlags.mask)
      fixture.store(Value(.string, more), overflow, FieldsLayout.values + 8)
      if round == 3 { fixture.collectFull() } else { fixture.collectMinor() }
      #expect(fixture.verify().isEmpty)
      let moved = fixture.roots.values[0].ref
      let fieldsNow = Ref(offset: fixture.cage.load32(moved.offset, 4) & ~HeaderFlags.mask)
      #expect(
        fixture.text(fixture.cage.value(fieldsNow.offset, FieldsLayout.values + 8).ref) == "overflow \(round)"
      )
      #expect(fixture.text(fixture.cage.value(moved.offset, InstanceLayout.fields + 16).ref) == "inline")
    }
  }

  @Test func rememberedSetFollowsTheYoung() throws {
    let fixture = try #require(CollectorFixture())
    let old = fixture.makeBox(old: true)
    fixture.roots.oldRefs = [old]
    let young = fixture.makeString("young")
    fixture.store(Value(.string, young), old, BoxLayout.value)
    #expect(fixture.cage.flags(old) == HeaderFlags.remembered)
    #expect(fixture.heap.value.remembered.count == 1)
    #expect(fixture.verify().isEmpty)

    // The string is a survivor now, so the box is still remembered; one collection later it is old.
    fixture.collectMinor()
    #expect(fixture.heap.value.remembered.count == 1)
    #expect(fixture.text(fixture.cage.value(old.offset, BoxLayout.value).ref) == "young")
    fixture.collectMinor()
    #expect(fixture.heap.value.remembered.count == 0)
    #expect(fixture.cage.flags(old) == 0)
    #expect(fixture.text(fixture.cage.value(old.offset, BoxLayout.value).ref) == "young")
  }

  @Test func promotedObjectsAreRemembered() throws {
    let fixture = try #require(CollectorFixture())
    fixture.roots.values = [value(fixture.makeBox())]
    fixture.collectMinor()
    let text = fixture.makeString("younger")
    fixture.store(Value(.string, text), fixture.roots.values[0].ref, BoxLayout.value)
    fixture.collectMinor()
    let box = fixture.roots.values[0].ref
    #expect(!box.isYoung)
    #expect(fixture.cage.value(box.offset, BoxLayout.value).ref.isYoung)
    #expect(fixture.cage.flags(box) == HeaderFlags.remembered)
    #expect(fixture.verify().isEmpty)
    fixture.collectFull()
    #expect(fixture.cage.flags(box) == 0)
    #expect(fixture.heap.value.remembered.count == 0)
    #expect(fixture.text(fixture.cage.value(box.offset, BoxLayout.value).ref) == "younger")
  }

  @Test func fullCollectionReusesHoles() throws {
    let fixture = try #require(CollectorFixture())
    // One in four of these lines stays.
    for index in 0..<8192 {
      let fields = fixture.makeFields(14, old: true)
      if index % 4 == 0 { fixture.roots.values.append(value(fields)) }
    }
    let blocks = fixture.heap.value.old.blocksInUse
    #expect(blocks >= 32)
    fixture.collectFull()
    #expect(fixture.heap.value.old.bytesInUse == 2048 * 128)
    for _ in 0..<6000 { _ = fixture.makeFields(14, old: true) }
    #expect(fixture.heap.value.old.blocksInUse == blocks)
    #expect(fixture.verify().isEmpty)
    fixture.roots.values = []
    fixture.collectFull()
    #expect(fixture.heap.value.old.blocksInUse == 0)
    #expect(fixture.heap.value.old.bytesInUse == 0)
  }

  @Test func mediumObjectsLeaveHolesToSmallOnes() throws {
    let fixture = try #require(CollectorFixture())
    for index in 0..<2000 {
      let fields = fixture.makeFields(index % 7 == 0 ? 900 : index % 40, old: true)
      if index % 3 == 0 { fixture.roots.values.append(value(fields)) }
    }
    fixture.collectFull()
    for index in 0..<2000 { _ = fixture.makeFields(index % 5 == 0 ? 500 : index % 30, old: true) }
    #expect(fixture.verify().isEmpty)
    for (index, root) in fixture.roots.values.enumerated() {
      let count = (index * 3) % 7 == 0 ? 900 : (index * 3) % 40
      #expect(fixture.cage.load32(root.ref.offset, FieldsLayout.capacity) == UInt32(count))
    }
  }

  @Test func largeObjectsAreFreedWhole() throws {
    let fixture = try #require(CollectorFixture())
    fixture.roots.values = [value(fixture.makeFields(100_000, old: true))]
    let large = fixture.roots.values[0].ref
    #expect(large.offset % UInt32(BlockTable.blockSize) == 0)
    #expect(fixture.oldBytes == 25 * BlockTable.blockSize)
    let text = fixture.makeString("last")
    fixture.store(Value(.string, text), large, FieldsLayout.values + 99_999 * 8)
    fixture.collectMinor()
    fixture.collectFull()
    #expect(fixture.verify().isEmpty)
    #expect(fixture.text(fixture.cage.value(large.offset, FieldsLayout.values + 99_999 * 8).ref) == "last")

    fixture.roots.values = []
    fixture.collectFull()
    #expect(fixture.oldBytes == 0)
    let again = fixture.makeFields(100_000, old: true)
    #expect(again == large)
  }

  @Test func largeObjectsFillRunsOfFreedBlocks() throws {
    let fixture = try #require(CollectorFixture())
    for size in [10_000, 40_000, 100_000, 9_000, 70_000, 33_000] {
      fixture.roots.values.append(value(fixture.makeFields(size / 8, old: true)))
    }
    let second = fixture.roots.values.remove(at: 1).ref
    let fifth = fixture.roots.values.remove(at: 3).ref
    fixture.collectFull()
    #expect(fixture.makeFields(70_000 / 8, old: true) == fifth)
    #expect(fixture.makeFields(40_000 / 8, old: true).offset > fifth.offset)
    fixture.collectFull()
    #expect(fixture.makeFields(40_000 / 8, old: true) == second)
  }

  @Test func largeObjectsGrowWhereTheyAre() throws {
    let fixture = try #require(CollectorFixture())
    func size(_ count: Int) -> Int { FieldsLayout.values + count * 8 }
    func grow(_ object: Ref, from oldCount: Int, to count: Int) -> Bool {
      fixture.heap.value.growLarge(object, from: size(oldCount), to: size(count))
    }
    let object = fixture.makeFields(10_000, old: true)
    fixture.roots.values = [value(object)]
    let before = fixture.oldBytes
    #expect(grow(object, from: 10_000, to: 20_000))
    #expect(fixture.oldBytes == before + 2 * BlockTable.blockSize)
    // Another object is behind it now.
    let next = fixture.makeFields(10_000, old: true)
    #expect(next.offset == object.offset + 5 * UInt32(BlockTable.blockSize))
    #expect(grow(object, from: 20_000, to: 20_100))
    #expect(!grow(object, from: 20_100, to: 30_000))
    // What is dead makes room.
    fixture.collectFull()
    #expect(grow(object, from: 20_100, to: 30_000))
    #expect(fixture.verify().isEmpty)
    // The limit holds, and small objects don't grow.
    #expect(!grow(object, from: 30_000, to: 100_000_000))
    let small = fixture.makeFields(10, old: true)
    #expect(!grow(small, from: 10, to: 2000))
    fixture.roots.values = []
    fixture.collectFull()
    #expect(fixture.oldBytes == 0)
  }

  @Test func deadReferencesAreForgotten() throws {
    let fixture = try #require(CollectorFixture())
    let kept = fixture.makeString("kept", old: true)
    let dropped = fixture.makeString("dropped", old: true)
    fixture.roots.oldRefs = [kept]
    fixture.roots.weakRefs = [kept, dropped]
    fixture.collectMinor()
    #expect(fixture.roots.weakRefs == [kept, dropped])
    fixture.collectFull()
    #expect(fixture.roots.weakRefs == [kept, .null])
  }

  @Test func edenGrowsWithSurvival() throws {
    let fixture = try #require(CollectorFixture(limit: 512 << 20))
    let first = fixture.heap.value.nursery.edenSize
    #expect(first == Nursery.initialEdenSize)
    for _ in 0..<400_000 {
      fixture.roots.values.append(value(fixture.makeBox()))
      if fixture.roots.values.count > 200_000 { fixture.roots.values.removeAll() }
    }
    #expect(fixture.heap.value.nursery.edenSize > first)
    #expect(fixture.heap.value.nursery.edenSize <= Nursery.maximumEdenSize)
    #expect(fixture.verify().isEmpty)
  }

  @Test func fullCollectionsAreDueWhenTheOldSpaceGrew() throws {
    let fixture = try #require(CollectorFixture(limit: 1 << 30))
    #expect(!fixture.wantsCollection)
    for _ in 0..<100 { _ = fixture.makeFields(100_000, old: true) }
    #expect(fixture.heap.value.statistics.full.count > 0)
    #expect(fixture.usedBytes < 32 << 20)
  }

  @Test func pausesAreRecorded() throws {
    let fixture = try #require(CollectorFixture())
    for _ in 0..<10 { fixture.collectMinor() }
    fixture.collectFull()
    let minor = fixture.heap.value.statistics.minor
    #expect(minor.count == 10)
    #expect(fixture.heap.value.statistics.full.count == 1)
    #expect(minor.totalNanoseconds >= minor.longestNanoseconds)
    #expect(minor.percentile(50) <= minor.percentile(99))
    #expect(minor.percentile(100) > 0)

    var pauses = CollectorStatistics.Pauses()
    for microseconds in 0..<1000 { pauses.note(UInt64(microseconds) * 1000) }
    #expect(abs(pauses.percentile(50) - 500) <= 130)
    #expect(abs(pauses.percentile(99) - 990) <= 250)
  }

  @Test func millionLinks() throws {
    let fixture = try #require(CollectorFixture(limit: 512 << 20))
    let shape = fixture.makeShape(fields: 2)
    fixture.roots.values = [.nil]
    for index in 0..<1_000_000 {
      let node = fixture.makeInstance(shape)
      fixture.cage.store(Value(Double(index)), node.offset, InstanceLayout.fields)
      fixture.cage.store(fixture.roots.values[0], node.offset, InstanceLayout.fields + 8)
      fixture.roots.values[0] = Value(.instance, node)
    }
    fixture.collectFull()
    #expect(!fixture.isDamaged)
    var node = fixture.roots.values[0]
    var index = 1_000_000
    while node.isInstance {
      index -= 1
      guard fixture.cage.value(node.ref.offset, InstanceLayout.fields) == Value(Double(index)) else { break }
      node = fixture.cage.value(node.ref.offset, InstanceLayout.fields + 8)
    }
    #expect(index == 0)
  }

  @Test func deepTree() throws {
    let fixture = try #require(CollectorFixture(limit: 512 << 20))
    let shape = fixture.makeShape(fields: 2)
    // Built level by level, from the leaves: the roots refer to one level.
    fixture.roots.values = (0..<(1 << 17)).map { _ in .nil }
    var width = 1 << 17
    while width > 0 {
      for index in 0..<width {
        let node = fixture.makeInstance(shape)
        if width < 1 << 17 {
          fixture.store(fixture.roots.values[index * 2], node, InstanceLayout.fields)
          fixture.store(fixture.roots.values[index * 2 + 1], node, InstanceLayout.fields + 8)
        }
        fixture.roots.values[index] = Value(.instance, node)
      }
      fixture.roots.values.removeLast(fixture.roots.values.count - width)
      width /= 2
    }
    fixture.collectMinor()
    fixture.collectFull()
    var count = 0
    var stack = fixture.roots.values
    while let node = stack.popLast(), count < 1 << 18 {
      count += 1
      for slot in 0..<2 {
        let child = fixture.cage.value(node.ref.offset, InstanceLayout.fields + slot * 8)
        if child.isInstance { stack.append(child) }
      }
    }
    #expect(count == 1 << 18 - 1)
  }
}
