/// Finds all live objects of the old space when the nursery is empty: sets their mark bits, and marks
/// the lines that they occupy. Objects don't move.
struct Marking: ObjectVisitor {
  private let cage: Cage
  private let blocks: BlockTable
  /// Objects that are marked, but whose references have not been looked at yet.
  private(set) var stack: WorkStack
  /// The functions of live closures.
  private(set) var functions = FunctionSet()
  /// The bytes of marked objects can't exceed the space, unless headers are damaged.
  private var budget: Int
  /// Marked shapes that have transitions.
  private var shapes = WorkStack()

  init(_ old: OldSpace, stack: WorkStack) {
    cage = old.cage
    blocks = old.blocks
    self.stack = stack
    budget = old.blocksInUse &* BlockTable.blockSize
  }

  /// Whether all live objects were found.
  var isComplete: Bool { !stack.overflowed && !shapes.overflowed && budget >= 0 }

  mutating func free() { shapes.free() }

  mutating func run<R: RootProvider & ~Copyable>(_ roots: inout R) {
    roots.visitRoots(&self)
    roots.visitOldRoots(&self)
    drain()
  }

  private mutating func drain() {
    while let object = stack.pop() {
      let header = cage.load32(object)
      let size = blocks.extent(object, claimed: cage.claimedSize(object, header: header))
      budget &-= size
      guard budget >= 0 else { break }
      // The lines of a large object don't matter: its run is freed as a whole.
      if size <= OldSpace.maximumSmallSize { blocks.useLines(object, size: size) }
      cage.scan(object, header: header, size: size, &self)
    }
  }

  @inline(__always) private mutating func mark(_ offset: UInt32) {
    if offset >= Cage.oldStart, blocks.mark(offset) { stack.push(offset & ~7) }
  }

  mutating func visit(_ value: Value) -> Value {
    if value.isObject { mark(value.ref.offset) }
    return value
  }

  mutating func visit(_ ref: Ref) -> Ref {
    mark(ref.offset)
    return ref
  }

  /// The first value is pushed last, so that objects are found in the order in which they were copied to the old space.
  @inline(__always) mutating func visitValues(at offset: UInt32, count: Int) {
    let start = Int(offset)
    var slot = min(start &+ count &* 8, Cage.size)
    while slot > start {
      slot &-= 8
      let value = cage.value(UInt32(truncatingIfNeeded: slot))
      if value.isObject { mark(value.ref.offset) }
    }
  }

  @inline(__always) mutating func visitReference(at slot: UInt32, to target: ReferenceTarget) {
    mark(cage.load32(slot))
  }

  @inline(__always) mutating func visitShape(_ shape: UInt32) { mark(shape) }

  mutating func visitFunction(_ index: UInt32) { functions.insert(Int(index)) }

  /// A shape does not keep alive the shapes that follow from it: it is looked at again when everything is marked.
  mutating func visitTransitions(at slot: UInt32) {
    let transitions = cage.load32(slot)
    guard transitions != 0 else { return }
    shapes.push(slot)
    guard transitions >= Cage.oldStart, cage.has(Ref(offset: transitions), .referenceTable),
      blocks.mark(transitions)
    else { return }
    let size = blocks.extent(
      transitions, claimed: cage.claimedSize(transitions, header: ObjectKind.referenceTable.rawValue))
    budget &-= size
    if size <= OldSpace.maximumSmallSize { blocks.useLines(transitions, size: size) }
  }

  /// Makes live shapes forget their transitions to shapes that no instance has, and that lead to no shape that has one.
  mutating func forgetDeadShapes() {
    let blocks = blocks
    while let slot = shapes.pop() {
      cage.keepTransitions(at: slot) { $0.offset >= Cage.oldStart && blocks.isMarked($0.offset) }
    }
  }
}

/// A set of indices of functions. An index from a damaged closure is checked.
struct FunctionSet {
  private var words: [UInt64] = []
  private static let maximum = 1 << 26

  mutating func insert(_ index: Int) {
    guard index >= 0, index < FunctionSet.maximum else { return }
    while words.count <= index >> 6 { words.append(0) }
    words[index >> 6] |= 1 << UInt64(index & 63)
  }

  func contains(_ index: Int) -> Bool {
    index >= 0 && index >> 6 < words.count && words[index >> 6] & 1 << UInt64(index & 63) != 0
  }
}
