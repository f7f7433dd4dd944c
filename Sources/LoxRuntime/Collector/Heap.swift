/// All objects of an isolate: allocation, and when to collect. The collections themselves are in `Collections.swift`.
///
/// Two rules bind those who use it. Whoever stores a reference to a young object into an old one calls `remember`
/// for the old one, unless its header says that it is remembered; this goes for new old objects too. And
/// any call that gets `roots` may move every young object.
struct Heap: ~Copyable {
  /// Where the next young object goes, and where eden ends. The interpreter advances `top` itself; when it has
  /// moved it past `limit`, nothing was allocated, and it calls `makeRoom`.
  var top: UInt32 = Nursery.edenStart
  var limit: UInt32 = Nursery.edenStart

  let cage: Cage
  let reservation: Reservation
  /// The bytes that the heap may use.
  private(set) var byteLimit: Int
  /// The bytes that it should use: less than the limit if it used more already when this was set.
  private var wantedLimit: Int

  var nursery = Nursery()
  var old: OldSpace
  var remembered = WorkStack()
  /// The queue of collections.
  var pending = WorkStack()
  /// How large the old space may get before a full collection is due.
  var fullThreshold = Heap.minimumFullThreshold
  var statistics = CollectorStatistics()
  /// The bytes that were allocated in the old space, copies apart.
  private(set) var oldAllocatedBytes = 0
  /// How many of them there are when a full collection is due: what is born old dies young if there is much of it.
  var bornOldThreshold = Heap.minimumBornOld

  /// The most bytes that were ever in use.
  private(set) var peakBytes = 0
  /// Whether a collection met something that can't be in a sound heap. The isolate must not be used further.
  var isDamaged = false
  /// What the verifier found, if it ran.
  var problems: [HeapProblem] = []

  // For tests.

  /// Whether allocations collect first: each, until there have been thousands.
  var stress = false {
    didSet { limit = stress ? 0 : nursery.edenEnd }
  }
  /// Whether collections overwrite what they have freed, and verify the heap.
  var poisons = false
  /// Whether the heap is verified after every collection.
  var verifyAfterCollections = false
  /// The number of allocations, counted under stress only.
  var allocationCount = 0
  /// The bytes of objects that collections had to look at, under stress only.
  var stressedBytes = 0
  /// Under stress: the allocation that fails.
  var failAtAllocation: Int?
  /// Whether all allocations after that one fail as well.
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

  /// Changes the bytes that the heap may use. As long as it uses more already, there is only no room for more.
  mutating func setByteLimit(_ limit: Int) {
    wantedLimit = Heap.permitted(limit)
    guard wantedLimit < leastLimit else {
      byteLimit = wantedLimit
      return
    }
    shrinkEden(to: 0)
    byteLimit = max(wantedLimit, leastLimit)
  }

  /// Comes nearer to a limit that was too low when it was set; eden is empty.
  mutating func approachWantedLimit() {
    guard byteLimit > wantedLimit else { return }
    nursery.edenSize = 0
    byteLimit = max(wantedLimit, leastLimit)
  }

  // MARK: - Allocation

  /// Room for an object in eden, or null if eden is full. Its memory isn't zeroed.
  @inline(__always) mutating func allocateYoung(size: Int) -> Ref {
    let start = top
    let end = start &+ UInt32(truncatingIfNeeded: size)
    guard end <= limit else { return .null }
    top = end
    return Ref(offset: start)
  }

  /// Room for an object of any size in the old space, or null if the limit or the cage is exhausted. Its memory
  /// isn't zeroed; it stays until the next full collection at least.
  mutating func allocateOld(size: Int) -> Ref {
    if stress { limit = 0 }
    let size = max(8, size)
    if !hasOldRoom(size) { return .null }
    defer { notePeak(usedBytes) }
    oldAllocatedBytes &+= size
    if size > OldSpace.maximumSmallSize { return Ref(offset: old.allocateLarge(size)) }
    return Ref(offset: old.allocate(UInt32(size)))
  }

  /// Adds an old object, which got a reference to a young one, to those that the next collection looks at.
  mutating func remember(_ ref: Ref) {
    cage.setFlags(HeaderFlags.remembered, ref)
    remembered.push(ref.offset)
    if remembered.overflowed { isDamaged = true }
  }

  /// Whether the old space grew so much that a full collection is due, or so much was born in it.
  @inline(__always) var wantsCollection: Bool {
    stress || old.bytesInUse >= fullThreshold || oldAllocatedBytes >= bornOldThreshold
  }

  // MARK: - Accounting

  /// The bytes of eden, of the survivors, and of all blocks of the old space that are in use.
  var usedBytes: Int { nursery.size &+ oldBytes }
  var oldBytes: Int { old.blocksInUse &* BlockTable.blockSize }

  /// How much was allocated, as far as that is known between two collections.
  struct Allocation {
    fileprivate var edenBytes = 0
    fileprivate var oldBytes = 0

    /// Between the two, there was at most one collection.
    func bytes(since earlier: Allocation) -> Int {
      let young = edenBytes &- earlier.edenBytes
      return (young < 0 ? edenBytes : young) &+ oldBytes &- earlier.oldBytes
    }

    /// The same with so many bytes more in the old space.
    func adding(old bytes: Int) -> Allocation {
      Allocation(edenBytes: edenBytes, oldBytes: oldBytes &+ bytes)
    }
  }

  var allocation: Allocation {
    Allocation(
      edenBytes: max(0, min(Int(top), Int(limit)) &- Int(Nursery.edenStart)), oldBytes: oldAllocatedBytes)
  }

  /// Makes eden seem full when so many bytes more are allocated.
  mutating func openWindow(_ bytes: Int) {
    guard !stress else { return }
    limit = top &+ UInt32(truncatingIfNeeded: min(bytes, max(0, Int(nursery.edenEnd) &- Int(top))))
  }

  mutating func notePeak(_ bytes: Int) { peakBytes = max(peakBytes, bytes) }
}
