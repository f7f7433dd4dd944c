extension ARM64 {
  /// A constant that logical instructions have room for: a run of ones, rotated in an element of 2, 4, 8, 16, 32 or 64 bits, which
  /// is repeated (Arm ARM, `DecodeBitMasks`).
  package struct LogicalImmediate: Hashable, Sendable {
    package let value: UInt64
    package let width: Width
    /// The fields `N`, `immr` and `imms`.
    let fields: UInt32

    /// Nil if the constant is none of these. Of a width of 32 bits, only the low half of the value counts.
    package init?(_ value: UInt64, _ width: Width = .x) {
      let value = width == .w ? value & 0xffff_ffff : value
      let pattern = width == .w ? value << 32 | value : value
      guard pattern != 0, pattern != .max else { return nil }
      var size = 64
      while size > 2, Self.isRepeated(pattern, size / 2) { size /= 2 }
      let mask = UInt64.max >> UInt64(64 - size)
      let element = pattern & mask
      let ones = element.nonzeroBitCount
      // Rotated to the right until the run is the lowest bits.
      let start = Self.startOfRun(element, size)
      let rotated = start == 0 ? element : (element >> UInt64(start) | element << UInt64(size - start)) & mask
      guard rotated == (1 << UInt64(ones)) - 1 else { return nil }
      let rotation = UInt32(truncatingIfNeeded: (size - start) % size)
      // Above the length of the run, ones and a zero say how large the element is.
      let prefix = size == 64 ? 0 : UInt32(truncatingIfNeeded: ~(2 * size - 1)) & 0x3f
      let length = prefix | UInt32(truncatingIfNeeded: ones - 1)
      fields = (size == 64 ? 1 << 22 : 0) | rotation << 16 | length << 10
      self.value = value
      self.width = width
    }

    private static func isRepeated(_ pattern: UInt64, _ size: Int) -> Bool {
      pattern >> UInt64(size) | pattern << UInt64(64 - size) == pattern
    }

    /// The lowest bit of the run of ones, which may go on from the highest bit to the lowest.
    private static func startOfRun(_ element: UInt64, _ size: Int) -> Int {
      if element & 1 == 0 { return element.trailingZeroBitCount }
      let zeros = ~element << UInt64(64 - size)
      return (size - zeros.leadingZeroBitCount) % size
    }
  }
}
