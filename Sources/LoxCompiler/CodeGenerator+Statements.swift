import LoxBytecode
import LoxSemantics
import LoxSyntax

extension CodeGenerator {
  mutating func compile(_ list: StatementList) {
    let start = Int(list.start)
    for index in start..<start &+ Int(list.count) { compile(tree.ast.statementLists[index]) }
  }

  private mutating func compile(_ id: StatementID) {
    guard builder.isReachable, failure == nil else { return noteUnreachable(id) }
    note(id)
    switch tree[id] {
    case .empty: break
    case .expression(let expression): perform(expression)
    case .print(let value): printValue(of: value)
    case .variable(let name, let initializer): declareVariable(name, initializer, at: id)
    case .block(let list):
      let top = builder.top
      compile(list)
      builder.top = top
    case .if: conditional(id)
    case .while(let condition, let body): loop(while: condition, body, at: id)
    case .for(let loop): forLoop(loop, at: id)
    case .return(let value): returnValue(of: value)
    case .function(let function): declareFunction(function, as: tree.binding(of: id))
    case .class(let declared): declareClass(declared, as: tree.binding(of: id))
    }
    if builder.peak > FunctionBuilder.maximumRegisterCount {
      fail("Too many local variables in function.", at: tree.span(of: id))
    }
  }

  // MARK: - Expressions

  /// Evaluates an expression whose value nobody wants.
  private mutating func perform(_ id: ExpressionID) {
    let id = tree.ungrouped(id)
    if case .logical(let op, let left, let right) = tree[id] {
      let end = builder.openLabel()
      branch(on: left, if: op == .or, to: end)
      if builder.isReachable { perform(right) }
      builder.bind(end)
    } else {
      let top = builder.top
      evaluate(id)
      builder.top = top
    }
  }

  private mutating func printValue(of id: ExpressionID) {
    let top = builder.top
    let value = evaluate(id)
    setPosition(id)
    builder.emit(.print, value)
    builder.top = top
  }

  private mutating func returnValue(of id: ExpressionID?) {
    guard let id else { return returnDefault() }
    let top = builder.top
    let value = evaluate(id)
    builder.leave(Instruction(.return, a: builder.near(value)))
    builder.top = top
  }

  // MARK: - Variables

  private mutating func declareVariable(_ name: NameID, _ initializer: ExpressionID?, at id: StatementID) {
    let binding = tree.binding(of: id)
    let top = builder.top
    let register = builder.align(1)
    if case .local(let variable) = binding {
      if let initializer { evaluate(initializer, into: register) } else { builder.load(.nil, into: register) }
      builder.top = register &+ 1
      settle(variable, in: register, span: tree.span(of: id))
    } else {
      let value: Int
      if let initializer {
        value = evaluate(initializer)
      } else {
        value = builder.reserve()
        builder.load(.nil, into: value)
      }
      define(name, as: value, span: tree.span(of: id))
      builder.top = top
    }
  }

  /// Makes the value in a register that of a new local variable, which stays there.
  private mutating func settle(_ variable: VariableID, in register: Int, span: SourceSpan) {
    registers[Int(variable.index)] = UInt16(truncatingIfNeeded: register)
    if tree.isBoxed(variable) {
      builder.setPosition(span.start, span)
      builder.emit(.makeBox, to: register, register)
    }
  }

  /// Makes the value in a register that of a global variable.
  private mutating func define(_ name: NameID, as register: Int, span: SourceSpan) {
    builder.setPosition(span.start, span)
    builder.emit(.defineGlobal, register, word: global(name))
  }

  // MARK: - Control flow

  /// An `if`, with all those that follow in its `else`.
  private mutating func conditional(_ id: StatementID) {
    let end = builder.openLabel()
    var next: StatementID? = id
    var isFirst = true
    while let id = next {
      guard case .if(let condition, let then, let otherwise) = tree[id] else {
        compile(id)
        break
      }
      if !isFirst { note(id) }
      isFirst = false
      let behind = builder.openLabel()
      branch(on: condition, if: false, to: behind)
      compile(then)
      if otherwise != nil, builder.isReachable { builder.jump(to: end) }
      builder.bind(behind)
      next = otherwise
    }
    builder.bind(end)
  }

  private mutating func loop(while condition: ExpressionID, _ body: StatementID, at id: StatementID) {
    let test = builder.code.count
    let exit = builder.openLabel()
    branch(on: condition, if: false, to: exit)
    let start = builder.code.count
    compile(body)
    goBack(to: start, test: test, condition, at: id)
    builder.bind(exit)
  }

  private mutating func forLoop(_ loop: ForLoopID, at id: StatementID) {
    let loop = tree[loop]
    let top = builder.top
    if let initializer = loop.initializer { compile(initializer) }
    let test = builder.code.count
    let exit = builder.openLabel()
    if let condition = loop.condition { branch(on: condition, if: false, to: exit) }
    let start = builder.code.count
    compile(loop.body)
    if let increment = loop.increment, builder.isReachable { perform(increment) }
    goBack(to: start, test: test, loop.condition, at: id)
    builder.bind(exit)
    builder.top = top
  }

  /// From the end of a loop's body back to its start if the condition is still true.
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
