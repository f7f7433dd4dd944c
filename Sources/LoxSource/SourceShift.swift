/// What a change of a text does to the places behind it.
public struct SourceShift: Sendable {
  /// The first offset that changes.
  @usableFromInline let threshold: UInt32
  @usableFromInline let distance: UInt32

  /// All offsets from `threshold` on change by `distance`.
  public init(from threshold: UInt32, by distance: Int) {
    self.threshold = threshold
    self.distance = UInt32(truncatingIfNeeded: distance)
  }

  @inlinable public func apply(to offset: inout UInt32) {
    if offset >= threshold { offset &+= distance }
  }

  @inlinable public func apply(to span: inout SourceSpan) {
    apply(to: &span.start)
    apply(to: &span.end)
  }
}
