#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The addresses of one isolate: its cage, the guard after it, the collector's own memory, and the frames.
///
///     0         4 GiB     + 64 KiB            + 128 MiB           + 128 MiB
///     +---------+---------+-------------------+-------------------+
///     |  cage   |  guard  | collector's marks |  frames           |
///     +---------+---------+-------------------+-------------------+
///               ^ not writable, except for its beginning
///
/// Nothing is committed until it is touched, and `release` gives everything back at once.
@safe struct Reservation: @unchecked Sendable {
  private let start: UnsafeMutableRawPointer

  /// The bytes that belong to the collector (a kilobyte for each block of 32 KiB).
  static let sideSize = 128 << 20
  /// The bytes that frames may take; they are reserved, so that frames never move.
  static let frameSize = 128 << 20
  private static let frameStart = Cage.size + Cage.guardSize + sideSize
  static let size = frameStart + frameSize

  /// Nil if the system has no more addresses to give.
  init?() {
    #if canImport(Darwin)
      let flags = MAP_PRIVATE | MAP_ANON | MAP_NORESERVE
    #else
      let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    #endif
    guard
      let address = unsafe mmap(nil, Reservation.size, PROT_READ | PROT_WRITE, flags, -1, 0),
      unsafe address != MAP_FAILED
    else { return nil }
    unsafe start = address
    // SAFETY: the guard lies inside of the mapping; nothing is ever stored there.
    let guardStart = unsafe address + Cage.size + Cage.guardMargin
    guard unsafe mprotect(guardStart, Cage.guardSize - Cage.guardMargin, PROT_READ) == 0 else {
      _ = unsafe munmap(address, Reservation.size)
      return nil
    }
  }

  // SAFETY (also of sending it to another thread): `start` is a mapping of `size` bytes until `release`, the last call the
  // owner makes.
  var cage: Cage { unsafe Cage(base: start) }
  var side: SideMemory { unsafe SideMemory(base: start + Cage.size + Cage.guardSize) }
  /// Where the frames begin.
  @unsafe var frameBase: UnsafeMutableRawPointer { unsafe start + Reservation.frameStart }

  /// Gives pages of the cage back to the system; they read as zeros afterwards.
  func discard(_ offset: UInt32, count: Int) {
    discard(Int(offset)..<min(Int(offset) + count, Cage.size))
  }

  /// Gives pages of the frames back, from a byte on; they read as zeros afterwards.
  func discardFrames(from byte: Int) {
    let first = Reservation.frameStart + max(0, min(byte, Reservation.frameSize))
    discard(first..<Reservation.size)
  }

  private func discard(_ bytes: Range<Int>) {
    // SAFETY: callers clip to the reservation, and only whole pages are discarded.
    let page = 16384
    let first = (bytes.lowerBound + page - 1) / page * page
    let end = bytes.upperBound / page * page
    if first < end { _ = unsafe madvise(start + first, end - first, MADV_DONTNEED) }
  }

  func release() {
    _ = unsafe munmap(start, Reservation.size)
  }
}

/// The collector's own memory, which no reference reaches: zeros until written.
@safe struct SideMemory {
  private let base: UnsafeMutableRawPointer

  @unsafe init(base: UnsafeMutableRawPointer) { unsafe self.base = base }

  // SAFETY: callers compute indices from 32-bit offsets; clipping by the mask keeps them inside the side memory.
  @inline(__always) private func clip(_ index: Int) -> Int { index & (Reservation.sideSize - 1) }

  @inline(__always) func load8(_ index: Int) -> UInt8 {
    unsafe base.load(fromByteOffset: clip(index), as: UInt8.self)
  }
  @inline(__always) func store8(_ value: UInt8, _ index: Int) {
    unsafe base.storeBytes(of: value, toByteOffset: clip(index), as: UInt8.self)
  }
  /// The index must be a multiple of 8.
  @inline(__always) func load64(_ index: Int) -> UInt64 {
    unsafe base.load(fromByteOffset: clip(index) & ~7, as: UInt64.self)
  }
  @inline(__always) func store64(_ value: UInt64, _ index: Int) {
    unsafe base.storeBytes(of: value, toByteOffset: clip(index) & ~7, as: UInt64.self)
  }
  /// Clears a run that lies inside the side memory.
  func clear(_ index: Int, count: Int) {
    let first = clip(index)
    let count = min(max(0, count), Reservation.sideSize - first)
    unsafe (base + first).initializeMemory(as: UInt8.self, repeating: 0, count: count)
  }
}
