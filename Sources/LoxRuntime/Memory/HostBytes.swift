/// The bytes of a string or an array of the host, or of a part of a text in the cage, to be copied into the cage or compared with what is there.
@safe struct HostBytes {
  private let bytes: UnsafeRawBufferPointer

  /// SAFETY: the bytes must be there as long as this is used.
  @unsafe init(bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

  // SAFETY: the bytes are those of the host's string or array, or of the cage, which lends them for the time of the body.

  static func with<R>(_ text: String, _ body: (HostBytes) throws -> R) rethrows -> R {
    var text = text
    return try text.withUTF8 { try body(unsafe HostBytes(bytes: UnsafeRawBufferPointer($0))) }
  }

  static func with<R>(_ bytes: [UInt8], _ body: (HostBytes) throws -> R) rethrows -> R {
    try unsafe bytes.withUnsafeBytes { try body(unsafe HostBytes(bytes: $0)) }
  }

  static func with<R>(_ bytes: ArraySlice<UInt8>, _ body: (HostBytes) throws -> R) rethrows -> R {
    try unsafe bytes.withUnsafeBytes { try body(unsafe HostBytes(bytes: $0)) }
  }

  /// The bytes of a run in the cage: they stay in their place as long as nothing is collected.
  static func with<R>(_ cage: Cage, _ offset: UInt32, count: Int, _ body: (HostBytes) -> R) -> R {
    unsafe cage.withBytes(offset, count: count) { body(unsafe HostBytes(bytes: $0)) }
  }

  var count: Int { unsafe bytes.count }

  var hash: UInt32 { unsafe StringHash.hash(bytes) }

  func copy(to offset: UInt32, in cage: Cage) { unsafe cage.copy(from: bytes, to: offset) }

  /// Whether the same bytes are at this place in the cage.
  func equal(_ offset: UInt32, in cage: Cage) -> Bool {
    unsafe cage.withBytes(offset, count: bytes.count) { other in
      guard unsafe other.count == bytes.count else { return false }
      var index = 0
      // SAFETY: `index + 8 <= count` before each load, and both have `count` bytes.
      while unsafe index &+ 8 <= bytes.count {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        if unsafe other.loadUnaligned(fromByteOffset: index, as: UInt64.self) != word { return false }
        index &+= 8
      }
      while unsafe index < bytes.count {
        if unsafe other[index] != bytes[index] { return false }
        index &+= 1
      }
      return true
    }
  }
}

extension Cage {
  /// The bytes of a run, in their place, valid only during `body`, in which nothing may be allocated.
  func withSpan<R>(_ offset: UInt32, count: Int, _ body: (Span<UInt8>) -> R) -> R {
    // SAFETY: the run is clipped to the cage, and the span can't leave the body.
    unsafe withBytes(offset, count: count) { unsafe body(Span(_unsafeBytes: $0)) }
  }

  /// A run of bytes as a string; nil if it is not UTF-8.
  func validString(_ offset: UInt32, count: Int) -> String? {
    // PERF: validation is generic in the standard library, which takes longer than a short string does.
    if isASCII(offset, count: count) { return string(offset, count: count) }
    return unsafe withBytes(offset, count: count) { unsafe String(validating: $0, as: UTF8.self) }
  }

  /// A run of bytes as a string; what is not UTF-8 is replaced.
  func string(_ offset: UInt32, count: Int) -> String {
    unsafe withBytes(offset, count: count) { unsafe String(decoding: $0, as: UTF8.self) }
  }

  private func isASCII(_ offset: UInt32, count: Int) -> Bool {
    unsafe withBytes(offset, count: count) { bytes in
      var (index, seen) = (0, UInt64(0))
      // SAFETY: `index + 8 <= count` before each load.
      while index &+ 8 <= bytes.count {
        seen |= unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        index &+= 8
      }
      while index < bytes.count {
        seen |= UInt64(unsafe bytes[index])
        index &+= 1
      }
      return seen & 0x8080_8080_8080_8080 == 0
    }
  }
}
