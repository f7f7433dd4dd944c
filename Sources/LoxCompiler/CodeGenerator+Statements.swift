import LoxBytecode
import LoxSemantics
import LoxSource
import LoxSyntax

extension CodeGenerator {
  /// An item of the worklist for statements.
  enum StatementTask {
    /// A sequence of statements.
    case list(next: Int, end: Int)
    case statement(StatementID)
    /// Free the registers from here on.
    case setTop(Int)
    /// The branch of an `if` is complete; its `else` comes next.
    case otherwise(StatementID?, behind: FunctionBuilder.Label, end: FunctionBuilder.Label)
    case bind(FunctionBuilder.Label)
    /// The body of a loop is complete; `test` and `start` are the beginnings of its condition and its body.
    case endLoop(StatementID, test: Int, start: Int, exit: FunctionBuilder.Label)
    case endFunction(FunctionID, outer: UInt32)
    /// The function of a declaration is complete, so its closure can be made.
    case declared(StatementID, number: Int, register: Int, top: Int)
    case method(index: Int, of: ClassID, class: Int)
    case endMethod(FunctionID, number: Int, of: ClassID, class: Int)

    // Extended Lox.

    /// Compile a function that is in an expression of the next statement.
    case function(FunctionID)
    /// The functions in the expressions of a statement are complete.
    case hoisted(StatementID)
    /// The initializer of a `for` loop is complete.
    case beginFor(StatementID, isHoisted: Bool)
    /// Give parameters their default values, and take arguments apart.
    case parameters(FunctionID, from: Int)
    case parameter(FunctionID, Int)
    case elements(PatternID, from: Int, of: Int)
    case element(PatternID, Int, of: Int)
    case beginForIn(StatementID, window: Int)
    case endForIn(StatementID, window: Int, start: Int)
    case caseOfSwitch(SwitchID, Int, subject: Int)
    case endCase(SwitchID, Int, subject: Int)
    case endTryBody(OpenTry)
    case `catch`(OpenTry, Int, register: Int)
    case endCatch(OpenTry, Int, register: Int)
    case endFinally(OpenTry, FinallyContext, isNormal: Bool)
    case classField(Int, of: ClassID, class: Int, isHoisted: Bool)
  }

  /// Where `break` and `continue` go.
  struct JumpTarget {
    var exit: FunctionBuilder.Label
    /// Nil for a `switch`.
    var next: FunctionBuilder.Label?
  }

  mutating func compile(_ list: StatementList) {
    schedule(list)
    while let task = worklist.popLast() { perform(task) }
  }

  mutating func schedule(_ list: StatementList) {
    worklist.append(.list(next: Int(list.start), end: Int(list.start) &+ Int(list.count)))
  }

  private mutating func perform(_ task: StatementTask) {
    switch task {
    case .list(let next, let end):
      var next = next
      // Statements without parts leave the worklist unchanged.
      let count = worklist.count
      while next < end, worklist.count == count {
        let id = tree.ast.statementLists[next]
        next &+= 1
        if next < end, tree.hasParts(id) || tree.ast.hasFunctionExpressions {
          worklist.append(.list(next: next, end: end))
        }
        begin(id)
      }
    case .statement(let id): begin(id)
    case .setTop(let top): builder.top = top
    case .otherwise(let alternative, let behind, let end): beginElse(alternative, behind, end)
    case .bind(let label): builder.bind(label)
    case .endLoop(let id, let test, let start, let exit): endLoop(id, test: test, start: start, exit)
    case .endFunction(let id, let outer): end(id, outer: outer)
    case .declared(let id, let number, let register, let top):
      makeClosure(number, in: register, declaredBy: id, top: top)
      checkRegisters(at: id)
    case .method(let index, let id, let made): beginMethod(index, of: id, class: made)
    case .endMethod(let method, let number, let id, let made):
      endMethod(method, number: number, of: id, class: made)
    case .function(let id):
      functionNumbers[id] = program.functions.count
      begin(id)
    case .hoisted(let id): begin(id, isHoisted: true)
    case .beginFor(let id, let isHoisted): beginFor(id, isHoisted: isHoisted)
    case .parameters(let id, let first): fillParameters(of: id, from: first)
    case .parameter(let id, let index): fillParameter(index, of: id)
    case .elements(let pattern, let first, let source): takeElements(of: pattern, from: first, source)
    case .element(let pattern, let index, let source): takeElement(index, of: pattern, source)
    case .beginForIn(let id, let window): beginBody(of: id, window: window)
    case .endForIn(let id, let window, let start): endForIn(id, window: window, start: start)
    case .caseOfSwitch(let id, let index, let subject): beginCase(index, of: id, subject: subject)
    case .endCase(let id, let index, let subject): endCase(index, of: id, subject: subject)
    case .endTryBody(let open): endTryBody(open)
    case .catch(let open, let index, let register): beginCatch(index, open, register: register)
    case .endCatch(let open, let index, let register): endCatch(open, index, register: register)
    case .endFinally(let open, let finally, let isNormal): endFinally(open, finally, isNormal: isNormal)
    case .classField(let index, let id, let made, let isHoisted):
      addClassField(index, of: id, class: made, isHoisted: isHoisted)
    }
  }

  /// Compiles a statement up to its first part. The parts, and what is to be done between and after them,
  /// come next on the worklist.
  private mutating func begin(_ id: StatementID, isHoisted: Bool = false) {
    guard builder.isReachable, failure == nil else { return noteUnreachable(id) }
    if tree.ast.hasFunctionExpressions, !isHoisted, hoistFunctions(of: id) { return }
    note(id)
    switch tree[id] {
    case .empty: break
    case .expression(let expression): perform(expression)
    case .print(let value): printValue(of: value)
    case .variable(let name, let initializer): declareVariable(name, initializer, at: id)
    case .block(let list):
      worklist.append(.setTop(builder.top))
      schedule(list)
    case .if(let condition, let then, let otherwise):
      beginIf(condition, then, otherwise, end: builder.openLabel())
    case .while(let condition, let body):
      beginLoop(while: condition, body, at: id)
    case .for(let loop):
      worklist.append(.setTop(builder.top))
      if tree.ast.hasFunctionExpressions {
        worklist.append(.beginFor(id, isHoisted: false))
        if let initializer = tree[loop].initializer { worklist.append(.statement(initializer)) }
      } else {
        if let initializer = tree[loop].initializer { begin(initializer) }
        beginLoop(while: tree[loop].condition, tree[loop].body, at: id)
      }
    case .return(let value): returnValue(of: value)
    case .function(let function): declareFunction(function, at: id)
    case .class(let declared): declareClass(declared, at: id)
    case .constant(let name, let initializer): declareVariable(name, initializer, at: id)
    case .destructuring(let pattern, let value): declareElements(of: pattern, value)
    case .forIn(let loop): beginForIn(loop, at: id)
    case .break: breakOut()
    case .continue: continueLoop()
    case .switch(let id): beginSwitch(id)
    case .throw(let value): throwValue(of: value, at: id)
    case .try(let id): beginTry(id)
    case .import(let declaration): importModule(declaration, at: id)
    }
    checkRegisters(at: id)
  }

  mutating func checkRegisters(at id: StatementID) {
    guard builder.peak > FunctionBuilder.maximumRegisterCount else { return }
    // What most registers hold: variables, or values of expressions that are not complete.
    let areLocals = builder.top > FunctionBuilder.maximumRegisterCount / 2
    fail(areLocals ? .tooManyLocals : .nestingTooDeep, at: firstName(in: id))
  }

  /// The name that a statement declares, otherwise its first token.
  private func firstName(in id: StatementID) -> SourceSpan {
    var scanner = Scanner(tree.ast.source, profile: tree.ast.profile, from: tree.span(of: id).start)
    let first = scanner.next()
    return first.kind == .var ? scanner.next().span : first.span
  }

  // MARK: - Expressions

  /// Evaluates an expression whose value is not used.
  mutating func perform(_ id: ExpressionID) {
    var id = tree.ungrouped(id)
    var labels = 0
    while builder.isReachable, case .logical(let op, let left, let right) = tree[id] {
      let end = builder.openLabel()
      labels &+= 1
      branch(on: left, if: op == .or, to: end)
      id = tree.ungrouped(right)
    }
    if builder.isReachable {
      let top = builder.top
      evaluate(id)
      builder.top = top
    }
    for _ in 0..<labels { builder.bindLast() }
  }

  private mutating func printValue(of id: ExpressionID) {
    let top = builder.top
    let value = evaluate(id)
    setPosition(id)
    builder.emit(.print, value)
    builder.top = top
  }

  private mutating func returnValue(of id: ExpressionID?) {
    guard let id else { return leave(by: .return) }
    let top = builder.top
    let value = evaluate(id)
    if let type = builder.resultType { check(value, type, .result, at: tree.span(of: id)) }
    leave(by: .return, with: value)
    builder.top = top
  }

  // MARK: - Variables

  private mutating func declareVariable(_ name: NameID, _ initializer: ExpressionID?, at id: StatementID) {
    let binding = tree.binding(of: id)
    let top = builder.top
    let register = builder.align(1)
    if case .local(let variable) = binding, tree.resolution[variable].isUsedInInitializer, let initializer {
      declareBoxed(variable, in: register, initializer, at: id)
    } else if case .local(let variable) = binding {
      if let initializer { evaluate(initializer, into: register) } else { builder.load(.nil, into: register) }
      builder.top = register &+ 1
      checkDeclared(register, by: id)
      settle(variable, in: register, span: tree.span(of: id))
    } else {
      let value: Int
      if let initializer {
        value = evaluate(initializer)
      } else {
        value = builder.reserve()
        builder.load(.nil, into: value)
      }
      checkDeclared(value, by: id)
      define(name, as: value, span: tree.span(of: id))
      builder.top = top
    }
  }

  /// Makes the value in a register that of a new local variable, which stays in this register.
  mutating func settle(_ variable: VariableID, in register: Int, span: SourceSpan) {
    registers[Int(variable.index)] = UInt16(truncatingIfNeeded: register)
    noteLocal(variable, in: register)
    if tree.isBoxed(variable) {
      builder.setPosition(span.start, span)
      builder.emit(.makeBox, to: register, register)
    }
  }

  /// Makes the value in a register that of a global variable.
  mutating func define(_ name: NameID, as register: Int, span: SourceSpan) {
    builder.setPosition(span.start, span)
    builder.emit(.defineGlobal, register, word: global(name))
  }

  // MARK: - Control flow

  /// Begins an `if`; a chain of `else if` shares the label `end`.
  private mutating func beginIf(
    _ condition: ExpressionID, _ then: StatementID, _ otherwise: StatementID?, end: FunctionBuilder.Label
  ) {
    if otherwise == nil, let target = jumpTarget(of: then) {
      branch(on: condition, if: true, to: target)
      return builder.bind(end)
    }
    let behind = builder.openLabel()
    branch(on: condition, if: false, to: behind)
    worklist.append(.otherwise(otherwise, behind: behind, end: end))
    worklist.append(.statement(then))
  }

  /// Where a statement goes that does nothing but jump. Coverage counts it as any other, so it needs an instruction then.
  private func jumpTarget(of statement: StatementID) -> FunctionBuilder.Label? {
    guard program.sourceMap == nil else { return nil }
    var jump = tree[statement]
    if case .block(let list) = jump, list.count == 1 { jump = tree[tree.ast.statementLists[Int(list.start)]] }
    return switch jump {
    case .break: jumpTarget(isNext: false)
    case .continue: jumpTarget(isNext: true)
    default: nil
    }
  }

  private mutating func beginElse(
    _ alternative: StatementID?, _ behind: FunctionBuilder.Label, _ end: FunctionBuilder.Label
  ) {
    if alternative != nil, builder.isReachable { builder.jump(to: end) }
    builder.bind(behind)
    guard let alternative else { return builder.bind(end) }
    if case .if(let condition, let then, let otherwise) = tree[alternative], !tree.ast.hasFunctionExpressions
    {
      note(alternative)
      beginIf(condition, then, otherwise, end: end)
    } else {
      worklist.append(.bind(end))
      worklist.append(.statement(alternative))
    }
  }

  mutating func beginLoop(while condition: ExpressionID?, _ body: StatementID, at id: StatementID) {
    let test = builder.code.count
    let exit = builder.openLabel()
    if let condition { branch(on: condition, if: false, to: exit) }
    jumpTargets.append(JumpTarget(exit: exit, next: builder.openLabel()))
    worklist.append(.endLoop(id, test: test, start: builder.code.count, exit: exit))
    worklist.append(.statement(body))
  }

  private mutating func endLoop(_ id: StatementID, test: Int, start: Int, _ exit: FunctionBuilder.Label) {
    jumpTargets.removeLast()
    builder.bindLast()
    switch tree[id] {
    case .while(let condition, _):
      goBack(to: start, test: test, condition, at: id)
    case .for(let loop):
      let loop = tree[loop]
      if let increment = loop.increment, builder.isReachable { perform(increment) }
      goBack(to: start, test: test, loop.condition, at: id)
    default: break
    }
    builder.bind(exit)
  }

  /// Jumps from the end of a loop's body back to its start if the condition is still true.
  private mutating func goBack(to start: Int, test: Int, _ condition: ExpressionID?, at id: StatementID) {
    guard builder.isReachable else { return }
    let span = tree.span(of: id)
    builder.setPosition(span.start, span)
    if let condition, isShortTest(condition) {
      loop(to: start, while: condition)
    } else {
      builder.loop(to: test)
    }
  }
}
