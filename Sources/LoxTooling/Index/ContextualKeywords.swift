import LoxSource
import LoxSyntax

extension TokenKind {
  /// The words that are not reserved, but are keywords in some places of extended Lox.
  public static let contextualKeywords = [
    "in", "is", "const", "break", "continue", "switch", "case", "default", "throw", "try", "catch", "finally",
    "set",
    "operator", "import", "as", "from",
  ]

  /// Whether an operand ends with it.
  fileprivate var endsOperand: Bool {
    switch self {
    case .identifier, .number, .string, .template, .templateTail, .rightParenthesis, .rightBracket,
      .rightBrace, .nil,
      .true, .false, .this:
      true
    default: false
    }
  }

  /// Whether a statement may begin after it.
  fileprivate var endsStatement: Bool {
    switch self {
    case .semicolon, .leftBrace, .rightBrace, .rightParenthesis, .else, .colon: true
    default: false
    }
  }

  /// Whether a member of a class may begin after it, or after the `class` before a member.
  fileprivate var endsMember: Bool {
    self == .semicolon || self == .leftBrace || self == .rightBrace || self == .class
  }

  /// Whether an operator of the book, or something else that comes after a name.
  fileprivate var followsName: Bool {
    switch self {
    case .leftBrace, .identifier, .number, .string, .template, .templateHead, .this, .super, .nil, .true,
      .false, .bang,
      .fun:
      false
    default: true
    }
  }
}

extension Source {
  /// Whether a word that is not reserved is most likely a keyword at its place, judging by the tokens around it alone.
  func isContextualKeyword(_ tokens: [Token], _ index: Int, _ profile: LanguageProfile) -> Bool {
    guard profile == .extended, tokens[index].kind == .identifier else { return false }
    let text = text(of: tokens[index].span)
    guard let word = TokenKind.contextualKeywords.first(where: { text.elementsEqual($0.utf8) }) else {
      return false
    }
    let before = index > 0 ? tokens[index - 1].kind : .semicolon
    let after = index + 1 < tokens.count ? tokens[index + 1].kind : .endOfFile
    switch word {
    case "in", "is":
      return before.endsOperand && (!after.followsName || after == .leftParenthesis || after == .leftBracket)
    case "const": return after == .identifier || after == .leftBracket || after == .leftBrace
    case "break", "continue": return before != .dot && (after == .semicolon || after == .endOfFile)
    case "switch": return after == .leftParenthesis && before != .dot && before != .fun
    case "throw":
      return before.endsStatement && (!after.followsName || after == .leftBrace || after == .leftBracket)
    case "try": return before.endsStatement && after == .leftBrace
    case "catch": return before == .rightBrace && (after == .leftParenthesis || after == .leftBrace)
    case "finally": return before == .rightBrace && after == .leftBrace
    case "set":
      // `set in list` would be an expression.
      let isInfix = ["in", "is"].contains { self.text(of: tokens[index + 1].span).elementsEqual($0.utf8) }
      return before.endsMember
        && (after == .identifier && !isInfix || after.isKeyword && after != .and && after != .or)
    case "operator":
      let next = index + 2 < tokens.count ? tokens[index + 2].kind : .endOfFile
      switch after {
      case .plus, .minus, .star, .slash, .percent, .less: return before.endsMember && next == .leftParenthesis
      case .leftBracket: return before.endsMember && next == .rightBracket
      default: return false
      }
    case "import": return before.endsStatement && (after == .string || after == .leftBrace)
    // A string or a name comes before it, or the brace of an import.
    case "as": return after == .identifier && (before == .string || before == .identifier)
    case "from": return before == .rightBrace && after == .string
    case "case": return before != .dot && !after.followsName || after == .less || after == .greater
    default: return after == .colon || after == .arrow
    }
  }
}
