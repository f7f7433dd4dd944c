import LoxSource
import LoxSyntax

/// Matching brackets.
public enum BracketPair {
  /// The offsets of the bracket directly before or after an offset and of its partner, ascending; empty if
  /// there are none.
  public static func around(
    _ offset: Int, in bytes: [UInt8], profile: LanguageProfile = .extended
  ) -> [Int] {
    var open: [(kind: TokenKind, place: Int)] = []
    for token in Tokens(bytes, profile) {
      let place = Int(token.span.start)
      switch token.kind {
      case .leftParenthesis, .leftBrace, .leftBracket: open.append((token.kind, place))
      case .rightParenthesis, .rightBrace, .rightBracket:
        let partner: TokenKind =
          switch token.kind {
          case .rightBrace: .leftBrace
          case .rightBracket: .leftBracket
          default: .leftParenthesis
          }
        guard let last = open.popLast(), last.kind == partner else { return [] }
        if [last.place, last.place + 1, place, place + 1].contains(offset) { return [last.place, place] }
      default: break
      }
    }
    return []
  }
}
