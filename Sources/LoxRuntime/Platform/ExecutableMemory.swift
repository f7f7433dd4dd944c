#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Machine code in memory of its own: filled, then made executable once, and never writable again.
@safe package final class ExecutableMemory: @unchecked Sendable {
  private let start: UnsafeMutableRawPointer
  /// What the system has given, in bytes.
  package let byteCount: Int

  /// Nil if there is no code, or the system refuses: hardened ones do.
  package init?(_ code: [UInt8]) {
    #if canImport(Darwin)
      // The systems of Apple want `MAP_JIT` and an entitlement, which are not tried yet.
      return nil
    #else
      guard !code.isEmpty else { return nil }
      let page = Int(sysconf(Int32(_SC_PAGESIZE)))
      byteCount = (code.count + page - 1) / page * page
      guard
        let address = unsafe mmap(
          nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
        unsafe address != MAP_FAILED
      else { return nil }
      // SAFETY: the mapping has at least as many bytes as the code; nobody writes after it is executable, and `deinit` unmaps it when
      // nobody can execute it any more.
      unsafe start = address
      unsafe code.withUnsafeBytes { bytes in
        unsafe UnsafeMutableRawBufferPointer(start: start, count: bytes.count).copyMemory(from: bytes)
      }
      // If this fails, `deinit` follows.
      guard unsafe mprotect(start, byteCount, PROT_READ | PROT_EXEC) == 0 else { return nil }
    #endif
  }

  deinit { _ = unsafe munmap(start, byteCount) }

  package var address: UInt { unsafe UInt(bitPattern: start) }
}

/// A function in machine code that takes two words and returns one, as C has it.
@safe package struct NativeEntryPoint: Sendable {
  private let function: @convention(c) (UInt, UInt) -> UInt

  /// SAFETY: the address must be that of such a function, which stays where it is.
  @unsafe package init(address: UInt) {
    unsafe function = unsafeBitCast(address, to: (@convention(c) (UInt, UInt) -> UInt).self)
  }

  @inline(__always) package func callAsFunction(_ first: UInt, _ second: UInt) -> UInt {
    function(first, second)
  }
}
