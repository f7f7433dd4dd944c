/// Small numbers, grouped by other small numbers, in two flat arrays.
struct Groups: Sendable {
  private var starts: [UInt32]
  private var items: [UInt32]

  /// Keys are in `0..<keyCount`; items with the same key stay in order.
  init(_ pairs: [(key: UInt32, item: UInt32)], keyCount: Int) {
    starts = Array(repeating: 0, count: keyCount + 1)
    for (key, _) in pairs where Int(key) < keyCount { starts[Int(key) + 1] &+= 1 }
    for index in 0..<keyCount { starts[index + 1] &+= starts[index] }
    items = Array(repeating: 0, count: Int(starts[keyCount]))
    var next = starts
    for (key, item) in pairs where Int(key) < keyCount {
      items[Int(next[Int(key)])] = item
      next[Int(key)] &+= 1
    }
  }

  subscript(key: UInt32) -> ArraySlice<UInt32> {
    guard Int(key) + 1 < starts.count else { return [] }
    return items[Int(starts[Int(key)])..<Int(starts[Int(key) + 1])]
  }
}
