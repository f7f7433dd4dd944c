import LoxSource

/// The language in which a source is written.
///
/// It matters from the scanner on. Everything that reads a source is given a profile, but the first line of
/// the source takes precedence: it may be `// lox: extended` or `// lox: book`.
public enum LanguageProfile: String, Sendable, CaseIterable {
  /// What the book's virtual machine accepts: with its size limits, and its messages in its order.
  case book
  /// A strict superset: lists, maps, functions without names and more, and no size limits.
  case extended

  /// The profile that the first line of a source selects, otherwise the one given.
  public init(of source: Source, otherwise profile: LanguageProfile) {
    self = LanguageProfile.named(by: source.bytes) ?? profile
  }

  private static func named(by bytes: [UInt8]) -> LanguageProfile? {
    // Most sources need no further checks.
    guard bytes.starts(with: "//".utf8) else { return nil }
    let line = bytes.prefix(64).prefix { $0 != UInt8(ascii: "\n") }
    let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard words.count == 3, words[0] == "//", words[1] == "lox:" else { return nil }
    return LanguageProfile(rawValue: String(words[2]))
  }
}
