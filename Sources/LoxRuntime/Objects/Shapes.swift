/// Shapes (hidden classes): the fields of an instance, in the order in which they were added.
///
/// A class has a root shape without fields; adding a field `x` follows or makes the transition `x` to a child. So two
/// instances that got the same fields in the same order have the same shape, and a shape determines the class.
/// Transitions are weak: a shape lives as long as an instance has it, or has one that follows from it.
///
/// A shape with nine fields or more has a table of slots. A chain of shapes shares one table: a shape of `count` fields sees only
/// slots below `count`, and only the longest shape of the chain may add to the table.
extension Cage {
  /// The greatest number of fields of a shape without a table of slots.
  private static let linearCount = 8

  func count(ofShape shape: Ref) -> Int { Int(load32(shape.offset, ShapeLayout.count)) }
  /// At most what is permitted, even if the shape is damaged, so that the displacement of an inline field never leads out
  /// of the cage.
  @inline(always) func inlineCapacity(ofShape shape: Ref) -> Int {
    min(Int(load32(shape.offset, ShapeLayout.inlineCapacity)), Heap.maximumInlineFields)
  }
  /// The bytes of an instance, a multiple of 8: at most what a young object may have, even if the shape is damaged.
  @inline(always) func instanceSize(ofShape shape: Ref) -> Int {
    let size = Int(load32(shape.offset, ShapeLayout.instanceSize)) & ~7
    return max(InstanceLayout.fields, min(size, Nursery.maximumObjectSize))
  }
  @inline(always) func `class`(ofShape shape: Ref) -> Ref { ref(shape, ShapeLayout.class) }
  @inline(always) func shape(ofInstance instance: Ref) -> Ref { Ref(offset: load32(instance.offset)) }

  /// The slot of the field, if instances of this shape have it.
  func slot(of name: Ref, in shape: Ref) -> Int? {
    let slots = ref(shape, ShapeLayout.slots)
    if !slots.isNull {
      guard let slot = find(name, in: slots), Int(slot) < count(ofShape: shape) else { return nil }
      return Int(slot)
    }
    var shape = shape
    for _ in 0..<Cage.linearCount {
      let last = ref(shape, ShapeLayout.name)
      if last.isNull { return nil }
      if last == name { return max(0, count(ofShape: shape) - 1) }
      shape = ref(shape, ShapeLayout.parent)
    }
    return nil
  }

  /// The known shape that follows when a field is added, or null.
  fileprivate func transition(of shape: Ref, adding name: Ref) -> Ref {
    let transitions = ref(shape, ShapeLayout.transitions)
    if transitions.isNull { return .null }
    if has(transitions, .shape) { return ref(transitions, ShapeLayout.name) == name ? transitions : .null }
    return Ref(offset: find(name, in: transitions) ?? 0)
  }

  /// Drops the transitions to shapes that are not live; the slot is one of a shape.
  func keepTransitions(at slot: UInt32, _ isLive: (Ref) -> Bool) {
    let transitions = Ref(offset: load32(slot))
    guard has(transitions, .referenceTable) else {
      if !isLive(transitions) { store32(0, slot) }
      return
    }
    var kept: [(name: Ref, shape: UInt32)] = []
    var isComplete = true
    forEachEntry(of: transitions) { name, shape in
      if isLive(Ref(offset: shape)) { kept.append((name, shape)) } else { isComplete = false }
    }
    if isComplete { return }
    if kept.count < 2 { return store32(kept.first?.shape ?? 0, slot) }
    removeAllEntries(of: transitions)
    for (name, shape) in kept { _ = insert(name, shape, in: transitions) }
  }

  /// Whether a shape with this many fields needs a table of slots.
  static func needsSlotTable(count: Int) -> Bool { count > linearCount }
}

extension Heap {
  /// A shape without fields; null if memory is out.
  mutating func makeRootShape(class: Ref, inlineCapacity: Int) -> Ref {
    makeShape(class: `class`, parent: .null, name: .null, count: 0, inlineCapacity: inlineCapacity)
  }

  private mutating func makeShape(
    class: Ref, parent: Ref, name: Ref, count: Int, inlineCapacity: Int
  ) -> Ref {
    let shape = allocateOld(size: ShapeLayout.size)
    guard !shape.isNull else { return .null }
    cage.setHeader(shape, .shape, size: ShapeLayout.size)
    cage.store32(`class`.offset, shape.offset, ShapeLayout.class)
    cage.store32(parent.offset, shape.offset, ShapeLayout.parent)
    cage.store32(UInt32(truncatingIfNeeded: count), shape.offset, ShapeLayout.count)
    cage.store32(UInt32(truncatingIfNeeded: inlineCapacity), shape.offset, ShapeLayout.inlineCapacity)
    cage.store32(name.offset, shape.offset, ShapeLayout.name)
    cage.store32(0, shape.offset, ShapeLayout.slots)
    cage.store32(0, shape.offset, ShapeLayout.transitions)
    cage.store32(
      UInt32(truncatingIfNeeded: InstanceLayout.fields &+ inlineCapacity &* 8), shape.offset,
      ShapeLayout.instanceSize)
    return shape
  }

  /// The shape that results from adding the field `name` to instances of `shape`; null if memory is out.
  mutating func transition(_ shape: Ref, adding name: Ref) -> Ref {
    let known = cage.transition(of: shape, adding: name)
    if !known.isNull { return known }
    let count = cage.count(ofShape: shape)
    let child = makeShape(
      class: cage.class(ofShape: shape), parent: shape, name: name, count: count &+ 1,
      inlineCapacity: cage.inlineCapacity(ofShape: shape))
    guard !child.isNull else { return .null }
    if Cage.needsSlotTable(count: count &+ 1) {
      let slots = slotTable(forChild: child, of: shape, name: name, count: count)
      guard !slots.isNull else { return .null }
      cage.store32(slots.offset, child.offset, ShapeLayout.slots)
    }
    return addTransition(shape, to: child, name) ? child : .null
  }

  private mutating func addTransition(_ shape: Ref, to child: Ref, _ name: Ref) -> Bool {
    var transitions = cage.ref(shape, ShapeLayout.transitions)
    if transitions.isNull {
      cage.store32(child.offset, shape.offset, ShapeLayout.transitions)
      return true
    }
    if cage.has(transitions, .shape) {
      let only = transitions
      transitions = makeTable(.referenceTable, count: 2)
      guard !transitions.isNull else { return false }
      _ = cage.insert(cage.ref(only, ShapeLayout.name), only.offset, in: transitions)
    }
    let table = insert(name, child.offset, in: transitions, kind: .referenceTable)
    guard !table.isNull else { return false }
    cage.store32(table.offset, shape.offset, ShapeLayout.transitions)
    return true
  }

  /// The parent's table with the new field, if no other child has extended it already; otherwise a new one.
  private mutating func slotTable(forChild child: Ref, of shape: Ref, name: Ref, count: Int) -> Ref {
    let shared = cage.ref(shape, ShapeLayout.slots)
    if !shared.isNull, Int(cage.load32(shared.offset, TableLayout.count)) == count {
      return insert(name, UInt32(truncatingIfNeeded: count), in: shared, kind: .slotTable)
    }
    var table = makeTable(.slotTable, count: (count &+ 1) &* 2)
    var ancestor = child
    for _ in 0...max(0, min(count, 1 << 24)) {
      let last = cage.ref(ancestor, ShapeLayout.name)
      if table.isNull || last.isNull { break }
      let slot = cage.load32(ancestor.offset, ShapeLayout.count) &- 1
      table = insert(last, slot, in: table, kind: .slotTable)
      ancestor = cage.ref(ancestor, ShapeLayout.parent)
    }
    return table
  }
}
