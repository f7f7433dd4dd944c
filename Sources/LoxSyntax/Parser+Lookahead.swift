import LoxSource

/// Looking ahead: what extended Lox needs to tell its own words from names, and a function from an expression in parentheses.
extension Parser {
  /// A word that is a keyword only in places where the book has a syntax error.
  enum ContextualWord: String {
    case `in`, `is`, const, `break`, `continue`, `switch`, `case`, `default`, `throw`, `try`, `catch`,
      finally, set, `operator`, `import`, `as`, from
  }

  /// Whether the next token is the word.
  func isWord(_ word: ContextualWord) -> Bool { isWord(word, current) }

  func isWord(_ word: ContextualWord, _ token: Token) -> Bool {
    guard token.kind == .identifier else { return false }
    let spelling = word.rawValue.utf8
    // PERF: most names have another length; each statement that begins with a name asks for five words.
    return Int(token.span.end &- token.span.start) == spelling.count
      && ast.source.text(of: token.span).elementsEqual(spelling)
  }

  /// The token after the next one.
  func peek() -> Token {
    var scanner = scanner
    return scanner.next()
  }

  /// Whether the token after the next one is of a kind.
  func isFollowed(by kind: TokenKind) -> Bool { peek().kind == kind }

  /// Whether `const` is not a name here.
  var beginsConstant: Bool {
    switch peek().kind {
    case .identifier, .leftBracket, .leftBrace: true
    default: false
    }
  }

  /// Whether `throw` is not a name here: no expression goes on with the token after it. A parenthesis, a minus sign and a
  /// semicolon go on with the name, as in the book.
  var beginsThrow: Bool {
    switch peek().kind {
    case .leftParenthesis, .dot, .minus, .plus, .slash, .star, .bangEqual, .equal, .equalEqual, .greater,
      .greaterEqual, .less, .lessEqual, .and, .or, .comma, .semicolon,
      .percent, .question, .questionDot, .questionQuestion, .rangeOperator, .ellipsis, .arrow, .plusPlus,
      .plusEqual, .minusEqual, .starEqual, .slashEqual, .percentEqual, .questionQuestionEqual:
      false
    default: true
    }
  }

  var beginsPattern: Bool { current.kind == .leftBracket || current.kind == .leftBrace }

  var beginsCase: Bool {
    isWord(.case) || isWord(.default) && (isFollowed(by: .colon) || isFollowed(by: .arrow))
  }

  /// Whether the next token, `switch`, is not a name: a brace follows its parentheses.
  var beginsSwitch: Bool {
    mutating get {
      var scanner = scanner
      let parenthesis = scanner.next()
      guard parenthesis.kind == .leftParenthesis else { return false }
      let next = scanner.next()
      return brackets.follower(of: parenthesis, scanner, next) == .leftBrace
    }
  }

  /// Whether the next tokens are the `--` of a statement `x--;`, and not two minus signs.
  var isStep: Bool {
    guard expressionStack.count == stepBase, current.span.end < ast.source.bytes.count,
      ast.source.bytes[Int(current.span.end)] == UInt8(ascii: "-")
    else { return false }
    var scanner = scanner
    guard scanner.next().kind == .minus else { return false }
    let end = scanner.next().kind
    return end == .semicolon || end == .rightParenthesis
  }

  /// Takes a name; also a keyword where only names can be.
  mutating func consumeMemberName(_ error: DiagnosticID) {
    if isExtended, current.kind.isKeyword { advance() } else { consume(.identifier, error) }
  }
}

/// What follows the closing parenthesis of each opening one, and where each block ends, as far as somebody has looked.
///
/// A look ahead notes all brackets on its way, so that none is looked at twice: it takes linear time in total.
struct BracketTable: Sendable {
  /// By the offset of an opening parenthesis: the kind of the token. All that somebody has looked past are here; the bodies of
  /// functions in expressions are parsed later than what follows them, so these need not be all up to a place.
  private var followers: [UInt32: Token] = [:]
  /// By the offset of an opening brace: the closing one.
  private var blockEnds: [UInt32: SourceSpan] = [:]
  /// The end of the last token that an answer has depended on.
  var reach: UInt32 = 0

  /// Whether an `=>` follows the closing parenthesis of an opening one; `scanner` is behind `next`, the token after it.
  mutating func isFollowed(byArrow parenthesis: Token, _ scanner: Scanner, _ next: Token) -> Bool {
    follower(of: parenthesis, scanner, next) == .arrow
  }

  mutating func follower(of parenthesis: Token, _ scanner: Scanner, _ next: Token) -> TokenKind? {
    if followers[parenthesis.span.start] == nil { look(from: parenthesis, scanner, next) }
    guard let follower = followers[parenthesis.span.start] else { return nil }
    reach = max(reach, follower.span.end)
    return follower.kind
  }

  private mutating func look(from parenthesis: Token, _ scanner: Scanner, _ next: Token) {
    var scanner = scanner
    var token = next
    var open = [parenthesis.span.start]
    while !open.isEmpty, token.kind != .endOfFile {
      let kind = token.kind
      if kind == .leftParenthesis { open.append(token.span.start) }
      token = scanner.next()
      if kind == .rightParenthesis, let start = open.popLast() { followers[start] = token }
    }
    for start in open { followers[start] = Token(.endOfFile, SourceSpan(start: .max, end: .max)) }
  }

  /// The brace that closes the block of an opening one, which is the last token that the scanner has taken; otherwise the end of
  /// the source.
  mutating func endOfBlock(_ brace: Token, _ scanner: Scanner) -> SourceSpan {
    let end = blockEnds[brace.span.start] ?? lookForEnd(of: brace, scanner)
    reach = max(reach, end.end)
    return end
  }

  private mutating func lookForEnd(of brace: Token, _ scanner: Scanner) -> SourceSpan {
    var scanner = scanner
    var open = [brace.span.start]
    var last = brace.span
    while !open.isEmpty {
      let token = scanner.next()
      last = token.span
      switch token.kind {
      case .leftBrace: open.append(token.span.start)
      case .rightBrace: blockEnds[open.removeLast()] = token.span
      case .endOfFile:
        for start in open { blockEnds[start] = token.span }
        open.removeAll()
      default: break
      }
    }
    return last
  }
}
