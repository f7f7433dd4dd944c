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
    default: forEachExtendedChild(of: id, body)
    }
  }

  /// The same for an expression that only extended Lox has.
  @inlinable
  public func forEachExtendedChild(of id: ExpressionID, _ body: (Node) -> Void) {
    switch expressions[Int(id.index)] {
    case .template(let parts), .list(let parts):
      for part in self[parts] { body(.expression(part)) }
    case .map(let entries):
      for entry in mapEntries[entries.range] {
        if entry.form != .spread { body(.expression(entry.key)) }
        body(.expression(entry.value))
      }
    case .spread(let part), .step(_, let part), .getIfAny(let part, _), .optionalChain(let part):
      body(.expression(part))
    case .function(let function): body(.function(function))
    case .conditional(let condition, let then, let otherwise):
      body(.expression(condition))
      body(.expression(then))
      body(.expression(otherwise))
    case .coalesce(let left, let right), .index(let left, let right), .compound(_, let left, let right),
      .indexIfAny(let left, let right):
      body(.expression(left))
      body(.expression(right))
    case .setIndex(let object, let index, let value):
      body(.expression(object))
      body(.expression(index))
      body(.expression(value))
    case .callIfAny(let callee, let arguments):
      body(.expression(callee))
      for argument in self[arguments] { body(.expression(argument)) }
    case .switch(let id): forEachChild(of: id, body)
    case .nil, .boolean, .number, .string, .variable, .this, .superMethod, .invalid, .grouping, .unary,
      .assign,
      .get, .binary, .logical, .set, .call:
      break
    }
  }

  /// Calls `body` with each part of a `switch`, in source order.
  @inlinable
  public func forEachChild(of id: SwitchID, _ body: (Node) -> Void) {
    body(.expression(self[id].subject))
    for branch in cases(of: id) {
      for test in switchTests[branch.tests.range] { body(.expression(test.operand)) }
      if let value = branch.value { body(.expression(value)) }
      forEachChild(of: branch.body, body)
    }
  }

  /// Calls `body` with each part of a `try`, in source order.
  @inlinable
  public func forEachChild(of id: TryID, _ body: (Node) -> Void) {
    body(.statement(self[id].body))
    for handler in catches(of: id) {
      if let test = handler.test { body(.expression(test)) }
      body(.statement(handler.body))
    }
    if let finally = self[id].finally { body(.statement(finally)) }
  }

  /// Calls `body` with the default values in a pattern.
  @inlinable
  public func forEachChild(of id: PatternID, _ body: (Node) -> Void) {
    for element in elements(of: id) {
      if let value = element.defaultValue { body(.expression(value)) }
    }
  }

  /// Calls `body` with each part of a statement, in source order.
  @inlinable @inline(__always)
  public func forEachChild(of id: StatementID, _ body: (Node) -> Void) {
    if !variableTypes.isEmpty, let type = variableTypes[id] { body(.expression(self[type].expression)) }
    switch statements[Int(id.index)] {
    case .empty, .return(nil), .variable(_, initializer: nil), .break, .continue, .import: break
    case .expression(let value), .print(let value), .return(.some(let value)), .throw(let value),
      .variable(_, initializer: .some(let value)), .constant(_, initializer: let value):
      body(.expression(value))
    case .destructuring(let pattern, let value):
      body(.expression(value))
      forEachChild(of: pattern, body)
    case .forIn(let id):
      let loop = self[id]
      body(.expression(loop.sequence))
      if let pattern = loop.variable.pattern { forEachChild(of: pattern, body) }
      if let pattern = loop.second?.pattern { forEachChild(of: pattern, body) }
      body(.statement(loop.body))
    case .switch(let id): forEachChild(of: id, body)
    case .try(let id): forEachChild(of: id, body)
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

  /// Calls `body` with the types and default values of a function's parameters, its type, and each statement in its body.
  @inlinable @inline(__always)
  public func forEachChild(of id: FunctionID, _ body: (Node) -> Void) {
    for parameter in self[functions[Int(id.index)].parameters] {
      if let type = parameter.type { body(.expression(self[type].expression)) }
      if let value = parameter.defaultValue { body(.expression(value)) }
      if let pattern = parameter.pattern { forEachChild(of: pattern, body) }
    }
    if let type = functions[Int(id.index)].type { body(.expression(self[type].expression)) }
    forEachChild(of: functions[Int(id.index)].body, body)
  }

  /// Calls `body` with the superclass of a class, with each method, and with the values of its fields, in source order.
  @inlinable @inline(__always)
  public func forEachChild(of id: ClassID, _ body: (Node) -> Void) {
    let declaration = classes[Int(id.index)]
    if let superclass = declaration.superclass { body(.expression(superclass)) }
    if declaration.fields.count > 0 { return forEachMember(of: declaration, body) }
    for index in 0..<Int(declaration.methods.count) {
      body(.function(methodLists[Int(declaration.methods.start) &+ index]))
    }
  }

  @inlinable
  func forEachMember(of declaration: ClassDeclaration, _ body: (Node) -> Void) {
    for member in members(of: declaration) {
      switch member {
      case .function(let id): body(.function(id))
      case .field(let index):
        if let type = classFields[index].type { body(.expression(self[type].expression)) }
        body(.expression(classFields[index].initializer))
      }
    }
  }

  /// The members of a class, in source order, without the checks of its own fields.
  public func members(of declaration: ClassDeclaration) -> [ClassMember] {
    var members: [ClassMember] = []
    var fields = declaration.fields.range
    for method in self[declaration.methods] where !(self[method].member == .field && self[method].isOfClass) {
      while let field = fields.first, classFields[field].span.start < self[method].span.start {
        members.append(.field(field))
        fields.removeFirst()
      }
      members.append(.function(method))
    }
    return members + fields.map(ClassMember.field)
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
    default: firstExtendedChild(of: id)
    }
  }

  @inlinable
  func firstExtendedChild(of id: ExpressionID) -> Node? {
    var first: Node?
    forEachExtendedChild(of: id) { if first == nil { first = $0 } }
    return first
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
