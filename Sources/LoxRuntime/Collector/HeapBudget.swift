/// How the bytes that the heap may use are divided, so that no collection ever lacks room for its copies.
///
/// The rule, which holds whenever the program runs: beside eden, the survivors and the blocks of the old space, the
/// limit leaves room for a copy of the whole nursery. So old objects get only what that leaves, and
/// near the limit eden gets smaller.
extension Heap {
  /// The bytes that must be free for the copies of so many young bytes: the survivor space as far as it may be filled,
  /// and blocks for what holes won't take, of which no more than a quarter stays empty but for the last two.
  private func copyDemand(_ bytes: Int) -> Int {
    guard bytes > 0 else { return 0 }
    let filled = BlockTable.blockSize - OldSpace.maximumSmallSize
    let blocks = max(0, bytes &- old.holeCapacity) / filled &+ 2
    return min(bytes, nursery.survivorLimit) &+ blocks &* BlockTable.blockSize
  }

  /// The most bytes that eden may have if `headroom` is left for the nursery and the copies of it: the inverse
  /// of `copyDemand`, rounded down.
  private func edenSize(headroom: Int) -> Int {
    /// The size of a nursery, each byte of which takes `weight` / 3 bytes until it is copied to a hole, and 4/3
    /// more if it's copied to a block.
    func size(_ headroom: Int, weight: Int) -> Int {
      min(headroom &* 3 / weight, (headroom &* 3 &+ old.holeCapacity &* 4) / (weight &+ 4))
    }
    let headroom = headroom &- 2 &* BlockTable.blockSize
    let young = max(size(headroom &- nursery.survivorLimit, weight: 3), size(headroom, weight: 6))
    return max(0, young &- nursery.survivorSize) & ~(Nursery.minimumEdenSize - 1)
  }

  /// The size that eden keeps though old objects could use its bytes: with less, there would be a collection every few
  /// objects.
  private var edenFloor: Int {
    min(max(byteLimit / 64, Nursery.minimumEdenSize), Nursery.initialEdenSize)
  }

  /// Opens an empty eden that is as large as wanted, or as the limit allows if `bytes` are left to old objects.
  mutating func openEden(reserving bytes: Int) {
    approachWantedLimit()
    let headroom = byteLimit &- oldBytes
    let floor = min(edenSize(headroom: headroom), edenFloor)
    nursery.edenSize = min(nursery.desiredEdenSize, max(edenSize(headroom: headroom &- bytes), floor))
    top = Nursery.edenStart
    limit = stress ? 0 : nursery.edenEnd
    notePeak(usedBytes)
  }

  /// Whether an object of `size` can be allocated, old and also young, if it isn't too large for that.
  mutating func hasRoom(_ size: Int) -> Bool {
    hasOldRoom(size) && (size > Nursery.maximumObjectSize || Int(limit) &- Int(top) >= size)
  }

  /// Whether an old object of `size` can be allocated, if need be at the expense of eden's unused end.
  @inline(__always) mutating func hasOldRoom(_ size: Int) -> Bool {
    // What the current hole takes changes nothing for copies. Large objects take no holes.
    size <= OldSpace.maximumSmallSize && size <= Int(old.end &- old.top) || findOldRoom(size)
  }

  @inline(never) private mutating func findOldRoom(_ size: Int) -> Bool {
    permitBlocks()
    if !old.makeRoom(size) {
      let bytes = OldSpace.blockBytes(for: size)
      shrinkEden(to: max(edenSize(headroom: byteLimit &- oldBytes &- bytes), edenFloor))
      permitBlocks()
      if !old.makeRoom(size) { return false }
    }
    // A hole that became the current one doesn't count for copies any more.
    if isCovered { return true }
    shrinkEden(to: edenSize(headroom: byteLimit &- oldBytes))
    return isCovered
  }

  /// The least limit under which there is room for copies of the nursery.
  var leastLimit: Int { usedBytes &+ copyDemand(nursery.size) }

  /// Whether there is room for copies of the nursery.
  private var isCovered: Bool { leastLimit <= byteLimit }

  /// Cuts the unused end of eden off, or a part of it.
  mutating func shrinkEden(to size: Int) {
    let used = min(nursery.edenSize, max(0, Int(top) &- Int(Nursery.edenStart)))
    nursery.edenSize = min(nursery.edenSize, max(used, size))
    limit = min(limit, nursery.edenEnd)
  }

  /// Lets old objects have the blocks that the nursery doesn't need.
  private mutating func permitBlocks() {
    permitBlocks(beside: nursery.size &+ copyDemand(nursery.size))
  }

  /// Lets a collection have all but the nursery and the survivors.
  mutating func permitBlocksForCopies() {
    permitBlocks(beside: nursery.size &+ min(nursery.size, nursery.survivorLimit))
  }

  private mutating func permitBlocks(beside bytes: Int) {
    old.blockLimit = max(0, byteLimit &- bytes) / BlockTable.blockSize
    old.prefersHoles = old.holeCapacity > byteLimit &- oldBytes
  }

  /// Whether a full collection left so much room that the next one isn't due at once: otherwise a program at its limit
  /// would spend its time in the collector.
  var isWorthwhile: Bool { byteLimit &- oldBytes &+ old.holeCapacity >= old.bytesInUse / 64 }
}
