/// A set of small integers, one bit each.
struct BitSet {
  private var words: [UInt64]

  /// An empty set for integers from zero up to, but not including, `capacity`.
  init(capacity: Int) {
    words = Array(repeating: 0, count: capacity / 64 + 1)
  }

  func contains(_ element: Int) -> Bool {
    words[element >> 6] >> UInt64(element & 63) & 1 != 0
  }

  mutating func insert(_ element: Int) {
    words[element >> 6] |= 1 << UInt64(element & 63)
  }

  /// Inserts a range. If it overlaps an element that is already there, returns false and inserts only part of
  /// it.
  mutating func claim(_ range: Range<Int>) -> Bool {
    var element = range.lowerBound
    while element < range.upperBound {
      let bit = element & 63
      let length = min(64 - bit, range.upperBound - element)
      let mask = (UInt64.max >> UInt64(64 - length)) << UInt64(bit)
      guard words[element >> 6] & mask == 0 else { return false }
      words[element >> 6] |= mask
      element += length
    }
    return true
  }

  /// Removes the elements below `end`, and up to 63 above it.
  mutating func removeAll(below end: Int) {
    for index in 0...end >> 6 { words[index] = 0 }
  }

  /// Whether every element below `end` is one of `other`, a set of the same capacity.
  func isSubset(of other: BitSet, below end: Int) -> Bool {
    (0...end >> 6).allSatisfy { words[$0] & ~other.words[$0] == 0 }
  }
}
