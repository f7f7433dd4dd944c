/// What is known about the blocks of the old space. It is in the side memory, where no reference reaches it, with a
/// kilobyte for each block:
///
///     +0     mark bits: a bit for each 8 bytes that an object may start at
///     +512   lines: a byte for each, 1 if it is in use
///     +768   bytes of the large object that starts here
///
/// and one dense table with the state of every block, a byte for each.
struct BlockTable {
  let side: SideMemory

  static let blockSize = 32 << 10
  static let lineSize = 128
  static let linesPerBlock = blockSize / lineSize
  static let firstBlock = Int(Cage.oldStart) / blockSize
  /// The last block is not used, so that the end of a hole is always an offset.
  static let endBlock = Cage.size / blockSize - 1

  @inline(__always) static func block(of offset: UInt32) -> Int { Int(offset) / blockSize }
  @inline(__always) static func offset(ofBlock block: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: block &* blockSize)
  }

  // MARK: - States

  /// What a block is used for.
  enum State: UInt8 {
    /// No object; its pages were never touched or are given back.
    case freeClean
    /// No object; its pages are committed.
    case freeDirty
    /// It has lines without objects.
    case recyclable
    /// All its lines are in use or given to the allocator.
    case used
    /// A further block of a large object.
    case largeStart
    /// A further one.
    case largeRest

    @inline(__always) var isFree: Bool { rawValue <= State.freeDirty.rawValue }
  }

  /// The states are where the side memory of the value stack would be, which has no blocks: at its end, so that
  /// they share a page table with the side memory of the first blocks.
  private static let stateTable = firstBlock * 1024 - (endBlock + 1)

  func state(ofBlock block: Int) -> State {
    State(rawValue: side.load8(BlockTable.stateTable &+ block)) ?? .used
  }

  func setState(_ state: State, ofBlock block: Int) {
    side.store8(state.rawValue, BlockTable.stateTable &+ block)
  }

  /// Forgets everything about a block.
  func clear(_ block: Int) {
    side.clear(block &* 1024, count: 1024)
    setState(.freeClean, ofBlock: block)
  }

  // MARK: - Marks

  /// Marks an object; false if it was marked already.
  @inline(__always) func mark(_ offset: UInt32) -> Bool {
    let index = BlockTable.markIndex(offset)
    let bit = BlockTable.markBit(offset)
    let byte = side.load8(index)
    side.store8(byte | bit, index)
    return byte & bit == 0
  }

  @inline(__always) func isMarked(_ offset: UInt32) -> Bool {
    side.load8(BlockTable.markIndex(offset)) & BlockTable.markBit(offset) != 0
  }

  /// Forgets which objects in a block are marked.
  func clearMarks(ofBlock block: Int) { side.clear(block &* 1024, count: 512) }

  @inline(__always) private static func markIndex(_ offset: UInt32) -> Int {
    Int((offset &>> 15) &<< 10 | offset &>> 6 & 511)
  }
  @inline(__always) private static func markBit(_ offset: UInt32) -> UInt8 {
    1 &<< UInt8(truncatingIfNeeded: offset &>> 3 & 7)
  }

  // MARK: - Lines

  /// Records that all lines of a small object are in use.
  @inline(__always) func useLines(_ offset: UInt32, size: Int) {
    var line = BlockTable.lineIndex(offset)
    let last = BlockTable.lineIndex(offset &+ UInt32(truncatingIfNeeded: size &- 1))
    side.store8(1, line)
    while line < last {
      line &+= 1
      side.store8(1, line)
    }
  }

  func useAllLines(ofBlock block: Int) {
    let lines = BlockTable.lineIndex(ofBlock: block)
    for line in stride(from: lines, to: lines + BlockTable.linesPerBlock, by: 8) {
      side.store64(0x0101_0101_0101_0101, line)
    }
  }

  /// Treats all lines of a block as free.
  func freeAllLines(ofBlock block: Int) {
    side.clear(BlockTable.lineIndex(ofBlock: block), count: BlockTable.linesPerBlock)
  }

  /// Takes the next run of free lines at or after a line into use; empty if there is none.
  func takeHole(inBlock block: Int, from line: Int) -> Range<Int> {
    let lines = BlockTable.lineIndex(ofBlock: block)
    var first = line
    while first < BlockTable.linesPerBlock, side.load8(lines &+ first) != 0 { first &+= 1 }
    var end = first
    while end < BlockTable.linesPerBlock, side.load8(lines &+ end) == 0 {
      side.store8(1, lines &+ end)
      end &+= 1
    }
    return first..<end
  }

  func isLineInUse(_ offset: UInt32) -> Bool { side.load8(BlockTable.lineIndex(offset)) != 0 }

  /// How many lines of a block are in use, and the total capacity of its holes.
  func usage(ofBlock block: Int) -> (lines: Int, capacity: Int) {
    let lines = BlockTable.lineIndex(ofBlock: block)
    var sum: UInt64 = 0
    var freeWords = 0
    var capacity = 0
    for line in stride(from: lines, to: lines + BlockTable.linesPerBlock, by: 8) {
      let word = side.load64(line)
      // Each byte is 0 or 1, and none of the eight columns can overflow.
      sum &+= word
      if word == 0 {
        freeWords &+= 1
      } else {
        capacity &+= BlockTable.capacity(ofFreeWords: freeWords)
        freeWords = 0
      }
    }
    let pairs = (sum & 0x00ff_00ff_00ff_00ff) &+ (sum >> 8 & 0x00ff_00ff_00ff_00ff)
    return (
      Int((pairs &* 0x0001_0001_0001_0001) >> 48), capacity &+ BlockTable.capacity(ofFreeWords: freeWords)
    )
  }

  /// The bytes of objects that are certain to fit into a hole: all but one, which might not fit. Since holes are
  /// found by words of eight lines, only whole words count.
  static func capacity(ofHole lines: Range<Int>) -> Int {
    capacity(ofFreeWords: lines.upperBound / 8 - (lines.lowerBound + 7) / 8)
  }

  private static func capacity(ofFreeWords count: Int) -> Int {
    max(0, count * 8 * lineSize - OldSpace.maximumSmallSize)
  }

  @inline(__always) private static func lineIndex(_ offset: UInt32) -> Int {
    Int((offset &>> 15) &<< 10 | 512 | offset &>> 7 & 255)
  }
  private static func lineIndex(ofBlock block: Int) -> Int { block &* 1024 &+ 512 }

  // MARK: - Cards

  /// Whether the place is in a large object. Lines mean nothing there: their bytes tell which *cards*, which are as large, hold a
  /// reference to a young object.
  func hasCards(_ offset: UInt32) -> Bool {
    guard offset >= Cage.oldStart else { return false }
    let state = state(ofBlock: BlockTable.block(of: offset))
    return state == .largeStart || state == .largeRest
  }

  /// Marks the card of a place in a large object; false if it was marked already.
  func markCard(_ offset: UInt32) -> Bool {
    let index = BlockTable.lineIndex(offset)
    let isNew = side.load8(index) == 0
    side.store8(1, index)
    return isNew
  }

  func clearCard(_ offset: UInt32) { side.store8(0, BlockTable.lineIndex(offset)) }

  /// The places on a card that hold values: not the header of the object.
  func values(onCard card: UInt32) -> Range<Int> {
    let block = BlockTable.block(of: card)
    let isFirst = card == BlockTable.offset(ofBlock: block) && state(ofBlock: block) == .largeStart
    return Int(card) &+ (isFirst ? ElementsLayout.values : 0)..<Int(card) &+ BlockTable.lineSize
  }

  // MARK: - Sizes

  /// The bytes of the large object that starts in a block.
  func largeSize(ofBlock block: Int) -> Int {
    Int(truncatingIfNeeded: side.load64(block &* 1024 &+ 768))
  }

  func setLargeSize(_ size: Int, ofBlock block: Int) {
    side.store64(UInt64(truncatingIfNeeded: size), block &* 1024 &+ 768)
  }

  /// How many of the bytes that the object at `offset` claims belong to it: whatever a
  /// damaged header says, a small object ends with its block and a large one with its run of blocks.
  @inline(__always) func extent(_ offset: UInt32, claimed size: Int) -> Int {
    let room = BlockTable.blockSize &- Int(offset) & (BlockTable.blockSize &- 1)
    return size <= room ? size : largeExtent(offset, claimed: size, room: room)
  }

  @inline(never) private func largeExtent(_ offset: UInt32, claimed size: Int, room: Int) -> Int {
    let block = BlockTable.block(of: offset)
    guard room == BlockTable.blockSize, state(ofBlock: block) == .largeStart else { return room }
    return min(size, largeSize(ofBlock: block))
  }
}
