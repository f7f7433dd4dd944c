/// Something that can't be in a sound heap.
struct HeapProblem: Equatable, CustomStringConvertible {
  var kind: Kind
  /// The object that it was found in, or null for a root.
  var object: Ref
  /// What the object refers to there.
  var target: Ref

  enum Kind: String {
    /// A reference to a place where there is no object.
    case dangling
    /// A reference to an object of another kind than must be there.
    case wrongKind
    /// An object that is larger than its place, or smaller than its contents.
    case wrongSize
    /// A young object where only old ones are allowed.
    case unexpectedlyYoung
    /// An old object that refers to a young one, but is not remembered.
    case notRemembered
    /// The flag of an object and the remembered set disagree.
    case wrongFlag
  }

  var description: String {
    func hex(_ ref: Ref) -> String { "0x" + String(ref.offset, radix: 16) }
    return "\(kind.rawValue): \(object.isNull ? "root" : hex(object)) -> \(hex(target))"
  }
}

/// Walks all objects that can be reached, and checks that each of them is what it must be, where it must be.
///
/// It needs no memory of its own except a stack: mark bits have no meaning between collections, so they
/// tell which objects were visited; those of the nursery are where the formula puts them.
struct HeapVerifier: ObjectVisitor {
  private let cage: Cage
  private let old: OldSpace
  private let blocks: BlockTable
  private let eden: Range<UInt32>
  private let survivors: Range<UInt32>
  private let remembered: Set<UInt32>
  private var stack = WorkStack()
  private(set) var problems: [HeapProblem] = []

  /// The objects whose values are roots, so that they need not be remembered.
  private var rootRuns: Set<UInt32> = []
  /// The current object; null while the roots are shown.
  private var current = Ref.null
  private var sawYoung = false

  private static let maximumProblems = 20

  init(_ old: OldSpace, eden: Range<UInt32>, survivors: Range<UInt32>, remembered: WorkStack) {
    self.old = old
    blocks = old.blocks
    cage = old.cage
    self.eden = eden
    self.survivors = survivors
    var set = Set<UInt32>()
    for index in 0..<remembered.count { set.insert(remembered[index]) }
    self.remembered = set
  }

  mutating func run<R: RootProvider & ~Copyable>(_ roots: inout R) {
    clearMarks()
    roots.visitRoots(&self)
    roots.visitOldRoots(&self)
    while let offset = stack.pop(), problems.count < HeapVerifier.maximumProblems {
      scan(Ref(offset: offset))
    }
    for offset in remembered
    where offset & Heap.card == 0 && cage.flags(Ref(offset: offset)) & HeaderFlags.remembered == 0 {
      report(.wrongFlag, Ref(offset: offset))
    }
    stack.free()
  }

  private func clearMarks() {
    for range in [eden, survivors] where !range.isEmpty {
      for block in BlockTable.block(of: range.lowerBound)...BlockTable.block(of: range.upperBound &- 1) {
        blocks.clearMarks(ofBlock: block)
      }
    }
    for block in BlockTable.firstBlock..<old.frontier where !blocks.state(ofBlock: block).isFree {
      blocks.clearMarks(ofBlock: block)
    }
  }

  private mutating func report(_ kind: HeapProblem.Kind, _ target: Ref) {
    if problems.count < HeapVerifier.maximumProblems {
      problems.append(HeapProblem(kind: kind, object: current, target: target))
    }
  }

  // MARK: - Objects

  private mutating func scan(_ object: Ref) {
    current = object
    sawYoung = false
    let header = cage.header(object)
    let size = cage.size(object)
    guard cage.contentSize(object) <= size else { return report(.wrongSize, object) }
    cage.scan(object.offset, header: header, size: size, &self)
    let isRemembered = cage.flags(object) & HeaderFlags.remembered != 0
    if object.isYoung {
      if isRemembered { report(.wrongFlag, object) }
    } else {
      if sawYoung, !isRemembered, !rootRuns.contains(object.offset) { report(.notRemembered, object) }
      if isRemembered, !remembered.contains(object.offset) { report(.wrongFlag, object) }
    }
  }

  /// Checks a reference that is not null; queues the object when it is first met. The kinds that it may have are given
  /// as a predicate of the first word of its header.
  private mutating func check(_ target: Ref, youngAllowed: Bool, _ isExpected: (UInt32) -> Bool) {
    guard isObject(target) else { return report(.dangling, target) }
    let header = cage.header(target)
    guard isExpected(header) else { return report(.wrongKind, target) }
    guard hasPlace(target, cage.size(target)) else { return report(.wrongSize, target) }
    if target.isYoung {
      sawYoung = true
      if !youngAllowed { return report(.unexpectedlyYoung, target) }
    }
    if blocks.mark(target.offset) { stack.push(target.offset) }
  }

  /// Whether an object may start there, judging by the state of the spaces and by its header.
  private func isObject(_ target: Ref) -> Bool {
    guard target.offset & 7 == 0, hasPlace(target, 1) else { return false }
    let header = cage.header(target)
    if header >= Cage.oldStart {
      let shape = Ref(offset: header)
      return header & 7 == 0 && hasPlace(shape, ShapeLayout.size) && cage.has(shape, .shape)
    }
    guard let kind = ObjectKind(rawValue: header) else { return false }
    return kind != .forwarded
  }

  /// Whether that many bytes are allocated at `target`.
  private func hasPlace(_ target: Ref, _ size: Int) -> Bool {
    let offset = target.offset
    for range in [eden, survivors] where range.contains(offset) {
      return size <= Int(range.upperBound &- offset)
    }
    guard offset >= Cage.oldStart else { return false }
    let block = BlockTable.block(of: offset)
    switch blocks.state(ofBlock: block) {
    case .freeClean, .freeDirty, .largeRest:
      return false
    case .largeStart:
      return offset == BlockTable.offset(ofBlock: block) && size <= blocks.largeSize(ofBlock: block)
    case .recyclable, .used:
      return areInUse(from: offset, size)
    }
  }

  /// Whether that many bytes from an offset in a block are in use: none of a free line, nor of the allocator's holes.
  private func areInUse(from offset: UInt32, _ size: Int) -> Bool {
    let end = Int(offset) &+ size
    guard end <= (Int(offset) / BlockTable.blockSize &+ 1) &* BlockTable.blockSize else { return false }
    for (holeStart, holeEnd) in [(old.top, old.end), (old.overflowTop, old.overflowEnd)]
    where end > Int(holeStart) && offset < holeEnd {
      return false
    }
    var place = Int(offset)
    while place < end {
      guard blocks.isLineInUse(UInt32(place)) else { return false }
      place = (place / BlockTable.lineSize &+ 1) &* BlockTable.lineSize
    }
    return true
  }

  // MARK: - References

  private mutating func check(_ value: Value) {
    guard value.isObject else { return }
    check(value.ref, youngAllowed: true) { header in
      switch Value.Tag(rawValue: UInt32(truncatingIfNeeded: value.bits >> 32)) {
      case .string: header == ObjectKind.string.rawValue || header == ObjectKind.slice.rawValue
      case .instance: header >= Cage.oldStart
      case .closure: header == ObjectKind.closure.rawValue
      case .object: header < Cage.oldStart
      case .core, .module, nil: false
      }
    }
  }

  /// The same for a value in a large object whose card is remembered: then the object itself need not be.
  private mutating func checkOnCard(_ value: Value) {
    let sawYoungElsewhere = sawYoung
    check(value)
    sawYoung = sawYoungElsewhere
  }

  mutating func visit(_ value: Value) -> Value {
    check(value)
    return value
  }

  mutating func visit(_ ref: Ref) -> Ref {
    if !ref.isNull { check(ref, youngAllowed: true) { _ in true } }
    return ref
  }

  mutating func visitValues(at offset: UInt32, count: Int) {
    if current.isNull { rootRuns.insert(offset &- UInt32(FieldsLayout.values)) }
    let isOnCards = !current.isNull && !current.isYoung && cage.size(current) > OldSpace.maximumSmallSize
    for index in 0..<max(0, min(count, (Cage.size &- Int(offset)) / 8)) {
      let place = offset &+ UInt32(truncatingIfNeeded: index &* 8)
      if isOnCards, remembered.contains(place & ~UInt32(BlockTable.lineSize &- 1) | Heap.card) {
        checkOnCard(cage.value(place))
      } else {
        check(cage.value(place))
      }
    }
  }

  mutating func visitShape(_ shape: UInt32) {
    check(Ref(offset: shape), youngAllowed: false) { $0 == ObjectKind.shape.rawValue }
  }

  mutating func visitReference(at slot: UInt32, to expected: ReferenceTarget) {
    let target = Ref(offset: cage.load32(slot) & ~HeaderFlags.mask)
    guard !target.isNull else { return }
    check(target, youngAllowed: expected.mayBeYoung, expected.admits)
  }
}

extension Heap {
  /// What is wrong with the heap: nothing, if the machine and the collector are correct.
  mutating func verify<R: RootProvider & ~Copyable>(roots: inout R) -> [HeapProblem] {
    let edenTop = max(Nursery.edenStart, min(top, nursery.edenEnd))
    var verifier = HeapVerifier(
      old, eden: Nursery.edenStart..<edenTop, survivors: nursery.survivorStart..<nursery.survivorTop,
      remembered: remembered)
    verifier.run(&roots)
    return verifier.problems
  }
}
