/// Up to eight bytes, which are appended to code at once.
struct ShortBytes {
  private(set) var bits: UInt64 = 0
  private(set) var count = 0

  @inline(__always) mutating func append(_ byte: UInt8) {
    bits |= UInt64(byte) &<< UInt64(truncatingIfNeeded: 8 &* count)
    count &+= 1
  }
}
