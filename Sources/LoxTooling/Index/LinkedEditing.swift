import LoxSource

extension DocumentIndex {
  /// The places of a local name, if nothing but them changes when they are edited together; empty for any other name.
  public func linkedSpans(at offset: UInt32) -> [SourceSpan] {
    guard let occurrence = occurrence(at: offset), case .symbol(let id) = occurrence.target,
      !self[id].isGlobal, !self[id].isMember, self[id].origin == nil
    else { return [] }
    let spans = occurrences.filter { $0.target == .symbol(id) }.map(\.span)
    // There, the name is also that of a property.
    let shared = Set(shorthands.map(\.span))
    return spans.contains { shared.contains($0) } ? [] : spans
  }
}
