#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The native stack of the current thread, whatever its size. Entries into the machine, and everything else that recurses, check
/// that there is room before they use more of it.
package enum NativeStack {
  /// The bytes that must be left before the machine is entered again: enough for the run loop, for a host function that it calls
  /// with the conversion of its arguments, and for making an error.
  #if DEBUG
    package static var entryReserve: Int { 80 << 10 }
  #else
    package static var entryReserve: Int { 40 << 10 }
  #endif

  /// Whether this many bytes are left. True if the system does not say where the stack ends.
  @inline(__always) package static func hasRoom(_ bytes: Int = entryReserve) -> Bool {
    var marker: UInt8 = 0
    // SAFETY: the address of a local variable is only compared.
    let here = unsafe withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
    let bounds = currentBounds()
    // Under the address sanitizer, locals may be elsewhere.
    guard here > bounds.low, here <= bounds.high else { return true }
    return here - bounds.low >= UInt(bytes)
  }

  /// Where the stack ends and begins; zeros if that is not known.
  @inline(__always) private static func currentBounds() -> (low: UInt, high: UInt) {
    #if canImport(Darwin)
      let thread = unsafe pthread_self()
      let high = unsafe UInt(bitPattern: pthread_get_stackaddr_np(thread))
      return (high &- UInt(unsafe pthread_get_stacksize_np(thread)), high)
    #else
      // SAFETY: the key's value is null or a block that `remember` made, which lives as long as its thread.
      if let known = unsafe pthread_getspecific(key) {
        return unsafe known.load(as: (low: UInt, high: UInt).self)
      }
      return remember(systemBounds())
    #endif
  }

  #if !canImport(Darwin)
    /// What a thread knows of its own stack: asking the system takes microseconds.
    private static let key: pthread_key_t = {
      var key = pthread_key_t()
      unsafe pthread_key_create(&key) { unsafe $0?.deallocate() }
      return key
    }()

    @inline(never) private static func remember(_ bounds: (low: UInt, high: UInt)) -> (low: UInt, high: UInt)
    {
      // SAFETY: the block is initialised before the key refers to it, and freed when the thread ends.
      let block = UnsafeMutableRawPointer.allocate(byteCount: 16, alignment: 8)
      unsafe block.storeBytes(of: bounds, as: (low: UInt, high: UInt).self)
      unsafe pthread_setspecific(key, block)
      return bounds
    }

    @inline(never) private static func systemBounds() -> (low: UInt, high: UInt) {
      var attributes = pthread_attr_t()
      // SAFETY: the calls fill local variables, and the attributes are destroyed once.
      guard unsafe threadAttributes(pthread_self(), &attributes) == 0 else { return (0, 0) }
      defer { unsafe pthread_attr_destroy(&attributes) }
      var start: UnsafeMutableRawPointer?
      var size = 0
      var guardSize = 0
      guard unsafe pthread_attr_getstack(&attributes, &start, &size) == 0,
        unsafe pthread_attr_getguardsize(&attributes, &guardSize) == 0, let start = unsafe start
      else { return (0, 0) }
      let low = UInt(bitPattern: start)
      #if canImport(Musl)
        // For the main thread, musl reports only the part that is in use.
        if getpid() == gettid() {
          var limit = rlimit()
          guard unsafe getrlimit(RLIMIT_STACK, &limit) == 0, limit.rlim_cur != RLIM_INFINITY else {
            return (0, 0)
          }
          let high = low + UInt(size)
          return (high - min(high, UInt(limit.rlim_cur)), high)
        }
      #endif
      return (low + UInt(guardSize), low + UInt(size))
    }
  #endif
}

#if !canImport(Darwin)
  /// The headers of the C library declare this function only on request for extensions, which a Swift import can't make.
  @_silgen_name("pthread_getattr_np")
  private func threadAttributes(_ thread: pthread_t, _ attributes: UnsafeMutablePointer<pthread_attr_t>)
    -> Int32
#endif
