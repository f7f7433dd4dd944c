import LoxSyntax

extension LayoutBuilder {
  /// An item of the worklist for statements.
  enum StatementTask {
    case members(StatementList, next: Int)
    case statement(StatementID)
    case endBlock(isEmpty: Bool, hasGroup: Bool)
    /// Returns to the enclosing list of statements.
    case leaveList(end: Int, answer: Bool?)
    case classMembers([ClassMember], next: Int)
    case endBody
    /// The `else` after a branch.
    case otherwise(StatementID, then: StatementID)
    case close
    case setKept(Bool)
    case take, space, line, endParentheses
    case expression(ExpressionID, isIndented: Bool)
    /// Continues the expression that contains what has just been laid out.
    case resume
    case body(StatementID, hasGroup: Bool)
    case parameters(FunctionID, next: Int)
    case functionBody(FunctionID)
    case type(TypeID)
    case pattern(PatternID, next: Int)
    case cases(SwitchID, next: Int)
    case tests(NodeList, next: Int)
    case caseBody(StatementList)
    case handlers(TryID, next: Int)
  }

  /// Processes the worklist until it is empty.
  mutating func runTasks() {
    while let task = worklist.popLast() {
      switch task {
      case .members(let list, let next): members(of: list, from: next)
      case .statement(let id): statement(id)
      case .endBlock(let isEmpty, let hasGroup): endBlock(isEmpty: isEmpty, hasGroup: hasGroup)
      case .leaveList(let end, let answer): expectations.leaveList((end, answer))
      case .classMembers(let members, let next): classMember(next, of: members)
      case .endBody:
        dedent()
        close()
      case .otherwise(let alternative, let then): otherwise(alternative, behind: then)
      case .close: close()
      case .setKept(let kept): isKept = kept
      case .take: take()
      case .space: space()
      case .line: line()
      case .endParentheses: endParentheses()
      case .expression(let id, let isIndented): expression(id, isIndented: isIndented)
      case .resume: resumeExpression()
      case .body(let id, let hasGroup): body(id, blockHasGroup: hasGroup)
      case .parameters(let function, let next): parameter(next, of: function)
      case .functionBody(let function): functionBody(function)
      case .type(let type): self.type(type)
      case .pattern(let pattern, let next): element(next, of: pattern)
      case .cases(let id, let next): branch(next, of: id)
      case .tests(let tests, let next): test(next, of: tests)
      case .caseBody(let list): caseBody(list)
      case .handlers(let id, let next): handler(next, of: id)
      }
    }
  }

  /// Adds items of the worklist; the last of them comes next.
  mutating func schedule(_ tasks: [StatementTask]) {
    worklist.append(contentsOf: tasks)
  }

  /// Lays out the next statement of a list.
  private mutating func members(of list: StatementList, from next: Int) {
    guard next < Int(list.count) else { return }
    worklist.append(.members(list, next: next &+ 1))
    member(next, of: list)
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
    worklist.append(.setKept(outer))
    statement(id)
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
    case .empty: break
    case .expression(let value): schedule([.take, .expression(value, isIndented: true)])
    case .print(let value), .return(.some(let value)), .throw(let value):
      take()
      space()
      schedule([.take, .expression(value, isIndented: true)])
    case .return(nil), .break, .continue:
      take()
      take()
    case .variable(_, let initializer):
      worklist.append(.take)
      variable(initializer, ast.variableTypes[id])
    case .constant(_, let value):
      worklist.append(.take)
      variable(value, ast.variableTypes[id])
    case .destructuring(let pattern, let value):
      take()
      space()
      schedule([
        .take, .expression(value, isIndented: true), .space, .take, .space, .pattern(pattern, next: 0),
      ])
    case .block(let list): block(list)
    case .if: conditional(id)
    case .while(let condition, let body):
      take()
      schedule([.body(body, hasGroup: true)])
      self.condition(condition)
    case .for(let loop):
      take()
      schedule([.body(ast.forLoops[Int(loop.index)].body, hasGroup: true)])
      clauses(ast.forLoops[Int(loop.index)])
    case .forIn(let loop):
      take()
      schedule([.body(ast[loop].body, hasGroup: true)])
      clauses(ast[loop])
    case .switch(let id): beginSwitch(id)
    case .try(let id): beginTry(id)
    case .import(let id): importStatement(ast[id])
    case .function(let function):
      take()
      space()
      self.function(function)
    case .class(let declaration):
      classDeclaration(ast[declaration])
    }
  }

  /// A variable declaration, up to its semicolon.
  private mutating func variable(_ initializer: ExpressionID?, _ type: TypeID?, isBehindWord: Bool = false) {
    if !isBehindWord {
      take()
      space()
    }
    take()
    self.type(type)
    guard let initializer else { return }
    space()
    take()
    space()
    worklist.append(.expression(initializer, isIndented: true))
  }

  private mutating func importStatement(_ declaration: Import) {
    take()
    space()
    if declaration.names.count > 0 {
      beginParentheses()
      for (index, name) in ast.importedNames[declaration.names.range].enumerated() {
        if index > 0 {
          take()
          line()
        }
        take()
        if name.localSpan != name.nameSpan { takeAlias() }
      }
      takeLastComma()
      endParentheses()
      takeAlias()
    } else {
      take()
      if declaration.binding != nil { takeAlias() }
    }
    take()
  }

  /// A word and a token after it.
  private mutating func takeAlias() {
    space()
    take()
    space()
    take()
  }

  // MARK: - Blocks

  /// Statements in braces.
  mutating func block(_ list: StatementList, hasGroup: Bool = true) {
    beginBlock(hasGroup: hasGroup)
    let outer = expectations.enterList()
    worklist.append(.endBlock(isEmpty: list.count == 0, hasGroup: hasGroup))
    worklist.append(.leaveList(end: outer.end, answer: outer.answer))
    worklist.append(.members(list, next: 0))
  }

  mutating func beginBlock(hasGroup: Bool) {
    if hasGroup { open(keepsLines: true) }
    take()
    indent()
  }

  private mutating func endBlock(isEmpty: Bool, hasGroup: Bool) {
    let hasComments = gap.comments.contains { $0.place != .inline }
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
    take()
    schedule([.functionBody(id), .parameters(id, next: 0)])
  }

  private mutating func classDeclaration(_ declaration: ClassDeclaration) {
    take()
    space()
    take()
    if let superclass = declaration.superclass {
      space()
      take()
      space()
      take()
      let end = ast.span(of: superclass).end
      while token.span.end <= end { take() }
    }
    space()
    beginBlock(hasGroup: true)
    let members = ast.members(of: declaration)
    worklist.append(.endBlock(isEmpty: members.isEmpty, hasGroup: true))
    worklist.append(.classMembers(members, next: 0))
  }

  private mutating func classMember(_ index: Int, of members: [ClassMember]) {
    guard index < members.count else { return }
    worklist.append(.classMembers(members, next: index &+ 1))
    if index == 0 { line() } else if isKept { space() } else { hardLine(keepsEmptyLine: true) }
    ownComments(keepsEmptyLines: true)
    switch members[index] {
    case .function(let id): method(id)
    case .field(let index):
      take()
      space()
      worklist.append(.take)
      variable(ast.classFields[index].initializer, ast.classFields[index].type, isBehindWord: true)
    }
  }

  /// A method, an accessor or an operator, from its first word on.
  private mutating func method(_ id: FunctionID) {
    let method = ast[id]
    if method.isOfClass {
      take()
      space()
    }
    switch method.member {
    case .none, .method: function(id)
    case .getter:
      take()
      functionBody(id)
    case .field:
      take()
      type(ast[method.parameters].first?.type)
      take()
    case .setter:
      take()
      space()
      function(id)
    case .operator:
      take()
      space()
      // The sign of an operator for elements has several tokens.
      while token.span.end < method.nameSpan.end { take() }
      function(id)
    }
  }

  // MARK: - Control flow

  /// A condition in parentheses.
  private mutating func condition(_ condition: ExpressionID) {
    space()
    beginParentheses()
    schedule([.endParentheses, .expression(condition, isIndented: false)])
  }

  private mutating func clauses(_ loop: ForLoop) {
    space()
    beginParentheses()
    worklist.append(.endParentheses)
    if let increment = loop.increment { schedule([.expression(increment, isIndented: true), .line]) }
    worklist.append(.take)
    if let condition = loop.condition { schedule([.expression(condition, isIndented: true), .line]) }
    worklist.append(.take)
    guard let initializer = loop.initializer else { return }
    switch ast[initializer] {
    case .variable(_, let value): variable(value, ast.variableTypes[initializer])
    case .expression(let value): worklist.append(.expression(value, isIndented: true))
    case .destructuring(let pattern, let value):
      take()
      space()
      schedule([.expression(value, isIndented: true), .space, .take, .space, .pattern(pattern, next: 0)])
    default: break
    }
  }

  private mutating func clauses(_ loop: ForInLoop) {
    space()
    beginParentheses()
    take()
    space()
    schedule([.endParentheses, .expression(loop.sequence, isIndented: false), .space, .take, .space])
    if let second = loop.second { schedule([task(of: second), .space, .take]) }
    worklist.append(task(of: loop.variable))
  }

  private func task(of variable: ForInLoop.Variable) -> StatementTask {
    variable.pattern.map { .pattern($0, next: 0) } ?? .take
  }

  /// A `try` with all that follows its block, in one group.
  private mutating func beginTry(_ id: TryID) {
    open(keepsLines: true)
    take()
    schedule([.close, .handlers(id, next: 0), .body(ast[id].body, hasGroup: false)])
  }

  /// A `catch`, and those after it; at their end, the `finally`.
  private mutating func handler(_ index: Int, of id: TryID) {
    let catches = ast[id].catches
    guard index < Int(catches.count) || ast[id].finally != nil else { return }
    // The word is on the line of a closing brace.
    if gap.comments.isEmpty { space() } else { line() }
    take()
    guard index < Int(catches.count) else {
      if let finally = ast[id].finally { worklist.append(.body(finally, hasGroup: false)) }
      return
    }
    let handler = ast.catches[Int(catches.start) &+ index]
    schedule([.handlers(id, next: index &+ 1), .body(handler.body, hasGroup: false)])
    guard handler.name != nil else { return }
    space()
    beginParentheses()
    take()
    worklist.append(.endParentheses)
    guard let test = handler.test else { return }
    space()
    take()
    space()
    worklist.append(.expression(test, isIndented: false))
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
      worklist.append(.body(then, hasGroup: true))
      self.condition(condition)
    }
  }

  private mutating func branch(_ condition: ExpressionID, _ then: StatementID, _ otherwise: StatementID?) {
    take()
    if let otherwise { worklist.append(.otherwise(otherwise, then: then)) }
    worklist.append(.body(then, hasGroup: false))
    self.condition(condition)
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
