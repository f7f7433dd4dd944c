import LoxRegex
import Testing

/// What is wrong with patterns, where, and what to write instead.
@Suite struct PatternErrorTests {
  static let cases: [(pattern: String, column: Int?, part: String)] = [
    ("(a", 1, "this '(' is not closed; '\\(' matches"), ("a(b(c)", 2, "is not closed"),
    ("a)", 2, "this ')' closes no group; '\\)'"), ("[a", 1, "this '[' is not closed; '\\['"),
    ("[", 1, "is not closed"), ("[a-", 1, "is not closed"), ("x[]", 2, "an empty class matches nothing"),
    ("[^]", 1, "'[\\s\\S]'"), ("[z-a]", 2, "the range 'z-a' is in the wrong order"),
    ("[^\\s\\S]", 1, "matches no character at all"), ("[[:alpha:]]", 2, "'[:' and ':]' are not there"),
    ("*a", 1, "nothing that '*' could repeat"), ("a|+", 3, "nothing that '+' could repeat"),
    ("(?:?)", 4, "nothing that '?' could repeat"), ("{2}", 1, "nothing that '{' could repeat"),
    ("a**", 3, "this is repeated already"), ("a{2}{3}", 5, "this is repeated already"),
    ("a*+", 3, "possessive"), ("a++", 3, "possessive"), ("a{2}+", 5, "possessive"), ("a??+", 4, "possessive"),
    ("^*", 2, "'^' matches no character"), ("$+", 2, "'$' matches no character"),
    ("a\\b?", 4, "'\\b' matches no character"), ("a{,3}", 2, "write '{0,'"), ("a{2", 2, "'{2,5}'"),
    ("a{2,x}", 2, "'{2,5}'"), ("a{3,2}", 2, "in the wrong order"),
    ("(a)\\1", 4, "references to groups are not there"), ("\\k<a>", 1, "references to groups"),
    ("(?P=a)", 1, "references to groups"), ("a(?=b)", 2, "look-ahead"), ("a(?!b)", 2, "look-ahead"),
    ("(?<=a)b", 1, "look-behind"), ("(?<!a)b", 1, "look-behind"), ("(?>a)", 1, "atomic groups"),
    ("(?(1)a|b)", 1, "conditions"), ("(?#x)", 1, "comments"), ("(?|a)", 1, "number the groups"),
    ("(?P<a>b)", 1, "write '(?<name>'"), ("(?'a'b)", 1, "write '(?<name>'"), ("(?R)", 1, "can't call itself"),
    ("(?1)", 1, "can't call itself"), ("(?i)a", 1, "second argument"), ("(?-i:a)", 1, "second argument"),
    ("(?", 1, "after '(?' comes"), ("(?<>a)", 1, "write '(?<name>'"), ("(?<a", 1, "write '(?<name>'"),
    ("(?<1a>b)", 4, "the name of a group"), ("(?<é>b)", 4, "the name of a group"),
    ("(?<a>b)(?<a>c)", 11, "another group with this name"), ("\\", 1, "escapes nothing"),
    ("a\\p{L}", 2, "'\\p' is not there; write ranges"), ("\\q", 1, "there is no '\\q'"),
    ("\\é", 1, "needs no '\\'"), ("\\x4", 1, "two hexadecimal digits"),
    ("\\u12", 1, "four hexadecimal digits"),
    ("\\u{}", 1, "four hexadecimal digits"), ("\\u{110000}", 1, "no character with this number"),
    ("\\u{d800}", 1, "no character with this number"), ("\\ud83d", 1, "half of a character"),
    ("\\ude00", 1, "half of a character"), ("\\012", 1, "write '\\x'"), ("\\Z", 1, "write '\\z'"),
    ("\\cA", 1, "'\\c' is not there"), ("\\Qa", 1, "'\\Q'"), ("\\h", 1, "'[ \\t]'"), ("\\R", 1, "'\\r?\\n'"),
    ("\\K", 1, "'\\K' is not there"), ("[\\B]", 2, "can't be in a class"), ("é(", 2, "is not closed"),
    ("a{1000}{1000}", 8, "this is repeated already"), ("(?:a{1000}){1000}", nil, "too large"),
    ("(?:(?:){1000}a){1000000}", nil, "too large"), ("\\w{10000}", nil, "too large"),
    (String(repeating: "()", count: 251), 501, "more than 250 groups"),
    (String(repeating: "(", count: 251), 251, "more than 250 groups"),
    (String(repeating: "a", count: 65_537), nil, "more than 65536 bytes"),
    (String(repeating: "(?:", count: 10_000), 29_998, "is not closed"),
    (
      String(repeating: "(?:", count: 20) + "a" + String(repeating: ")*", count: 20), nil, "may match nothing"
    ),
    ("(?:(x){200}" + String(repeating: "()", count: 249) + "){10}", nil, "too large"),
  ]

  @Test(arguments: cases)
  func message(_ pattern: String, _ column: Int?, _ part: String) {
    do throws(RegularExpressionError) {
      _ = try RegularExpression(pattern)
      Issue.record("\(pattern.prefix(100)) has no error")
    } catch {
      #expect(error.column == column, "\(pattern.prefix(100)): \(error.message)")
      #expect(error.message.contains(part), "\(pattern.prefix(100)): \(error.message)")
    }
  }

  @Test(arguments: [
    ("g", "findAll"), ("u", "code points"), ("x", "there is no flag 'x'"), ("ii", "'i' is there twice"),
    ("é", "the flags are"), (" ", "the flags are"),
  ])
  func flags(_ flags: String, _ part: String) {
    do throws(RegularExpressionError) {
      _ = try RegularExpression("a", flags)
      Issue.record("\(flags) has no error")
    } catch {
      #expect(error.column == nil)
      #expect(error.message.contains(part), "\(error.message)")
    }
  }

  @Test func invalidUTF8() {
    do throws(RegularExpressionError) {
      _ = try RegularExpression([97, 0xFF] as [UInt8], RegularExpressionFlags())
      Issue.record("it has no error")
    } catch {
      #expect(error.column == 2 && error.message == "here the pattern is not valid UTF-8")
    }
  }
}
