#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A growable stack of words outside the cage: what a collection still has to look at.
///
/// It never traps: if the system refuses memory, `overflowed` is set and words are lost. Copies share their
/// storage; the owner uses one of them at a time, and calls `free` last.
@safe struct WorkStack {
  private var words: UnsafeMutablePointer<UInt32>?
  private var capacity = 0
  private(set) var count = 0
  /// Whether a word was lost because there was no memory for it.
  private(set) var overflowed = false

  init() { unsafe words = nil }

  // SAFETY: `words` holds `capacity` words, and `count` never exceeds it; every index is below `count`.

  @inline(always) mutating func push(_ word: UInt32) {
    if count == capacity { grow() }
    guard count < capacity, let words = unsafe words else { return }
    unsafe words[count] = word
    count &+= 1
  }

  @inline(always) mutating func pop() -> UInt32? {
    guard count > 0, let words = unsafe words else { return nil }
    count &-= 1
    return unsafe words[count]
  }

  subscript(index: Int) -> UInt32 {
    get {
      guard index >= 0, index < count, let words = unsafe words else { return 0 }
      return unsafe words[index]
    }
    set {
      guard index >= 0, index < count, let words = unsafe words else { return }
      unsafe words[index] = newValue
    }
  }

  /// Drops the words from `newCount` on.
  mutating func truncate(to newCount: Int) { count = max(0, min(newCount, count)) }

  /// Makes it empty, but keeps its memory unless that is large.
  mutating func reset() {
    count = 0
    overflowed = false
    if capacity > WorkStack.keptCapacity { free() }
  }

  /// Gives the memory back.
  mutating func free() {
    unsafe releaseMemory(words)
    unsafe words = nil
    capacity = 0
    count = 0
  }

  private static let firstCapacity = 256
  private static let keptCapacity = 1 << 16

  @inline(never) private mutating func grow() {
    let larger = max(WorkStack.firstCapacity, capacity &* 2)
    guard let moved = unsafe realloc(words, larger &* MemoryLayout<UInt32>.stride) else {
      overflowed = true
      return
    }
    unsafe words = moved.assumingMemoryBound(to: UInt32.self)
    capacity = larger
  }
}

/// The system's `free`, which is hidden by a method of the same name.
private func releaseMemory(_ pointer: UnsafeMutablePointer<UInt32>?) { unsafe free(pointer) }
