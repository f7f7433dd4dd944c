import LoxGenerator
import Testing

@testable import LoxRuntime

/// Random programs on a random graph of objects, compared with a model of it in Swift.
@Suite struct CollectorGraphTests {
  /// An object of the model: its values are numbers or indices of other objects.
  final class Node {
    enum Content {
      case box, fields(Int), instance(Int), text(String)
    }
    enum Slot: Equatable {
      case `nil`, number(Double), node(Int)
    }
    let content: Content
    var slots: [Slot]

    init(_ content: Content) {
      self.content = content
      switch content {
      case .box: slots = [.nil]
      case .fields(let count), .instance(let count): slots = Array(repeating: .nil, count: count)
      case .text: slots = []
      }
    }

    /// Where a slot is in the real object.
    func displacement(_ slot: Int) -> Int {
      if case .fields = content { FieldsLayout.values + slot * 8 } else { 8 + slot * 8 }
    }
    var tag: Value.Tag {
      switch content {
      case .box, .fields: .object
      case .instance: .instance
      case .text: .string
      }
    }
  }

  /// The model and the real heap; their roots correspond.
  struct World {
    let fixture: CollectorFixture
    var nodes: [Node] = []
    var roots: [Node.Slot]
    var shapes: [Ref] = []
    var random: SplitMix64

    init(_ fixture: CollectorFixture, rootCount: Int, seed: UInt64) {
      self.fixture = fixture
      random = SplitMix64(seed: seed)
      roots = Array(repeating: .nil, count: rootCount)
      fixture.roots.values = Array(repeating: .nil, count: rootCount)
      for count in 0..<6 { shapes.append(fixture.makeShape(fields: count)) }
    }

    /// Makes an object and stores it in a root; false if memory is out.
    mutating func make() -> Bool {
      let node: Node
      let ref: Ref
      let old = random.below(12) == 0
      switch random.below(16) {
      case 0..<5:
        node = Node(.box)
        ref = fixture.makeBox(old: old)
      case 5..<11:
        let count = random.below(shapes.count)
        node = Node(.instance(count))
        ref = fixture.makeInstance(shapes[count])
      case 11..<14:
        let count = random.below(40) == 0 ? random.below(3000) : random.below(30)
        node = Node(.fields(count))
        ref = fixture.makeFields(count, old: old)
      default:
        let text = String(repeating: "x", count: random.below(200)) + "\(nodes.count)"
        node = Node(.text(text))
        ref = fixture.makeString(text, old: old)
      }
      guard !ref.isNull else { return false }
      let root = random.below(roots.count)
      fixture.roots.values[root] = Value(node.tag, ref)
      roots[root] = .node(nodes.count)
      nodes.append(node)
      return true
    }

    /// Stores a root, a number or nil in an object; or loads a root from one.
    mutating func mutate() {
      let holder = random.below(roots.count)
      guard case .node(let index) = roots[holder], !nodes[index].slots.isEmpty else { return }
      let slot = random.below(nodes[index].slots.count)
      let displacement = nodes[index].displacement(slot)
      let object = fixture.roots.values[holder].ref
      let other = random.below(roots.count)
      switch random.below(8) {
      case 0..<4:
        nodes[index].slots[slot] = roots[other]
        fixture.store(fixture.roots.values[other], object, displacement)
      case 4:
        let number = Double(random.below(1000))
        nodes[index].slots[slot] = .number(number)
        fixture.store(Value(number), object, displacement)
      case 5, 6:
        roots[other] = nodes[index].slots[slot]
        fixture.roots.values[other] = fixture.cage.value(object.offset, displacement)
      default:
        roots[other] = .nil
        fixture.roots.values[other] = .nil
      }
    }

    /// Whether heap and model are the same graph.
    func isEqual() -> Bool {
      var known: [Int: Ref] = [:]
      var stack: [(Node.Slot, Value)] = Array(zip(roots, fixture.roots.values))
      while let (slot, value) = stack.popLast() {
        switch slot {
        case .nil:
          guard value == .nil else { return false }
        case .number(let number):
          guard value == Value(number) else { return false }
        case .node(let index):
          if let ref = known[index] {
            guard ref == value.ref else { return false }
            continue
          }
          known[index] = value.ref
          let node = nodes[index]
          guard value.has(node.tag) else { return false }
          if case .text(let text) = node.content, fixture.text(value.ref) != text { return false }
          for (number, slot) in node.slots.enumerated() {
            stack.append((slot, fixture.cage.value(value.ref.offset, node.displacement(number))))
          }
        }
      }
      return Set(known.values).count == known.count
    }
  }

  @Test(arguments: 0..<8) func graphEqualsItsModel(seed: Int) throws {
    let fixture = try #require(CollectorFixture(limit: seed % 2 == 0 ? 64 << 20 : 3 << 20))
    fixture.heap.value.verifyAfterCollections = true
    var world = World(fixture, rootCount: 5 + seed * 20, seed: UInt64(seed))
    for step in 0..<4000 {
      let isMade = world.make()
      #expect(isMade)
      for _ in 0..<3 { world.mutate() }
      switch world.random.below(seed < 4 ? 50 : 500) {
      case 0: fixture.collectFull()
      case 1..<5: fixture.collectMinor()
      default: break
      }
      if step % 200 == 0 { try #require(world.isEqual(), "step \(step)") }
    }
    #expect(world.isEqual())
    #expect(!fixture.isDamaged, "\(fixture.problems)")
  }

  @Test func graphEqualsItsModelUnderStress() throws {
    let fixture = try #require(CollectorFixture())
    fixture.heap.value.stress = true
    var world = World(fixture, rootCount: 20, seed: 99)
    for step in 0..<1500 {
      let isMade = world.make()
      #expect(isMade)
      for _ in 0..<4 { world.mutate() }
      if step % 50 == 0 { try #require(world.isEqual(), "step \(step)") }
    }
    #expect(world.isEqual())
    #expect(!fixture.isDamaged, "\(fixture.problems)")
  }
}
