/// Objects of more than 8 KiB: each takes a run of whole blocks, and never moves.
extension OldSpace {
  /// How many blocks an object needs: more than there are if it is larger than the cage.
  static func blockCount(forLarge size: Int) -> Int {
    (max(1, min(size, Cage.size)) &+ BlockTable.blockSize &- 1) / BlockTable.blockSize
  }

  /// The bytes of the blocks that must be available to allocate an object.
  static func blockBytes(for size: Int) -> Int { blockCount(forLarge: size) &* BlockTable.blockSize }

  /// Room for a large object, or 0 if there is none.
  mutating func allocateLarge(_ size: Int) -> UInt32 {
    guard let first = freeRun(forLarge: size) else { return 0 }
    let count = OldSpace.blockCount(forLarge: size)
    use(first, as: .largeStart)
    for block in (first &+ 1)..<(first &+ count) { use(block, as: .largeRest) }
    for block in first..<(first &+ count) { blocks.freeAllLines(ofBlock: block) }
    blocks.setLargeSize(size, ofBlock: first)
    bytesInUse &+= count &* BlockTable.blockSize
    largeCursor = first &+ count
    return BlockTable.offset(ofBlock: first)
  }

  /// Gives a large object more bytes where it is; false, with nothing changed, if the blocks behind it are not free, or may not be used.
  mutating func growLarge(_ offset: UInt32, to size: Int) -> Bool {
    let first = BlockTable.block(of: offset)
    guard offset == BlockTable.offset(ofBlock: first), blocks.state(ofBlock: first) == .largeStart,
      size >= blocks.largeSize(ofBlock: first)
    else { return false }
    let end = first &+ OldSpace.blockCount(forLarge: size)
    let added = (first &+ OldSpace.blockCount(forLarge: blocks.largeSize(ofBlock: first)))..<end
    guard end <= BlockTable.endBlock, blocksInUse &+ added.count <= blockLimit,
      added.allSatisfy({ blocks.state(ofBlock: $0).isFree })
    else { return false }
    for block in added {
      use(block, as: .largeRest)
      blocks.freeAllLines(ofBlock: block)
    }
    blocks.setLargeSize(size, ofBlock: first)
    bytesInUse &+= added.count &* BlockTable.blockSize
    largeCursor = max(largeCursor, end)
    return true
  }

  /// Frees the blocks that a large object no longer needs.
  mutating func shrinkLarge(_ offset: UInt32, to size: Int) {
    let first = BlockTable.block(of: offset)
    guard offset == BlockTable.offset(ofBlock: first), blocks.state(ofBlock: first) == .largeStart else {
      return
    }
    blocks.setLargeSize(size, ofBlock: first)
    let kept = first &+ OldSpace.blockCount(forLarge: size)
    var block = kept
    while block < frontier, blocks.state(ofBlock: block) == .largeRest {
      free(block)
      block &+= 1
    }
    bytesInUse &-= (block &- kept) &* BlockTable.blockSize
    freeCursor = min(freeCursor, kept)
    largeCursor = min(largeCursor, kept)
  }

  /// The first run of free blocks after the last large object that is long enough, or else the first of all; nil if
  /// there is none, or if that many blocks may not be used.
  func freeRun(forLarge size: Int) -> Int? {
    let count = OldSpace.blockCount(forLarge: size)
    guard blocksInUse &+ count <= blockLimit else { return nil }
    return freeRun(count, from: largeCursor) ?? freeRun(count, from: BlockTable.firstBlock)
  }

  private func freeRun(_ count: Int, from start: Int) -> Int? {
    var first = start
    var block = start
    while block < BlockTable.endBlock {
      if !blocks.state(ofBlock: block).isFree { first = block &+ 1 }
      block &+= 1
      if block &- first >= count { return first }
      if first >= frontier, BlockTable.endBlock &- first < count { return nil }
    }
    return nil
  }
}
