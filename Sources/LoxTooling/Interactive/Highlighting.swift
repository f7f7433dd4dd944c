import LoxSource
import LoxSyntax

/// A part of a source that editors show in a colour of its own.
public struct HighlightedRange: Equatable, Sendable {
  public enum Class: Sendable {
    case keyword
    /// `nil`, `true`, `false`, `this` and `super`.
    case constant
    case string, number, comment
    /// The name of a function or method where it is declared or called.
    case function
    /// The name of a class where it is declared, and names that look like one.
    case `class`
    /// Not a token of the language.
    case error
  }

  public var `class`: Class
  /// Offsets of bytes.
  public var range: Range<Int>

  /// All such parts of a source, in order.
  public static func all(in bytes: [UInt8], profile: LanguageProfile = .extended) -> [HighlightedRange] {
    let source = Source(name: "", bytes: bytes)
    var ranges = Scanner.comments(in: source, profile: profile).map {
      HighlightedRange(class: .comment, range: $0.range)
    }
    let tokens = Array(Tokens(bytes, profile))
    for (index, token) in tokens.enumerated() {
      let range = token.span.range
      let before = index > 0 ? tokens[index - 1].kind : nil
      let after = index + 1 < tokens.count ? tokens[index + 1].kind : nil
      if source.isContextualKeyword(tokens, index, profile) {
        ranges.append(HighlightedRange(class: .keyword, range: range))
      } else if let kind = kind(of: token, bytes[range], after: before, before: after) {
        ranges.append(HighlightedRange(class: kind, range: range))
      }
    }
    return ranges.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private static func kind(
    of token: Token, _ text: ArraySlice<UInt8>, after before: TokenKind?, before after: TokenKind?
  ) -> Class? {
    switch token.kind {
    case .string, .unterminatedString, .template, .templateHead, .templateMiddle, .templateTail,
      .unterminatedTemplate:
      return .string
    case .unterminatedComment: return .comment
    case .unexpectedCharacter: return .error
    case .number: return .number
    case .nil, .true, .false, .this, .super: return .constant
    case .identifier:
      if before == .class { return .class }
      if let first = text.first, UInt8(ascii: "A")...UInt8(ascii: "Z") ~= first,
        text.contains(where: { $0 >= 0x61 })
      {
        return .class
      }
      return before == .fun || after == .leftParenthesis ? .function : nil
    default: return token.kind.isKeyword ? .keyword : nil
    }
  }
}
