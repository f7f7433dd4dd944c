/// Finds the names that an author may have meant by another one.
///
/// The measure is the number of typing mistakes (`TypingMistakes`). Case counts little. The work for one
/// candidate is bounded, whatever the names look like.
@usableFromInline package struct SimilarNames: Sendable {
  @usableFromInline let name: [UInt8]
  private let folded: [UInt8]
  @usableFromInline let letters: UInt64
  /// The number of mistakes that are thought possible.
  @usableFromInline let limit: Int
  private var found: [Candidate] = []

  private struct Candidate: Sendable {
    var name: [UInt8]
    var distance: Int
    /// The number of letters at the beginning that are the same.
    var commonCount: Int

    static func < (a: Candidate, b: Candidate) -> Bool {
      if a.distance != b.distance { return a.distance < b.distance }
      if a.commonCount != b.commonCount { return a.commonCount > b.commonCount }
      return a.name.lexicographicallyPrecedes(b.name)
    }
  }

  /// Longer names are not similar to anything.
  @usableFromInline static let maximumLength = 64
  private static let maximumCount = 3
  /// The greatest difference in letters between similar names.
  package static let maximumDifference = 6

  package init(to name: some Sequence<UInt8>) {
    self.name = Array(name)
    folded = self.name.map(Self.fold)
    letters = Self.letters(of: folded)
    limit = self.name.count < 2 ? 0 : self.name.count < 6 ? 1 : self.name.count < 9 ? 2 : 3
  }

  /// The similar names so far, the most similar first; among equally similar ones, the one with the longer
  /// common beginning.
  package var names: [String] { found.map { String(decoding: $0.name, as: UTF8.self) } }

  /// Whether a name of this many bytes may be similar.
  @inlinable package func permits(count: Int) -> Bool {
    (count - name.count).magnitude <= limit && count <= Self.maximumLength && name.count <= Self.maximumLength
  }

  /// The number of letters that occur in only one of the names; nil if it is too large. `letters` has a bit
  /// for each letter of the other name.
  @inlinable package func difference(letters other: UInt64) -> Int? {
    let difference = (other ^ letters).nonzeroBitCount
    // Each mistake changes at most two bits.
    return difference <= 2 * limit ? difference : nil
  }

  /// The bit of a letter, regardless of case.
  @inlinable package static func bit(of byte: UInt8) -> UInt64 { 1 << UInt64(fold(byte) & 63) }

  /// Considers a candidate.
  package mutating func consider(_ candidate: some Collection<UInt8>) {
    guard permits(count: candidate.count) else { return }
    let other = candidate.map(Self.fold)
    guard difference(letters: Self.letters(of: other)) != nil,
      let distance = TypingMistakes.count(folded, other, limit: limit), !candidate.elementsEqual(name),
      !found.contains(where: { candidate.elementsEqual($0.name) })
    else { return }
    // Names that differ only in case are as close as can be.
    let common = zip(candidate, name).prefix { $0 == $1 }.count
    let entry = Candidate(name: Array(candidate), distance: distance, commonCount: common)
    let place = found.firstIndex { entry < $0 } ?? found.count
    found.insert(entry, at: place)
    if found.count > Self.maximumCount { found.removeLast() }
  }

  @inlinable static func fold(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
  }

  private static func letters(of name: [UInt8]) -> UInt64 {
    name.reduce(0) { $0 | 1 << UInt64($1 & 63) }
  }
}
