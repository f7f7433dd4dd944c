/// Up to eight bytes, which are appended to code at once.
struct ShortBytes: RandomAccessCollection {
  private var bits: UInt64
  private(set) var endIndex: Int

  var startIndex: Int { 0 }

  init() {
    (bits, endIndex) = (0, 0)
  }

  /// The low bytes of a value, the lowest first.
  init(_ value: UInt64, count: Int) {
    (bits, endIndex) = (value, count)
  }

  subscript(index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: bits &>> UInt64(truncatingIfNeeded: 8 &* index))
  }

  mutating func append(_ byte: UInt8) {
    bits |= UInt64(byte) &<< UInt64(truncatingIfNeeded: 8 &* endIndex)
    endIndex &+= 1
  }
}
