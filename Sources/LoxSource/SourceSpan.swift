/// A run of bytes of a source, `start..<end`.
@frozen public struct SourceSpan: Hashable, Sendable {
  public var start: UInt32
  public var end: UInt32

  @inlinable public init(start: UInt32, end: UInt32) {
    self.start = start
    self.end = end
  }

  /// The offsets of the bytes; none if the end lies before the start, as in what nobody has verified.
  @inlinable public var range: Range<Int> { Int(start)..<max(Int(start), Int(end)) }
}
