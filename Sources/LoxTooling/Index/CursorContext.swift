import LoxSource
import LoxSyntax

/// The context of the cursor, determined from the tokens before it.
struct CursorContext {
  enum Place: Hashable {
    /// Inside a comment, a string or a number.
    case text
    /// After a dot.
    case member
    /// Where a new name is given to a variable, a function, a class or a parameter.
    case newName
    /// After the `<` of a class.
    case superclass
    /// After the colon behind the name of a variable, a parameter or a field, or behind parameters.
    case type
    /// Where a method may begin.
    case classBody
    /// Where a statement may begin.
    case statement
    /// Where an operand is expected.
    case operand
    /// After an operand.
    case `operator`
  }

  /// A call whose arguments are not complete before the place.
  struct OpenCall: Hashable {
    /// The offset of the parenthesis.
    var parenthesis: UInt32
    /// The token before it: usually the name of the callee.
    var callee: Token
    /// The number of commas before the place.
    var argument: Int
  }

  private(set) var place = Place.statement
  /// The part of a word that has been typed.
  private(set) var prefix: SourceSpan
  /// The end of that word.
  private(set) var wordEnd: UInt32
  /// Whether a statement with a name here could not continue with what follows.
  private(set) var endsStatement = false
  /// The enclosing open calls, the innermost last.
  var calls: [OpenCall] { brackets.compactMap { $0.kind == .call ? $0.call : nil } }

  private struct Bracket {
    enum Kind {
      case call, parameters, control, loop, group, block, classBody, map
      /// The parentheses of a `catch`, and the block of a `try` or a `catch`.
      case catchClause, tryBlock
    }
    var kind: Kind
    var call = OpenCall(parenthesis: 0, callee: Token(.endOfFile, SourceSpan(start: 0, end: 0)), argument: 0)
    var isBrace: Bool { kind == .block || kind == .classBody || kind == .map || kind == .tryBlock }
  }

  private var brackets: [Bracket] = []
  /// The last three tokens, the newest first.
  private var recent: [TokenKind] = []
  private var last = Token(.endOfFile, SourceSpan(start: 0, end: 0))
  private var isClassHeader = false
  /// Whether the last token is a word of extended Lox after which an operand comes, or a new name.
  private var isBehindOperatorWord = false
  private var isBehindConst = false
  /// Whether the last token is the name of a constant, or the colon after it.
  private var isBehindConstName = false
  /// Whether the last token is `try`, or a `catch` that may have parentheses.
  private var isBehindTry = false
  /// Whether the place is behind the `=` or `=>` of a member of the class whose braces are the innermost brackets.
  private var isInMemberValue = false
  /// The number of open brackets around a `case` or `default` whose colon has not come yet.
  private var openCase: Int?
  private var isBehindCase = false
  private let source: Source
  private let isExtended: Bool
  /// The kind of the last closed bracket.
  private var closed = Bracket.Kind.block

  /// Everything before `start` must be complete.
  init(_ source: Source, _ profile: LanguageProfile, at offset: UInt32, from start: UInt32 = 0) {
    prefix = SourceSpan(start: offset, end: offset)
    wordEnd = offset
    var scanner =
      start == 0 ? Scanner(source, profile: profile) : Scanner(source, profile: profile, from: start)
    self.source = source
    isExtended = scanner.profile == .extended
    var isInComment = false
    while true {
      while let trivia = scanner.nextTrivia() {
        // The end of a comment still belongs to it.
        // That of one in the midst of a line does not.
        let end = trivia.kind == .blockComment ? trivia.span.end - 1 : trivia.span.end
        if trivia.kind == .comment || trivia.kind == .blockComment, trivia.span.start < offset, offset <= end
        {
          isInComment = true
        }
      }
      let token = scanner.next()
      guard token.kind != .endOfFile, token.span.start < offset else { break }
      if token.span.end >= offset {
        if token.kind == .identifier || token.kind.isKeyword {
          prefix.start = token.span.start
          wordEnd = token.span.end
          break
        }
        if token.kind == .number || token.kind == .unterminatedString
          || token.kind.isText && token.span.end > offset
        {
          place = .text
          return
        }
        if token.span.end > offset { break }
      }
      if token.kind == .unterminatedTemplate || token.kind == .unterminatedComment {
        place = .text
        return
      }
      take(token)
    }
    scanner = Scanner(
      source, profile: profile, from: min(wordEnd, UInt32(truncatingIfNeeded: source.bytes.count)))
    endsStatement = startsAnother(scanner.next().kind)
    place = isInComment ? .text : placeBehindLast
  }

  /// Whether a token can't be a part of an expression that began before it.
  private func startsAnother(_ next: TokenKind) -> Bool {
    let isBehindHeader =
      isClassHeader || recent.first == .class || recent.first == .fun || recent.first == .var
    switch next {
    case .identifier, .string, .template, .templateHead, .number, .this, .super, .nil, .true, .false, .bang,
      .rightBrace, .endOfFile,
      _ where next.startsStatement:
      return !isBehindHeader
    case .leftBrace: return !isBehindHeader && (brackets.last?.isBrace ?? true)
    default: return false
    }
  }

  // MARK: - Tokens

  private mutating func take(_ token: Token) {
    switch token.kind {
    case .leftParenthesis: open(Bracket(kind: kindOfParenthesis, call: call(at: token)))
    case .leftBrace:
      let isMap =
        isExtended && recent.first != .arrow && recent.first != .rightParenthesis
        && placeBehindLast == .operand
      let isTry = isBehindTry || recent.first == .rightParenthesis && closed == .catchClause
      open(Bracket(kind: isClassHeader ? .classBody : isTry ? .tryBlock : isMap ? .map : .block))
      if isClassHeader { isInMemberValue = false }
      isClassHeader = false
    case .leftBracket: open(Bracket(kind: .group))
    case .rightParenthesis, .rightBracket:
      if let top = brackets.last, !top.isBrace {
        closed = top.kind
        brackets.removeLast()
      }
    case .rightBrace:
      while let top = brackets.popLast() {
        closed = top.kind
        if top.isBrace { break }
      }
    case .comma:
      if !brackets.isEmpty { brackets[brackets.count - 1].call.argument += 1 }
    case .fun where isExtended && placeBehindLast == .operand: break
    case .semicolon,
      _ where token.kind.startsStatement:
      // An unclosed call ends where another statement begins.
      while let top = brackets.last, !top.isBrace, top.kind != .loop { brackets.removeLast() }
      if brackets.last?.kind == .classBody { isInMemberValue = false }
      isClassHeader = token.kind == .class && !(isExtended && brackets.last?.kind == .classBody)
    case .equal, .arrow:
      let isOperator = recent.first == .rightBracket && recent.dropFirst().first == .leftBracket
      if isExtended, !isOperator, brackets.last?.kind == .classBody { isInMemberValue = true }
    default: break
    }
    isBehindCase = token.kind == .colon && openCase == brackets.count
    if isBehindCase || token.kind == .arrow { openCase = nil }
    let beginsStatement = placeBehindLast == .statement
    if isExtended, token.kind == .identifier, beginsStatement, brackets.last?.kind == .block {
      let text = source.text(of: token.span)
      if text.elementsEqual("case".utf8) || text.elementsEqual("default".utf8) { openCase = brackets.count }
    }
    recent.insert(token.kind, at: 0)
    if recent.count > 3 { recent.removeLast() }
    last = token
    isBehindConstName =
      isBehindConst && token.kind == .identifier || isBehindConstName && token.kind == .colon
    guard isExtended, token.kind == .identifier else {
      (isBehindOperatorWord, isBehindConst, isBehindTry) = (false, false, false)
      return
    }
    let text = source.text(of: token.span)
    isBehindConst = text.elementsEqual("const".utf8)
    isBehindOperatorWord =
      ["in", "is", "case"].contains { text.elementsEqual($0.utf8) }
      || beginsStatement && text.elementsEqual("throw".utf8)
    isBehindTry = beginsStatement && ["try", "catch"].contains { text.elementsEqual($0.utf8) }
  }

  private mutating func open(_ bracket: Bracket) { brackets.append(bracket) }

  private func call(at token: Token) -> OpenCall {
    OpenCall(parenthesis: token.span.start, callee: last, argument: 0)
  }

  private var kindOfParenthesis: Bracket.Kind {
    if brackets.last?.kind == .classBody, !isInMemberValue { return .parameters }
    if isBehindTry { return .catchClause }
    switch recent.first {
    case .if, .while: return .control
    case .for: return .loop
    case .identifier:
      return recent.dropFirst().first == .fun ? .parameters : .call
    case .rightParenthesis: return closed == .control || closed == .loop ? .group : .call
    case .rightBracket, .questionDot: return .call
    case .fun: return .parameters
    default: return .group
    }
  }

  // MARK: - The place

  private var placeBehindLast: Place {
    guard let previous = recent.first else { return .statement }
    switch previous {
    case .dot, .questionDot: return .member
    case .var, .fun, .class: return .newName
    case .less where recent.dropFirst().first == .identifier && recent.last == .class: return .superclass
    default: break
    }
    if isBehindConst { return .newName }
    if isBehindCase { return .statement }
    if isBehindOperatorWord { return .operand }
    if isBehindTypeColon { return .type }
    if let top = brackets.last?.kind {
      if top == .parameters { return previous == .equal ? .operand : .newName }
      if top == .catchClause, previous == .leftParenthesis { return .newName }
      if top == .classBody, !isInMemberValue {
        let isBehindMember = previous == .rightBrace || isExtended && previous == .semicolon
        return previous == .leftBrace || isBehindMember ? .classBody : .newName
      }
    }
    switch previous {
    case .semicolon where brackets.last?.kind == .loop: return .operand
    case .leftBrace where brackets.last?.kind == .map: return .operand
    case .rightBrace where closed == .map: return .operator
    case .semicolon, .leftBrace, .rightBrace, .else: return .statement
    case .rightParenthesis where closed == .control || closed == .loop || closed == .catchClause:
      return .statement
    case .rightParenthesis, .rightBracket, .identifier, .number, .string, .template, .templateTail, .this,
      .nil, .true,
      .false:
      return .operator
    default: return .operand
    }
  }

  /// Whether the last token is a colon that a type follows. What else has a colon: entries of maps, patterns, conditions and cases.
  private var isBehindTypeColon: Bool {
    guard isExtended, recent.first == .colon else { return false }
    let (before, beforeThat) = (recent.dropFirst().first, recent.dropFirst(2).first)
    switch brackets.last?.kind {
    case .parameters: return true
    case .classBody where !isInMemberValue: return true
    // The parameters of a function without a name look like any parentheses.
    case .group where before == .identifier && (beforeThat == .leftParenthesis || beforeThat == .comma):
      return true
    default: break
    }
    return before == .identifier && (beforeThat == .var || isBehindConstName)
      || before == .rightParenthesis && closed == .parameters
  }

  /// Whether no bracket is open.
  var isTopLevel: Bool { brackets.isEmpty }

  /// Whether the token before the place ends a statement, so that an `else` might follow.
  var mayBeElse: Bool { recent.first == .rightBrace || recent.first == .semicolon }

  /// Whether the token before the place ends the block of a `try` or a `catch`.
  var mayBeCatch: Bool { recent.first == .rightBrace && closed == .tryBlock }
}

extension TokenKind {
  /// Whether it is a string, or a part of a template.
  fileprivate var isText: Bool {
    switch self {
    case .string, .template, .templateHead, .templateMiddle, .templateTail: true
    default: false
    }
  }
}
