import Testing

@testable import LoxRuntime

/// The verifier must find errors that are made on purpose.
@Suite struct CollectorVerifierTests {
  private func kinds(_ fixture: CollectorFixture) -> [HeapProblem.Kind] { fixture.verify().map(\.kind) }

  @Test func soundHeapHasNoProblems() throws {
    let fixture = try #require(CollectorFixture())
    let box = fixture.makeBox()
    fixture.roots.values = [Value(.object, box)]
    #expect(kinds(fixture).isEmpty)
    fixture.collectMinor()
    #expect(kinds(fixture).isEmpty)
  }

  @Test func danglingReferences() throws {
    let fixture = try #require(CollectorFixture())
    let dead = fixture.makeBox()
    let box = fixture.makeBox()
    fixture.roots.values = [Value(.object, box)]
    fixture.collectMinor()
    // References to where an object was in eden, to unused parts of all spaces, and to places between objects.
    let live = fixture.roots.values[0].ref
    let bad: [UInt32] = [
      dead.offset, 16, Nursery.highStart - 64, Cage.stackStart + 64, Cage.oldStart + 1024, 0xffff_fff8,
      live.offset + 8, live.offset + 4,
    ]
    for offset in bad {
      fixture.cage.store(Value(.object, Ref(offset: offset)), live.offset, BoxLayout.value)
      #expect(kinds(fixture) == [.dangling], "0x\(String(offset, radix: 16))")
    }
  }

  @Test func danglingReferenceIntoFreedLine() throws {
    let fixture = try #require(CollectorFixture())
    // Three lines each.
    let kept = fixture.makeFields(46, old: true)
    let freed = fixture.makeFields(46, old: true)
    fixture.roots.oldRefs = [kept]
    fixture.collectFull()
    fixture.cage.store(Value(.object, freed), kept.offset, FieldsLayout.values)
    #expect(kinds(fixture) == [.dangling])
  }

  @Test func missingBarrier() throws {
    let fixture = try #require(CollectorFixture())
    let old = fixture.makeBox(old: true)
    fixture.roots.oldRefs = [old]
    let young = fixture.makeBox()
    fixture.cage.store(Value(.object, young), old.offset, BoxLayout.value)
    #expect(kinds(fixture) == [.notRemembered])
    fixture.cage.setFlags(HeaderFlags.remembered, old)
    #expect(kinds(fixture) == [.wrongFlag])
    fixture.heap.value.remember(old)
    #expect(kinds(fixture).isEmpty)
  }

  @Test func wrongKindAndSize() throws {
    let fixture = try #require(CollectorFixture())
    let box = fixture.makeBox()
    fixture.roots.values = [Value(.string, box)]
    #expect(kinds(fixture) == [.wrongKind])
    let text = fixture.makeString("text")
    fixture.roots.values = [Value(.string, text)]
    #expect(kinds(fixture).isEmpty)
    fixture.cage.store32(1000, text.offset, StringLayout.length)
    #expect(kinds(fixture) == [.wrongSize])
    fixture.cage.store32(4, text.offset, StringLayout.length)
    fixture.cage.store32(1 << 30, text.offset, 4)
    #expect(kinds(fixture) == [.wrongSize])
  }

  @Test func youngShape() throws {
    let fixture = try #require(CollectorFixture())
    let shape = fixture.makeShape(fields: 1)
    let name = fixture.makeString("name")
    fixture.cage.store32(name.offset, shape.offset, ShapeLayout.name)
    #expect(kinds(fixture) == [.unexpectedlyYoung, .notRemembered])
  }

  @Test func problemsMarkTheHeapAsDamaged() throws {
    let fixture = try #require(CollectorFixture())
    fixture.heap.value.verifyAfterCollections = true
    let box = fixture.makeBox(old: true)
    fixture.roots.oldRefs = [box]
    fixture.cage.store(Value(.object, Ref(offset: 0xfff0_0000)), box.offset, BoxLayout.value)
    fixture.collectMinor()
    #expect(fixture.isDamaged)
    #expect(fixture.problems.map(\.kind) == [.dangling])
  }
}
