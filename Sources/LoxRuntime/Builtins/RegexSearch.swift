import LoxRegex

/// Looks for matches of the receiver, a regular expression, in the text in register 1.
///
/// A search pays one unit for each 16 steps of work. That is counted for the whole operation, so it does not depend on the portions in which
/// it is done, nor on what the matcher knows from before. Nothing is allocated while it looks at the text.
struct RegexSearch {
  let call: BuiltinCall
  let entry: RegexTable.Entry
  /// The work of this operation. A matcher that knows nothing begins with a look at each instruction.
  private var work: Int
  private var paidUnits = 0
  /// Which bytes the last match has, and then its groups.
  private(set) var groups: [Range<Int>?] = []

  init(_ call: BuiltinCall, _ entry: RegexTable.Entry) {
    self.call = call
    self.entry = entry
    work = entry.expression.instructionCount
  }

  enum Outcome {
    case match(Range<Int>)
    case none
    /// The run must end; the error is set.
    case interrupted
  }

  /// Lets `body` look at the text with the matcher, and pays for it. False if the run must end.
  private mutating func look(
    _ body: (inout RegularExpressionMatcher, Span<UInt8>, (_ work: Int) -> Bool) -> Void
  ) -> Bool {
    let (entry, text, before) = (entry, call.operand(0), work &- entry.matcher.work)
    text.cage.withSpan(text.offset, count: text.count) { span in
      body(&entry.matcher, span) { pay(before &+ $0) && !call.machine.value.isInterrupted() }
    }
    work = before &+ entry.matcher.work
    return pay(work) && call.machine.value.goesOn(after: 16)
  }

  /// Pays for the work so far; false, with the error set, if there is no fuel for it.
  private mutating func pay(_ work: Int) -> Bool {
    call.machine.value.charge(units: work / 16 &- paidUnits)
    paidUnits = work / 16
    return call.machine.value.error == nil && call.machine.value.refuel()
  }

  /// Whether there is a match; nil, with the error set, if the run must end.
  mutating func hasMatch() -> Bool? {
    var hasMatch: Bool?
    return look { hasMatch = $0.hasMatch(in: $1, goesOn: $2) } ? hasMatch : nil
  }

  /// The first match that begins at a byte or later.
  mutating func match(from start: Int) -> Outcome {
    var outcome = RegularExpressionMatcher.Outcome.interrupted
    guard look({ outcome = $0.firstMatch(in: $1, from: start, goesOn: $2) }) else { return .interrupted }
    switch outcome {
    case .match(let match):
      // A text that is damaged meanwhile may look as if it began elsewhere.
      return .match(max(start, match.lowerBound)..<max(start, match.upperBound))
    case .none: return .none
    case .interrupted: return .interrupted
    }
  }

  /// Finds the groups of a match; false, with the error set, if the run must end.
  mutating func findGroups(of match: Range<Int>) -> Bool {
    groups.removeAll(keepingCapacity: true)
    groups.append(match)
    guard entry.expression.groupCount > 0 else { return true }
    guard match.upperBound <= call.operand(0).count else { return call.machine.value.fail(.damagedHeap) }
    var isComplete = false
    guard look({ isComplete = $0.findGroups(of: match, in: $1, goesOn: $2) }), isComplete else {
      return false
    }
    for number in 1...entry.expression.groupCount { groups.append(entry.matcher.group(number)) }
    return true
  }

  /// Where to look for the match after this one; nil at the end.
  func start(after match: Range<Int>) -> Int? {
    let text = call.operand(0)
    return text.cage.withSpan(text.offset, count: text.count) {
      RegularExpressionMatcher.start(after: match, in: $0)
    }
  }

  /// Calls `body` with each match, without overlaps, until it gives false, or nil if the run must end. Empty matches are among them. False if
  /// the run must end.
  mutating func forEachMatch(_ body: (inout RegexSearch, Range<Int>) -> Bool?) -> Bool {
    var next: Int? = 0
    while let start = next {
      switch match(from: start) {
      case .match(let match):
        guard let goesOn = body(&self, match) else { return false }
        next = goesOn ? self.start(after: match) : nil
      case .none: return true
      case .interrupted: return false
      }
    }
    return true
  }
}

extension BuiltinCall {
  /// Lets `body` search with the receiver. What its matcher has learnt then counts as memory, or is forgotten if there is no room for it.
  func search(_ body: (inout RegexSearch) -> Bool) -> Bool {
    let number = Int(cage.load32(receiver.ref.offset, RegexLayout.number))
    guard let entry = machine.value.expressions.entry(of: receiver.ref, number: number) else {
      return machine.value.fail(.damagedHeap)
    }
    var search = RegexSearch(self, entry)
    defer { machine.value.countLearnt(entry) }
    return body(&search)
  }
}

extension Machine {
  fileprivate mutating func countLearnt(_ entry: RegexTable.Entry) {
    let growth = expressions.growth(of: entry)
    if growth == 0 { return }
    let isLittle = expressions.learntBytes &+ growth <= heap.value.byteLimit / 8
    if growth < 0 || isLittle && heap.value.takeOutside(growth, allocated: false) {
      expressions.count(entry)
    } else {
      expressions.forgetLearnt(entry)
    }
    heap.value.keepOutside(expressions.bytes)
  }
}
