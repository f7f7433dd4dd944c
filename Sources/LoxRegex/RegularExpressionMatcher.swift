/// Looks for matches of a regular expression.
///
/// An automaton that is made while it reads finds where the leftmost match ends, another one where it begins, and the groups are looked for in
/// that part only. Each takes time in proportion to the text, times the number of instructions in the worst case.
///
/// **Work** says how much a search has done: for each character the instructions that may be passed there, and the bytes that were skipped. It
/// depends on the pattern, the text and where the search begins, and on nothing else: not on what the automata know from other searches.
///
/// A matcher keeps what it has learnt, which takes a bounded amount of memory, at most some megabytes (`memory`).
public struct RegularExpressionMatcher: Sendable {
  public enum Outcome: Equatable, Sendable {
    /// Which bytes match.
    case match(Range<Int>)
    case none
    /// `goesOn` has said so.
    case interrupted
  }

  public let expression: RegularExpression
  private var forward: LazyAutomaton
  private var backward: LazyAutomaton
  var groupSearch = GroupSearch()

  /// All work of this matcher so far. A unit is a few nanoseconds.
  public internal(set) var work = 0
  /// What was done since `goesOn` was asked, in units of work; other than the work, this depends on what the automata know.
  var effort = 0

  /// So much is done, a fraction of a millisecond, before `goesOn` is asked.
  static let portion = 1 << 15

  public init(_ expression: RegularExpression) {
    self.expression = expression
    forward = LazyAutomaton(
      expression.forward, expression.alphabet, isForward: true, isSearch: !expression.isAnchored,
      marksStart: expression.landmark != nil)
    backward = LazyAutomaton(
      expression.backward, expression.alphabet, isForward: false, isSearch: false,
      marksStart: false)
  }

  /// How many bytes it takes, without the expression.
  public var memory: Int { forward.memory + backward.memory + groupSearch.memory }

  // MARK: - Searching

  /// The leftmost match that begins at this byte or later. `goesOn` is asked now and then whether to go on, and told all work so far.
  public mutating func firstMatch(
    in text: Span<UInt8>, from start: Int = 0, goesOn: (_ work: Int) -> Bool = { _ in true }
  ) -> Outcome {
    let end: Int
    switch findEnd(text, start, isAnyEnough: false, goesOn) {
    case .found(let place): end = place
    case .none: return .none
    case .interrupted: return .interrupted
    }
    if expression.isAnchored { return .match(0..<end) }
    guard case .found(let begin) = findBegin(text, of: end, downTo: start, goesOn) else {
      return .interrupted
    }
    return .match(begin..<end)
  }

  /// Whether there is a match that begins at this byte or later; nil if it was interrupted.
  public mutating func hasMatch(
    in text: Span<UInt8>, from start: Int = 0, goesOn: (_ work: Int) -> Bool = { _ in true }
  ) -> Bool? {
    switch findEnd(text, start, isAnyEnough: true, goesOn) {
    case .found: true
    case .none: false
    case .interrupted: nil
    }
  }

  /// Where to look for the match after this one: an empty match is not found twice. Nil at the end.
  public static func start(after match: Range<Int>, in text: Span<UInt8>) -> Int? {
    guard match.isEmpty else { return match.upperBound }
    guard match.upperBound < text.count else { return nil }
    return match.upperBound + Units.unit(text, at: match.upperBound).length
  }

  private enum Place {
    case found(Int)
    case none
    case interrupted
  }

  /// Whether to go on, after so much more effort.
  @inline(__always) mutating func goesOn(after added: Int, _ goesOn: (Int) -> Bool) -> Bool {
    effort &+= added
    guard effort >= RegularExpressionMatcher.portion else { return true }
    effort = 0
    return goesOn(work)
  }

  /// What assertions see before a byte.
  private func surrounding(_ text: Span<UInt8>, before place: Int) -> Surrounding {
    place > 0 ? expression.alphabet.surrounding(of: Units.unit(text, before: place).code) : .edge
  }

  // MARK: - The end

  private mutating func findEnd(
    _ text: Span<UInt8>, _ start: Int, isAnyEnough: Bool, _ goesOn: (Int) -> Bool
  ) -> Place {
    guard start >= 0, start <= text.count else { return .none }
    var skipping = Skipping()
    skipping.isOn = expression.landmark != nil
    var position = LazyAutomaton.Position(
      row: forward.startRow(after: surrounding(text, before: start)), place: start)
    var isAtStart = skipping.isOn
    while true {
      if isAtStart, let landmark = expression.landmark {
        isAtStart = false
        switch skip(text, from: position.place, landmark, &skipping, goesOn) {
        case .found(let place):
          position = LazyAutomaton.Position(
            row: forward.startRow(after: surrounding(text, before: place)), place: place)
        case .none: return .none
        case .interrupted: return .interrupted
        }
      }
      let before = position.place
      let limit = min(text.count, before &+ RegularExpressionMatcher.portion)
      let stop = forward.read(
        text, &position, to: limit,
        LazyAutomaton.Purpose(stopsAtMatch: isAnyEnough, stopsAtStart: skipping.isOn), expression.alphabet,
        &work)
      guard self.goesOn(after: position.place &- before, goesOn) else { return .interrupted }
      var (column, length) = (forward.endColumn, 0)
      switch stop {
      case .done: return position.match.map { .found($0) } ?? .none
      case .start:
        isAtStart = true
        continue
      case .limit where limit < text.count: continue
      case .limit: break
      case .unknown(let unknownColumn, let unknownLength): (column, length) = (unknownColumn, unknownLength)
      }
      // At the end, or where the table has a gap.
      let weight = Int(forward.rows[position.row &+ forward.weightColumn])
      var steps = 0
      let entry = forward.entry(position.row, column, &steps)
      guard self.goesOn(after: steps, goesOn) else { return .interrupted }
      if entry & LazyAutomaton.Entry.match != 0 { position.match = position.place }
      let row = Int(entry & LazyAutomaton.Entry.row)
      if length == 0 || row == forward.deadRow || isAnyEnough && position.match != nil {
        return position.match.map { .found($0) } ?? .none
      }
      work &+= weight
      position.row = row
      position.place &+= length
      isAtStart = skipping.isOn && entry & LazyAutomaton.Entry.stop != 0
    }
  }

  /// How a search goes from landmark to landmark.
  private struct Skipping {
    var isOn = false
    /// Where the last landmark is that was found.
    var landmark = -1
    var count = 0
    var skipped = 0
  }

  /// Where a match can begin at the earliest, from a place on.
  private mutating func skip(
    _ text: Span<UInt8>, from start: Int, _ landmark: Landmark, _ skipping: inout Skipping,
    _ goesOn: (Int) -> Bool
  ) -> Place {
    if landmark.isLineEnd, start == 0 || text[start &- 1] == 10 { return .found(start) }
    skipping.count &+= 1
    // If it does not lead far, the automaton is faster.
    if skipping.count & 15 == 0, skipping.skipped < skipping.count &* 8 { skipping.isOn = false }
    if start <= skipping.landmark { return .found(start) }
    var place = start
    while true {
      let before = place
      let result = landmark.search.find(
        in: text, from: place, limit: place &+ RegularExpressionMatcher.portion, &work)
      place = result.place
      guard self.goesOn(after: place &- before, goesOn) else { return .interrupted }
      if result.isFound { break }
      if place &+ landmark.search.text.count > text.count { return .none }
    }
    skipping.landmark = place
    var begin = place
    if landmark.isLineEnd {
      begin = place &+ 1
    } else if !landmark.isFirst {
      while begin > start {
        let limit = max(start, begin &- RegularExpressionMatcher.portion)
        let next = landmark.begin(of: begin, in: text, limit: limit, expression.alphabet)
        work &+= begin &- next
        guard self.goesOn(after: begin &- next, goesOn) else { return .interrupted }
        let isDone = next > limit || next == begin
        begin = next
        if isDone { break }
      }
      begin = max(begin, start)
    }
    skipping.skipped &+= begin &- start
    return .found(begin)
  }

  // MARK: - The begin

  private mutating func findBegin(
    _ text: Span<UInt8>, of end: Int, downTo start: Int, _ goesOn: (Int) -> Bool
  ) -> Place {
    let seen: Surrounding =
      end < text.count ? expression.alphabet.surrounding(of: Units.unit(text, at: end).code) : .edge
    var position = LazyAutomaton.Position(row: backward.startRow(after: seen), place: end)
    while true {
      let before = position.place
      let limit = max(start, before &- RegularExpressionMatcher.portion)
      let stop = backward.readBackwards(text, &position, to: limit, expression.alphabet, &work)
      guard self.goesOn(after: before &- position.place, goesOn) else { return .interrupted }
      var (column, length) = (backward.endColumn, 0)
      switch stop {
      case .done, .start: return position.match.map { .found($0) } ?? .found(end)
      case .limit where limit > start: continue
      case .limit:
        if start > 0 { column = expression.alphabet[Units.unit(text, before: start).code] }
      case .unknown(let unknownColumn, let unknownLength): (column, length) = (unknownColumn, unknownLength)
      }
      let weight = Int(backward.rows[position.row &+ backward.weightColumn])
      var steps = 0
      let entry = backward.entry(position.row, column, &steps)
      guard self.goesOn(after: steps, goesOn) else { return .interrupted }
      if entry & LazyAutomaton.Entry.match != 0 { position.match = position.place }
      let row = Int(entry & LazyAutomaton.Entry.row)
      if length == 0 || row == backward.deadRow { return position.match.map { .found($0) } ?? .found(end) }
      work &+= weight
      position.row = row
      position.place &-= length
    }
  }
}
