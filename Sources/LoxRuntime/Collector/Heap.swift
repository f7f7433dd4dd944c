/// Where the fields of a heap are that native code needs: eden's.
enum EdenLayout {
  static let top = 0
  static let limit = 4
}

/// All objects of an isolate: allocation, and when to collect. The collections themselves are in `Collections.swift`.
///
/// Two rules bind its users. Whoever stores a reference to a young object in an old one calls `remember`
/// for the old one, unless its header says that it is remembered already; this includes new old objects. And
/// any call that takes `roots` may move every young object.
struct Heap: ~Copyable {
  /// Where the next young object goes, and where eden ends. The interpreter advances `top` itself; if that
  /// moves it past `limit`, nothing was allocated, and it calls `makeRoom`.
  var top: UInt32 = Nursery.edenStart
  var limit: UInt32 = Nursery.edenStart

  let cage: Cage
  let reservation: Reservation
  /// The bytes that the heap may use.
  private(set) var byteLimit: Int
  /// The bytes that it should use: less than the limit if it already used more when this was set.
  private var wantedLimit: Int

  var nursery = Nursery()
  var old: OldSpace
  /// Old objects that refer to young ones, and cards of large objects that do (with `Heap.card` set).
  var remembered = WorkStack()
  /// How many times young objects were moved, from 1; never 0.
  var moveCount: UInt32 = 1
  /// The work that is left in a collection.
  var pending = WorkStack()
  /// How large the old space may get before a full collection is due.
  var fullThreshold = Heap.minimumFullThreshold
  var statistics = CollectorStatistics()
  /// The bytes allocated in the old space, not counting copies.
  private(set) var oldAllocatedBytes = 0
  /// The number of such bytes at which a full collection is due: if much is born old, much of it dies young.
  var bornOldThreshold = Heap.minimumBornOld

  /// The bytes that objects take outside of the cage; they count as memory of the heap.
  private(set) var outsideBytes = 0

  /// The greatest number of bytes that were ever in use.
  private(set) var peakBytes = 0
  /// Whether a collection found something that can't be in a sound heap. The isolate must not be used any more.
  var isDamaged = false
  /// What the verifier found, if it ran.
  var problems: [HeapProblem] = []

  // For tests.

  /// Whether allocations collect first: each of the first thousands, then some.
  var stress = false {
    didSet { limit = stress ? 0 : nursery.edenEnd }
  }
  /// Whether collections overwrite what they free, and verify the heap.
  var poisons = false
  /// Whether the heap is verified after every collection.
  var verifyAfterCollections = false
  /// The number of allocations, counted under stress only.
  var allocationCount = 0
  /// The bytes of objects that collections had to look at; counted under stress only.
  var stressedBytes = 0
  /// Under stress: the number of the allocation that fails.
  var failAtAllocation: Int?
  /// Whether all later allocations fail as well.
  var failurePersists = false

  static let minimumFullThreshold = 8 << 20
  static let minimumBornOld = 1 << 20

  init(reservation: Reservation, limit: Int) {
    self.reservation = reservation
    cage = reservation.cage
    byteLimit = Heap.permitted(limit)
    wantedLimit = byteLimit
    old = OldSpace(reservation: reservation)
    openEden(reserving: 0)
  }

  deinit {
    var (remembered, pending) = (remembered, pending)
    remembered.free()
    pending.free()
  }

  /// No heap is larger than the old space.
  private static func permitted(_ limit: Int) -> Int {
    max(0, min(limit, (BlockTable.endBlock - BlockTable.firstBlock) * BlockTable.blockSize))
  }

  /// Changes the number of bytes that the heap may use. If it already uses more, there is just no room for more objects.
  mutating func setByteLimit(_ limit: Int) {
    wantedLimit = Heap.permitted(limit)
    guard wantedLimit < leastLimit else {
      byteLimit = wantedLimit
      return
    }
    shrinkEden(to: 0)
    byteLimit = max(wantedLimit, leastLimit)
  }

  /// Comes closer to a limit that was too low when it was set; eden is empty.
  mutating func approachWantedLimit() {
    guard byteLimit > wantedLimit else { return }
    nursery.edenSize = 0
    byteLimit = max(wantedLimit, leastLimit)
  }

  // MARK: - Allocation

  /// Room for an object in eden, or null if eden is full. Its memory is not zeroed.
  @inline(__always) mutating func allocateYoung(size: Int) -> Ref {
    let start = top
    let end = start &+ UInt32(truncatingIfNeeded: size)
    guard end <= limit else { return .null }
    top = end
    return Ref(offset: start)
  }

  /// Room for an object of any size in the old space, or null if the limit is reached or the cage is full. Its memory
  /// is not zeroed; it stays at least until the next full collection.
  mutating func allocateOld(size: Int) -> Ref {
    if stress { limit = 0 }
    let size = max(8, size)
    if !hasOldRoom(size) { return .null }
    defer { notePeak(usedBytes) }
    oldAllocatedBytes &+= size
    if size > OldSpace.maximumSmallSize { return Ref(offset: old.allocateLarge(size)) }
    return Ref(offset: old.allocate(UInt32(size)))
  }

  /// Gives a large object more bytes where it is; false, with nothing changed, if there is no room for them.
  mutating func growLarge(_ ref: Ref, from oldSize: Int, to size: Int) -> Bool {
    permitBlocks()
    guard old.growLarge(ref.offset, to: size) else { return false }
    oldAllocatedBytes &+= max(0, size &- oldSize)
    notePeak(usedBytes)
    return true
  }

  /// Adds an old object to which a reference to a young one was stored to those that the next collection looks at.
  mutating func remember(_ ref: Ref) {
    cage.setFlags(HeaderFlags.remembered, ref)
    remembered.push(ref.offset)
    if remembered.overflowed { isDamaged = true }
  }

  /// Set in a remembered word that is the place of a card.
  static let card: UInt32 = 1

  /// Remembers what an old object holds at a place, where a reference to a young one was stored: of a large object, only that card.
  mutating func remember(_ ref: Ref, place: UInt32) {
    guard cage.size(ref) > OldSpace.maximumSmallSize, old.blocks.hasCards(place) else {
      if cage.flags(ref) & HeaderFlags.remembered == 0 { remember(ref) }
      return
    }
    guard old.blocks.markCard(place) else { return }
    remembered.push(place & ~UInt32(BlockTable.lineSize &- 1) | Heap.card)
    if remembered.overflowed { isDamaged = true }
  }

  /// Remembers all of a run of values in an old object that refer to young ones.
  mutating func rememberYoung(_ ref: Ref, from place: UInt32, count: Int) {
    guard !ref.isYoung, !cage.has(ref, .numbers) else { return }
    for index in 0..<max(0, cage.clipped(place, count &* 8) / 8) {
      let place = place &+ UInt32(truncatingIfNeeded: index &* 8)
      if cage.value(place).isYoung { remember(ref, place: place) }
    }
  }

  /// Whether a full collection is due, because the old space has grown or much was born in it.
  @inline(__always) var wantsCollection: Bool {
    stress || old.bytesInUse >= fullThreshold || oldAllocatedBytes >= bornOldThreshold
  }

  // MARK: - Accounting

  /// The bytes of eden, of the survivors, of all blocks of the old space that are in use, and those outside.
  var usedBytes: Int { nursery.size &+ oldBytes }
  var oldBytes: Int { old.blocksInUse &* BlockTable.blockSize &+ outsideBytes }

  /// Counts bytes outside of the cage, if there is room for them. Those that were `allocated` bring the next full collection nearer.
  mutating func takeOutside(_ bytes: Int, allocated: Bool) -> Bool {
    outsideBytes &+= bytes
    guard makeRoomForOutside() else {
      outsideBytes &-= bytes
      return false
    }
    if allocated { oldAllocatedBytes &+= bytes }
    notePeak(usedBytes)
    return true
  }

  /// Counts no more than these bytes from now on.
  mutating func keepOutside(_ bytes: Int) { outsideBytes = min(outsideBytes, bytes) }

  /// How much was allocated, as far as that is known between two collections.
  struct Allocation {
    fileprivate var edenBytes = 0
    fileprivate var oldBytes = 0

    /// The bytes allocated since then; at most one collection may lie between the two.
    func bytes(since earlier: Allocation) -> Int {
      let young = edenBytes &- earlier.edenBytes
      return (young < 0 ? edenBytes : young) &+ oldBytes &- earlier.oldBytes
    }

    /// The same with this many more bytes in the old space.
    func adding(old bytes: Int) -> Allocation {
      Allocation(edenBytes: edenBytes, oldBytes: oldBytes &+ bytes)
    }
  }

  var allocation: Allocation {
    Allocation(
      edenBytes: max(0, min(Int(top), Int(limit)) &- Int(Nursery.edenStart)), oldBytes: oldAllocatedBytes)
  }

  /// Makes eden seem full once this many more bytes have been allocated.
  mutating func openWindow(_ bytes: Int) {
    guard !stress else { return }
    limit = top &+ UInt32(truncatingIfNeeded: min(bytes, max(0, Int(nursery.edenEnd) &- Int(top))))
  }

  mutating func notePeak(_ bytes: Int) { peakBytes = max(peakBytes, bytes) }
}
