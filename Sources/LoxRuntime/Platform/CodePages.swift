#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Pages for machine code, by the rules of each system. None of them lets a thread write to pages that it could execute.
enum CodePages {
  #if os(macOS)
    // "Porting just-in-time compilers to Apple silicon" (Apple's documentation of processors): executable pages are mapped with `MAP_JIT`,
    // for which a program with the hardened runtime needs the entitlement `com.apple.security.cs.allow-jit`, and then
    // `pthread_jit_write_protect_np` says whether this thread may write to such pages or execute them. On Intel, it does nothing.

    static func map(_ byteCount: Int) -> UnsafeMutableRawPointer? {
      guard #available(macOS 11, *) else { return nil }
      let protection = PROT_READ | PROT_WRITE | PROT_EXEC
      let flags = MAP_PRIVATE | MAP_ANON | MAP_JIT
      return unsafe pages(mmap(nil, byteCount, protection, flags, -1, 0))
    }

    /// False if the system refuses.
    static func fill(_ start: UnsafeMutableRawPointer, _ byteCount: Int, with code: [UInt8]) -> Bool {
      guard #available(macOS 11, *) else { return false }
      // This thread executes no machine code in between.
      pthread_jit_write_protect_np(0)
      unsafe copy(code, to: start)
      pthread_jit_write_protect_np(1)
      return true
    }
  #elseif canImport(Darwin)
    // Other systems of Apple let no program execute what it has made.

    static func map(_ byteCount: Int) -> UnsafeMutableRawPointer? { nil }

    static func fill(_ start: UnsafeMutableRawPointer, _ byteCount: Int, with code: [UInt8]) -> Bool { false }
  #else
    // Pages are writable first, and then executable. Systems that are hardened refuse the second step: SELinux without `execmem`, systemd's
    // `MemoryDenyWriteExecute`, the PaX patches.

    static func map(_ byteCount: Int) -> UnsafeMutableRawPointer? {
      unsafe pages(mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
    }

    /// False if the system refuses.
    static func fill(_ start: UnsafeMutableRawPointer, _ byteCount: Int, with code: [UInt8]) -> Bool {
      unsafe copy(code, to: start)
      return unsafe mprotect(start, byteCount, PROT_READ | PROT_EXEC) == 0
    }
  #endif

  /// Nil if the system has refused.
  private static func pages(_ address: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    unsafe address == MAP_FAILED ? nil : address
  }

  // SAFETY: the caller's pages have room for the code, and are writable.
  private static func copy(_ code: [UInt8], to start: UnsafeMutableRawPointer) {
    unsafe code.withUnsafeBytes { bytes in
      unsafe UnsafeMutableRawBufferPointer(start: start, count: bytes.count).copyMemory(from: bytes)
    }
  }
}
