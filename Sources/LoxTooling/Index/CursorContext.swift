import LoxSource
import LoxSyntax

/// What surrounds a place where somebody types, found out from the tokens before it.
struct CursorContext {
  enum Place: Hashable {
    /// A comment, a string or a number.
    case text
    /// Behind a dot.
    case member
    /// Where a name is made up: of a variable, a function, a class, a parameter.
    case newName
    /// Behind the `<` of a class.
    case superclass
    /// Where a method may begin.
    case classBody
    /// Where a statement may begin.
    case statement
    /// Where an operand is expected.
    case operand
    /// Behind an operand.
    case `operator`
  }

  /// A call whose arguments are not complete before the place.
  struct OpenCall: Hashable {
    /// The offset of the parenthesis.
    var parenthesis: UInt32
    /// The token before it: the name of what is called, in most cases.
    var callee: Token
    /// How many commas there are before the place.
    var argument: Int
  }

  private(set) var place = Place.statement
  /// What has been typed of a word.
  private(set) var prefix: SourceSpan
  /// The end of the word of which it is a part.
  private(set) var wordEnd: UInt32
  /// Whether a statement that had a name here could not go on with what follows.
  private(set) var endsStatement = false
  /// The open calls around the place, the innermost last.
  var calls: [OpenCall] { brackets.compactMap { $0.kind == .call ? $0.call : nil } }

  private struct Bracket {
    enum Kind { case call, parameters, control, loop, group, block, classBody }
    var kind: Kind
    var call = OpenCall(parenthesis: 0, callee: Token(.endOfFile, SourceSpan(start: 0, end: 0)), argument: 0)
    var isBrace: Bool { kind == .block || kind == .classBody }
  }

  private var brackets: [Bracket] = []
  /// The last three tokens, the newest first.
  private var recent: [TokenKind] = []
  private var last = Token(.endOfFile, SourceSpan(start: 0, end: 0))
  private var isClassHeader = false
  /// What the last closing bracket closed.
  private var closed = Bracket.Kind.block

  init(_ source: Source, at offset: UInt32) {
    prefix = SourceSpan(start: offset, end: offset)
    wordEnd = offset
    var scanner = Scanner(source)
    while true {
      let token = scanner.next()
      guard token.kind != .endOfFile, token.span.start < offset else { break }
      if token.span.end >= offset {
        if token.kind.isWord(in: source, token.span) {
          prefix.start = token.span.start
          wordEnd = token.span.end
          break
        }
        if token.kind == .number || token.kind == .unterminatedString
          || token.kind == .string && token.span.end > offset
        {
          place = .text
          return
        }
        if token.span.end > offset { break }
      }
      take(token)
    }
    scanner = Scanner(source, from: min(wordEnd, UInt32(truncatingIfNeeded: source.bytes.count)))
    endsStatement = startsAnother(scanner.next().kind)
    place = Self.isComment(source, from: last.span.end, to: prefix.start) ? .text : placeBehindLast
  }

  private static func isComment(_ source: Source, from start: UInt32, to end: UInt32) -> Bool {
    let gap = source.text(of: SourceSpan(start: start, end: max(start, end)))
    let line = gap.lastIndex(of: UInt8(ascii: "\n")).map { gap[($0 + 1)...] } ?? gap
    return line.contains(UInt8(ascii: "/"))
  }

  /// Whether a token can't be a part of an expression that began before it.
  private func startsAnother(_ next: TokenKind) -> Bool {
    let isBehindHeader =
      isClassHeader || recent.first == .class || recent.first == .fun || recent.first == .var
    switch next {
    case .identifier, .string, .number, .this, .super, .nil, .true, .false, .bang, .rightBrace, .endOfFile,
      .class, .fun, .var, .for, .if, .while, .print, .return:
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
      open(Bracket(kind: isClassHeader ? .classBody : .block))
      isClassHeader = false
    case .rightParenthesis:
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
    case .semicolon, .print, .var, .fun, .if, .while, .for, .return, .class:
      // A call that nobody closed ends where another statement begins.
      while let top = brackets.last, !top.isBrace, top.kind != .loop { brackets.removeLast() }
      isClassHeader = token.kind == .class
    default: break
    }
    recent.insert(token.kind, at: 0)
    if recent.count > 3 { recent.removeLast() }
    last = token
  }

  private mutating func open(_ bracket: Bracket) { brackets.append(bracket) }

  private func call(at token: Token) -> OpenCall {
    OpenCall(parenthesis: token.span.start, callee: last, argument: 0)
  }

  private var kindOfParenthesis: Bracket.Kind {
    switch recent.first {
    case .if, .while: return .control
    case .for: return .loop
    case .identifier:
      if recent.dropFirst().first == .fun || brackets.last?.kind == .classBody { return .parameters }
      return .call
    case .rightParenthesis: return closed == .control || closed == .loop ? .group : .call
    default: return .group
    }
  }

  // MARK: - The place

  private var placeBehindLast: Place {
    guard let previous = recent.first else { return .statement }
    switch previous {
    case .dot: return .member
    case .var, .fun, .class: return .newName
    case .less where recent.dropFirst().first == .identifier && recent.last == .class: return .superclass
    default: break
    }
    if let top = brackets.last?.kind {
      if top == .parameters { return .newName }
      if top == .classBody {
        return previous == .leftBrace || previous == .rightBrace ? .classBody : .newName
      }
    }
    switch previous {
    case .semicolon where brackets.last?.kind == .loop: return .operand
    case .semicolon, .leftBrace, .rightBrace, .else: return .statement
    case .rightParenthesis where closed == .control || closed == .loop: return .statement
    case .rightParenthesis, .identifier, .number, .string, .this, .nil, .true, .false: return .operator
    default: return .operand
    }
  }

  /// Whether the token before the place ends a statement, so that an `else` might follow.
  var mayBeElse: Bool { recent.first == .rightBrace || recent.first == .semicolon }
}

extension TokenKind {
  /// Whether it is spelled like a name.
  fileprivate func isWord(in source: Source, _ span: SourceSpan) -> Bool {
    switch self {
    case .identifier: true
    case .string, .unterminatedString, .number, .endOfFile: false
    default: source.text(of: span).first.map { ($0 | 0x20) &- UInt8(ascii: "a") < 26 } ?? false
    }
  }
}
