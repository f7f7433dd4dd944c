import LoxSource
import LoxSyntax

/// The surroundings of the token that a compile error is about.
struct SyntaxContext {
  /// Whether the source is in extended Lox.
  var isExtended: Bool
  /// The token itself.
  var token: Token
  /// The preceding tokens, the nearest first; at most three.
  var before: [Token]
  /// The following tokens, the nearest first; at most two.
  var after: [Token]
  /// The preceding tokens since the last semicolon or brace.
  var statement: [Token]
  /// The following tokens, up to and including the next semicolon; if there are very many, some of them.
  var rest: [Token]
  /// The first token of the statement, which may be the token itself.
  var statementStart: Token
  /// Parentheses, brackets and braces that are open before the token, the innermost last.
  var openParenthesis: SourceSpan?
  var openBracket: SourceSpan?
  var openBrace: SourceSpan?
  /// The template around the token, which is in one of its values: where it begins, and the `${` of the value.
  var openTemplate: (start: UInt32, value: SourceSpan)?
  /// A brace that is indented differently from its partner's line, so that one of them is probably missing.
  var suspiciousBraces: (open: SourceSpan, close: SourceSpan)?
  /// The last multi-line string before the token.
  var longString: SourceSpan?
}

/// Collects the contexts of errors in one pass over the tokens of a source.
struct SyntaxContexts {
  private let source: Source
  private let lines: LineTable
  private var scanner: Scanner
  private var before: [Token] = []
  private var open: [Token] = []
  /// The indices of braces among them.
  private var openBraces: [Int] = []
  /// The templates that are open, with the last `${` of each.
  private var templates: [(start: UInt32, value: SourceSpan)] = []
  private var statement: [Token] = []
  private var statementStart: Token?
  private var suspiciousBraces: (open: SourceSpan, close: SourceSpan)?
  private var longString: SourceSpan?
  private var current: Token

  /// Fixes do not change longer values.
  private static let maximumRest = 1000

  init(_ source: Source, _ profile: LanguageProfile, _ lines: LineTable) {
    self.source = source
    self.lines = lines
    scanner = Scanner(source, profile: profile)
    current = scanner.next()
  }

  /// The context of the token at an offset, which must not be before that of the previous call.
  mutating func context(at offset: UInt32) -> SyntaxContext {
    while current.span.start < offset, current.kind != .endOfFile { advance() }
    let rest = rest
    return SyntaxContext(
      isExtended: scanner.profile == .extended, token: current, before: before.reversed(),
      after: Array(rest.prefix(2)), statement: statement,
      rest: rest,
      statementStart: statementStart ?? current,
      openParenthesis: open.last.flatMap { $0.kind == .leftParenthesis ? $0.span : nil },
      openBracket: open.last.flatMap { $0.kind == .leftBracket ? $0.span : nil },
      openBrace: openBraces.last.map { open[$0].span },
      openTemplate: templates.last, suspiciousBraces: suspiciousBraces, longString: longString)
  }

  private var rest: [Token] {
    var ahead = scanner
    var tokens: [Token] = []
    repeat {
      tokens.append(ahead.next())
    } while tokens.count < 2
      || tokens.count < SyntaxContexts.maximumRest
        && ![.semicolon, .endOfFile].contains(tokens[tokens.count - 1].kind)
    return tokens
  }

  private mutating func advance() {
    let token = current
    current = scanner.next()
    switch token.kind {
    case .semicolon, .leftBrace, .rightBrace: statement.removeAll()
    default: statement.append(token)
    }
    if token.kind == .unexpectedCharacter { return }
    let isFirstInLine = token.kind == .rightBrace && isFirstInLine(token)
    if before.count == 3 { before.removeFirst() }
    before.append(token)
    if statementStart == nil { statementStart = token }
    switch token.kind {
    case .leftParenthesis, .leftBracket: open.append(token)
    case .leftBrace:
      openBraces.append(open.count)
      open.append(token)
      statementStart = nil
    case .rightParenthesis: if open.last?.kind == .leftParenthesis { open.removeLast() }
    case .rightBracket: if open.last?.kind == .leftBracket { open.removeLast() }
    case .rightBrace:
      close(token, isFirstInLine: isFirstInLine)
      statementStart = nil
    case .semicolon: if open.last?.kind != .leftParenthesis { statementStart = nil }
    case .templateHead: templates.append((token.span.start, valueStart(token)))
    case .templateMiddle:
      if let last = templates.popLast() { templates.append((last.start, valueStart(token))) }
    case .templateTail: _ = templates.popLast()
    case .string: if source.text(of: token.span).contains(UInt8(ascii: "\n")) { longString = token.span }
    default: break
    }
  }

  /// The `${` at the end of a part of a template.
  private func valueStart(_ token: Token) -> SourceSpan {
    SourceSpan(start: max(token.span.start, token.span.end &- 2), end: token.span.end)
  }

  /// A brace closes the innermost open one, and everything opened since then.
  private mutating func close(_ brace: Token, isFirstInLine: Bool) {
    guard let index = openBraces.popLast() else { return }
    let opening = open[index].span
    open.removeSubrange(index...)
    guard suspiciousBraces == nil, isFirstInLine, indentation(at: opening) != indentation(at: brace.span)
    else { return }
    suspiciousBraces = (opening, brace.span)
  }

  private func isFirstInLine(_ token: Token) -> Bool {
    guard let previous = before.last else { return true }
    return lines.line(at: previous.lastByte) < lines.line(at: token.span.start)
  }

  /// The blanks before the first token of a line; if there are very many, some of them.
  private func indentation(at span: SourceSpan) -> ArraySlice<UInt8> {
    lines.bytes(ofLine: lines.line(at: span.start)).prefix(1000).prefix(while: \.isBlank)
  }
}
