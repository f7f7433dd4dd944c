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

  /// Longer names are similar to nothing.
  private static let maximumLength = 64
  private static let maximumCount = 3
  /// The letters of similar names differ by no more.
  static let maximumDifference = 6

  package init(to name: some Sequence<UInt8>) {
    self.name = Array(name)
    folded = self.name.map(Self.fold)
    letters = Self.letters(of: folded)
    limit = self.name.count < 2 ? 0 : self.name.count < 6 ? 1 : self.name.count < 9 ? 2 : 3
  }

  /// The similar names so far, the most similar first; of those that differ as much, the one that begins more alike.
  package var names: [String] { found.map { String(decoding: $0.name, as: UTF8.self) } }

  /// Whether a name of so many bytes may be similar.
  func permits(count: Int) -> Bool {
    (count - name.count).magnitude <= limit && count <= Self.maximumLength && name.count <= Self.maximumLength
  }

  /// How many letters occur in only one of the names; nil if they are too many. `letters` has a bit for each letter of the other name.
  func difference(letters other: UInt64) -> Int? {
    let difference = (other ^ letters).nonzeroBitCount
    // Each mistake changes two bits at most.
    return difference <= 2 * limit ? difference : nil
  }

  /// The bit of a letter, whatever its case.
  static func bit(of byte: UInt8) -> UInt64 { 1 << UInt64(fold(byte) & 63) }

  /// Considers a candidate.
  package mutating func consider(_ candidate: some Collection<UInt8>) {
    guard permits(count: candidate.count) else { return }
    let other = candidate.map(Self.fold)
    guard difference(letters: Self.letters(of: other)) != nil,
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
    // Three rows of the table, of which only the cells near the diagonal can be below the limit.
    let width = other.count + 1
    var cells = Array(repeating: tooFar, count: 3 * width)
    for j in 0..<min(width, tooFar) { cells[j] = j }
    var (beforeLast, last, row) = (2 * width, 0, width)
    for (i, byte) in folded.enumerated() {
      let (first, end) = (max(0, i - limit), min(other.count, i + tooFar))
      guard first < end else { return nil }
      cells[row + first] = first == 0 ? min(i + 1, tooFar) : tooFar
      var best = cells[row + first]
      for j in first..<end {
        var cost = cells[last + j]
        if byte != other[j] { cost = min(cost, cells[last + j + 1], cells[row + j]) + 1 }
        if i > 0, j > 0, byte == other[j - 1], folded[i - 1] == other[j] {
          cost = min(cost, cells[beforeLast + j - 1] + 1)
        }
        cells[row + j + 1] = min(cost, tooFar)
        best = min(best, cost)
      }
      if end < other.count { cells[row + end + 1] = tooFar }
      guard best < tooFar else { return nil }
      (beforeLast, last, row) = (last, row, beforeLast)
    }
    return cells[last + other.count] < tooFar ? cells[last + other.count] : nil
  }
}
