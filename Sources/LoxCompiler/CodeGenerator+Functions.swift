import LoxBytecode
import LoxSemantics
import LoxSyntax

/// Functions in expressions. They are compiled before the statement in which they are, so that its code is not interrupted.
extension CodeGenerator {
  /// Lets the functions in the expressions of a statement come next, and then the statement again; false if there are none.
  mutating func hoistFunctions(of id: StatementID) -> Bool {
    var expressions: [ExpressionID] = []
    switch tree[id] {
    // These do it at another time, when the registers of their variables are known.
    case .for, .block, .function, .class: return false
    case .destructuring(_, let value): expressions = [value]
    case .forIn(let loop): expressions = [tree[loop].sequence]
    default:
      tree.ast.forEachChild(of: id) { if case .expression(let part) = $0 { expressions.append(part) } }
    }
    let count = worklist.count
    worklist.append(.hoisted(id))
    guard hoistFunctions(in: expressions) else {
      worklist.removeSubrange(count...)
      return false
    }
    if case .local(let variable) = tree.binding(of: id), tree.resolution[variable].isUsedInInitializer {
      registers[Int(variable.index)] = UInt16(truncatingIfNeeded: builder.align(1))
    }
    return true
  }

  /// Lets the functions in expressions come next on the worklist; false if there are none.
  @discardableResult
  mutating func hoistFunctions(in expressions: [ExpressionID]) -> Bool {
    guard tree.ast.hasFunctionExpressions else { return false }
    var functions: [FunctionID] = []
    var nodes = Worklist<Never>()
    for expression in expressions.reversed() { nodes.add(expression) }
    while case .node(let node)? = nodes.next() {
      switch node {
      case .expression(let id): nodes.addChildren(of: id, in: tree.ast)
      case .function(let id): functions.append(id)
      case .statement, .class: break
      }
    }
    for function in functions.reversed() { worklist.append(.function(function)) }
    return !functions.isEmpty
  }

  /// Begins a `for` loop whose initializer is complete.
  mutating func beginFor(_ id: StatementID, isHoisted: Bool) {
    guard case .for(let loop) = tree[id] else { return }
    if !isHoisted {
      worklist.append(.beginFor(id, isHoisted: true))
      if hoistFunctions(in: [tree[loop].condition, tree[loop].increment].compactMap { $0 }) { return }
      worklist.removeLast()
    }
    beginLoop(while: tree[loop].condition, tree[loop].body, at: id)
  }

  /// Declares a variable that a function in its initializer captures: its box exists before.
  mutating func declareBoxed(
    _ variable: VariableID, in register: Int, _ initializer: ExpressionID, at id: StatementID
  ) {
    builder.load(.nil, into: register)
    builder.top = register &+ 1
    settle(variable, in: register, span: tree.span(of: id))
    let value = evaluate(initializer)
    checkDeclared(value, by: id)
    builder.emit(.setBox, register, value)
    builder.top = register &+ 1
  }
}
