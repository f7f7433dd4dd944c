import LoxSource

/// Letters that differ in nothing but their case, by the simple case folding of one fixed version of Unicode.
extension CaseFolds {
  /// The letter that stands for all cases of a code point: the small one, as a rule.
  static func fold(_ code: UInt32) -> UInt32 {
    if code < 128 { return code >= 65 && code <= 90 ? code &+ 32 : code }
    let place = firstFold(notBefore: code)
    guard place < folds.count else { return code }
    let fold = folds[place]
    guard code >= fold.first, (code &- fold.first) % fold.step == 0 else { return code }
    return UInt32(truncatingIfNeeded: Int64(code) &+ Int64(fold.distance))
  }

  /// The first entry that does not end before a code point.
  private static func firstFold(notBefore code: UInt32) -> Int {
    folds.partitioningIndex { $0.last >= code }
  }

  /// All code points that are folded to others, in the order of those; ASCII is among them.
  private static let sources: [(fold: UInt32, code: UInt32)] = {
    var sources = (65...90).map { (fold: UInt32($0) &+ 32, code: UInt32($0)) }
    for fold in folds {
      for code in stride(from: fold.first, through: fold.last, by: Int(fold.step)) {
        sources.append((CaseFolds.fold(code), code))
      }
    }
    return sources.sorted { ($0.fold, $0.code) < ($1.fold, $1.code) }
  }()

  /// A set with all cases of its letters. Counts how many letters it has looked at.
  static func allCases(of set: CodePointSet, _ work: inout Int) -> CodePointSet {
    var added: [CodePointSet.Range] = []
    func add(_ code: UInt32) { added.append(CodePointSet.Range(first: code, last: code)) }
    for range in set.ranges {
      let (first, last) = (max(range.first, 65), min(range.last, 90))
      if first <= last { added.append(CodePointSet.Range(first: first &+ 32, last: last &+ 32)) }
      var place = firstFold(notBefore: range.first)
      while place < folds.count, folds[place].first <= range.last {
        let fold = folds[place]
        for code in stride(from: fold.first, through: fold.last, by: Int(fold.step))
        where code >= range.first && code <= range.last { add(CaseFolds.fold(code)) }
        work &+= Int(fold.last &- fold.first) &+ 1
        place &+= 1
      }
    }
    let folded = added.isEmpty ? set : CodePointSet(set.ranges + added)
    added.removeAll(keepingCapacity: true)
    for range in folded.ranges {
      let first = sources.partitioningIndex { $0.fold >= range.first }
      for source in sources[first...].prefix(while: { $0.fold <= range.last }) {
        add(source.code)
        work &+= 1
      }
    }
    return CodePointSet(folded.ranges + added, hasInvalidBytes: set.hasInvalidBytes)
  }
}
