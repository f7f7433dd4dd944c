/// A node that has nodes below it.
public enum Node: Hashable, Sendable {
  case expression(ExpressionID)
  case statement(StatementID)
  case function(FunctionID)
  case `class`(ClassID)
}

/// What is directly below a node: the only place that knows the parts of all nodes. Walks that look for
/// something in few of them use it to continue (`Worklist`).
extension AST {
  /// Calls `body` with each part of an expression, in source order.
  @inlinable @inline(__always)
  public func forEachChild(of id: ExpressionID, _ body: (Node) -> Void) {
    switch expressions[Int(id.index)] {
    case .nil, .boolean, .number, .string, .variable, .this, .superMethod, .invalid: break
    case .grouping(let part), .unary(_, let part), .assign(_, let part), .get(let part, _):
      body(.expression(part))
    case .binary(_, let left, let right), .logical(_, let left, let right), .set(let left, _, let right):
      body(.expression(left))
      body(.expression(right))
    case .call(let callee, let arguments):
      body(.expression(callee))
      for index in 0..<Int(arguments.count) {
        body(.expression(expressionLists[Int(arguments.start) &+ index]))
      }
    }
  }

  /// Calls `body` with each part of a statement, in source order.
  @inlinable @inline(__always)
  public func forEachChild(of id: StatementID, _ body: (Node) -> Void) {
    switch statements[Int(id.index)] {
    case .empty, .return(nil), .variable(_, initializer: nil): break
    case .expression(let value), .print(let value), .return(.some(let value)),
      .variable(_, initializer: .some(let value)):
      body(.expression(value))
    case .block(let list): forEachChild(of: list, body)
    case .if(let condition, let then, let otherwise):
      body(.expression(condition))
      body(.statement(then))
      if let otherwise { body(.statement(otherwise)) }
    case .while(let condition, let loop):
      body(.expression(condition))
      body(.statement(loop))
    case .for(let id):
      let loop = forLoops[Int(id.index)]
      if let initializer = loop.initializer { body(.statement(initializer)) }
      if let condition = loop.condition { body(.expression(condition)) }
      if let increment = loop.increment { body(.expression(increment)) }
      body(.statement(loop.body))
    case .function(let function): body(.function(function))
    case .class(let declaration): body(.class(declaration))
    }
  }

  /// Calls `body` with each statement of a list.
  @inlinable @inline(__always)
  public func forEachChild(of list: StatementList, _ body: (Node) -> Void) {
    for index in 0..<Int(list.count) { body(.statement(statementLists[Int(list.start) &+ index])) }
  }

  /// Calls `body` with each statement in the body of a function.
  @inlinable @inline(__always)
  public func forEachChild(of id: FunctionID, _ body: (Node) -> Void) {
    forEachChild(of: functions[Int(id.index)].body, body)
  }

  /// Calls `body` with the superclass of a class and with each method.
  @inlinable @inline(__always)
  public func forEachChild(of id: ClassID, _ body: (Node) -> Void) {
    let declaration = classes[Int(id.index)]
    if let superclass = declaration.superclass { body(.expression(superclass)) }
    for index in 0..<Int(declaration.methods.count) {
      body(.function(methodLists[Int(declaration.methods.start) &+ index]))
    }
  }

  /// The parts of a node, in source order; slower than the walks above.
  public func children(of node: Node) -> [Node] {
    var children: [Node] = []
    switch node {
    case .expression(let id): forEachChild(of: id) { children.append($0) }
    case .statement(let id): forEachChild(of: id) { children.append($0) }
    case .function(let id): forEachChild(of: id) { children.append($0) }
    case .class(let id): forEachChild(of: id) { children.append($0) }
    }
    return children
  }

  /// The first part of an expression; nil if it has none.
  @inlinable @inline(__always)
  public func firstChild(of id: ExpressionID) -> Node? {
    switch expressions[Int(id.index)] {
    case .nil, .boolean, .number, .string, .variable, .this, .superMethod, .invalid: nil
    case .grouping(let first), .unary(_, let first), .binary(_, let first, _), .logical(_, let first, _),
      .assign(_, let first), .get(let first, _), .set(let first, _, _), .call(let first, _):
      .expression(first)
    }
  }

  /// The first expression that is a direct or indirect part of another one. If there is no function in it,
  /// all of its parts are contiguous from there on, those of a part before the part itself.
  @inlinable
  public func firstPart(of id: ExpressionID) -> ExpressionID {
    var first = id
    while case .expression(let part) = firstChild(of: first) { first = part }
    return first
  }
}
