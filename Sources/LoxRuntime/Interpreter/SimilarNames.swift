/// Finds the names that somebody may have meant who wrote another one.
///
/// The measure is the number of mistakes of typing: letters left out, added, replaced, or two neighbours swapped
/// (Damerau and Levenshtein, restricted to swaps of adjacent letters that nothing else changes). Case counts little. The
/// work for one candidate is bounded, whatever the names look like.
package struct SimilarNames {
  private let name: [UInt8]
  private let folded: [UInt8]
  private let letters: UInt64
  /// So many mistakes are thought possible.
  private let limit: Int
  private var found: [Candidate] = []

  private struct Candidate {
    var name: [UInt8]
    var distance: Int
    /// How many letters at the beginning are the same.
    var commonCount: Int

    static func < (a: Candidate, b: Candidate) -> Bool {
      if a.distance != b.distance { return a.distance < b.distance }
      if a.commonCount != b.commonCount { return a.commonCount > b.commonCount }
      return a.name.lexicographicallyPrecedes(b.name)
    }
  }

  /// More candidates are not looked at.
  package static let maximumCandidates = 200_000
  /// Longer names are similar to nothing.
  private static let maximumLength = 64
  private static let maximumCount = 3

  package init(to name: some Sequence<UInt8>) {
    self.name = Array(name)
    folded = self.name.map(Self.fold)
    letters = Self.letters(of: folded)
    limit = self.name.count < 2 ? 0 : self.name.count < 6 ? 1 : self.name.count < 9 ? 2 : 3
  }

  /// The similar names so far, the most similar first; of those that differ as much, the one that begins more alike.
  package var names: [String] { found.map { String(decoding: $0.name, as: UTF8.self) } }

  /// Considers a candidate.
  package mutating func consider(_ candidate: some Collection<UInt8>) {
    guard (candidate.count - name.count).magnitude <= limit, candidate.count <= Self.maximumLength,
      name.count <= Self.maximumLength
    else { return }
    let other = candidate.map(Self.fold)
    // Each mistake changes two bits at most.
    guard (Self.letters(of: other) ^ letters).nonzeroBitCount <= 2 * limit,
      let distance = distance(to: other), !candidate.elementsEqual(name),
      !found.contains(where: { candidate.elementsEqual($0.name) })
    else { return }
    // Names that differ in case alone are as near as can be.
    let common = zip(candidate, name).prefix { $0 == $1 }.count
    let entry = Candidate(name: Array(candidate), distance: distance, commonCount: common)
    let place = found.firstIndex { entry < $0 } ?? found.count
    found.insert(entry, at: place)
    if found.count > Self.maximumCount { found.removeLast() }
  }

  private static func fold(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
  }

  private static func letters(of name: [UInt8]) -> UInt64 {
    name.reduce(0) { $0 | 1 << UInt64($1 & 63) }
  }

  /// How many mistakes are between the names; nil if they are more than the limit.
  private func distance(to other: [UInt8]) -> Int? {
    let tooFar = limit + 1
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for (i, byte) in folded.enumerated() {
      var row = [i + 1]
      row.reserveCapacity(last.count)
      for (j, candidate) in other.enumerated() {
        var cost = byte == candidate ? last[j] : min(last[j], last[j + 1], row[j]) + 1
        if i > 0, j > 0, byte == other[j - 1], folded[i - 1] == candidate {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      guard let best = row.min(), best < tooFar else { return nil }
      (beforeLast, last) = (last, row)
    }
    return last[other.count] < tooFar ? last[other.count] : nil
  }
}
