/// A comment that is almost an expectation. As it would be ignored, a test with it would pass whatever it does.
struct MisspeltExpectation {
  var line: Int
  /// The comment, and what it may have been meant to be.
  var text: [UInt8]
  var meant: [UInt8]

  /// Looks at a line without an expectation; nil if its comment has nothing of one.
  init?(_ line: ArraySlice<UInt8>, number: Int) {
    guard let comment = line.rest(after: "//") else { return nil }
    self.line = number
    text = Array("//".utf8) + comment
    let words = comment.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    // What stands before the colon, in small letters.
    guard let colon = words.prefix(40).firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let beginning = words[..<colon].map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
    for known in ["expect", "expect runtime error", "expect stderr"] {
      let distance = MisspeltExpectation.distance(beginning, Array(known.utf8))
      // Other words are near to the short one: `export`, `exec`.
      let isMeant = distance <= (known == "expect" ? 1 : 2) || beginning.elementsEqual("expected".utf8)
      guard isMeant else { continue }
      let rest = words[(colon + 1)...]
      meant =
        Array("// \(known):".utf8) + (rest.first == UInt8(ascii: " ") ? rest : [UInt8(ascii: " ")] + rest)
      return
    }
    return nil
  }

  /// How many letters are missing, too many, others, or changed places with their neighbours.
  private static func distance(_ word: [UInt8], _ known: [UInt8]) -> Int {
    // The distances of all beginnings of the known word from those of the word: the last two rows of the table.
    var (before, last) = (Array(repeating: 0, count: known.count + 1), Array(0...known.count))
    for (row, letter) in word.enumerated() {
      var next = [row + 1]
      for (column, other) in known.enumerated() {
        var distance = min(last[column] + (letter == other ? 0 : 1), last[column + 1] + 1, next[column] + 1)
        if row > 0, column > 0, letter == known[column - 1], word[row - 1] == other {
          distance = min(distance, before[column - 1] + 1)
        }
        next.append(distance)
      }
      (before, last) = (last, next)
    }
    return last[known.count]
  }
}
