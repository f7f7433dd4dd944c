extension Parser {
  /// A statement as the body of another.
  mutating func body() -> StatementID {
    guard enter() else { return add(.empty, from: current.span.start) }
    let statement = statement()
    leave()
    return statement
  }

  mutating func statement() -> StatementID {
    switch current.kind {
    case .print: printStatement()
    case .for: forStatement()
    case .if: ifStatement()
    case .return: returnStatement()
    case .while: whileStatement()
    case .leftBrace: blockStatement()
    default: expressionStatement()
    }
  }

  private mutating func printStatement() -> StatementID {
    let start = current.span.start
    advance()
    let value = expression()
    consume(.semicolon, "Expect ';' after value.")
    return add(.print(value), from: start)
  }

  private mutating func expressionStatement() -> StatementID {
    let start = current.span.start
    let value = expression()
    consume(.semicolon, "Expect ';' after expression.")
    return add(.expression(value), from: start)
  }

  private mutating func returnStatement() -> StatementID {
    let start = current.span.start
    advance()
    if function == nil { error("Can't return from top-level code.") }
    if match(.semicolon) { return add(.return(nil), from: start) }

    if function == .initializer { error("Can't return a value from an initializer.") }
    let value = expression()
    consume(.semicolon, "Expect ';' after return value.")
    return add(.return(value), from: start)
  }

  private mutating func blockStatement() -> StatementID {
    let start = current.span.start
    advance()
    let statements = block()
    return add(.block(statements), from: start)
  }

  /// The declarations up to and with the closing brace.
  mutating func block() -> StatementList {
    let outer = openStatements.count
    while current.kind != .rightBrace, current.kind != .endOfFile {
      let declaration = declaration()
      openStatements.append(declaration)
    }
    consume(.rightBrace, "Expect '}' after block.")
    return closeStatements(from: outer)
  }

  /// Moves the statements that were collected since then from the open lists to the tree.
  mutating func closeStatements(from outer: Int) -> StatementList {
    let list = StatementList(start: ast.statementLists.count, count: openStatements.count &- outer)
    ast.statementLists.append(contentsOf: openStatements[outer...])
    openStatements.removeSubrange(outer...)
    return list
  }

  // MARK: - Control flow

  /// An `if` with its branch, whose `else` is still to come.
  struct OpenCondition: Sendable {
    var start: UInt32
    var condition: ExpressionID
    var then: StatementID
  }

  /// A whole chain of `else if`: each nests in the one before, but without recursion.
  private mutating func ifStatement() -> StatementID {
    let outer = openConditions.count
    var last = condition()
    var otherwise: StatementID?
    while match(.else) {
      guard current.kind == .if else {
        otherwise = body()
        break
      }
      openConditions.append(last)
      last = condition()
    }
    var statement = add(.if(last.condition, then: last.then, else: otherwise), from: last.start)
    while openConditions.count > outer, let before = openConditions.popLast() {
      statement = add(.if(before.condition, then: before.then, else: statement), from: before.start)
    }
    return statement
  }

  private mutating func condition() -> OpenCondition {
    let start = current.span.start
    advance()
    consume(.leftParenthesis, "Expect '(' after 'if'.")
    let condition = expression()
    consume(.rightParenthesis, "Expect ')' after condition.")
    return OpenCondition(start: start, condition: condition, then: body())
  }

  private mutating func whileStatement() -> StatementID {
    let start = current.span.start
    advance()
    consume(.leftParenthesis, "Expect '(' after 'while'.")
    let condition = expression()
    consume(.rightParenthesis, "Expect ')' after condition.")
    let body = body()
    return add(.while(condition, body: body), from: start)
  }

  private mutating func forStatement() -> StatementID {
    let start = current.span.start
    advance()
    consume(.leftParenthesis, "Expect '(' after 'for'.")
    let initializer = forInitializer()
    var condition: ExpressionID?
    if !match(.semicolon) {
      condition = expression()
      consume(.semicolon, "Expect ';' after loop condition.")
    }
    var increment: ExpressionID?
    if !match(.rightParenthesis) {
      increment = expression()
      consume(.rightParenthesis, "Expect ')' after for clauses.")
    }
    let clauseEnd = previous.lastByte
    let body = body()
    ast.forLoops.append(
      ForLoop(initializer: initializer, condition: condition, increment: increment, body: body))
    return add(.for(ForLoopID(ast.forLoops.count &- 1)), from: start, offset: clauseEnd)
  }

  private mutating func forInitializer() -> StatementID? {
    if match(.semicolon) { return nil }
    return current.kind == .var ? variableDeclaration() : expressionStatement()
  }

  // MARK: - Nodes

  /// Adds a statement that ends with the token taken last.
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
