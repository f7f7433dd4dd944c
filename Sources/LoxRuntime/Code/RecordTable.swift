/// The records of all functions of an isolate, by index; a closure in the cage names its function by this index. After a
/// program is unloaded, its indices have no record until another program gets them.
@safe struct RecordTable {
  private var base: UnsafeMutablePointer<FunctionRecord?>?
  private(set) var count = 0
  private var capacity = 0

  init() { unsafe base = nil }

  func free() { unsafe freeMemory(base) }

  /// Makes room for this many records, which are empty; false if the system has no memory.
  mutating func reserve(_ newCount: Int) -> Bool {
    if newCount > capacity, !move(capacity: max(16, capacity * 2, newCount)) { return false }
    count = max(count, newCount)
    return true
  }

  /// Moves the table to other memory, and overwrites the old place.
  mutating func move() {
    let (old, size) = unsafe (base, capacity * MemoryLayout<FunctionRecord?>.stride)
    guard let old = unsafe old, move(capacity: capacity, frees: false) else { return }
    unsafe UnsafeMutableRawPointer(old).initializeMemory(as: UInt8.self, repeating: 0xdb, count: size)
    unsafe freeMemory(old)
  }

  private mutating func move(capacity newCapacity: Int, frees: Bool = true) -> Bool {
    let size = newCapacity * MemoryLayout<FunctionRecord?>.stride
    guard let moved = unsafe makeMemory(size, alignment: 16) else { return false }
    // SAFETY: `count` records are initialised, at most `capacity`.
    let new = unsafe moved.bindMemory(to: FunctionRecord?.self, capacity: newCapacity)
    unsafe new.initialize(repeating: nil, count: newCapacity)
    if let base = unsafe base { unsafe new.update(from: base, count: count) }
    if frees { unsafe freeMemory(base) }
    unsafe base = new
    capacity = newCapacity
    return true
  }

  /// The address of the first record's entry, for machine code.
  var address: UInt { unsafe UInt(bitPattern: base) }

  // SAFETY: indices are below `count`.

  mutating func set(_ index: Int, to record: FunctionRecord?) {
    guard index >= 0, index < count, let base = unsafe base else { return }
    unsafe base[index] = record
  }

  /// The index comes from the cage.
  @inline(always) subscript(index: UInt32) -> FunctionRecord? {
    guard Int(index) < count else { return nil }
    return unsafe base.unsafelyUnwrapped[Int(index)]
  }
}
