/// The memory of an isolate that its script can change: 4 GiB of reserved addresses, of which the system commits
/// pages when they are first touched.
///
/// Every reference is a 32-bit offset from the base, so whatever bits a reference holds, it points into the cage:
/// a damaged object can harm its own isolate and nothing else.
///
///     0          64 MiB        192 MiB                                  4 GiB      + guard
///     +----------+-------------+----------------------------------------+----------+-----------------+
///     | nursery  | value stack | old space                              |  guard   | collector's own |
///     +----------+-------------+----------------------------------------+----------+-----------------+
///     ^ offset 0 is no object                                           ^ offsets end here
///
/// A load through a damaged reference plus a displacement may reach the guard, where it finds zeros. A store can't:
/// its place is computed in 32 bits, so it wraps around. Only the rest of a word that begins in the last bytes of the cage reaches
/// the first page of the guard, which is writable for that reason. All other pages of the guard are read-only. After it come the
/// mark bits of the collector, out of reach of any offset.
@safe struct Cage {
  @usableFromInline let base: UnsafeMutableRawPointer

  /// The end of all offsets.
  static let size = 1 << 32
  /// No load adds more than this to an offset.
  static let guardSize = 1 << 16
  /// How much of the guard can be written.
  static let guardMargin = 1 << 14

  static let nurseryStart: UInt32 = 0
  static let nurseryEnd: UInt32 = 64 << 20
  static let stackStart: UInt32 = nurseryEnd
  static let stackEnd: UInt32 = 192 << 20
  static let oldStart: UInt32 = stackEnd

  /// SAFETY: `base` must be the start of a mapping of `size + guardSize` readable bytes, the first `size + guardMargin` of them
  /// writable, that outlives the cage. All loads below are at `base` plus a 32-bit offset plus a displacement below
  /// `guardSize`, and all stores at `base` plus a 32-bit sum, so they stay inside of it.
  @unsafe init(base: UnsafeMutableRawPointer) {
    unsafe self.base = base
  }

  /// The address as a number, for machine code.
  var address: UInt { unsafe UInt(bitPattern: base) }

  @inline(always) func load32(_ offset: UInt32, _ displacement: Int = 0) -> UInt32 {
    unsafe base.loadUnaligned(fromByteOffset: Int(offset) &+ displacement, as: UInt32.self)
  }

  @inline(always) func load64(_ offset: UInt32, _ displacement: Int = 0) -> UInt64 {
    unsafe base.loadUnaligned(fromByteOffset: Int(offset) &+ displacement, as: UInt64.self)
  }

  @inline(always) func load8(_ offset: UInt32, _ displacement: Int = 0) -> UInt8 {
    unsafe base.load(fromByteOffset: Int(offset) &+ displacement, as: UInt8.self)
  }

  @inline(always) func store32(_ value: UInt32, _ offset: UInt32, _ displacement: Int = 0) {
    let place = offset &+ UInt32(truncatingIfNeeded: displacement)
    unsafe base.storeBytes(of: value, toByteOffset: Int(place), as: UInt32.self)
  }

  @inline(always) func store64(_ value: UInt64, _ offset: UInt32, _ displacement: Int = 0) {
    let place = offset &+ UInt32(truncatingIfNeeded: displacement)
    unsafe base.storeBytes(of: value, toByteOffset: Int(place), as: UInt64.self)
  }

  @inline(always) func store8(_ value: UInt8, _ offset: UInt32, _ displacement: Int = 0) {
    let place = offset &+ UInt32(truncatingIfNeeded: displacement)
    unsafe base.storeBytes(of: value, toByteOffset: Int(place), as: UInt8.self)
  }

  @inline(always) func value(_ offset: UInt32, _ displacement: Int = 0) -> Value {
    Value(bits: load64(offset, displacement))
  }

  @inline(always) func store(_ value: Value, _ offset: UInt32, _ displacement: Int = 0) {
    store64(value.bits, offset, displacement)
  }
}

// MARK: - Runs of bytes

/// A damaged length may reach past the end of the cage: runs of bytes are clipped to it.
extension Cage {
  /// How many of `count` bytes at `offset` lie in the cage.
  @inline(always) func clipped(_ offset: UInt32, _ count: Int) -> Int {
    max(0, min(count, Cage.size &- Int(offset)))
  }

  /// Copies bytes; the runs may overlap.
  func copy(from source: UInt32, to target: UInt32, count: Int) {
    let count = min(clipped(source, count), clipped(target, count))
    // Most strings are short. Everything is read before it is written.
    if count < 8 {
      for index in 0..<count { store8(load8(source, index), target, index) }
      return
    }
    if count <= 16 {
      let (first, last) = (load64(source), load64(source, count &- 8))
      store64(first, target)
      store64(last, target, count &- 8)
      return
    }
    unsafe (base + Int(target)).copyMemory(from: base + Int(source), byteCount: count)
  }

  /// Writes bytes from outside the cage.
  func copy(from bytes: UnsafeRawBufferPointer, to target: UInt32) {
    let count = clipped(target, bytes.count)
    guard count > 0, let start = bytes.baseAddress else { return }
    unsafe (base + Int(target)).copyMemory(from: start, byteCount: count)
  }

  func fill(_ offset: UInt32, count: Int, with byte: UInt8) {
    let count = clipped(offset, count)
    unsafe (base + Int(offset)).initializeMemory(as: UInt8.self, repeating: byte, count: count)
  }

  /// Fills a run of values; `count` is in values.
  func fill(_ offset: UInt32, count: Int, with value: Value) {
    let count = clipped(offset, count &* 8) / 8
    for index in 0..<count {
      unsafe base.storeBytes(of: value.bits, toByteOffset: Int(offset) &+ index &* 8, as: UInt64.self)
    }
  }

  /// The bytes of a run, valid only during `body`.
  func withBytes<R>(_ offset: UInt32, count: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
    unsafe body(UnsafeRawBufferPointer(start: base + Int(offset), count: clipped(offset, count)))
  }

  /// Whether two runs hold the same bytes.
  @inline(never) func equalBytes(_ a: UInt32, _ b: UInt32, count: Int) -> Bool {
    guard clipped(a, count) == count, clipped(b, count) == count else { return false }
    var index = 0
    while index &+ 8 <= count {
      if load64(a, index) != load64(b, index) { return false }
      index &+= 8
    }
    while index < count {
      if load8(a, index) != load8(b, index) { return false }
      index &+= 1
    }
    return true
  }
}
