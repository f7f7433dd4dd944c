import LoxBytecode

/// A function as linked into one isolate, outside of the cage: its code, its constants, its caches.
///
///     caches (64 bytes each, the first nearest)
///     ------------------------------------------ the record's address
///     +0  code (8)                  the first instruction
///     +8  window size in bytes (4)  +12 fuel of a call (4)
///     +16 arity (4)                 +20 index in the isolate (4)
///     +24 index of the program's first function in the isolate (4)   +28 kind (4)
///     +32 name of the field that a getter or setter is about, or 0 (4)   +36 where captures begin (4)
///     +40 name (4)                  +44 number of captures (4)
///     +48 constants (8 bytes each): values; of a global, the offset of its slot in the cage
///         captures (4 bytes each, the last constant is followed by the first): register or index, and which of both
@safe struct FunctionRecord: Equatable {
  private let pointer: UnsafeMutableRawPointer

  fileprivate init(_ pointer: UnsafeMutableRawPointer) { unsafe self.pointer = pointer }

  // SAFETY: records live as long as the isolate; constant and cache indices were verified against the function that the
  // record was made for.

  @inline(always) var code: CodePointer { unsafe pointer.load(as: CodePointer.self) }
  @inline(always) var windowBytes: Int {
    Int(unsafe pointer.load(fromByteOffset: 8, as: UInt32.self))
  }
  @inline(always) var cost: Int { Int(unsafe pointer.load(fromByteOffset: 12, as: UInt32.self)) }
  @inline(always) var arity: Int { Int(unsafe pointer.load(fromByteOffset: 16, as: UInt32.self)) }
  @inline(always) var index: Int { Int(unsafe pointer.load(fromByteOffset: 20, as: UInt32.self)) }
  @inline(always) var firstIndex: Int { Int(unsafe pointer.load(fromByteOffset: 24, as: UInt32.self)) }
  @inline(always) var isScript: Bool {
    unsafe pointer.load(fromByteOffset: 28, as: UInt32.self) == UInt32(Function.Kind.script.rawValue)
  }

  @inline(always) func constant(_ index: Int) -> Value {
    Value(bits: unsafe pointer.load(fromByteOffset: 48 &+ index &* 8, as: UInt64.self))
  }

  /// The offset of a global's slot in the cage.
  @inline(always) func globalSlot(_ index: Int) -> UInt32 {
    unsafe pointer.load(fromByteOffset: 48 &+ index &* 8, as: UInt32.self)
  }

  @inline(always) func cache(_ index: Int) -> InlineCache {
    unsafe InlineCache(pointer - (index &+ 1) &* InlineCache.size)
  }

  func setConstant(_ index: Int, to value: Value) {
    unsafe pointer.storeBytes(of: value.bits, toByteOffset: 48 + index * 8, as: UInt64.self)
  }

  /// The field that calls of a getter or setter are about, null for all others.
  var shortcutName: Ref {
    get { Ref(offset: unsafe pointer.load(fromByteOffset: 32, as: UInt32.self)) }
    nonmutating set { unsafe pointer.storeBytes(of: newValue.offset, toByteOffset: 32, as: UInt32.self) }
  }
  /// Only setters among those have a parameter.
  var isSetter: Bool { arity == 1 }

  /// The name of a function or method.
  var name: Ref {
    get { Ref(offset: unsafe pointer.load(fromByteOffset: 40, as: UInt32.self)) }
    nonmutating set { unsafe pointer.storeBytes(of: newValue.offset, toByteOffset: 40, as: UInt32.self) }
  }
  var captureCount: Int { Int(unsafe pointer.load(fromByteOffset: 44, as: UInt32.self)) }

  /// Where a closure takes its captured value from; the index is below `captureCount`.
  func capture(_ index: Int) -> CaptureWord {
    let start = Int(unsafe pointer.load(fromByteOffset: 36, as: UInt32.self))
    return CaptureWord(word: unsafe pointer.load(fromByteOffset: start + index * 4, as: UInt32.self))
  }

  static func == (a: FunctionRecord, b: FunctionRecord) -> Bool { unsafe a.pointer == b.pointer }
}

/// Where a closure takes a captured value from: a register of the running function, or one of its captures.
struct CaptureWord {
  fileprivate static let registerBit: UInt32 = 1 << 31
  fileprivate let word: UInt32

  var isRegister: Bool { word & CaptureWord.registerBit != 0 }
  var index: Int { Int(word & ~CaptureWord.registerBit) }
}

/// What one instruction has learned, in 64 bytes outside of the cage; holds references to old objects only.
///
///     all          +56 name (4)          +60 misses (4)
///     call         +0 callee (8)         +8 record (8)      +16 shape of instances, 0 for a function (4)
///                  +20 size of instances (4)                +48 closure (4)
///     invokeSuper  +0 class (8)          +8 record (8)      +48 closure (4)
///     invoke       +0 shape (4)          +4 closure (4)     +8 record (8)
///                  +16, +20, +24         the same for a second shape
///                  +32 shape for which the method is a getter or setter (4)  +36 displacement (4)  +48 fuel (4)
///                  +40, +44, +52         the same for a second shape
///     getProperty  +0 shape (4)          +4 displacement (4);         at +16, +32, +40 for further shapes
///     setProperty  +0 shape (4)          +4 displacement (4);         at +16 for a second shape
///                  +32 shape before a field is added (4)    +36 shape after it (4)   +48 displacement (4)
///                  +40, +44, +52         the same for a second shape
///
/// An empty cache matches no value that a script can have, and its records are the entry stub's: should damage make an
/// empty key match, the run ends.
@safe struct InlineCache {
  static let size = 64
  private let pointer: UnsafeMutableRawPointer

  fileprivate init(_ pointer: UnsafeMutableRawPointer) { unsafe self.pointer = pointer }

  // SAFETY: a cache is 64 bytes in the block of its function's record, and the parts below are all inside of it.

  @inline(always) private func load32(_ offset: Int) -> UInt32 {
    unsafe pointer.load(fromByteOffset: offset, as: UInt32.self)
  }
  @inline(always) private func store32(_ value: UInt32, _ offset: Int) {
    unsafe pointer.storeBytes(of: value, toByteOffset: offset, as: UInt32.self)
  }

  /// A shape and what was learned for it.
  @safe struct Entry {
    fileprivate let cache: InlineCache
    fileprivate let offset: Int

    @inline(always) var key: UInt32 {
      get { cache.load32(offset) }
      nonmutating set { cache.store32(newValue, offset) }
    }
    @inline(always) var detail: UInt32 {
      get { cache.load32(offset &+ 4) }
      nonmutating set { cache.store32(newValue, offset &+ 4) }
    }
    /// Of the first two entries.
    @inline(always) var record: FunctionRecord {
      get { unsafe cache.pointer.load(fromByteOffset: offset &+ 8, as: FunctionRecord.self) }
      nonmutating set {
        unsafe cache.pointer.storeBytes(of: newValue, toByteOffset: offset &+ 8, as: FunctionRecord.self)
      }
    }
    /// Of the last two entries.
    @inline(always) var extra: UInt32 {
      get { cache.load32(32 &+ offset / 2) }
      nonmutating set { cache.store32(newValue, 32 &+ offset / 2) }
    }
  }

  @inline(always) var first: Entry { Entry(cache: self, offset: 0) }
  @inline(always) var second: Entry { Entry(cache: self, offset: 16) }
  @inline(always) var third: Entry { Entry(cache: self, offset: 32) }
  @inline(always) var fourth: Entry { Entry(cache: self, offset: 40) }

  /// The callee of a call, the class of a superclass call.
  @inline(always) var callee: UInt64 {
    get { unsafe pointer.load(as: UInt64.self) }
    nonmutating set { unsafe pointer.storeBytes(of: newValue, as: UInt64.self) }
  }
  @inline(always) var closure: Ref {
    get { Ref(offset: load32(48)) }
    nonmutating set { store32(newValue.offset, 48) }
  }
  var name: Ref {
    get { Ref(offset: load32(56)) }
    nonmutating set { store32(newValue.offset, 56) }
  }
  var misses: UInt32 {
    get { load32(60) }
    nonmutating set { store32(newValue, 60) }
  }

  /// Forgets what was learned, but for the name. `holdsValue` says whether the key is a value rather than a shape.
  func clear(holdsValue: Bool, stub: FunctionRecord) {
    for offset in stride(from: 0, to: 56, by: 4) { store32(0, offset) }
    if holdsValue { callee = Value.undefined.bits }
    first.record = stub
    if !holdsValue { second.record = stub }
    misses = 0
  }
}

extension InlineCache {
  /// A cache that belongs to no instruction, for calls that do not come from code. Its owner frees it.
  static func makeDetached() -> InlineCache {
    // SAFETY: 64 bytes, as much as any cache.
    let place = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    unsafe place.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    return unsafe InlineCache(place)
  }

  func free() { unsafe pointer.deallocate() }
}

/// The records of one program in one isolate, in one block.
@safe struct RecordBlock {
  private let block: UnsafeMutableRawPointer
  /// What the block takes, in bytes.
  let byteCount: Int
  /// The record of the script.
  let script: FunctionRecord

  /// Lays out a record for each function of the program and enters it in the table, from `firstIndex` on; constants are still to be
  /// set, caches are empty. Nil if the system has no memory.
  init?(_ program: Program, image: CodeImage, firstIndex: Int, into table: inout RecordTable) {
    var size = 0
    for function in program.functions {
      size += Int(function.caches.count) * InlineCache.size + RecordBlock.recordSize(function)
    }
    guard let block = unsafe makeMemory(size, alignment: InlineCache.size) else { return nil }
    unsafe self.block = block
    byteCount = size
    unsafe block.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    // SAFETY: the sum above covers each function's caches, header and constants in this order.
    var place = unsafe block
    let scriptCaches = Int(program.functions.first?.caches.count ?? 0) * InlineCache.size
    unsafe script = FunctionRecord(block + scriptCaches)
    for (index, function) in program.functions.enumerated() {
      unsafe place += Int(function.caches.count) * InlineCache.size
      let record = unsafe place
      unsafe record.storeBytes(of: image.pointer(at: Int(function.code.start)), as: CodePointer.self)
      unsafe record.storeBytes(of: function.registerCount &* 8, toByteOffset: 8, as: UInt32.self)
      unsafe record.storeBytes(of: function.code.count, toByteOffset: 12, as: UInt32.self)
      unsafe record.storeBytes(of: UInt32(function.arity), toByteOffset: 16, as: UInt32.self)
      unsafe record.storeBytes(
        of: UInt32(truncatingIfNeeded: firstIndex + index), toByteOffset: 20, as: UInt32.self)
      unsafe record.storeBytes(
        of: UInt32(truncatingIfNeeded: firstIndex), toByteOffset: 24, as: UInt32.self)
      unsafe record.storeBytes(of: UInt32(function.kind.rawValue), toByteOffset: 28, as: UInt32.self)
      table.set(firstIndex + index, to: unsafe FunctionRecord(record))
      unsafe record.storeBytes(of: function.captures.count, toByteOffset: 44, as: UInt32.self)
      let constantsEnd = 48 + Int(function.constants.count) * 8
      unsafe record.storeBytes(
        of: UInt32(truncatingIfNeeded: constantsEnd), toByteOffset: 36, as: UInt32.self)
      for (number, capture) in program.captures[function.captures.range].enumerated() {
        let word = UInt32(capture.index) | (capture.isRegister ? CaptureWord.registerBit : 0)
        unsafe record.storeBytes(of: word, toByteOffset: constantsEnd + number * 4, as: UInt32.self)
      }
      unsafe place += RecordBlock.recordSize(function)
    }
  }

  func free() { unsafe freeMemory(block) }

  /// Header, constants and captures; a multiple of a cache's size, so that each cache lies in one line of the processor's.
  private static func recordSize(_ function: Function) -> Int {
    (48 + Int(function.constants.count) * 8 + Int(function.captures.count) * 4 + 63) & ~63
  }
}

/// The records of all functions of an isolate, by index; a closure in the cage names its function by this index. The indices of a
/// program that was unloaded have no record until another program gets them.
@safe struct RecordTable {
  private var base: UnsafeMutablePointer<FunctionRecord?>?
  private(set) var count = 0
  private var capacity = 0

  init() { unsafe base = nil }

  func free() { unsafe freeMemory(base) }

  /// Makes room for so many records, which are empty; false if the system has no memory.
  mutating func reserve(_ newCount: Int) -> Bool {
    if newCount > capacity, !move(capacity: max(16, capacity * 2, newCount)) { return false }
    count = max(count, newCount)
    return true
  }

  /// Moves the table to other memory, and overwrites where it was.
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
