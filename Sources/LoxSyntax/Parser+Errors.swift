import LoxSource

/// `throw` and `try`.
extension Parser {
  /// A `try` whose blocks are not complete.
  struct OpenTry: Sendable {
    var start: UInt32
    /// The number of `catch`es of other `try`s that are waiting.
    var outer: Int
    /// Which of its blocks is not complete.
    var part = TryPart.body
    /// Its first block, once complete.
    var body = StatementID(0)
  }

  enum TryPart: Sendable {
    case body
    /// The body of the `catch` is still to come.
    case `catch`(Catch)
    case finally
  }

  mutating func throwStatement() -> StatementID {
    let start = current.span.start
    advance()
    let value = expression()
    consume(.semicolon, .expectedSemicolonAfterValue)
    return add(.throw(value), from: start)
  }

  mutating func tryStatement() -> StatementID? {
    let start = current.span.start
    advance()
    return begin(.try(OpenTry(start: start, outer: openCatches.count)))
  }

  /// Begins the block of a `try`, a `catch` or a `finally`.
  mutating func beginTryBlock() -> StatementID? {
    guard match(.leftBrace) else {
      // A single statement was meant.
      errorAtCurrent(.expectedBlock)
      let isMissing = current.kind == .rightBrace || current.kind == .endOfFile
      return isMissing ? add(.empty, from: current.span.start) : statement()
    }
    return begin(.block(start: previous.span.start, outer: openStatements.count))
  }

  /// Continues a `try`, one block of which is now complete.
  mutating func take(_ block: StatementID, in open: OpenTry) -> StatementID? {
    var open = open
    switch open.part {
    case .body:
      open.body = block
      if !isWord(.catch), !isWord(.finally) { errorAtCurrent(.expectedCatch) }
    case .catch(var handler):
      handler.body = block
      handler.span.end = previous.span.end
      openCatches.append(handler)
    case .finally:
      jumpContext.endFinally()
      return end(open, finally: block)
    }
    if isWord(.catch) {
      open.part = .catch(catchClause())
    } else if isWord(.finally) {
      advance()
      open.part = .finally
      jumpContext.beginFinally()
    } else {
      return end(open, finally: nil)
    }
    statementStack[statementStack.count &- 1] = .try(open)
    return nil
  }

  private mutating func end(_ open: OpenTry, finally: StatementID?) -> StatementID {
    end()
    let catches = NodeList(start: ast.catches.count, count: openCatches.count &- open.outer)
    ast.catches.append(contentsOf: openCatches[open.outer...])
    openCatches.removeSubrange(open.outer...)
    ast.tries.append(Try(body: open.body, catches: catches, finally: finally))
    return add(.try(TryID(ast.tries.count &- 1)), from: open.start)
  }

  private mutating func skipToEndOfCatch() {
    while true {
      switch current.kind {
      case .rightParenthesis, .leftBrace, .rightBrace, .semicolon, .endOfFile: return
      default: advance()
      }
    }
  }

  /// A `catch`, up to its block.
  private mutating func catchClause() -> Catch {
    advance()
    var handler = Catch(
      name: nil, nameSpan: SourceSpan(start: previous.span.end, end: previous.span.end), test: nil,
      body: StatementID(0), span: previous.span)
    guard match(.leftParenthesis) else { return handler }
    guard match(.identifier) else {
      errorAtCurrent(.expectedVariableName)
      skipToEndOfCatch()
      _ = match(.rightParenthesis)
      return handler
    }
    handler.name = previousName()
    handler.nameSpan = previous.span
    if isWord(.is) {
      advance()
      handler.test = expression(.range)
    }
    if current.kind != .rightParenthesis {
      errorAtCurrent(.unclosedCatch)
      skipToEndOfCatch()
    }
    _ = match(.rightParenthesis)
    return handler
  }
}
