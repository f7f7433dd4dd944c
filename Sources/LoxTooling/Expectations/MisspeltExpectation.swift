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
    // The text before the colon, in lower case.
    guard let colon = words.prefix(40).firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let beginning = words[..<colon].map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
    for known in ["expect", "expect runtime error", "expect stderr"] {
      // Other words are close to the short one: `export`, `exec`.
      let limit = known == "expect" ? 1 : 2
      let isNear = TypingMistakes.count(beginning, Array(known.utf8), limit: limit) != nil
      guard isNear || beginning.elementsEqual("expected".utf8) else { continue }
      let rest = words[(colon + 1)...]
      meant =
        Array("// \(known):".utf8) + (rest.first == UInt8(ascii: " ") ? rest : [UInt8(ascii: " ")] + rest)
      return
    }
    return nil
  }
}
