/// Finds a text in another one in time proportional to both, whatever they are, with no memory but a few numbers.
///
/// The two-way algorithm (Crochemore and Perrin 1991): the wanted text is cut at a place where it repeats itself least; its right part is
/// compared from left to right, then its left part. A mismatch moves it by as much as was compared.
struct TextSearch {
  private let wanted: TextRun
  /// Where it is cut.
  private var cut = 0
  private var period = 1
  /// Whether all of it repeats with the period: then what was matched before a move need not be compared again.
  private var repeats = false
  private let machine: Pinned<Machine>
  private var pace = Pace()
  /// Where the next occurrence may begin, and how many bytes of the left are known to match there.
  private var place = 0
  private var known = 0

  /// Prepares the search for a text that is not empty. Long work asks from time to time whether to go on; nil if it must end.
  init?(_ wanted: TextRun, _ machine: Pinned<Machine>) {
    self.wanted = wanted
    self.machine = machine
    guard wanted.count > 1 else { return }
    guard let ascending = largestSuffix(isReversed: false), let descending = largestSuffix(isReversed: true)
    else {
      return nil
    }
    (cut, period) = ascending.start >= descending.start ? ascending : descending
    repeats =
      cut &+ period <= wanted.count && wanted.part(0..<cut).has(wanted.part(period..<period &+ cut), at: 0)
    if !repeats { period = max(cut, wanted.count &- cut) &+ 1 }
  }

  /// Whether long work must end.
  @inline(__always) private mutating func mustEnd() -> Bool {
    pace.isDue() && machine.value.isInterrupted()
  }

  /// The suffix that is the largest one in the order of bytes, or in the reversed order, and its period.
  private mutating func largestSuffix(isReversed: Bool) -> (start: Int, period: Int)? {
    var (start, candidate, offset, period) = (0, 1, 0, 1)
    while candidate &+ offset < wanted.count {
      if mustEnd() { return nil }
      let (a, b) = (wanted[candidate &+ offset], wanted[start &+ offset])
      if a == b {
        if offset &+ 1 == period {
          candidate &+= period
          offset = 0
        } else {
          offset &+= 1
        }
      } else if (a < b) != isReversed {
        candidate &+= offset &+ 1
        offset = 0
        period = candidate &- start
      } else {
        start = candidate
        candidate &+= 1
        offset = 0
        period = 1
      }
    }
    return (start, period)
  }

  enum Result: Equatable { case found(Int), absent, interrupted }

  /// Where the text is first found from a byte on.
  mutating func find(in text: TextRun, from start: Int) -> Result {
    place = start
    known = 0
    return findNext(in: text)
  }

  /// Where it is found next; occurrences may overlap.
  mutating func findNext(in text: TextRun) -> Result {
    while place &+ wanted.count <= text.count {
      if mustEnd() { return .interrupted }
      if known == 0, skip(in: text) { continue }
      var index = max(cut, known)
      while index < wanted.count, wanted[index] == text[place &+ index] { index &+= 1 }
      // It moves by as much as was compared, so that all comparisons are no more than twice the length of the text.
      if index &- cut > 8, pace.isDue((index &- cut) / 8), machine.value.isInterrupted() {
        return .interrupted
      }
      if index < wanted.count {
        place &+= index &- cut &+ 1
        known = 0
        continue
      }
      index = cut &- 1
      while index >= known, wanted[index] == text[place &+ index] { index &-= 1 }
      if cut &- index > 8, pace.isDue((cut &- index) / 8), machine.value.isInterrupted() {
        return .interrupted
      }
      let (found, isFound) = (place, index < known)
      place &+= period
      known = repeats ? wanted.count &- period : 0
      if isFound { return .found(found) }
    }
    return .absent
  }

  /// Moves to where the first byte of the right part is found, a portion at most; false if that is here.
  private mutating func skip(in text: TextRun) -> Bool {
    let start = place &+ cut
    let end = min(text.count, start &+ 1 << 17)
    let next = text.firstIndex(of: wanted[cut], from: start, to: end)
    if next == start { return false }
    pace.add((next &- start) / 64)
    place = next &- cut
    return true
  }
}
