extension [UInt8]: ByteSink {
  mutating func append(word: UInt64, count: Int) {
    append(ShortText(word: count < 8 ? word & (1 << UInt64(count &* 8) &- 1) : word, count: count))
  }
}

/// Bytes outside of the cage that are being written. Whoever writes has reserved room for them; without it they are lost.
///
/// PERF: so an array's checks, of its room and of whether it is shared, are made once for many bytes.
@safe struct ByteBuffer: ~Copyable, ByteSink {
  private var start: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var count = 0

  /// A word is written at once, also if only its first byte counts.
  private static let margin = 8

  /// Nil if the system has no memory.
  init?(capacity: Int) {
    self.capacity = max(0, capacity)
    guard let start = unsafe makeMemory(self.capacity &+ ByteBuffer.margin, alignment: 16) else { return nil }
    unsafe self.start = start
  }

  deinit { unsafe freeMemory(start) }

  // SAFETY: there are `capacity` bytes and the margin from `start` on, and `count` never exceeds the capacity.

  @inline(__always) mutating func append(_ byte: UInt8) {
    unsafe start.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count = min(count &+ 1, capacity)
  }

  @inline(__always) mutating func append(word: UInt64, count added: Int) {
    unsafe start.storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt64.self)
    count = min(count &+ (added & 15), capacity)
  }

  /// Appends a run of bytes in the cage.
  @inline(__always) mutating func append(_ cage: Cage, _ offset: UInt32, count added: Int) {
    let added = min(cage.clipped(offset, added), capacity &- count)
    if added <= 32 {
      // Most are short.
      var index = 0
      while index < added {
        let word = cage.load64(offset, index)
        unsafe start.storeBytes(of: word, toByteOffset: count &+ index, as: UInt64.self)
        index &+= 8
      }
      count &+= added
      return
    }
    unsafe (start + count).copyMemory(from: cage.base + Int(offset), byteCount: added)
    count &+= added
  }

  mutating func append(_ byte: UInt8, repeated times: Int) {
    let added = max(0, min(times, capacity &- count))
    unsafe (start + count).initializeMemory(as: UInt8.self, repeating: byte, count: added)
    count &+= added
  }

  /// Makes room for so many more bytes; false if the system has no memory for them.
  @inline(__always) mutating func reserve(_ added: Int) -> Bool { added <= capacity &- count || grow(added) }

  @inline(never) private mutating func grow(_ added: Int) -> Bool {
    let larger = max(capacity &* 2, count &+ added)
    guard let moved = unsafe makeMemory(larger &+ ByteBuffer.margin, alignment: 16) else { return false }
    unsafe moved.copyMemory(from: start, byteCount: count)
    unsafe freeMemory(start)
    unsafe start = moved
    capacity = larger
    return true
  }

  mutating func removeAll() { count = 0 }

  func withBytes<R>(_ body: (HostBytes) -> R) -> R {
    unsafe body(HostBytes(bytes: UnsafeRawBufferPointer(start: start, count: count)))
  }
}
