extension Parser {
  /// A statement, or a method, that contains other statements and is not complete.
  // PERF: what is large is indirect, since open statements are looked at again and again.
  enum OpenStatement: Sendable {
    /// Here and below, `outer` is the number of statements of other lists that are waiting.
    case block(start: UInt32, outer: Int)
    indirect case function(OpenFunction)
    indirect case `class`(OpenClass)
    /// An `if` whose branch is not complete; `outer` is the number of conditions of other chains that are
    /// waiting.
    case then(OpenCondition, outer: Int)
    case `else`(OpenCondition, outer: Int)
    case `while`(start: UInt32, ExpressionID)
    case `for`(start: UInt32, ForLoopID, clauseEnd: UInt32)
    case forIn(start: UInt32, ForInLoopID, clauseEnd: UInt32)
    indirect case `switch`(OpenSwitch)
    /// The statements of a case.
    case switchCase(outer: Int)
    indirect case `try`(OpenTry)
  }

  /// Parses a declaration. Enclosing statements wait on an explicit stack instead of the native one.
  mutating func declaration() -> StatementID {
    let statement = complete(beginDeclaration())
    synchronize()
    if !deferredBodies.isEmpty { parseDeferredBodies() }
    return statement ?? add(.empty, from: current.span.start)
  }

  /// Completes a statement that has begun; the result is nil if it is the body of a function in an expression.
  mutating func complete(_ begun: StatementID?) -> StatementID? {
    var complete = begun
    while true {
      if let statement = complete {
        guard let outer = statementStack.last else { return statement }
        complete = take(statement, in: outer)
      } else if let innermost = statementStack.last {
        complete = proceed(with: innermost)
      } else {
        return nil
      }
    }
  }

  /// Begins a statement or declaration that contains others.
  mutating func begin(_ statement: OpenStatement) -> StatementID? {
    statementStack.append(statement)
    // If nesting is not allowed, the source looks as if it ended here, so the statement ends next.
    _ = mayNest()
    return nil
  }

  /// Ends the innermost incomplete statement.
  mutating func end() {
    statementStack.removeLast()
  }

  /// Continues a statement, one part of which is now complete. The result, here and below, is the statement,
  /// if it is complete as well.
  private mutating func take(_ part: StatementID, in open: OpenStatement) -> StatementID? {
    switch open {
    case .block, .function, .switchCase:
      synchronize()
      openStatements.append(part)
      return nil
    case .class, .switch:
      // They contain methods and cases, which are not statements.
      return nil
    case .then(let condition, let outer):
      return endThen(part, condition, outer)
    case .else(let condition, let outer):
      end()
      return endChain(condition, else: part, outer)
    case .while(let start, let condition):
      end()
      return endLoop(add(.while(condition, body: part), from: start))
    case .for(let start, let loop, let clauseEnd):
      end()
      ast.forLoops[Int(loop.index)].body = part
      return endLoop(add(.for(loop), from: start, offset: clauseEnd))
    case .forIn(let start, let loop, let clauseEnd):
      end()
      ast.forInLoops[Int(loop.index)].body = part
      return endLoop(add(.forIn(loop), from: start, offset: clauseEnd))
    case .try(let open):
      return take(part, in: open)
    }
  }

  private mutating func endLoop(_ id: StatementID) -> StatementID {
    if isExtended, jumpContext.endLoop() { ast.loopsWithBreak.insert(id) }
    return id
  }

  /// Begins the next part of a statement, or ends it if there is none.
  private mutating func proceed(with open: OpenStatement) -> StatementID? {
    switch open {
    case .block(let start, let outer):
      guard endList() else { return nil }
      end()
      return add(.block(closeStatements(from: outer)), from: start)
    case .function(let function):
      guard endList() else { return nil }
      end()
      return end(function)
    case .class(let declaration):
      return proceed(with: declaration)
    case .switch(let declaration):
      return proceed(with: declaration)
    case .switchCase(let outer):
      guard endCase() else { return nil }
      end()
      addCase(statementsFrom: outer)
      return nil
    case .try:
      return beginTryBlock()
    case .then, .else, .while, .for, .forIn:
      return statement()
    }
  }

  /// Parses declarations up to the first that contains others, or up to and including the closing brace.
  /// Returns whether it reached the brace.
  private mutating func endList() -> Bool {
    guard endStatements(isCase: false) else { return false }
    consume(.rightBrace, .unclosedBlock)
    return true
  }

  /// The same for a case, which ends where the next one begins. The brace is not taken.
  private mutating func endCase() -> Bool { endStatements(isCase: true) }

  private mutating func endStatements(isCase: Bool) -> Bool {
    while current.kind != .rightBrace, current.kind != .endOfFile {
      if isCase, beginsCase { break }
      guard let declaration = beginDeclaration() else { return false }
      synchronize()
      openStatements.append(declaration)
    }
    return true
  }

  /// Moves the statements collected from `outer` on from the open lists to the tree.
  mutating func closeStatements(from outer: Int) -> StatementList {
    let list = StatementList(start: ast.statementLists.count, count: openStatements.count &- outer)
    // For few elements, a loop takes less time than replacing a range.
    for index in outer..<max(outer, openStatements.count) { ast.statementLists.append(openStatements[index]) }
    openStatements.removeLast(Int(list.count))
    return list
  }

  // MARK: - Statements

  mutating func statement() -> StatementID? {
    switch current.kind {
    case .print: return printStatement()
    case .for: return forStatement()
    case .if:
      let outer = openConditions.count
      return begin(.then(condition(), outer: outer))
    case .return: return returnStatement()
    case .while: return whileStatement()
    case .leftBrace:
      advance()
      return begin(.block(start: previous.span.start, outer: openStatements.count))
    case .identifier where isExtended: return wordStatement() ?? expressionStatement()
    default: return expressionStatement()
    }
  }

  /// A statement that begins with one of the words that are not reserved; nil if the word is a name here.
  private mutating func wordStatement() -> StatementID?? {
    let start = current.span.start
    if isWord(.break), jumpContext.breakableDepth > 0, isFollowed(by: .semicolon) {
      advance()
      if jumpContext.breakLeavesFinally { error(.leavingFinally) }
      advance()
      jumpContext.noteBreak()
      return add(.break, from: start)
    }
    if isWord(.continue), jumpContext.loopDepth > 0, isFollowed(by: .semicolon) {
      advance()
      if jumpContext.continueLeavesFinally { error(.leavingFinally) }
      advance()
      return add(.continue, from: start)
    }
    if isWord(.throw), beginsThrow { return throwStatement() }
    if isWord(.try), isFollowed(by: .leftBrace) { return .some(tryStatement()) }
    if isWord(.switch), beginsSwitch { return .some(switchStatement()) }
    if isWord(.import), beginsImport { return importStatement() }
    return nil
  }

  private mutating func printStatement() -> StatementID {
    let start = current.span.start
    advance()
    let value = expression()
    consume(.semicolon, .expectedSemicolonAfterValue)
    return add(.print(value), from: start)
  }

  private mutating func expressionStatement() -> StatementID {
    let start = current.span.start
    let value = isExtended ? expressionOrStep() : expression()
    consume(.semicolon, .expectedSemicolonAfterExpression)
    return add(.expression(value), from: start)
  }

  private mutating func returnStatement() -> StatementID {
    let start = current.span.start
    advance()
    if function == nil { error(.returnOutsideFunction) }
    if jumpContext.returnLeavesFinally { error(.leavingFinally) }
    if match(.semicolon) { return add(.return(nil), from: start) }

    if function == .initializer { error(.returnValueFromInitializer) }
    let value = expression()
    consume(.semicolon, .expectedSemicolonAfterReturnValue)
    return add(.return(value), from: start)
  }

  // MARK: - Control flow

  /// An `if`. Those chained by `else if` wait together: they do not nest.
  struct OpenCondition: Sendable {
    var start: UInt32
    var condition: ExpressionID
    /// Its branch, once complete.
    var then = StatementID(0)
  }

  private mutating func condition() -> OpenCondition {
    let start = current.span.start
    advance()
    consume(.leftParenthesis, .expectedParenthesisAfterIf)
    let condition = expression()
    consume(.rightParenthesis, .unclosedCondition)
    return OpenCondition(start: start, condition: condition)
  }

  private mutating func endThen(
    _ branch: StatementID, _ condition: OpenCondition, _ outer: Int
  ) -> StatementID? {
    var condition = condition
    condition.then = branch
    guard match(.else) else {
      end()
      return endChain(condition, else: nil, outer)
    }
    let innermost = statementStack.count &- 1
    if current.kind == .if {
      openConditions.append(condition)
      statementStack[innermost] = .then(self.condition(), outer: outer)
    } else {
      statementStack[innermost] = .else(condition, outer: outer)
    }
    return nil
  }

  /// The first `if` of a chain that is now complete.
  private mutating func endChain(
    _ last: OpenCondition, else alternative: StatementID?, _ outer: Int
  ) -> StatementID {
    var statement = add(.if(last.condition, then: last.then, else: alternative), from: last.start)
    while openConditions.count > outer, let before = openConditions.popLast() {
      statement = add(.if(before.condition, then: before.then, else: statement), from: before.start)
    }
    return statement
  }

  private mutating func whileStatement() -> StatementID? {
    let start = current.span.start
    advance()
    consume(.leftParenthesis, .expectedParenthesisAfterWhile)
    let condition = expression()
    consume(.rightParenthesis, .unclosedCondition)
    if isExtended { jumpContext.beginLoop() }
    return begin(.while(start: start, condition))
  }

  private mutating func forStatement() -> StatementID? {
    let start = current.span.start
    advance()
    consume(.leftParenthesis, .expectedParenthesisAfterFor)
    if isExtended, current.kind == .var, let loop = forInClauses() {
      jumpContext.beginLoop()
      return begin(.forIn(start: start, loop, clauseEnd: previous.lastByte))
    }
    let initializer = forInitializer()
    var condition: ExpressionID?
    if !match(.semicolon) {
      condition = expression()
      consume(.semicolon, .expectedSemicolonAfterLoopCondition)
    }
    var increment: ExpressionID?
    if !match(.rightParenthesis) {
      increment = isExtended ? expressionOrStep() : expression()
      consume(.rightParenthesis, .unclosedForClauses)
    }
    if isExtended { jumpContext.beginLoop() }
    // Its body is still to come.
    ast.forLoops.append(
      ForLoop(initializer: initializer, condition: condition, increment: increment, body: StatementID(0)))
    return begin(
      .for(start: start, ForLoopID(ast.forLoops.count &- 1), clauseEnd: previous.lastByte))
  }

  private mutating func forInitializer() -> StatementID? {
    if match(.semicolon) { return nil }
    return current.kind == .var ? variableDeclaration() : expressionStatement()
  }

  // MARK: - Nodes

  /// Adds a statement that ends with the previous token.
  mutating func add(_ statement: Statement, from start: UInt32) -> StatementID {
    add(statement, from: start, offset: previous.lastByte)
  }

  mutating func add(_ statement: Statement, from start: UInt32, offset: UInt32) -> StatementID {
    if ast.statements.count == ast.statements.capacity { makeRoom() }
    let id = StatementID(ast.statements.count)
    ast.statements.append(statement)
    ast.statementSpans.append(previous.span(from: start))
    ast.statementOffsets.append(offset)
    return id
  }
}
