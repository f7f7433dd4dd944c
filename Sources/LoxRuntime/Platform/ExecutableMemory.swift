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

  /// Nil if there is no code, or the system refuses: hardened ones do, and so do those of Apple's phones.
  package init?(_ code: [UInt8]) {
    guard !code.isEmpty else { return nil }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    byteCount = (code.count + page - 1) / page * page
    // SAFETY: the mapping has at least as many bytes as the code; nobody writes after it is executable, and `deinit` unmaps it when
    // nobody can execute it any more.
    guard let address = unsafe CodePages.map(byteCount) else { return nil }
    unsafe start = address
    // If this fails, `deinit` follows.
    guard unsafe CodePages.fill(start, byteCount, with: code) else { return nil }
    unsafe InstructionCache.update(start, code.count)
  }

  deinit { _ = unsafe munmap(start, byteCount) }

  package var address: UInt { unsafe UInt(bitPattern: start) }

  /// This thread is about to execute the code at an address, which another thread has made.
  // SAFETY: the code is there.
  static func synchronize(at address: UInt) {
    if let start = unsafe UnsafeMutableRawPointer(bitPattern: address) {
      unsafe InstructionCache.update(start, 4)
    }
  }
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
