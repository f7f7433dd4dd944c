/// A text that is in each match, and what can be in the match before it. So a search that has nothing begun goes on near the next such text.
struct Landmark: Sendable {
  let search: LiteralSearch
  /// For each class of characters, whether it can be before the text.
  private let canPrecede: [Bool]
  /// Whether nothing precedes it.
  let isFirst: Bool
  /// Whether the match begins after the text, which is a line end, or where the text of all begins.
  let isLineEnd: Bool

  init(_ text: [UInt8], after set: CodePointSet, _ alphabet: Alphabet) {
    search = LiteralSearch(text)
    isLineEnd = false
    isFirst = set.ranges.isEmpty && !set.hasInvalidBytes
    var canPrecede = Array(repeating: false, count: alphabet.count)
    // A class that the set has partly is there as a whole: too early is never wrong.
    for range in set.ranges {
      for number in alphabet.classes(of: range) { canPrecede[number] = true }
    }
    if set.hasInvalidBytes { canPrecede[alphabet.invalid] = true }
    self.canPrecede = canPrecede
  }

  /// For patterns that begin with `^`, with the flag `m`.
  init(beginOfLines alphabet: Alphabet) {
    search = LiteralSearch([10])
    canPrecede = []
    isFirst = false
    isLineEnd = true
  }

  /// Where a match begins at the earliest that has the text at this place: goes left while it can, but not beyond `limit`.
  func begin(of found: Int, in text: Span<UInt8>, limit: Int, _ alphabet: Alphabet) -> Int {
    var place = found
    while place > limit {
      let (code, length) = Units.unit(text, before: place)
      if !canPrecede[code < 128 ? Int(alphabet.ascii[Int(code)]) : alphabet[code]] { break }
      place &-= length
    }
    return place
  }
}
