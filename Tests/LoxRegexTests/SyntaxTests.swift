import LoxRegex
import Testing

/// What each part of the syntax matches.
@Suite struct SyntaxTests {
  /// A pattern with its flags after the last slash, a text, and the match with its groups; nil if there is none.
  static let cases: [(pattern: String, text: String, found: [String?]?)] = [
    ("abc", "xabcabc", ["abc"]), ("", "abc", [""]), ("a|b", "cb", ["b"]), ("ab|abc", "abc", ["ab"]),
    ("(a)|(b)", "b", ["b", nil, "b"]), ("a.c", "a\nc abc", ["abc"]), ("a.c/s", "a\nc", ["a\nc"]),
    (".", "\r", ["\r"]), (".", "😀", ["😀"]), ("[a-c]+", "xxabcd", ["abc"]), ("[^a-c]+", "abxyc", ["xy"]),
    ("[\\w.-]+", "!a-b.c!", ["a-b.c"]), ("[\\w-.]+", "!a-b.c!", ["a-b.c"]), ("[a-\\d]+", "x-a1", ["-a1"]),
    ("[-a]+", "-a", ["-a"]), ("[a-]+", "-a", ["-a"]), ("[\\]]", "]", ["]"]), ("[[]", "[", ["["]),
    ("[\\b]", "\u{8}", ["\u{8}"]), ("]}", "]}", ["]}"]), ("{a}", "{a}", ["{a}"]), ("a{", "a{", ["a{"]),
    ("\\d+", "ab123", ["123"]), ("\\D+", "12ab", ["ab"]), ("\\w+", "é_aZ9-", ["_aZ9"]),
    ("\\W+", "aé-b", ["é-"]),
    ("\\s+", "a \t\r\n\u{A0}\u{3000}b", [" \t\r\n\u{A0}\u{3000}"]), ("\\S+", " ab ", ["ab"]),
    ("\\n\\t\\r\\f\\v\\0", "\n\t\r\u{C}\u{B}\0", ["\n\t\r\u{C}\u{B}\0"]),
    ("\\x41\\u0042\\u{43}", "ABC", ["ABC"]),
    ("\\u{1F600}", "😀", ["😀"]), ("\\ud83d\\ude00", "😀", ["😀"]), ("[\\u{1F600}-\\u{1F64F}]+", "a😀😁", ["😀😁"]),
    ("\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\^\\$\\|\\\\\\/\\-\\ ", ".*+?()[]{}^$|\\/- ", [".*+?()[]{}^$|\\/- "]),
    ("^a", "ba", nil), ("^a", "ab", ["a"]), ("a$", "ab", nil), ("a$", "a\n", nil), ("a$/m", "a\n", ["a"]),
    ("^b/m", "a\nb", ["b"]), ("^b", "a\nb", nil), ("\\Ab/m", "a\nb", nil), ("a\\z/m", "a\na", ["a"]),
    ("^/m", "", [""]), ("^$/m", "a\n", [""]), ("\\bfoo\\b", "afoo foo", ["foo"]), ("\\Boo", "oo foo", ["oo"]),
    ("\\b", "é", nil), ("a*", "aaa", ["aaa"]), ("a*?", "aaa", [""]), ("a+?", "aaa", ["a"]),
    ("a??b", "ab", ["ab"]), ("a{2}", "aaa", ["aa"]), ("a{2,}", "aaaa", ["aaaa"]), ("a{2,}?", "aaaa", ["aa"]),
    ("a{1,2}", "aaa", ["aa"]), ("a{1,2}?", "aaa", ["a"]), ("a{0}b", "ab", ["b"]), ("a{0,0}b", "ab", ["b"]),
    ("(a){0}b", "ab", ["b", nil]), ("(?:ab)+", "ababa", ["abab"]), ("(a+)(b*)", "xaab", ["aab", "aa", "b"]),
    ("(?<year>\\d{4})-(?<month>\\d\\d)", "on 2024-05-06", ["2024-05", "2024", "05"]),
    ("(a|ab)(c|bcd)(d*)", "abcd", ["abcd", "a", "bcd", ""]), ("(?:(a)|b)*", "ab", ["ab", "a"]),
    ("(a*)*", "b", ["", nil]), ("(a*)+", "b", ["", ""]), ("(|a)+", "aa", ["aa", "a"]),
    ("(a|)+", "a", ["a", "a"]),
    ("((a)|b)+", "aab", ["aab", "b", "a"]), ("(?:)*a", "a", ["a"]), ("(?:){1000000000}a", "a", ["a"]),
    ("(?:){0,1000000000}a", "a", ["a"]), ("(?:a{0}){1000000000}b", "b", ["b"]),
    ("HELLO/i", "hello", ["hello"]), ("[a-z]+/i", "aBC", ["aBC"]), ("[^a]/i", "A", nil), ("é/i", "É", ["É"]),
    ("σ+/i", "Σσς", ["Σσς"]), ("straße/i", "STRAẞE", ["STRAẞE"]), ("k/i", "\u{212A}", ["\u{212A}"]),
    ("i/i", "İı", nil), ("[à-ý]+/i", "ÀÝ", ["ÀÝ"]), ("\\w/i", "\u{212A}", nil), ("ж/i", "Ж", ["Ж"]),
    ("a.b|c/ims", "A\nB", ["A\nB"]), ("e\u{301}", "e\u{301}", ["e\u{301}"]),
  ]

  static func find(_ pattern: String, _ text: [UInt8], from start: Int = 0) throws -> [Range<Int>?]? {
    var (pattern, flags) = (pattern, "")
    if let slash = pattern.lastIndex(of: "/"),
      pattern[slash...].dropFirst().allSatisfy({ "ims".contains($0) })
    {
      flags = String(pattern[slash...].dropFirst())
      if !flags.isEmpty { pattern = String(pattern[..<slash]) }
    }
    let expression = try RegularExpression(pattern, flags)
    var matcher = RegularExpressionMatcher(expression)
    guard case .match(let match) = matcher.firstMatch(in: text.span, from: start) else { return nil }
    _ = matcher.findGroups(of: match, in: text.span)
    return [match] + (0..<expression.groupCount).map { matcher.group($0 + 1) }
  }

  @Test(arguments: cases)
  func matches(_ pattern: String, _ text: String, _ expected: [String?]?) throws {
    let bytes = Array(text.utf8)
    let found = try Self.find(pattern, bytes)?.map { $0.map { String(decoding: bytes[$0], as: UTF8.self) } }
    #expect(found == expected, "\(pattern) on \(text)")
  }

  /// A byte that belongs to no valid sequence is a unit of its own, which no character is.
  @Test(
    arguments: [
      (".", [0xFF], 0..<1), ("^.$", [0xC3], 0..<1), ("^..$", [0xE2, 0x82], 0..<2),
      ("^.$", [0xC3, 0xA9], 0..<1 + 1),
      ("^..$", [0xC3, 0xA9], nil), ("[^a]", [0x80], 0..<1), ("\\W\\D\\S", [0x80, 0x81, 0x82], 0..<3),
      ("[\\0-\\u{10ffff}]", [0x80], nil), ("\\w|\\d|\\s", [0x80], nil), ("[\\s\\S]", [0x80], 0..<1),
      ("é", [0xC3, 0xC3, 0xA9], 1..<3), ("\\xE9", [0xE9], nil), (".+a/s", [0xF0, 0x9F, 0x98, 97], 0..<4),
      ("^...$", [0xED, 0xA0, 0x80], 0..<3), ("^..$", [0xC0, 0x80], 0..<2),
      ("^....$", [0xF4, 0x90, 0x80, 0x80], 0..<4),
    ] as [(String, [UInt8], Range<Int>?)])
  func invalidUTF8(_ pattern: String, _ text: [UInt8], _ expected: Range<Int>?) throws {
    #expect(try Self.find(pattern, text)?[0] == expected, "\(pattern) on \(text)")
  }

  /// Capital and small letters match each other, as far as the tables' version of Unicode knows them.
  @Test func foldsAsUnicodeDoes() throws {
    for code in UInt32(0x80)...0x24FF {
      guard let scalar = Unicode.Scalar(code), code != 0x130, code != 0x131 else { continue }
      for mapped in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping]
      where mapped.unicodeScalars.count == 1 && mapped.unicodeScalars.first != scalar
        && mapped.unicodeScalars.first?.properties.age?.major ?? 99 <= 14
      {
        #expect(try Self.find(String(scalar) + "/i", Array(mapped.utf8))?[0] == 0..<mapped.utf8.count)
      }
    }
  }

  @Test func names() throws {
    #expect(try RegularExpression("(a)(?<b>b)(?:c)").groupNames == [nil, "b"])
  }

  /// Matches one after the other, as a script counts them.
  @Test(arguments: [
    ("a*", "baac", [0..<0, 1..<3, 3..<3, 4..<4]), ("\\b", "ab c", [0..<0, 2..<2, 3..<3, 4..<4]),
    ("", "é", [0..<0, 2..<2]), ("a", "aaa", [0..<1, 1..<2, 2..<3]), ("^a/m", "a\na\nb", [0..<1, 2..<3]),
    ("^/m", "a\n\nb", [0..<0, 2..<2, 3..<3]), ("(?:ab)+", "ababxab", [0..<4, 5..<7]),
  ])
  func allMatches(_ pattern: String, _ text: String, _ expected: [Range<Int>]) throws {
    let bytes = Array(text.utf8)
    var (found, start): ([Range<Int>], Int?) = ([], 0)
    while let from = start, let match = try Self.find(pattern, bytes, from: from)?[0] {
      found.append(match)
      start = RegularExpressionMatcher.start(after: match, in: bytes.span)
    }
    #expect(found == expected)
  }
}
