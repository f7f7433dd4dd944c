/// When and how the heap is collected.
extension Heap {
  /// Makes sure that an object of `size` can be allocated, both young (unless it is too large for that) and old;
  /// false if there is not enough memory.
  mutating func makeRoom<R: RootProvider & ~Copyable>(size: Int, roots: inout R) -> Bool {
    let size = max(8, size)
    if stress { return makeRoomUnderStress(size: size, roots: &roots) }
    if !wantsCollection {
      if hasRoom(size) { return true }
      if size <= Nursery.maximumObjectSize {
        collectMinor(roots: &roots)
        openEden(reserving: OldSpace.blockBytes(for: size))
        if hasRoom(size) { return true }
      }
    }
    collectFull(roots: &roots)
    openEden(reserving: OldSpace.blockBytes(for: size))
    return hasRoom(size) && isWorthwhile
  }

  /// Whether a heap under stress is collected at this allocation: at each of the first 4,096, then more and more rarely, and
  /// only while all collections together have looked at no more than 256 MiB plus 256 bytes for each allocation. So the time
  /// stays proportional to the number of allocations, however large the heap is.
  private var isStressDue: Bool {
    allocationCount % max(1, allocationCount >> 12) == 0 && stressedBytes >> 8 <= 1 << 20 &+ allocationCount
  }

  /// Collects at each allocation while there are few of them; every eighth collection is a full one.
  private mutating func makeRoomUnderStress<R: RootProvider & ~Copyable>(size: Int, roots: inout R) -> Bool {
    allocationCount &+= 1
    if let failing = failAtAllocation,
      failurePersists ? allocationCount >= failing : allocationCount == failing
    {
      return false
    }
    if isStressDue {
      stressedBytes &+= old.bytesInUse &+ nursery.survivorSize
      if allocationCount & 7 == 0 { collectFull(roots: &roots) } else { collectMinor(roots: &roots) }
      openEden(reserving: OldSpace.blockBytes(for: size))
    }
    limit = nursery.edenEnd
    var isPossible = hasRoom(size)
    if !isPossible {
      collectFull(roots: &roots)
      openEden(reserving: OldSpace.blockBytes(for: size))
      limit = nursery.edenEnd
      isPossible = hasRoom(size)
    }
    // Eden is open for exactly one object of this size.
    limit = isPossible && size <= Nursery.maximumObjectSize ? top &+ UInt32(size) : 0
    return isPossible
  }

  /// Collects the nursery alone.
  mutating func collectMinor<R: RootProvider & ~Copyable>(roots: inout R) {
    let start = MonotonicClock.nanoseconds()
    let edenUsed = min(nursery.edenSize, max(0, Int(top) &- Int(Nursery.edenStart)))
    let promoted = emptyNursery(promotesAll: false, roots: &roots)
    nursery.adapt(edenUsed: edenUsed, copied: nursery.survivorSize &+ promoted, old: old.bytesInUse)
    openEden(reserving: 0)
    statistics.noteMinor(nanoseconds: MonotonicClock.nanoseconds() &- start, promoted: promoted)
    finish(&roots)
  }

  /// Collects everything: promotes the whole nursery, then marks and sweeps the old space.
  mutating func collectFull<R: RootProvider & ~Copyable>(roots: inout R) {
    let start = MonotonicClock.nanoseconds()
    let promoted = emptyNursery(promotesAll: true, roots: &roots)
    old.clearMarks()
    var marking = Marking(old, stack: pending)
    marking.run(&roots)
    pending = marking.stack
    pending.reset()
    defer { marking.free() }
    if marking.isComplete {
      marking.forgetDeadShapes()
      let old = old
      let functions = marking.functions
      roots.forgetDead(isLive: { old.isLive($0) }, isLiveFunction: { functions.contains($0) })
      keepOutside(roots.outsideBytes)
      self.old.sweep()
    } else {
      isDamaged = true
      old.keepAll()
    }
    if stress || poisons { old.poison() }
    old.discardFreeBlocks(reservation)
    fullThreshold = max(Heap.minimumFullThreshold, old.bytesInUse &* 2)
    bornOldThreshold = oldAllocatedBytes &+ max(Heap.minimumBornOld, old.bytesInUse &+ outsideBytes)
    openEden(reserving: 0)
    discardNursery()
    statistics.noteFull(nanoseconds: MonotonicClock.nanoseconds() &- start, promoted: promoted)
    finish(&roots)
  }

  /// Moves all live objects out of eden and the survivor space; returns how many bytes went to the old space.
  private mutating func emptyNursery<R: RootProvider & ~Copyable>(
    promotesAll: Bool, roots: inout R
  ) -> Int {
    permitBlocksForCopies()
    moveCount = max(1, moveCount &+ 1)
    let edenUsed = min(nursery.edenSize, max(0, Int(top) &- Int(Nursery.edenStart)))
    var collection = MinorCollection(
      nursery, promotesAll: promotesAll, old: old, pending: pending, remembered: remembered)
    collection.run(&roots)
    roots.updateMoved { collection.newPlace(of: $0) }
    old = collection.old
    pending = collection.pending
    pending.reset()
    remembered = collection.remembered
    if collection.failed { isDamaged = true }
    let survivors = Int(collection.top &- nursery.emptyStart)
    notePeak(usedBytes &+ survivors)
    if stress || poisons {
      cage.fill(Nursery.edenStart, count: edenUsed, with: 0xff)
      cage.fill(nursery.survivorStart, count: nursery.survivorSize, with: 0xff)
    }
    nursery.survivorsAreHigh.toggle()
    nursery.survivorTop = collection.top
    return collection.promotedBytes
  }

  /// Gives back the pages of the nursery that are not in use now that it is empty.
  private mutating func discardNursery() {
    reservation.discard(0, count: Int(Nursery.edenStart))
    reservation.discard(nursery.edenEnd, count: Int(Nursery.end &- nursery.edenEnd))
  }

  private mutating func finish<R: RootProvider & ~Copyable>(_ roots: inout R) {
    guard verifyAfterCollections || stress || poisons else { return }
    problems = verify(roots: &roots)
    if !problems.isEmpty { isDamaged = true }
  }
}
