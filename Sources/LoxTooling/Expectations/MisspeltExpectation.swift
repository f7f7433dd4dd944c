import LoxSource

/// A comment that is almost an expectation. It would be ignored, so a test with it would pass whatever it
/// does.
public struct MisspeltExpectation: Sendable {
  public var line: Int
  /// The comment, and what was probably meant.
  public var text: [UInt8]
  public var meant: [UInt8]

  /// Examines a line without an expectation; nil if its comment does not resemble one.
  init?(_ line: ArraySlice<UInt8>, number: Int) {
    guard let comment = line.rest(after: "//") else { return nil }
    self.line = number
    text = Array("//".utf8) + comment
    let words = comment.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    if let error = MisspeltExpectation.compileError(words) {
      meant = error
      return
    }
    // The text before the colon, in lower case.
    guard let colon = words.prefix(40).firstIndex(of: UInt8(ascii: ":")),
      let known = MisspeltExpectation.expectation(words[..<colon].lowercased)
    else { return nil }
    let rest = words[(colon + 1)...]
    meant =
      Array("// \(known):".utf8) + (rest.first == UInt8(ascii: " ") ? rest : [UInt8(ascii: " ")] + rest)
  }

  /// Other words for the same.
  private static let synonyms = [
    "expected": "expect", "expect output": "expect", "expect stdout": "expect",
    "expect error": "expect runtime error", "expect runtime": "expect runtime error",
  ]

  /// The expectation that is probably meant by some words before a colon.
  private static func expectation(_ words: [UInt8]) -> String? {
    if let known = synonyms[String(decoding: words, as: UTF8.self)] { return known }
    return ["expect", "expect runtime error", "expect stderr"].first { known in
      // Other words are close to the short one: `export`, `exec`.
      let limit = known == "expect" ? 1 : 2
      return TypingMistakes.count(words, Array(known.utf8), limit: limit) != nil
    }
  }

  /// What is meant by almost `Error at 'x': TEXT`, possibly with `[line 3]` before it.
  private static func compileError(_ words: ArraySlice<UInt8>) -> [UInt8]? {
    var (place, rest): ([UInt8], ArraySlice<UInt8>) = ([], words)
    if rest.starts(with: "[line ".utf8), let end = rest.firstIndex(of: UInt8(ascii: "]")) {
      (place, rest) = (
        rest[...end] + [UInt8(ascii: " ")], rest[(end + 1)...].drop { $0 == UInt8(ascii: " ") }
      )
    }
    guard let quote = rest.prefix(20).firstIndex(of: UInt8(ascii: "'")),
      TypingMistakes.count(rest[..<quote].lowercased, Array("error at ".utf8), limit: 1) != nil,
      rest[quote...].contains(UInt8(ascii: ":"))
    else { return nil }
    return Array("// ".utf8) + place + Array("Error at ".utf8) + rest[quote...]
  }
}

extension ArraySlice<UInt8> {
  /// With small letters, as far as they are ASCII.
  fileprivate var lowercased: [UInt8] { map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 } }
}
