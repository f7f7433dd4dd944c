import LoxSyntax

/// Functions, patterns and `switch`, which statements and expressions have in common.
extension LayoutBuilder {
  // MARK: - Functions

  /// A parameter of a function, and those after it; at their end, the closing parenthesis.
  mutating func parameter(_ index: Int, of id: FunctionID) {
    let parameters = ast[id].parameters
    if index == 0 {
      // A single name may stand without parentheses.
      if token.kind != .leftParenthesis { return take() }
      if parameters.count == 0 {
        take()
        take()
        return
      }
      beginParentheses()
    }
    guard index < Int(parameters.count) else {
      takeLastComma()
      endParentheses()
      return
    }
    if index > 0 {
      take()
      line()
    }
    worklist.append(.parameters(id, next: index &+ 1))
    let parameter = ast.parameters[Int(parameters.start) &+ index]
    if let value = parameter.defaultValue {
      schedule([.expression(value, isIndented: true), .space, .take, .space])
    }
    if let type = parameter.type { worklist.append(.type(type)) }
    if parameter.isRest { take() }
    worklist.append(parameter.pattern.map { .pattern($0, next: 0) } ?? .take)
  }

  /// What follows the parameters of a function.
  mutating func functionBody(_ id: FunctionID) {
    let function = ast[id]
    type(function.type)
    space()
    if function.isExpression, let statement = ast[function.body].first,
      case .return(let value?) = ast[statement]
    {
      take()
      space()
      if function.form == .declaration { worklist.append(.take) }
      worklist.append(.expression(value, isIndented: true))
      return
    }
    if function.form == .lambda {
      take()
      space()
    }
    block(function.body)
  }

  /// A type, if there is one, from its colon on.
  mutating func type(_ id: TypeID?) {
    guard let id else { return }
    take()
    space()
    while token.span.end <= ast[id].span.end { take() }
  }

  // MARK: - Patterns

  /// A variable of a pattern, and those after it; at their end, the closing bracket.
  mutating func element(_ index: Int, of id: PatternID) {
    if index == 0 { beginParentheses() }
    let elements = ast[id].elements
    guard index < Int(elements.count) else {
      takeLastComma()
      endParentheses()
      return
    }
    if index > 0 {
      take()
      line()
    }
    worklist.append(.pattern(id, next: index &+ 1))
    let element = ast.patternElements[Int(elements.start) &+ index]
    take()
    if element.isRest {
      take()
    } else if element.keySpan != element.span {
      take()
      space()
      take()
    }
    guard let value = element.defaultValue else { return }
    space()
    take()
    space()
    worklist.append(.expression(value, isIndented: true))
  }

  // MARK: - Switches

  /// A `switch` from its first token on.
  mutating func beginSwitch(_ id: SwitchID) {
    take()
    space()
    beginParentheses()
    schedule([.cases(id, next: 0), .endParentheses, .expression(ast[id].subject, isIndented: false)])
  }

  /// A case, and those after it.
  mutating func branch(_ index: Int, of id: SwitchID) {
    let cases = ast[id].cases
    if index == 0 {
      space()
      beginBlock(hasGroup: true)
      worklist.append(.endBlock(isEmpty: cases.count == 0, hasGroup: true))
    }
    guard index < Int(cases.count) else { return }
    worklist.append(.cases(id, next: index &+ 1))
    if index > 0, gap.hasLineEnd { hardLine(keepsEmptyLine: true) } else { line() }
    ownComments(keepsEmptyLines: true)
    let branch = ast.switchCases[Int(cases.start) &+ index]
    if let value = branch.value {
      schedule([.take, .expression(value, isIndented: true), .space, .take, .space])
    } else {
      schedule([.caseBody(branch.body), .take])
    }
    take()
    if !branch.isDefault { worklist.append(.tests(branch.tests, next: 0)) }
  }

  mutating func test(_ index: Int, of tests: NodeList) {
    guard index < Int(tests.count) else { return }
    if index > 0 { take() }
    space()
    let test = ast.switchTests[Int(tests.start) &+ index]
    worklist.append(.tests(tests, next: index &+ 1))
    if test.operation != .equal {
      take()
      space()
    }
    worklist.append(.expression(test.operand, isIndented: true))
  }

  /// The statements of a case: on its line if they are there in the source, and if there is room.
  mutating func caseBody(_ list: StatementList) {
    if list.count == 0 { return }
    open()
    if gap.hasLineEnd { forceBreak() }
    indent()
    let outer = expectations.enterList()
    worklist.append(.endBody)
    worklist.append(.leaveList(end: outer.end, answer: outer.answer))
    worklist.append(.members(list, next: 0))
  }
}
