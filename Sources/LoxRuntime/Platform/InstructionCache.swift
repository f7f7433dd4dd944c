/// What processors execute, and what is in memory.
///
/// On x86-64, that is the same. On arm64, instructions come from a cache that knows nothing about the one for data: what was written must
/// be cleaned from that one, then dropped from the cache of instructions of all processors, and then each processor must forget what it has
/// fetched ahead (Arm ARM, B2.4.4). Changing the protection of pages does none of this.
enum InstructionCache {
  /// All processors find here what was written, and this one has fetched nothing else. Others forget what they have fetched when they
  /// enter machine code: see `ARM64Target.enter`.
  // SAFETY: the memory is mapped; nothing is written.
  static func update(_ start: UnsafeMutableRawPointer, _ byteCount: Int) {
    #if canImport(Darwin)
      unsafe invalidate(start, byteCount)
    #else
      unsafe clearCache(start, start + byteCount)
    #endif
  }
}

// The headers of the C libraries do not declare these functions where a Swift import finds them.
#if canImport(Darwin)
  /// `sys_icache_invalidate(3)`
  @_silgen_name("sys_icache_invalidate")
  private func invalidate(_ start: UnsafeMutableRawPointer, _ byteCount: Int)
#else
  /// What C compilers make of `__builtin___clear_cache`: a function of their own library, which is always linked (libgcc, or compiler-rt).
  /// On x86-64 it does nothing.
  @_silgen_name("__clear_cache")
  private func clearCache(_ start: UnsafeMutableRawPointer, _ end: UnsafeMutableRawPointer)
#endif
