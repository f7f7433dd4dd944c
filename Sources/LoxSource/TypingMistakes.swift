/// Counts typing mistakes: letters left out, added or replaced, or two neighbours swapped (the
/// Damerau–Levenshtein distance, restricted to swaps of adjacent letters that nothing else changes).
package enum TypingMistakes {
  /// The number of mistakes between two words; nil if it exceeds the limit.
  package static func count(_ word: [UInt8], _ other: [UInt8], limit: Int) -> Int? {
    let tooFar = limit + 1
    // Three rows of the table; only the cells near the diagonal can be within the limit.
    let width = other.count + 1
    var cells = Array(repeating: tooFar, count: 3 * width)
    for j in 0..<min(width, tooFar) { cells[j] = j }
    var (beforeLast, last, row) = (2 * width, 0, width)
    for (i, byte) in word.enumerated() {
      let (first, end) = (max(0, i - limit), min(other.count, i + tooFar))
      guard first < end else { return nil }
      cells[row + first] = first == 0 ? min(i + 1, tooFar) : tooFar
      var best = cells[row + first]
      for j in first..<end {
        var cost = cells[last + j]
        if byte != other[j] { cost = min(cost, cells[last + j + 1], cells[row + j]) + 1 }
        if i > 0, j > 0, byte == other[j - 1], word[i - 1] == other[j] {
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
