import Testing

@testable import LoxRuntime

@Suite struct ShapeTests {
  private let fixture: CollectorFixture
  private let cage: Cage
  private let root: Ref
  private let names: [Ref]

  init() throws {
    fixture = try #require(CollectorFixture())
    cage = fixture.cage
    root = fixture.makeShape(fields: 4)
    var strings = InternTable()
    var names: [Ref] = []
    for number in 0..<40 {
      names.append(strings.intern(Array("field \(number)".utf8)[...], heap: &fixture.heap.value))
    }
    fixture.roots.oldRefs += names
    self.names = names
  }

  /// The shape of instances that got these fields in this order.
  private func shape(_ fields: some Sequence<Int>) -> Ref {
    fields.reduce(root) { fixture.heap.value.transition($0, adding: names[$1]) }
  }

  private func slots(_ shape: Ref) -> Ref { cage.ref(shape, ShapeLayout.slots) }
  private func transitions(_ shape: Ref) -> Ref { cage.ref(shape, ShapeLayout.transitions) }
  private func count(ofTable table: Ref) -> Int { Int(cage.load32(table.offset, TableLayout.count)) }

  @Test func theOrderOfAdditionMakesTheShape() {
    #expect(shape([0, 1]) == shape([0, 1]))
    #expect(shape([0, 1]) != shape([1, 0]))
    #expect(shape([0, 1, 2]) != shape([0, 1, 3]))
    #expect(shape([]) == root)
    let shape = shape([0, 1])
    #expect(cage.class(ofShape: shape) == cage.class(ofShape: root))
    #expect(cage.count(ofShape: shape) == 2)
    #expect(cage.inlineCapacity(ofShape: shape) == 4)
    #expect(cage.instanceSize(ofShape: shape) == InstanceLayout.fields + 32)
    #expect(cage.ref(shape, ShapeLayout.parent) == self.shape([0]))
  }

  @Test(arguments: [1, 8, 9, 10, 33]) func eachFieldHasItsSlot(count: Int) {
    let shape = shape(0..<count)
    for field in 0..<count { #expect(cage.slot(of: names[field], in: shape) == field) }
    for field in count..<names.count { #expect(cage.slot(of: names[field], in: shape) == nil) }
    #expect(cage.slot(of: names[0], in: root) == nil)
  }

  @Test func aTableOfSlotsBeginsWithNineFields() {
    #expect(slots(shape(0..<8)) == .null)
    #expect(cage.has(slots(shape(0..<9)), .slotTable))
  }

  @Test func aChainSharesItsTable() {
    let nine = shape(0..<9)
    let twelve = shape(0..<12)
    #expect(slots(nine) == slots(twelve))
    #expect(count(ofTable: slots(nine)) == 12)
    // The shorter shape does not see what the longer ones have added.
    #expect(cage.slot(of: names[8], in: nine) == 8)
    #expect(cage.slot(of: names[9], in: nine) == nil)
  }

  @Test func aBranchHasATableOfItsOwn() {
    let main = shape(0..<10)
    let branch = shape(Array(0..<9) + [20])
    #expect(slots(branch) != slots(main))
    #expect(cage.slot(of: names[20], in: branch) == 9)
    #expect(cage.slot(of: names[9], in: branch) == nil)
    #expect(cage.slot(of: names[20], in: main) == nil)
    #expect((0..<9).allSatisfy { cage.slot(of: names[$0], in: branch) == $0 })
    // Which it goes on to extend.
    #expect(slots(shape(Array(0..<9) + [20, 21])) == slots(branch))
  }

  @Test func theFirstTransitionNeedsNoTable() {
    let a = shape([0])
    #expect(transitions(root) == a)
    let b = shape([1])
    #expect(cage.has(transitions(root), .referenceTable))
    #expect(shape([0]) == a && shape([1]) == b)
    let many = (0..<40).map { shape([$0]) }
    #expect(Set(many).count == 40)
    #expect((0..<40).map { shape([$0]) } == many)
  }

  @Test func transitionsToDeadShapesAreDropped() {
    let slot = root.offset + UInt32(ShapeLayout.transitions)
    let only = shape([0])
    cage.keepTransitions(at: slot) { $0 == only }
    #expect(transitions(root) == only)
    cage.keepTransitions(at: slot) { _ in false }
    #expect(transitions(root) == .null)

    let shapes = (0..<10).map { shape([$0]) }
    let table = transitions(root)
    cage.keepTransitions(at: slot) { _ in true }
    #expect(transitions(root) == table && count(ofTable: table) == 10)
    cage.keepTransitions(at: slot) { $0 == shapes[2] || $0 == shapes[7] }
    #expect(transitions(root) == table && count(ofTable: table) == 2)
    #expect(shape([2]) == shapes[2] && shape([7]) == shapes[7])
    // Of a table with one entry, its child is left.
    cage.keepTransitions(at: slot) { $0 == shapes[7] }
    #expect(transitions(root) == shapes[7])
    #expect(shape([7]) == shapes[7] && shape([2]) != shapes[2])
  }

  /// The table of a chain still has the fields of shapes that are gone.
  @Test func afterTheLongestShapeDiedSlotsAreRight() {
    let nine = shape(0..<9)
    fixture.roots.oldRefs.append(nine)
    _ = shape(0..<12)
    fixture.collectFull()
    #expect(transitions(nine) == .null)
    let ten = shape(Array(0..<9) + [30])
    #expect(cage.slot(of: names[30], in: ten) == 9)
    #expect(cage.slot(of: names[9], in: ten) == nil)
    #expect(cage.slot(of: names[9], in: nine) == nil)
    #expect(fixture.verify().isEmpty)
  }

  @Test func damagedFactsStayInBounds() {
    cage.store32(0xffff_ffff, root.offset, ShapeLayout.inlineCapacity)
    cage.store32(0xffff_ffff, root.offset, ShapeLayout.instanceSize)
    #expect(cage.inlineCapacity(ofShape: root) == Heap.maximumInlineFields)
    #expect(cage.instanceSize(ofShape: root) == Nursery.maximumObjectSize)
    cage.store32(3, root.offset, ShapeLayout.instanceSize)
    #expect(cage.instanceSize(ofShape: root) == InstanceLayout.fields)
  }
}
