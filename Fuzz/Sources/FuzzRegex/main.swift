import FuzzDriver
import LoxRegex

// A pattern, a line end, and a text: nothing traps, and what is found does not depend on what was looked for before. The first byte says which
// flags there are.
FuzzDriver.run { bytes in
  guard let first = bytes.first else { return }
  var flags = RegularExpressionFlags()
  (flags.ignoresCase, flags.matchesLines, flags.dotMatchesAll) = (
    first & 1 != 0, first & 2 != 0, first & 4 != 0
  )
  let parts = bytes.dropFirst().split(separator: 10, maxSplits: 1, omittingEmptySubsequences: false)
  let text = parts.count > 1 ? Array(parts[1]) : []
  let expression: RegularExpression
  do throws(RegularExpressionError) {
    expression = try RegularExpression(parts[0], flags)
  } catch {
    precondition(!error.message.isEmpty && error.column ?? 1 > 0)
    return
  }
  var matcher = RegularExpressionMatcher(expression)
  var start: Int? = 0
  var count = 0
  while let from = start, count < 20 {
    let before = matcher.work
    // Work is bounded by the text, times the size of the program.
    let found = matcher.firstMatch(in: text.span, from: from) { $0 - before < 200_000_000 }
    let isThere = matcher.hasMatch(in: text.span, from: from)
    var fresh = RegularExpressionMatcher(expression)
    precondition(fresh.firstMatch(in: text.span, from: from) == found, "it depends on what was before")
    precondition(isThere == (found != .none), "there is a match, or there is none")
    guard case .match(let match) = found else { break }
    precondition(match.lowerBound >= from && match.upperBound <= text.count)
    let isComplete = matcher.findGroups(of: match, in: text.span)
    precondition(isComplete)
    for number in 0..<expression.groupCount {
      guard let group = matcher.group(number + 1) else { continue }
      precondition(match.contains(group.lowerBound) || group.lowerBound == match.upperBound)
      precondition(group.upperBound <= match.upperBound)
    }
    precondition(matcher.memory < 16 << 20, "it takes too much memory")
    start = RegularExpressionMatcher.start(after: match, in: text.span)
    count += 1
  }
}
