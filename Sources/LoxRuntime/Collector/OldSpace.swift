/// The part of the cage where objects stay: blocks of 32 KiB, divided into lines of 128 bytes.
///
/// Objects of up to 8 KiB are allocated by moving a pointer through a *hole*, a run of lines without live objects;
/// larger ones take a run of whole blocks. Objects never move; a full collection finds new holes.
struct OldSpace {
  let cage: Cage
  let blocks: BlockTable

  /// The current hole.
  var top: UInt32 = 0
  var end: UInt32 = 0
  /// Where objects of several lines go if they don't fit into the hole.
  var overflowTop: UInt32 = 0
  var overflowEnd: UInt32 = 0

  /// The block of the current hole, and its first line that has not been searched for further holes.
  var holeBlock = BlockTable.firstBlock
  var nextLine = BlockTable.linesPerBlock

  /// No block below this one is recyclable or free, or starts a free run that the last large object would have fitted into.
  var recycleCursor = BlockTable.firstBlock
  var freeCursor = BlockTable.firstBlock
  var largeCursor = BlockTable.firstBlock
  /// Blocks from here on have never been used.
  var frontier = BlockTable.firstBlock

  var blocksInUse = 0
  /// How many blocks may be in use; the heap sets this before it allocates.
  var blockLimit = 0
  /// Whether holes offer more room than free blocks: if so, objects of several lines go into holes as well.
  var prefersHoles = false
  /// The number of free blocks whose pages may still be committed.
  var dirtyBlocks = 0
  /// The bytes of all lines in use and of all large objects: the measure of the growth of the space.
  var bytesInUse = 0
  /// The bytes of objects that are certain to fit into the holes that have not been opened yet.
  var holeCapacity = 0

  /// The size of the largest object that shares a block with others.
  static let maximumSmallSize = 8 << 10

  init(reservation: Reservation) {
    cage = reservation.cage
    blocks = BlockTable(side: reservation.side)
  }

  // MARK: - Allocation

  /// Room for an object of up to `maximumSmallSize`, or 0 if no block may be taken.
  @inline(__always) mutating func allocate(_ size: UInt32) -> UInt32 {
    let start = top
    guard size <= end &- start else { return allocateSlow(size) }
    top = start &+ size
    return start
  }

  @inline(never) private mutating func allocateSlow(_ size: UInt32) -> UInt32 {
    if Int(size) > BlockTable.lineSize { return allocateOverflow(size) }
    // Every hole has at least one line, so the next one is large enough.
    guard findHole() else { return 0 }
    let start = top
    top = start &+ size
    return start
  }

  /// Objects of several lines don't end a hole into which smaller ones still fit: they go to a block of their own, as
  /// long as free blocks are not scarce.
  private mutating func allocateOverflow(_ size: UInt32) -> UInt32 {
    if size > overflowEnd &- overflowTop {
      guard !prefersHoles, let block = takeFreeBlock() else {
        guard findHole(ofSize: Int(size)) else { return 0 }
        let start = top
        top = start &+ size
        return start
      }
      overflowTop = BlockTable.offset(ofBlock: block)
      overflowEnd = overflowTop &+ UInt32(BlockTable.blockSize)
    }
    let start = overflowTop
    overflowTop = start &+ size
    return start
  }

  /// Makes a hole of this size the current one, and gives up smaller ones.
  private mutating func findHole(ofSize size: Int) -> Bool {
    while size > Int(end &- top) {
      if !findHole() { return false }
    }
    return true
  }

  /// Makes the next hole the current one: first in the current block, then in recyclable blocks, then in a free block.
  private mutating func findHole() -> Bool {
    if findHoleInBlock() { return true }
    while recycleCursor < frontier {
      let block = recycleCursor
      recycleCursor &+= 1
      if blocks.state(ofBlock: block) == .recyclable {
        blocks.setState(.used, ofBlock: block)
        holeBlock = block
        nextLine = 0
        if findHoleInBlock() { return true }
      }
    }
    guard let block = takeFreeBlock() else { return false }
    holeBlock = block
    nextLine = BlockTable.linesPerBlock
    top = BlockTable.offset(ofBlock: block)
    end = top &+ UInt32(BlockTable.blockSize)
    return true
  }

  private mutating func findHoleInBlock() -> Bool {
    let hole = blocks.takeHole(inBlock: holeBlock, from: nextLine)
    nextLine = hole.upperBound
    guard !hole.isEmpty else { return false }
    let start = BlockTable.offset(ofBlock: holeBlock)
    top = start &+ UInt32(hole.lowerBound &* BlockTable.lineSize)
    end = start &+ UInt32(hole.upperBound &* BlockTable.lineSize)
    bytesInUse &+= hole.count &* BlockTable.lineSize
    holeCapacity &-= BlockTable.capacity(ofHole: hole)
    return true
  }

  /// Takes the lowest free block, with all its lines in use.
  private mutating func takeFreeBlock() -> Int? {
    guard blocksInUse < blockLimit else { return nil }
    while freeCursor < BlockTable.endBlock {
      let block = freeCursor
      freeCursor &+= 1
      if blocks.state(ofBlock: block).isFree {
        use(block, as: .used)
        blocks.useAllLines(ofBlock: block)
        bytesInUse &+= BlockTable.blockSize
        return block
      }
    }
    return nil
  }

  /// Counts a free block as used.
  mutating func use(_ block: Int, as state: BlockTable.State) {
    if blocks.state(ofBlock: block) == .freeDirty { dirtyBlocks &-= 1 }
    blocks.setState(state, ofBlock: block)
    blocksInUse &+= 1
    frontier = max(frontier, block &+ 1)
  }

  /// Whether an object of this size can be allocated. If it will go into another hole, that becomes the current one.
  mutating func makeRoom(_ size: Int) -> Bool {
    if size > OldSpace.maximumSmallSize { return freeRun(forLarge: size) != nil }
    if size > BlockTable.lineSize {
      if size <= Int(overflowEnd &- overflowTop) || (!prefersHoles && blocksInUse < blockLimit) {
        return true
      }
    }
    return findHole(ofSize: size)
  }

  /// Gives up the current holes; a collection is about to find new ones.
  mutating func closeHoles() {
    top = 0
    end = 0
    overflowTop = 0
    overflowEnd = 0
    holeBlock = BlockTable.firstBlock
    nextLine = BlockTable.linesPerBlock
    recycleCursor = BlockTable.firstBlock
    freeCursor = BlockTable.firstBlock
    largeCursor = BlockTable.firstBlock
  }

  /// Whether marking has found the object.
  func isLive(_ ref: Ref) -> Bool { ref.offset >= Cage.oldStart && blocks.isMarked(ref.offset) }
}
