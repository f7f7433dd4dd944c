/// A run of bytes of a source, `start..<end`.
@frozen public struct SourceSpan: Hashable, Sendable {
  public var start: UInt32
  public var end: UInt32

  @inlinable public init(start: UInt32, end: UInt32) {
    self.start = start
    self.end = end
  }

  /// The offsets of the bytes; empty if the end is before the start, which is possible in unverified data.
  @inlinable public var range: Range<Int> { Int(start)..<max(Int(start), Int(end)) }
}
