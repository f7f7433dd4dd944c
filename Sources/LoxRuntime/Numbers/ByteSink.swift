/// What takes bytes that are written one after the other.
protocol ByteSink: ~Copyable {
  mutating func append(_ byte: UInt8)
  /// Appends up to eight bytes of a word, from its lowest on.
  mutating func append(word: UInt64, count: Int)
}
