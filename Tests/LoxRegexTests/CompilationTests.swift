import Testing

@testable import LoxRegex

/// Compiling goes on only as long as it may.
@Suite struct CompilationTests {
  /// Patterns that take long, each in another part of the compiler.
  static let longPatterns: [(name: String, pattern: String, flags: String)] = [
    ("literals", String(repeating: "ab", count: 4990), ""),
    ("repetition", ".{9000}", ""),
    ("optional parts", "(?:a??b*?){900}", ""),
    ("too many literals", String(repeating: "a", count: 65_000), ""),
    ("alternatives", String(repeating: "a|", count: 4000), ""),
    ("nesting", String(repeating: "(?:", count: 16_000) + String(repeating: ")", count: 16_000), ""),
    ("groups", String(repeating: "(a)", count: 200) + String(repeating: "b", count: 500), ""),
    ("sets", (0..<700).map { "[\\u{\(String(0x100 + $0 * 7, radix: 16))}-\\uffff]" }.joined(), ""),
    ("letters", (0..<3000).map { "\\u{\(String(0x100 + $0 * 7, radix: 16))}" }.joined(), "i"),
    ("class", "[" + (0..<7000).map { "\\u{\(String(0x100 + $0 * 5, radix: 16))}" }.joined() + "]", ""),
  ]

  @Test(arguments: longPatterns.indices) func isInterrupted(index: Int) throws {
    let (name, text, letters) = Self.longPatterns[index]
    let (pattern, flags) = (Array(text.utf8), try RegularExpressionFlags(Array(letters.utf8)))
    var (last, greatest, count) = (0, 0, 0)
    func compile(portions: Int) -> (error: RegularExpressionError?, units: Int) {
      (last, greatest, count) = (0, 0, 0)
      var work = CompilationWork { units in
        (greatest, last) = (max(greatest, units - last), units)
        count += 1
        return count <= portions
      }
      do throws(RegularExpressionError) {
        _ = try RegularExpression(pattern, flags, work: &work)
        return (nil, work.units)
      } catch { return (error, work.units) }
    }
    let whole = compile(portions: .max)
    #expect(whole.error != .interrupted)
    #expect(count > 1, "\(name): \(whole.units)")
    // It is asked regularly, and ends when the answer is no.
    #expect(max(greatest, whole.units - last) <= 16 * CompilationWork.portion, "\(name): \(greatest)")
    for portions in 0..<count {
      let part = compile(portions: portions)
      #expect(part.error == .interrupted)
      #expect(part.units == last && count == portions + 1)
    }
  }
}
