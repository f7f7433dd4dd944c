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
    /// What is no token of the language.
    case error
  }

  public var `class`: Class
  /// Offsets of bytes.
  public var range: Range<Int>

  /// All such parts of a source, in ascending order.
  public static func all(in bytes: [UInt8]) -> [HighlightedRange] {
    let tokens = Array(Tokens(Source(name: "", bytes: bytes)))
    var ranges: [HighlightedRange] = []
    var end = 0
    for (index, token) in tokens.enumerated() {
      let range = Int(token.span.start)..<Int(token.span.end)
      addComments(in: end..<range.lowerBound, of: bytes, to: &ranges)
      end = range.upperBound
      let before = index > 0 ? tokens[index - 1].kind : nil
      let after = index + 1 < tokens.count ? tokens[index + 1].kind : nil
      if let kind = kind(of: token, bytes[range], after: before, before: after) {
        ranges.append(HighlightedRange(class: kind, range: range))
      }
    }
    addComments(in: end..<bytes.count, of: bytes, to: &ranges)
    return ranges
  }

  private static func kind(
    of token: Token, _ text: ArraySlice<UInt8>, after before: TokenKind?, before after: TokenKind?
  ) -> Class? {
    switch token.kind {
    case .string: return .string
    case .unterminatedString: return .string
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

  /// What stands between tokens is blank, or comments to the ends of their lines.
  private static func addComments(in gap: Range<Int>, of bytes: [UInt8], to ranges: inout [HighlightedRange])
  {
    var place = gap.lowerBound
    while let start = bytes[place..<gap.upperBound].firstIndex(of: UInt8(ascii: "/")) {
      let end = bytes[start..<gap.upperBound].firstIndex(of: UInt8(ascii: "\n")) ?? gap.upperBound
      ranges.append(HighlightedRange(class: .comment, range: start..<end))
      place = end
    }
  }
}

extension TokenKind {
  /// The words that are no names.
  public static let keywords: [String] = [
    "and", "class", "else", "false", "for", "fun", "if", "nil", "or", "print", "return", "super", "this",
    "true", "var",
    "while",
  ]

  /// Whether it is one of the words that are no names.
  public var isKeyword: Bool {
    switch self {
    case .and, .class, .else, .false, .for, .fun, .if, .nil, .or, .print, .return, .super, .this, .true, .var,
      .while:
      true
    default: false
    }
  }
}
