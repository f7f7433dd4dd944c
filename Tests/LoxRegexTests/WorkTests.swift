import LoxRegex
import Testing

/// Matching is linear, can be interrupted, and takes a bounded amount of memory.
@Suite struct WorkTests {
  private static let pathological = [
    "(a*)*b", "(a|a)*b", "(a|aa)+$b", "(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*)(.*)(.*)(.*)(.*)[^a]b",
    "(?:a?){30}a{30}b", "((a*)*)*b", "(?:a|b)*a(?:a|b){12}c", "a.*b.*c.*d", "[ab]*a[ab]{10}\\b", "\\Ba*?b",
  ]

  private func work(_ pattern: String, _ text: [UInt8]) throws -> Int {
    var matcher = RegularExpressionMatcher(try RegularExpression(pattern))
    if case .match(let match) = matcher.firstMatch(in: text.span) {
      let isComplete = matcher.findGroups(of: match, in: text.span)
      #expect(isComplete)
    }
    #expect(matcher.memory < 4 << 20)
    return matcher.work
  }

  @Test(arguments: pathological, ["a", "ab", "x", "aab", "aé"])
  func isLinear(_ pattern: String, _ part: String) throws {
    let text = Array(String(repeating: part, count: 2_000).utf8)
    let (small, large) = (
      try work(pattern, text), try work(pattern, Array(repeatElement(text, count: 4).joined()))
    )
    #expect(large <= small * 5 + 1_000)
  }

  /// Groups of long matches are found without backtracking.
  @Test func longGroups() throws {
    let text = Array(String(repeating: "ab,", count: 20_000).utf8)
    var matcher = RegularExpressionMatcher(try RegularExpression("(?:(a)(b),)*"))
    #expect(matcher.firstMatch(in: text.span) == .match(0..<60_000))
    let isComplete = matcher.findGroups(of: 0..<60_000, in: text.span)
    #expect(isComplete)
    #expect(matcher.group(1) == 59_997..<59_998 && matcher.group(2) == 59_998..<59_999)
  }

  @Test func nestedGroups() throws {
    let depth = 10_000
    let nested = String(repeating: "(?:", count: depth) + "a" + String(repeating: ")", count: depth)
    #expect(try SyntaxTests.find(nested, [98, 97])?[0] == 1..<2)
    let repeated = String(repeating: "(?:", count: 4_000) + "a" + String(repeating: "b)+", count: 4_000)
    #expect(try SyntaxTests.find(repeated, Array("ab".utf8)) == nil)
  }

  /// Whatever is interrupted says so, after a bounded effort.
  @Test(arguments: pathological + ["b", "é+", "^x"])
  func canBeInterrupted(_ pattern: String) throws {
    let text = [UInt8](repeating: 97, count: 400_000)
    var matcher = RegularExpressionMatcher(try RegularExpression(pattern))
    var questions = 0
    let found = matcher.firstMatch(in: text.span) { _ in
      questions += 1
      return questions < 3
    }
    if found == .none {
      #expect(pattern == "^x" && questions < 3)
    } else {
      #expect(found == .interrupted && questions == 3)
    }
    // It can be used again.
    #expect(matcher.firstMatch(in: [99, 99].span) == .none)
  }

  /// A pattern with more states than there is room for.
  @Test func manyStates() throws {
    var numbers = ModelTests.Numbers(state: 1)
    let text = (0..<100_000).map { _ in UInt8(97 + numbers.below(2)) } + Array("abbbbbbbbbbbbbbbbbbbbc".utf8)
    var matcher = RegularExpressionMatcher(try RegularExpression("(?:a|b)*a(?:a|b){20}c"))
    #expect(matcher.firstMatch(in: text.span) == .match(0..<100_022))
    #expect(matcher.memory < 4 << 20)
    let first = matcher.work
    _ = matcher.firstMatch(in: text.span)
    #expect(matcher.work == first * 2)
  }
}
