/// One collection of the nursery: what roots and remembered objects reach is copied out of it, and so is, in turn, what
/// the copies reach. The time is proportional to the survivors, whatever the size of the old space.
///
/// Objects from eden go to the empty survivor space as long as it has room; those that were survivors
/// already, and all others, are promoted. Copies that are still to be scanned lie in a stack, not in Cheney's queue:
/// so objects are met, and laid out, depth first, which for lists and trees is the order they were allocated in.
struct MinorCollection: ObjectVisitor {
  let cage: Cage
  /// The collected range of the cage.
  private let start: UInt32
  private let span: UInt32

  /// The survivor space that is being filled.
  private(set) var top: UInt32
  private let end: UInt32

  private(set) var old: OldSpace
  /// Copies whose references weren't looked at.
  private(set) var pending: WorkStack
  private(set) var remembered: WorkStack

  private(set) var promotedBytes = 0
  /// Whether the object that is being scanned refers to a young one.
  private var sawYoung = false
  /// Whether an object couldn't be moved: in a sound heap there is always room.
  private(set) var failed = false

  /// A collection that leaves survivors in the nursery, or one that promotes all.
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

  /// Collects, from the roots and the remembered objects.
  mutating func run<R: RootProvider & ~Copyable>(_ roots: inout R) {
    roots.visitRoots(&self)
    visitRemembered()
    drain()
    if pending.overflowed || remembered.overflowed { failed = true }
  }

  /// Scans the remembered objects, and forgets those that refer to no young object any more.
  private mutating func visitRemembered() {
    var kept = 0
    for index in 0..<remembered.count {
      let object = remembered[index]
      scanOld(object)
      if sawYoung {
        remembered[kept] = object
        kept &+= 1
      } else {
        cage.store32(cage.load32(object, 4) & ~HeaderFlags.remembered, object, 4)
      }
    }
    remembered.truncate(to: kept)
  }

  /// Scans an old object, whatever its header says within its bounds.
  private mutating func scanOld(_ object: UInt32) {
    sawYoung = false
    let header = cage.load32(object)
    let size = old.blocks.extent(object, claimed: cage.claimedSize(object, header: header))
    cage.scan(object, header: header, size: size, &self)
  }

  /// Scans the copies until no new ones appear.
  private mutating func drain() {
    while let object = pending.pop() {
      sawYoung = false
      let header = cage.load32(object)
      let size = min(cage.claimedSize(object, header: header), Nursery.maximumObjectSize)
      cage.scan(object, header: header, size: size, &self)
      if sawYoung, object >= Nursery.end {
        cage.setFlags(HeaderFlags.remembered, Ref(offset: object))
        remembered.push(object)
      }
    }
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
    pending.push(target)
    var displacement = 0
    while displacement < Int(size) {
      cage.store64(cage.load64(object, displacement), target, displacement)
      displacement &+= 8
    }
    cage.store32(ObjectKind.forwarded.rawValue, object)
    cage.store32(target, object, 4)
    return target
  }

  // MARK: - References

  @inline(__always) private func isCollected(_ offset: UInt32) -> Bool { offset &- start < span }

  @inline(__always) mutating func visit(_ value: Value) -> Value {
    guard value.isObject, isCollected(value.ref.offset) else { return value }
    return Value(bits: value.bits & ~0xffff_ffff | UInt64(moved(value.ref.offset)))
  }

  mutating func visit(_ ref: Ref) -> Ref {
    isCollected(ref.offset) ? Ref(offset: moved(ref.offset)) : ref
  }

  @inline(__always) mutating func visitValues(at offset: UInt32, count: Int) {
    var slot = Int(offset)
    let end = min(slot &+ count &* 8, Cage.size)
    while slot < end {
      visitValue(at: UInt32(truncatingIfNeeded: slot))
      slot &+= 8
    }
  }

  @inline(__always) private mutating func visitValue(at slot: UInt32) {
    let value = cage.value(slot)
    guard value.isObject else { return }
    var target = value.ref.offset
    if isCollected(target) {
      target = moved(target)
      cage.store64(value.bits & ~0xffff_ffff | UInt64(target), slot)
    }
    if target < Nursery.end { sawYoung = true }
  }

  @inline(__always) mutating func visitReference(at slot: UInt32) {
    let word = cage.load32(slot)
    var target = word & ~HeaderFlags.mask
    if isCollected(target) {
      target = moved(target)
      cage.store32(target | word & HeaderFlags.mask, slot)
    }
    if target < Nursery.end, target != 0 { sawYoung = true }
  }

  @inline(__always) mutating func visitShape(_ shape: UInt32) {}
}
