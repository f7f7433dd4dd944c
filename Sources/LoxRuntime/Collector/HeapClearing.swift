/// Leaves no trace: the memory of a small isolate is cleared and used for another one.
extension Heap {
  /// Larger isolates give their memory back to the system.
  private static let maximumBlocks = 8
  private static let maximumEden = 128 << 10

  /// Overwrites everything that the heap has ever written with zeros. False if that would take longer than to ask the system
  /// for new memory, or if the heap is not sound.
  mutating func clear() -> Bool {
    let edenUsed = min(nursery.edenSize, max(0, Int(top) &- Int(Nursery.edenStart)))
    guard statistics.minor.count == 0, statistics.full.count == 0, !stress, !isDamaged,
      edenUsed <= Heap.maximumEden, old.frontier &- BlockTable.firstBlock <= Heap.maximumBlocks
    else { return false }
    cage.fill(Nursery.edenStart, count: edenUsed, with: 0)
    old.clear()
    return true
  }
}

extension OldSpace {
  /// Overwrites all blocks that were ever used, and what is known about them.
  fileprivate func clear() {
    for block in BlockTable.firstBlock..<frontier {
      let start = BlockTable.offset(ofBlock: block)
      var used = BlockTable.blockSize
      // Of a block that was being filled, only the beginning was written.
      for place in [top, overflowTop] where place &- start <= UInt32(BlockTable.blockSize) && place > start {
        used = min(used, Int(place &- start))
      }
      cage.fill(start, count: used, with: 0)
      blocks.clear(block)
    }
  }
}
