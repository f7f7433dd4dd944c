import LoxSyntax

extension LayoutBuilder {
  /// An item of the worklist for statements.
  enum StatementTask {
    case members(StatementList, next: Int)
    case statement(StatementID)
    case endBlock(isEmpty: Bool, hasGroup: Bool)
    /// Returns to the enclosing list of statements.
    case leaveList(end: Int, answer: Bool?)
    case methods(MethodList, next: Int)
    case endBody
    /// The `else` after a branch.
    case otherwise(StatementID, then: StatementID)
    case close
    case setKept(Bool)
  }

  /// Processes the worklist until it is empty.
  mutating func runTasks() {
    while let task = worklist.popLast() {
      switch task {
      case .members(let list, let next): members(of: list, from: next)
      case .statement(let id): statement(id)
      case .endBlock(let isEmpty, let hasGroup): endBlock(isEmpty: isEmpty, hasGroup: hasGroup)
      case .leaveList(let end, let answer): expectations.leaveList((end, answer))
      case .methods(let list, let next): method(next, of: list)
      case .endBody:
        dedent()
        close()
      case .otherwise(let alternative, let then): otherwise(alternative, behind: then)
      case .close: close()
      case .setKept(let kept): isKept = kept
      }
    }
  }

  /// Lays out statements of a list, up to the first whose parts are still to be laid out.
  private mutating func members(of list: StatementList, from first: Int) {
    var next = first
    let count = worklist.count
    while next < Int(list.count), worklist.count == count {
      worklist.append(.members(list, next: next &+ 1))
      member(next, of: list)
      next &+= 1
      // A statement without parts leaves only the continuation on the worklist.
      if worklist.count == count &+ 1 { worklist.removeLast() }
    }
  }

  /// Lays out a statement of a list up to its parts, and the separation from the statement before it.
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
    statement(id, keptAfterwards: outer)
  }

  /// Lays out a statement up to its parts. `outer` says whether the rest of the line is kept on it
  /// afterwards.
  private mutating func statement(_ id: StatementID, keptAfterwards outer: Bool) {
    if isSimple(id) {
      simpleStatement(id)
      isKept = outer
    } else {
      worklist.append(.setKept(outer))
      statement(id)
    }
  }

  private func isSimple(_ id: StatementID) -> Bool {
    switch ast[id] {
    case .empty, .expression, .print, .variable, .return: true
    case .block, .if, .while, .for, .function, .class: false
    }
  }

  /// Whether a line ends with an expectation that follows statements of the list.
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
    case .empty, .expression, .print, .variable, .return: simpleStatement(id)
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
    case .empty: return
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
    worklist.append(.endBlock(isEmpty: list.count == 0, hasGroup: hasGroup))
    worklist.append(.leaveList(end: outer.end, answer: outer.answer))
    worklist.append(.members(list, next: 0))
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
    parameters(Int(function.parameters.count))
    space()
    block(function.body)
  }

  private mutating func parameters(_ count: Int) {
    if count == 0 {
      take()
      take()
      return
    }
    beginParentheses()
    for index in 0..<count {
      if index > 0 {
        take()
        line()
      }
      take()
    }
    endParentheses()
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
    worklist.append(.endBlock(isEmpty: declaration.methods.count == 0, hasGroup: true))
    worklist.append(.methods(declaration.methods, next: 0))
  }

  private mutating func method(_ index: Int, of list: MethodList) {
    guard index < Int(list.count) else { return }
    worklist.append(.methods(list, next: index &+ 1))
    if index == 0 { line() } else if isKept { space() } else { hardLine(keepsEmptyLine: true) }
    ownComments(keepsEmptyLines: true)
    function(ast.methodLists[Int(list.start) &+ index])
  }

  // MARK: - Control flow

  /// A condition in parentheses.
  private mutating func condition(_ condition: ExpressionID) {
    space()
    beginParentheses()
    expression(condition, isIndented: false)
    endParentheses()
  }

  private mutating func clauses(_ loop: ForLoop) {
    space()
    beginParentheses()
    if let initializer = loop.initializer { forInitializer(initializer) } else { take() }
    if let condition = loop.condition {
      line()
      expression(condition)
    }
    take()
    if let increment = loop.increment {
      line()
      expression(increment)
    }
    endParentheses()
  }

  private mutating func forInitializer(_ id: StatementID) {
    switch ast[id] {
    case .variable(_, let initializer): variable(initializer)
    case .expression(let value): expression(value)
    default: break
    }
    take()
  }

  /// The body of a loop or condition.
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
    worklist.append(.setKept(outer))
    worklist.append(.endBody)
    worklist.append(.statement(id))
  }

  /// An `if` with its whole `else if` chain, in one group.
  private mutating func conditional(_ id: StatementID) {
    guard case .if(let condition, let then, let otherwise) = ast[id] else { return }
    if let otherwise {
      open(keepsLines: true)
      worklist.append(.close)
      branch(condition, then, otherwise)
    } else {
      take()
      self.condition(condition)
      body(then)
    }
  }

  private mutating func branch(_ condition: ExpressionID, _ then: StatementID, _ otherwise: StatementID?) {
    take()
    self.condition(condition)
    if let otherwise { worklist.append(.otherwise(otherwise, then: then)) }
    body(then, blockHasGroup: false)
  }

  private mutating func otherwise(_ alternative: StatementID, behind then: StatementID) {
    // The `else` is on the line of a closing brace.
    if isBlock(then) && gap.comments.isEmpty { space() } else { line() }
    take()
    guard case .if(let condition, let then, let otherwise) = ast[alternative] else {
      return body(alternative, blockHasGroup: false)
    }
    space()
    branch(condition, then, otherwise)
  }

  private func isBlock(_ id: StatementID) -> Bool {
    if case .block = ast[id] { true } else { false }
  }
}
