import LoxBytecode
import LoxSemantics
import LoxSyntax

/// Variables that take a list or a map apart, and loops over elements.
extension CodeGenerator {
  // MARK: - Patterns

  mutating func declareElements(of pattern: PatternID, _ value: ExpressionID) {
    let source = builder.align(1)
    evaluate(value, into: source)
    builder.top = source &+ 1
    // The variables stay above the value, which is not used any more.
    worklist.append(.elements(pattern, from: 0, of: source))
  }

  /// Declares the variables of a pattern, from this element on, for the value in a register.
  mutating func takeElements(of pattern: PatternID, from first: Int, _ source: Int) {
    let elements = tree.ast[pattern].elements
    if first == 0, tree.ast[pattern].kind == .list {
      let hasRest = tree.ast.elements(of: pattern).last?.isRest == true
      let span = tree.ast[pattern].span
      builder.setPosition(span.start, span)
      builder.emitCheck(
        hasRest ? .checkCountAtLeast : .checkCount, source, Int(elements.count) &- (hasRest ? 1 : 0))
    }
    guard first < Int(elements.count) else { return }
    worklist.append(.elements(pattern, from: first &+ 1, of: source))
    worklist.append(.element(pattern, first, of: source))
    if let value = tree.ast.patternElements[Int(elements.start) &+ first].defaultValue {
      hoistFunctions(in: [value])
    }
  }

  mutating func takeElement(_ index: Int, of pattern: PatternID, _ source: Int) {
    let place = Int(tree.ast[pattern].elements.start) &+ index
    let element = tree.ast.patternElements[place]
    let top = builder.top
    let register = builder.align(1)
    builder.setPosition(element.keySpan.start, element.keySpan)
    if tree.ast[pattern].kind == .list {
      load(element: index, isRest: element.isRest, into: register)
      builder.emit(.getElement, to: register, source, register)
    } else {
      let opcode: Opcode = element.defaultValue == nil ? .getProperty : .getPropertyIfAny
      let kind: CacheKind = element.defaultValue == nil ? .getProperty : .getPropertyIfAny
      let cache = builder.cache(kind, name: strings.index(of: element.key))
      builder.emit(opcode, to: register, source, word: cache)
    }
    builder.top = register &+ 1
    if let value = element.defaultValue {
      _ = builder.openLabel()
      builder.branch(
        Instruction(.jumpIfNotNil, a: builder.near(register)), to: builder.openLabel(isNew: false))
      evaluate(value, into: register)
      builder.bindLast()
    }
    switch tree.resolution.patternElements[place] {
    case .local(let variable): settle(variable, in: register, span: element.span)
    case .global, .capture, .none:
      define(element.name, as: register, span: element.span)
      builder.top = top
    }
  }

  /// The index of an element of a list, or the range of the rest from there on.
  private mutating func load(element index: Int, isRest: Bool, into register: Int) {
    builder.load(.number(Double(index).bitPattern), into: register)
    builder.top = register &+ 1
    guard isRest else { return }
    let end = builder.reserve()
    builder.load(.number(Double.infinity.bitPattern), into: end)
    builder.emit(.newRange, to: register, register, end)
    builder.top = register &+ 1
  }

  // MARK: - Parameters

  /// Whether a function has more to do with its parameters than to take them.
  func hasPrologue(_ id: FunctionID) -> Bool {
    tree[id].member != .field
      && tree.ast[tree[id].parameters].contains {
        $0.type != nil || $0.defaultValue != nil || $0.pattern != nil
      }
  }

  mutating func fillParameters(of id: FunctionID, from first: Int) {
    let parameters = tree[id].parameters
    guard first < Int(parameters.count) else { return }
    worklist.append(.parameters(id, from: first &+ 1))
    worklist.append(.parameter(id, first))
    if let value = tree.ast.parameters[Int(parameters.start) &+ first].defaultValue {
      hoistFunctions(in: [value])
    }
  }

  mutating func fillParameter(_ index: Int, of id: FunctionID) {
    let parameter = tree.ast.parameters[Int(tree[id].parameters.start) &+ index]
    let register = Int(registers[Int(tree.scope(of: id).firstParameter.index) &+ index])
    if let value = parameter.defaultValue {
      _ = builder.openLabel()
      builder.branch(
        Instruction(.jumpIfNotNil, a: builder.near(register)), to: builder.openLabel(isNew: false))
      evaluate(value, into: register)
      builder.bindLast()
    }
    if let type = parameter.type { check(register, type, .argument, at: parameter.span) }
    makeBox(ofParameter: index, of: id)
    if let pattern = parameter.pattern { worklist.append(.elements(pattern, from: 0, of: register)) }
  }

  // MARK: - Loops over elements

  /// A loop keeps four or five registers: what it goes through, two of its own, and one or two elements.
  mutating func beginForIn(_ id: ForInLoopID, at statement: StatementID) {
    worklist.append(.setTop(builder.top))
    let loop = tree[id]
    let window = builder.align(5)
    let variableCount = loop.second == nil ? 1 : 2
    if case .binary(let op, let start, let end) = tree[tree.ungrouped(loop.sequence)],
      op == .range || op == .closedRange
    {
      evaluate(start, into: window)
      builder.top = window &+ 1
      evaluate(end, into: window &+ 1)
      setPosition(tree.ungrouped(loop.sequence))
      builder.emitLoop(
        op == .range ? .beginRange : .beginClosedRange, window: window, variables: variableCount)
    } else {
      evaluate(loop.sequence, into: window)
      builder.top = window &+ 1
      setPosition(loop.sequence)
      builder.emitCall(
        .iterate, window: window, argumentCount: 0,
        cache: builder.cache(.iterate, name: strings.index(of: .iterate)))
      builder.emitLoop(.beginIteration, window: window, variables: variableCount)
    }
    let exit = builder.openLabel()
    let next = builder.openLabel()
    jumpTargets.append(JumpTarget(exit: exit, next: next))
    builder.jump(to: next)
    builder.beginLoopBody()
    builder.top = window &+ (loop.second == nil ? 4 : 5)
    worklist.append(.endForIn(statement, window: window, start: builder.code.count))
    worklist.append(.beginForIn(statement, window: window))
  }

  /// Declares the variables for one element, and begins the body.
  mutating func beginBody(of statement: StatementID, window: Int) {
    guard case .forIn(let id) = tree[statement] else { return }
    let loop = tree[id]
    let variables = tree.resolution.loopVariables[Int(id.index)]
    worklist.append(.statement(loop.body))
    let span = tree.span(of: statement)
    declare(loop.variable, variables.first, in: window &+ 3)
    if let second = loop.second { declare(second, variables.second, in: window &+ 4) }
    builder.setPosition(span.start, span)
  }

  private mutating func declare(_ variable: ForInLoop.Variable, _ id: VariableID?, in register: Int) {
    if let id {
      settle(id, in: register, span: variable.span)
    } else if let pattern = variable.pattern {
      worklist.append(.elements(pattern, from: 0, of: register))
    }
  }

  mutating func endForIn(_ statement: StatementID, window: Int, start: Int) {
    guard case .forIn(let id) = tree[statement] else { return }
    jumpTargets.removeLast()
    // Where the next element is found, that before is not needed any more.
    builder.top = window &+ 3
    builder.bindLast()
    setPosition(tree[id].sequence)
    builder.emitNext(window: window, variables: tree[id].second == nil ? 1 : 2, to: start)
    builder.bindLast()
  }
}
