/// One collection of the nursery: what roots and remembered objects reach is copied out of it, and so is, in turn, what
/// the copies reach. The time is proportional to the survivors, whatever the size of the old space.
///
/// Objects from eden go to the empty survivor space as long as it has room; those that were survivors
/// already, and those that don't fit, are promoted. The remaining work is a stack of slots, not Cheney's queue of objects:
/// an object is copied when it is its slot's turn, first fields first. So objects are laid out depth first, in
/// the order in which trees and lists are made and walked. (Walking the book's `trees` takes half the time that it takes with
/// a layout in which siblings are next to each other.)
struct MinorCollection: ObjectVisitor {
  let cage: Cage
  /// The range of the cage that is collected.
  private let start: UInt32
  private let span: UInt32

  /// The survivor space that is being filled.
  private(set) var top: UInt32
  private let end: UInt32

  private(set) var old: OldSpace
  /// Slots that refer to objects which may not have been copied yet, each below the object (or the card) that holds it.
  private(set) var pending: WorkStack
  private(set) var remembered: WorkStack

  private(set) var promotedBytes = 0
  /// The object whose slots are being pushed; 0 while roots are visited.
  private var holder: UInt32 = 0
  /// Whether an object could not be moved: in a sound heap there is always room.
  private(set) var failed = false

  /// A collection that leaves survivors in the nursery, or one that promotes everything.
  init(
    _ nursery: Nursery, promotesAll: Bool, old: OldSpace, pending: WorkStack, remembered: WorkStack
  ) {
    cage = old.cage
    let collected = promotesAll ? Nursery.lowStart..<Nursery.end : nursery.collectedRange
    start = collected.lowerBound
    span = collected.upperBound &- collected.lowerBound
    top = nursery.emptyStart
    end = promotesAll ? top : nursery.emptyEnd
    self.old = old
    self.pending = pending
    self.remembered = remembered
  }

  /// Collects, from the remembered objects and the roots.
  mutating func run<R: RootProvider & ~Copyable>(_ roots: inout R) {
    // This comes first, since what is copied later may have to be remembered.
    visitRemembered()
    drain()
    roots.visitRoots(&self)
    if pending.overflowed || remembered.overflowed { failed = true }
  }

  /// Pushes the slots of the remembered objects, and forgets them all: those that still refer to a young object at the
  /// end are remembered again.
  private mutating func visitRemembered() {
    for index in 0..<remembered.count {
      let object = remembered[index]
      if object & Heap.card != 0 {
        pushSlots(ofCard: object)
        continue
      }
      cage.store32(cage.load32(object, 4) & ~HeaderFlags.remembered, object, 4)
      let header = cage.load32(object)
      let size = old.blocks.extent(object, claimed: cage.claimedSize(object, header: header))
      pushSlots(of: object, header: header, size: size)
    }
    remembered.truncate(to: 0)
  }

  @inline(__always) private mutating func pushSlots(of object: UInt32, header: UInt32, size: Int) {
    holder = object
    cage.scan(object, header: header, size: size, &self)
    holder = 0
  }

  /// Pushes the slots of a card; the large object that it belongs to may have any number of others.
  private mutating func pushSlots(ofCard card: UInt32) {
    holder = card
    old.blocks.clearCard(card)
    let slots = old.blocks.values(onCard: card & ~Heap.card)
    visitValues(at: UInt32(truncatingIfNeeded: slots.lowerBound), count: slots.count / 8)
    holder = 0
  }

  private mutating func push(_ slot: UInt32) {
    pending.push(holder)
    pending.push(slot)
  }

  /// Set in the low bit of a pushed slot that holds a bare reference rather than a value.
  private static let bareReference: UInt32 = 1

  /// Copies what the slots refer to until none is left.
  private mutating func drain() {
    while let tagged = pending.pop(), let holder = pending.pop() {
      let slot = tagged & ~MinorCollection.bareReference
      let target: UInt32
      if tagged == slot {
        let value = cage.value(slot)
        guard value.isObject, isCollected(value.ref.offset) else { continue }
        target = moved(value.ref.offset)
        cage.store64(value.bits & ~0xffff_ffff | UInt64(target), slot)
      } else {
        let word = cage.load32(slot)
        guard isCollected(word & ~HeaderFlags.mask) else { continue }
        target = moved(word & ~HeaderFlags.mask)
        cage.store32(target | word & HeaderFlags.mask, slot)
      }
      if holder >= Nursery.end, target < Nursery.end { remember(holder) }
    }
  }

  private mutating func remember(_ object: UInt32) {
    if object & Heap.card != 0 {
      if old.blocks.markCard(object) { remembered.push(object) }
      return
    }
    let ref = Ref(offset: object)
    guard cage.flags(ref) & HeaderFlags.remembered == 0 else { return }
    cage.setFlags(HeaderFlags.remembered, ref)
    remembered.push(object)
  }

  // MARK: - Moving objects

  /// The new place of a young object.
  @inline(__always) private mutating func moved(_ object: UInt32) -> UInt32 {
    let header = cage.load32(object)
    if header == ObjectKind.forwarded.rawValue { return cage.load32(object, 4) }
    return move(object, header: header)
  }

  @inline(__always) private mutating func move(_ object: UInt32, header: UInt32) -> UInt32 {
    let size = UInt32(
      truncatingIfNeeded: min(cage.claimedSize(object, header: header), Nursery.maximumObjectSize))
    let isNew = object &- Nursery.edenStart < Nursery.highStart &- Nursery.edenStart
    let target: UInt32
    if isNew, size <= end &- top {
      target = top
      top = target &+ size
    } else {
      target = old.allocate(size)
      guard target != 0 else {
        failed = true
        return object
      }
      promotedBytes &+= Int(size)
    }
    var displacement = 0
    while displacement < Int(size) {
      cage.store64(cage.load64(object, displacement), target, displacement)
      displacement &+= 8
    }
    cage.store32(ObjectKind.forwarded.rawValue, object)
    cage.store32(target, object, 4)
    pushSlots(of: target, header: header, size: Int(size))
    return target
  }

  /// Where an object is now that all have been moved; null if it was not reached.
  func newPlace(of ref: Ref) -> Ref {
    guard isCollected(ref.offset) else { return ref }
    return cage.has(ref, .forwarded) ? Ref(offset: cage.load32(ref.offset, 4)) : .null
  }

  // MARK: - References

  @inline(__always) private func isCollected(_ offset: UInt32) -> Bool { offset &- start < span }

  @inline(__always) mutating func visit(_ value: Value) -> Value {
    guard value.isObject, isCollected(value.ref.offset) else { return value }
    let target = moved(value.ref.offset)
    drain()
    return Value(bits: value.bits & ~0xffff_ffff | UInt64(target))
  }

  mutating func visit(_ ref: Ref) -> Ref {
    guard isCollected(ref.offset) else { return ref }
    let target = moved(ref.offset)
    drain()
    return Ref(offset: target)
  }

  /// The values of a root are replaced at once; those of an object are pushed, the first one last.
  @inline(__always) mutating func visitValues(at offset: UInt32, count: Int) {
    let start = Int(offset)
    var slot = min(start &+ count &* 8, Cage.size)
    if holder == 0 { return visitRootValues(start..<max(start, slot)) }
    while slot > start {
      slot &-= 8
      let value = cage.value(UInt32(truncatingIfNeeded: slot))
      if value.isObject, isCollected(value.ref.offset) { push(UInt32(truncatingIfNeeded: slot)) }
    }
  }

  private mutating func visitRootValues(_ slots: Range<Int>) {
    var slot = slots.lowerBound
    while slot < slots.upperBound {
      let place = UInt32(truncatingIfNeeded: slot)
      let value = cage.value(place)
      if value.isObject, isCollected(value.ref.offset) { cage.store(visit(value), place) }
      slot &+= 8
    }
  }

  @inline(__always) mutating func visitReference(at slot: UInt32, to target: ReferenceTarget) {
    if isCollected(cage.load32(slot) & ~HeaderFlags.mask) { push(slot | MinorCollection.bareReference) }
  }

  @inline(__always) mutating func visitShape(_ shape: UInt32) {}
}
