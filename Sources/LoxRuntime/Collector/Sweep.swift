/// What is done around marking: clean marks before it, new holes and free blocks after it. Neither looks at
/// objects, only at a few hundred bytes of side memory for each block.
extension OldSpace {
  /// Forgets all marks, and which lines are in use.
  mutating func clearMarks() {
    closeHoles()
    for block in BlockTable.firstBlock..<frontier {
      switch blocks.state(ofBlock: block) {
      case .used, .recyclable:
        blocks.clearMarks(ofBlock: block)
        blocks.freeAllLines(ofBlock: block)
      case .largeStart: blocks.clearMarks(ofBlock: block)
      case .largeRest, .freeClean, .freeDirty: break
      }
    }
  }

  /// Frees blocks without marked lines and large objects without a mark, and finds the blocks that have holes.
  mutating func sweep() {
    bytesInUse = 0
    holeCapacity = 0
    var isDeadRun = false
    for block in BlockTable.firstBlock..<frontier {
      switch blocks.state(ofBlock: block) {
      case .used, .recyclable:
        let (lines, capacity) = blocks.usage(ofBlock: block)
        if lines == 0 {
          free(block)
        } else {
          blocks.setState(lines < BlockTable.linesPerBlock ? .recyclable : .used, ofBlock: block)
          bytesInUse &+= lines &* BlockTable.lineSize
          holeCapacity &+= capacity
        }
      case .largeStart:
        isDeadRun = !blocks.isMarked(BlockTable.offset(ofBlock: block))
        sweepLarge(block, isDead: isDeadRun)
      case .largeRest:
        sweepLarge(block, isDead: isDeadRun)
      case .freeClean, .freeDirty:
        break
      }
    }
  }

  private mutating func sweepLarge(_ block: Int, isDead: Bool) {
    if isDead { free(block) } else { bytesInUse &+= BlockTable.blockSize }
  }

  /// Counts a block as free.
  mutating func free(_ block: Int) {
    blocks.setState(.freeDirty, ofBlock: block)
    dirtyBlocks &+= 1
    blocksInUse &-= 1
  }

  /// Overwrites everything that is free, so that a use of a reference to a dead object is noticed. For tests.
  func poison() {
    for block in BlockTable.firstBlock..<frontier {
      let start = BlockTable.offset(ofBlock: block)
      switch blocks.state(ofBlock: block) {
      case .freeDirty:
        cage.fill(start, count: BlockTable.blockSize, with: 0xff)
      case .recyclable:
        for line in 0..<UInt32(BlockTable.linesPerBlock) {
          let offset = start &+ line &* UInt32(BlockTable.lineSize)
          if !blocks.isLineInUse(offset) { cage.fill(offset, count: BlockTable.lineSize, with: 0xff) }
        }
      case .used, .largeStart, .largeRest, .freeClean:
        break
      }
    }
  }

  /// Treats all objects as live, after a marking that could not be completed.
  mutating func keepAll() {
    bytesInUse = blocksInUse &* BlockTable.blockSize
    holeCapacity = 0
    for block in BlockTable.firstBlock..<frontier where blocks.state(ofBlock: block) == .recyclable {
      blocks.setState(.used, ofBlock: block)
    }
  }

  /// Gives back the pages of free blocks, from the highest down, except for some that will soon be needed again.
  mutating func discardFreeBlocks(_ reservation: Reservation) {
    let kept = max(OldSpace.keptFreeBlocks, blocksInUse / 4)
    var end = frontier
    while dirtyBlocks > kept, end > BlockTable.firstBlock {
      var start = end
      while dirtyBlocks > kept, start > BlockTable.firstBlock, blocks.state(ofBlock: start &- 1) == .freeDirty
      {
        start &-= 1
        blocks.setState(.freeClean, ofBlock: start)
        dirtyBlocks &-= 1
      }
      if start < end {
        reservation.discard(
          BlockTable.offset(ofBlock: start), count: (end &- start) &* BlockTable.blockSize)
        end = start
      } else {
        end &-= 1
      }
    }
  }

  private static let keptFreeBlocks = 32
}
