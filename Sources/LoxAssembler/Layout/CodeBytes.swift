/// Bytes of code.
struct CodeBytes: Sendable {
  // PERF: longer than what is in use, so that appending is storing. What looks whether an array is shared does so once for each
  // instruction.
  private var storage: [UInt8] = []
  private(set) var count = 0

  /// Makes room for so many bytes.
  mutating func reserve(_ size: Int) {
    if size > storage.count { storage.append(contentsOf: repeatElement(0, count: size - storage.count)) }
  }

  /// Appends the low bytes of a value, the lowest first: eight at most.
  @inline(__always) mutating func append(_ value: UInt64, count size: Int) {
    let start = count
    count = start &+ size
    if count > storage.count { reserve(2 * count + 256) }
    var rest = value
    var span = storage.mutableSpan
    for place in start..<start &+ size {
      span[place] = UInt8(truncatingIfNeeded: rest)
      rest &>>= 8
    }
  }

  mutating func append(_ byte: UInt8) { append(UInt64(byte), count: 1) }

  mutating func append(contentsOf bytes: some Sequence<UInt8>) {
    for byte in bytes { append(byte) }
  }

  /// Appends a part of other bytes.
  mutating func append(_ other: CodeBytes, _ range: Range<Int>) {
    let start = count
    count = start + range.count
    reserve(count)
    storage.replaceSubrange(start..<count, with: other.storage[range])
  }

  /// All bytes.
  var all: ArraySlice<UInt8> { storage[..<count] }
}
