import LoxSource

/// `switch`, as a statement and as an expression.
extension Parser {
  /// A `switch` whose cases are not complete.
  struct OpenSwitch: Sendable {
    var start: UInt32
    var subject: ExpressionID
    /// The number of cases of other `switch`es that are waiting.
    var outer: Int
    /// Where the current case begins, and the number of tests before it.
    var caseStart: UInt32 = 0
    var firstTest = 0
  }

  /// Moves the tests of the current case from the open list to the tree.
  private mutating func closeTests(from first: Int) -> NodeList {
    let list = NodeList(start: ast.switchTests.count, count: openTests.count &- first)
    ast.switchTests.append(contentsOf: openTests[first...])
    openTests.removeSubrange(first...)
    return list
  }

  private mutating func close(_ open: OpenSwitch) -> SwitchID {
    consume(.rightBrace, .unclosedSwitch)
    let cases = NodeList(start: ast.switchCases.count, count: openCases.count &- open.outer)
    ast.switchCases.append(contentsOf: openCases[open.outer...])
    openCases.removeSubrange(open.outer...)
    ast.switches.append(Switch(subject: open.subject, cases: cases, span: previous.span(from: open.start)))
    return SwitchID(ast.switches.count &- 1)
  }

  /// What a test does with the subject, if its first token is an operator.
  private mutating func testOperation() -> BinaryOperator {
    switch current.kind {
    case .less: advance(); return .less
    case .lessEqual: advance(); return .lessEqual
    case .greater: advance(); return .greater
    case .greaterEqual: advance(); return .greaterEqual
    case .identifier where isWord(.in): advance(); return .isIn
    case .identifier where isWord(.is): advance(); return .isInstance
    default: return .equal
    }
  }

  // MARK: - Statements

  mutating func switchStatement() -> StatementID? {
    let start = current.span.start
    advance()
    consume(.leftParenthesis, .expectedCase)
    let subject = expression()
    consume(.rightParenthesis, .unclosedSubject)
    consume(.leftBrace, .expectedCase)
    jumpContext.beginSwitch()
    return begin(.switch(OpenSwitch(start: start, subject: subject, outer: openCases.count)))
  }

  /// Begins the next case of a statement, or ends it if there is none.
  mutating func proceed(with open: OpenSwitch) -> StatementID? {
    synchronizeToCase()
    guard current.kind != .rightBrace, current.kind != .endOfFile else {
      jumpContext.endSwitch()
      end()
      return add(.switch(close(open)), from: open.start)
    }
    var open = open
    open.caseStart = current.span.start
    open.firstTest = openTests.count
    caseTests()
    if match(.arrow) {
      let value = expression()
      consume(.semicolon, .expectedSemicolonAfterExpression)
      openCases.append(
        SwitchCase(
          tests: closeTests(from: open.firstTest), value: value, body: StatementList(start: 0, count: 0),
          span: previous.span(from: open.caseStart)))
      return nil
    }
    consume(.colon, .expectedArrowAfterCase)
    statementStack[statementStack.count &- 1] = .switch(open)
    return begin(.switchCase(outer: openStatements.count))
  }

  private mutating func synchronizeToCase() {
    synchronize()
    if !beginsCase, current.kind != .rightBrace, current.kind != .endOfFile {
      errorAtCurrent(.expectedCase)
      while !beginsCase, current.kind != .rightBrace, current.kind != .endOfFile { advance() }
    }
  }

  private mutating func caseTests() {
    let isDefault = isWord(.default)
    advance()
    if isDefault { return }
    repeat {
      let operation = testOperation()
      openTests.append(SwitchTest(operation: operation, operand: expression(.coalescing)))
    } while match(.comma)
  }

  /// Ends a case after its statements; its `switch` is the innermost statement now.
  mutating func addCase(statementsFrom outer: Int) {
    guard case .switch(let open)? = statementStack.last else { return }
    let body = closeStatements(from: outer)
    openCases.append(
      SwitchCase(
        tests: closeTests(from: open.firstTest), value: nil, body: body,
        span: previous.span(from: open.caseStart)))
  }

  // MARK: - Expressions

  /// Begins a `switch` in an expression; the word is the previous token.
  mutating func beginSwitch(from start: UInt32, _ open: inout OpenExpression) -> Step {
    advance()
    return begin(.switchSubject, in: &open)
  }

  mutating func takeSwitchPart(_ value: ExpressionID, as part: Part, _ open: inout OpenExpression) -> Step {
    switch part {
    case .switchSubject:
      consume(.rightParenthesis, .unclosedSubject)
      consume(.leftBrace, .expectedCase)
      openSwitches.append(OpenSwitch(start: open.start, subject: value, outer: openCases.count))
      return beginCase(&open)
    case .switchTest(let operation):
      openTests.append(SwitchTest(operation: operation, operand: value))
      if match(.comma) { return beginTest(&open) }
      return beginValue(&open)
    default:
      consume(.semicolon, .expectedSemicolonAfterExpression)
      if let innermost = openSwitches.last {
        openCases.append(
          SwitchCase(
            tests: closeTests(from: innermost.firstTest), value: value,
            body: StatementList(start: 0, count: 0),
            span: previous.span(from: innermost.caseStart)))
      }
      return beginCase(&open)
    }
  }

  /// Begins the next case of an expression, or ends it if there is none.
  private mutating func beginCase(_ open: inout OpenExpression) -> Step {
    let innermost = openSwitches.count &- 1
    guard innermost >= 0 else { return .end(add(.invalid, from: open.start)) }
    openSwitches[innermost].caseStart = current.span.start
    openSwitches[innermost].firstTest = openTests.count
    if isWord(.default) {
      advance()
      return beginValue(&open)
    }
    if isWord(.case) {
      advance()
      return beginTest(&open)
    }
    if current.kind != .rightBrace { errorAtCurrent(.expectedCase) }
    let id = close(openSwitches.removeLast())
    return .operators(after: add(.switch(id), from: open.start))
  }

  private mutating func beginTest(_ open: inout OpenExpression) -> Step {
    let operation = testOperation()
    return begin(.switchTest(operation), .coalescing, in: &open)
  }

  private mutating func beginValue(_ open: inout OpenExpression) -> Step {
    consume(.arrow, .expectedArrowAfterCase)
    return begin(.switchValue, in: &open)
  }
}
