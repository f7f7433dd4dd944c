/// How the heap divides the bytes that it may use, so that no collection ever lacks room for its copies.
///
/// The rule, which holds whenever the program runs: besides eden, the survivors, the blocks of the old space and what is outside, the
/// limit leaves room for a copy of the whole nursery. So old objects get only what that leaves, and
/// near the limit eden becomes smaller.
extension Heap {
  /// The bytes that must be free to copy this many young bytes: the survivor space as far as it may be filled,
  /// and blocks for what holes can't take. No more than a quarter of a block stays empty, except in the last two.
  private func copyDemand(_ bytes: Int) -> Int {
    guard bytes > 0 else { return 0 }
    let filled = BlockTable.blockSize - OldSpace.maximumSmallSize
    let blocks = max(0, bytes &- old.holeCapacity) / filled &+ 2
    return min(bytes, nursery.survivorLimit) &+ blocks &* BlockTable.blockSize
  }

  /// The greatest size of eden if `headroom` is left for the nursery and its copies: the inverse
  /// of `copyDemand`, rounded down.
  private func edenSize(headroom: Int) -> Int {
    /// The size of a nursery of which each byte takes `weight` / 3 bytes until it is copied to a hole, and 4/3
    /// more if it is copied to a block.
    func size(_ headroom: Int, weight: Int) -> Int {
      min(headroom &* 3 / weight, (headroom &* 3 &+ old.holeCapacity &* 4) / (weight &+ 4))
    }
    let headroom = headroom &- 2 &* BlockTable.blockSize
    let young = max(size(headroom &- nursery.survivorLimit, weight: 3), size(headroom, weight: 6))
    return max(0, young &- nursery.survivorSize) & ~(Nursery.minimumEdenSize - 1)
  }

  /// The size that eden keeps even if old objects could use its bytes: with less, there would be a collection after every few
  /// objects.
  private var edenFloor: Int {
    min(max(byteLimit / 64, Nursery.minimumEdenSize), Nursery.initialEdenSize)
  }

  /// Opens an empty eden of the desired size, or of the size that the limit allows if `bytes` are reserved for old objects.
  mutating func openEden(reserving bytes: Int) {
    approachWantedLimit()
    let headroom = byteLimit &- oldBytes
    let floor = min(edenSize(headroom: headroom), edenFloor)
    nursery.edenSize = min(nursery.desiredEdenSize, max(edenSize(headroom: headroom &- bytes), floor))
    top = Nursery.edenStart
    limit = stress ? 0 : nursery.edenEnd
    notePeak(usedBytes)
  }

  /// Whether an object of `size` can be allocated as an old one, and also as a young one unless it is too large for that.
  mutating func hasRoom(_ size: Int) -> Bool {
    hasOldRoom(size) && (size > Nursery.maximumObjectSize || Int(limit) &- Int(top) >= size)
  }

  /// Whether an old object of `size` can be allocated, if necessary at the expense of the unused end of eden.
  @inline(__always) mutating func hasOldRoom(_ size: Int) -> Bool {
    // What goes into the current hole does not change the room for copies. Large objects don't go into holes.
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
    // A hole that has become the current one no longer counts as room for copies.
    if isCovered { return true }
    shrinkEden(to: edenSize(headroom: byteLimit &- oldBytes))
    return isCovered
  }

  /// Whether there still is room for copies with all that is outside, if necessary at the expense of the unused end of eden.
  mutating func makeRoomForOutside() -> Bool {
    if isCovered { return true }
    shrinkEden(to: edenSize(headroom: byteLimit &- oldBytes))
    return isCovered
  }

  /// The lowest limit under which there is room for copies of the nursery.
  var leastLimit: Int { usedBytes &+ copyDemand(nursery.size) }

  /// Whether there is room for copies of the nursery.
  private var isCovered: Bool { leastLimit <= byteLimit }

  /// Cuts off the unused end of eden, or part of it.
  mutating func shrinkEden(to size: Int) {
    let used = min(nursery.edenSize, max(0, Int(top) &- Int(Nursery.edenStart)))
    nursery.edenSize = min(nursery.edenSize, max(used, size))
    limit = min(limit, nursery.edenEnd)
  }

  /// Lets old objects have the blocks that the nursery does not need.
  mutating func permitBlocks() {
    permitBlocks(beside: nursery.size &+ copyDemand(nursery.size))
  }

  /// Lets a collection have everything except the nursery and the survivors.
  mutating func permitBlocksForCopies() {
    permitBlocks(beside: nursery.size &+ min(nursery.size, nursery.survivorLimit))
  }

  private mutating func permitBlocks(beside bytes: Int) {
    old.blockLimit = max(0, byteLimit &- outsideBytes &- bytes) / BlockTable.blockSize
    old.prefersHoles = old.holeCapacity > byteLimit &- oldBytes
  }

  /// Whether a full collection left enough room that the next one is not due at once: otherwise a program at its limit
  /// would spend its time in the collector.
  var isWorthwhile: Bool { byteLimit &- oldBytes &+ old.holeCapacity >= old.bytesInUse / 64 }
}
