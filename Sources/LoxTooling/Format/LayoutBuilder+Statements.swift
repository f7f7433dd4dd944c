import LoxSyntax

extension LayoutBuilder {
  /// Lays out a statement of a list, and what separates it from the one before it.
  mutating func member(_ index: Int, of list: StatementList, isScript: Bool = false) {
    let id = ast.statementLists[Int(list.start) &+ index]
    let outer = isKept
    isKept = outer || staysOnLine(index, of: list)
    if isKept, !gap.hasLineEnd, index > 0 || isScript {
      space()
    } else if index > 0 || isScript {
      hardLine(keepsEmptyLine: true)
    } else {
      line()
    }
    ownComments(keepsEmptyLines: true)
    statement(id)
    isKept = outer
  }

  /// Whether a line ends with an expectation, and before it with statements of the list.
  private mutating func staysOnLine(_ index: Int, of list: StatementList) -> Bool {
    var place = Int(list.start) &+ index
    guard expectations.contain(ast.span(of: ast.statementLists[place]).start) else { return false }
    if let answer = expectations.answer { return answer }
    var end = UInt32.max
    while place < Int(list.start) &+ Int(list.count) {
      let span = ast.span(of: ast.statementLists[place])
      if span.start > expectations.end { break }
      end = span.end
      place &+= 1
    }
    return expectations.setAnswer(end)
  }

  private mutating func statement(_ id: StatementID) {
    switch ast[id] {
    case .empty: break
    case .expression, .print, .variable, .return: simpleStatement(id)
    case .block(let list): block(list)
    case .if: conditional(id)
    case .while(let condition, let body):
      take()
      self.condition(condition)
      self.body(body)
    case .for(let loop):
      take()
      clauses(ast.forLoops[Int(loop.index)])
      body(ast.forLoops[Int(loop.index)].body)
    case .function(let function):
      take()
      space()
      self.function(function)
    case .class(let declaration):
      classDeclaration(ast[declaration])
    }
  }

  private mutating func simpleStatement(_ id: StatementID) {
    switch ast[id] {
    case .expression(let value):
      expression(value)
    case .print(let value), .return(.some(let value)):
      take()
      space()
      expression(value)
    case .variable(_, let initializer):
      variable(initializer)
    default:
      take()
    }
    take()
  }

  /// A variable declaration, up to its semicolon.
  private mutating func variable(_ initializer: ExpressionID?) {
    take()
    space()
    take()
    guard let initializer else { return }
    space()
    take()
    space()
    expression(initializer)
  }

  // MARK: - Blocks

  /// Statements in braces.
  private mutating func block(_ list: StatementList, hasGroup: Bool = true) {
    beginBlock(hasGroup: hasGroup)
    let outer = expectations.enterList()
    for index in 0..<Int(list.count) { member(index, of: list) }
    expectations.leaveList(outer)
    endBlock(isEmpty: list.count == 0, hasGroup: hasGroup)
  }

  private mutating func beginBlock(hasGroup: Bool) {
    if hasGroup { open(keepsLines: true) }
    take()
    indent()
  }

  private mutating func endBlock(isEmpty: Bool, hasGroup: Bool) {
    let hasComments = !gap.comments.isEmpty
    if gap.hasOwnComments {
      hardLine(keepsEmptyLine: !isEmpty)
      ownComments(keepsEmptyLines: true, keepsLast: false)
    }
    dedent()
    if hasComments { hardLine() } else if !isEmpty { line() }
    take()
    if hasGroup { close() }
  }

  // MARK: - Functions and classes

  /// A function or method from its name on.
  private mutating func function(_ id: FunctionID) {
    let function = ast[id]
    take()
    list(Int(function.parameters.count)) { builder, _ in builder.take() }
    space()
    block(function.body)
  }

  private mutating func classDeclaration(_ declaration: ClassDeclaration) {
    take()
    space()
    take()
    if declaration.superclass != nil {
      space()
      take()
      space()
      take()
    }
    space()
    beginBlock(hasGroup: true)
    for index in 0..<Int(declaration.methods.count) {
      if index == 0 { line() } else if isKept { space() } else { hardLine(keepsEmptyLine: true) }
      ownComments(keepsEmptyLines: true)
      function(ast.methodLists[Int(declaration.methods.start) &+ index])
    }
    endBlock(isEmpty: declaration.methods.count == 0, hasGroup: true)
  }

  // MARK: - Control flow

  /// A condition in parentheses.
  private mutating func condition(_ condition: ExpressionID) {
    space()
    parenthesized { builder in builder.expression(condition, isIndented: false) }
  }

  private mutating func clauses(_ loop: ForLoop) {
    space()
    parenthesized { builder in
      if let initializer = loop.initializer {
        builder.forInitializer(initializer)
      } else {
        builder.take()
      }
      if let condition = loop.condition {
        builder.line()
        builder.expression(condition)
      }
      builder.take()
      if let increment = loop.increment {
        builder.line()
        builder.expression(increment)
      }
    }
  }

  private mutating func forInitializer(_ id: StatementID) {
    switch ast[id] {
    case .variable(_, let initializer): variable(initializer)
    case .expression(let value): expression(value)
    default: break
    }
    take()
  }

  /// The statement that a head of a loop or condition governs.
  private mutating func body(_ id: StatementID, blockHasGroup: Bool = true) {
    if case .block(let list) = ast[id] {
      space()
      block(list, hasGroup: blockHasGroup)
      return
    }
    let outer = isKept
    let span = ast.span(of: id)
    isKept = outer || expectations.contain(span.start) && expectations.follow(span.end)
    open()
    if gap.hasLineEnd { forceBreak() }
    indent()
    line()
    statement(id)
    dedent()
    close()
    isKept = outer
  }

  /// An `if` with all that follow in its `else` branches: a loop, as there can be thousands.
  private mutating func conditional(_ id: StatementID) {
    guard case .if(let condition, let then, let otherwise) = ast[id] else { return }
    guard let otherwise else {
      take()
      self.condition(condition)
      body(then)
      return
    }
    open(keepsLines: true)
    take()
    self.condition(condition)
    body(then, blockHasGroup: false)
    var isBehindBlock = isBlock(then)
    var next: StatementID? = otherwise
    while let branch = next {
      // The `else` is on the line of a closing brace.
      if isBehindBlock && gap.comments.isEmpty { space() } else { line() }
      take()
      guard case .if(let condition, let then, let otherwise) = ast[branch] else {
        body(branch, blockHasGroup: false)
        break
      }
      space()
      take()
      self.condition(condition)
      body(then, blockHasGroup: false)
      isBehindBlock = isBlock(then)
      next = otherwise
    }
    close()
  }

  private func isBlock(_ id: StatementID) -> Bool {
    if case .block = ast[id] { true } else { false }
  }
}
