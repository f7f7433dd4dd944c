import Testing

@testable import LoxRuntime

/// What each kind of object contains, as the collector and the verifier see it.
@Suite struct ObjectLayoutTests {
  private let fixture: CollectorFixture
  private let cage: Cage

  init() throws {
    fixture = try #require(CollectorFixture())
    cage = fixture.cage
  }

  /// An object of a kind, with words at displacements.
  private func make(_ kind: ObjectKind, size: Int = 128, _ words: [Int: UInt32] = [:]) -> Ref {
    let ref = fixture.allocate(size)
    cage.fill(ref.offset, count: size, with: 0)
    cage.setHeader(ref, kind, size: size)
    for (displacement, word) in words { cage.store32(word, ref.offset, displacement) }
    return ref
  }

  private func events(_ ref: Ref, size: Int? = nil) -> [RecordingVisitor.Event] {
    var visitor = RecordingVisitor(ref)
    cage.scan(ref.offset, header: cage.header(ref), size: size ?? cage.contentSize(ref), &visitor)
    return visitor.events
  }

  @Test func strings() {
    let string = make(.string, [StringLayout.length: 5, StringLayout.hash: 99])
    #expect(cage.contentSize(string) == 21)
    #expect(events(string) == [])

    let slice = make(.slice, [StringLayout.length: 5000, SliceLayout.buffer: 1])
    #expect(cage.contentSize(slice) == 24)
    #expect(events(slice) == [.reference(SliceLayout.buffer, "bytes")])
  }

  @Test func aBufferHasRoomForAllThatItClaims() {
    #expect(cage.contentSize(make(.buffer, [BufferLayout.used: 10, BufferLayout.capacity: 64])) == 80)
    #expect(cage.contentSize(make(.buffer, [BufferLayout.used: 100, BufferLayout.capacity: 64])) == 116)
    #expect(events(make(.buffer, [BufferLayout.used: 10, BufferLayout.capacity: 64])) == [])
  }

  @Test func functions() {
    let closure = make(.closure, [ClosureLayout.function: 7, ClosureLayout.count: 3])
    #expect(cage.contentSize(closure) == 40)
    #expect(events(closure) == [.function(7), .values(ClosureLayout.captures, count: 3)])

    let bound = make(.boundMethod)
    #expect(cage.contentSize(bound) == 24)
    #expect(
      events(bound) == [
        .values(BoundMethodLayout.receiver, count: 1), .values(BoundMethodLayout.method, count: 1),
      ])

    for kind in [ObjectKind.native, .accessor] {
      let native = make(kind, [NativeLayout.index: 1, NativeLayout.setter: NativeLayout.noSetter])
      #expect(cage.contentSize(native) == 24)
      #expect(events(native) == [.reference(NativeLayout.name, "name")])
    }
  }

  @Test func variables() {
    let box = make(.box)
    #expect(cage.contentSize(box) == 16)
    #expect(events(box) == [.values(BoxLayout.value, count: 1)])

    let fields = make(.fields, [FieldsLayout.capacity: 6])
    #expect(cage.contentSize(fields) == 64)
    #expect(events(fields) == [.values(FieldsLayout.values, count: 6)])
  }

  @Test func classesAndShapes() {
    let `class` = make(.class)
    #expect(cage.contentSize(`class`) == 32)
    #expect(
      events(`class`) == [
        .reference(ClassLayout.name, "name"), .reference(ClassLayout.superclass, "class"),
        .reference(ClassLayout.methods, "referenceTable"), .reference(ClassLayout.rootShape, "shape"),
        .reference(ClassLayout.initializer, "member"),
      ])

    let shape = make(.shape)
    #expect(cage.contentSize(shape) == 40)
    #expect(
      events(shape) == [
        .reference(ShapeLayout.class, "class"), .reference(ShapeLayout.parent, "shape"),
        .reference(ShapeLayout.name, "name"), .reference(ShapeLayout.slots, "slotTable"),
        .transitions(ShapeLayout.transitions),
      ])
  }

  @Test func anInstanceHasWhatItsShapeSays() {
    let shape = fixture.makeShape(fields: 5)
    let instance = fixture.makeInstance(shape)
    #expect(cage.contentSize(instance) == 48)
    #expect(
      events(instance) == [
        .shape(shape.offset), .reference(InstanceLayout.overflow, "fields"),
        .values(InstanceLayout.fields, count: 5),
      ])
  }

  @Test func tables() {
    let slots = make(.slotTable, [TableLayout.count: 1, TableLayout.capacity: 4])
    #expect(cage.contentSize(slots) == 48)
    #expect(events(slots) == [16, 24, 32, 40].map { .reference($0, "name") })

    let references = make(.referenceTable, [TableLayout.count: 1, TableLayout.capacity: 2])
    #expect(cage.contentSize(references) == 32)
    #expect(
      events(references) == [
        .reference(16, "name"), .reference(20, "member"), .reference(24, "name"), .reference(28, "member"),
      ])
    // What lies behind the table is not of it.
    #expect(events(slots, size: 128).count == 4)
    #expect(events(references, size: 128).count == 4)
  }

  @Test func whatHasMovedContainsNothing() {
    #expect(cage.contentSize(make(.forwarded)) == 8)
    #expect(events(make(.forwarded)) == [])
  }

  /// An object may claim more than it has room for.
  @Test func nothingBeyondTheSizeIsShown() {
    #expect(events(make(.closure, [ClosureLayout.count: 1000]), size: 40).last == .values(16, count: 3))
    #expect(events(make(.fields, [FieldsLayout.capacity: .max]), size: 32) == [.values(16, count: 2)])
    #expect(events(make(.box), size: 8) == [.values(8, count: 0)])
    #expect(
      events(make(.class), size: 16) == [
        .reference(ClassLayout.name, "name"), .reference(ClassLayout.superclass, "class"),
      ])
    #expect(events(make(.shape), size: 32).contains(.transitions(ShapeLayout.transitions)) == false)
    #expect(events(make(.slice), size: 16) == [])
    #expect(events(make(.slotTable, [TableLayout.capacity: .max]), size: 32).count == 2)
    #expect(events(make(.referenceTable, [TableLayout.capacity: .max]), size: 24).count == 2)
  }

  @Test func targetsAdmitTheirKindsOnly() {
    let kinds: [ObjectKind] = [
      .forwarded, .string, .slice, .buffer, .closure, .class, .boundMethod, .native, .box, .shape, .fields,
      .slotTable, .referenceTable, .accessor, .property,
    ]
    func admitted(_ target: ReferenceTarget) -> [ObjectKind] { kinds.filter { target.admits($0.rawValue) } }
    #expect(admitted(.kind(.box)) == [.box])
    #expect(admitted(.name) == [.string, .slice])
    #expect(admitted(.bytes) == [.string, .buffer])
    #expect(admitted(.member) == [.closure, .class, .native, .box, .shape, .accessor, .property])
    #expect(admitted(.transitions) == [.shape, .referenceTable])
    #expect(ReferenceTarget.member.admits(Cage.oldStart) == false)

    #expect(ReferenceTarget.bytes.mayBeYoung == true)
    #expect(ReferenceTarget.kind(.fields).mayBeYoung == true)
    for target in [ReferenceTarget.kind(.class), .name, .member, .transitions] {
      #expect(target.mayBeYoung == false)
    }
  }
}
