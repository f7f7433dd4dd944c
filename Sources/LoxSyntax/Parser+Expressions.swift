extension Parser {
  /// Parses an expression of operators that bind at least as tightly as `minimum`.
  mutating func expression(_ minimum: Precedence = .assignment) -> ExpressionID {
    let start = current.span.start
    guard enter() else { return add(.invalid, from: start) }
    advance()
    let canAssign = minimum == .assignment
    let expression: ExpressionID
    if let operand = operand(canAssign: canAssign) {
      expression = operators(after: operand, from: start, minimum, canAssign: canAssign)
    } else {
      error("Expect expression.")
      expression = add(.invalid, from: start)
    }
    leave()
    return expression
  }

  // MARK: - Operands

  /// What the token taken last begins, or nil if that begins no expression.
  private mutating func operand(canAssign: Bool) -> ExpressionID? {
    switch previous.kind {
    case .identifier: variable(canAssign: canAssign)
    case .number: number()
    case .string: string()
    case .leftParenthesis: grouping()
    case .minus: unary(.negate)
    case .bang: unary(.not)
    case .this: this()
    case .super: superMethod()
    case .nil, .true, .false: literal()
    default: nil
    }
  }

  private mutating func literal() -> ExpressionID {
    let node: Expression = previous.kind == .nil ? .nil : .boolean(previous.kind == .true)
    return add(node, from: previous.span.start)
  }

  private mutating func number() -> ExpressionID {
    add(.number(Double(literal: ast.source.text(of: previous.span))), from: previous.span.start)
  }

  private mutating func string() -> ExpressionID {
    let quoted = previous.span
    ast.strings.append(.source(SourceSpan(start: quoted.start &+ 1, end: quoted.end &- 1)))
    return add(.string(StringID(ast.strings.count &- 1)), from: quoted.start)
  }

  private mutating func variable(canAssign: Bool) -> ExpressionID {
    let start = previous.span.start
    let name = previousName()
    guard canAssign, match(.equal) else { return add(.variable(name), from: start) }
    let value = expression()
    return add(.assign(name, value), from: start)
  }

  private mutating func grouping() -> ExpressionID {
    let start = previous.span.start
    let inner = expression()
    consume(.rightParenthesis, "Expect ')' after expression.")
    return add(.grouping(inner), from: start)
  }

  private mutating func unary(_ kind: UnaryOperator) -> ExpressionID {
    let start = previous.span.start
    let operand = expression(.unary)
    return add(.unary(kind, operand), from: start)
  }

  private mutating func this() -> ExpressionID {
    guard classContext == .none else { return add(.this, from: previous.span.start) }
    error("Can't use 'this' outside of a class.")
    return add(.invalid, from: previous.span.start)
  }

  private mutating func superMethod() -> ExpressionID {
    let start = previous.span.start
    switch classContext {
    case .none: error("Can't use 'super' outside of a class.")
    case .base: error("Can't use 'super' in a class with no superclass.")
    case .derived: break
    }
    consume(.dot, "Expect '.' after 'super'.")
    consume(.identifier, "Expect superclass method name.")
    let name = previousName()
    return add(.superMethod(name), from: start)
  }

  // MARK: - Operators

  /// Continues an expression by the operators that follow; all those of one level in this loop.
  private mutating func operators(
    after operand: ExpressionID, from start: UInt32, _ minimum: Precedence, canAssign: Bool
  ) -> ExpressionID {
    var left = operand
    var chain = LogicalChain()
    while true {
      let precedence = current.kind.precedence
      if precedence < minimum { break }
      advance()
      switch precedence {
      case .or: left = logical(.or, left, from: start, operand: .and, &chain)
      case .and: left = logical(.and, left, from: start, operand: .equality, &chain)
      case .call where previous.kind == .dot:
        left = property(of: left, from: start, canAssign: canAssign && chain.isClosed)
      case .call: left = call(left, from: start)
      default: left = binary(left, from: start)
      }
    }
    if canAssign, match(.equal) { error("Invalid assignment target.") }
    return left
  }

  private mutating func binary(_ left: ExpressionID, from start: UInt32) -> ExpressionID {
    var precedence = Precedence.none
    guard let kind = BinaryOperator(previous.kind, operand: &precedence) else { return left }
    let right = expression(precedence)
    return add(.binary(kind, left, right), from: start)
  }

  /// The logical operators of an expression that the book's compiler would still be inside of.
  ///
  /// There they group to the right, by recursion, which gives the same values in the same order. One
  /// difference shows, after errors only: inside of a right operand nothing can be assigned.
  private struct LogicalChain {
    var isInsideOr = false
    var isInsideAnd = false

    var isClosed: Bool { !isInsideOr && !isInsideAnd }
  }

  private mutating func logical(
    _ kind: LogicalOperator, _ left: ExpressionID, from start: UInt32, operand: Precedence,
    _ chain: inout LogicalChain
  ) -> ExpressionID {
    let offset = previous.lastByte
    let right = expression(operand)
    if kind == .or { chain.isInsideAnd = false }
    if !Self.isMissing(ast.expressions[Int(right.index)], at: previous) {
      if kind == .or { chain.isInsideOr = true } else { chain.isInsideAnd = true }
    }
    // The book's compiler emits the jump before the right operand.
    return add(.logical(kind, left, right), from: start, operatorOffset: offset)
  }

  /// Whether an operand that ends with this token is not there at all.
  private static func isMissing(_ operand: Expression, at token: Token) -> Bool {
    // A `this` that is not allowed here is invalid too, but it is an operand.
    if case .invalid = operand { token.kind != .this } else { false }
  }

  private mutating func property(
    of object: ExpressionID, from start: UInt32, canAssign: Bool
  ) -> ExpressionID {
    consume(.identifier, "Expect property name after '.'.")
    let name = previousName()
    guard canAssign, match(.equal) else { return add(.get(object, name), from: start) }
    let value = expression()
    return add(.set(object, name, value), from: start)
  }

  private mutating func call(_ callee: ExpressionID, from start: UInt32) -> ExpressionID {
    let arguments = argumentList()
    return add(.call(callee, arguments), from: start)
  }

  private mutating func argumentList() -> ExpressionList {
    let outer = openExpressions.count
    if current.kind != .rightParenthesis {
      repeat {
        let argument = expression()
        if openExpressions.count &- outer == 255 { error("Can't have more than 255 arguments.") }
        openExpressions.append(argument)
      } while match(.comma)
    }
    consume(.rightParenthesis, "Expect ')' after arguments.")
    return closeExpressions(from: outer)
  }

  /// Moves the expressions that were collected since then from the open lists to the tree.
  private mutating func closeExpressions(from outer: Int) -> ExpressionList {
    let list = ExpressionList(start: ast.expressionLists.count, count: openExpressions.count &- outer)
    ast.expressionLists.append(contentsOf: openExpressions[outer...])
    openExpressions.removeSubrange(outer...)
    return list
  }

  // MARK: - Nodes

  /// Adds a node that ends with the token taken last.
  mutating func add(_ expression: Expression, from start: UInt32) -> ExpressionID {
    add(expression, from: start, operatorOffset: previous.lastByte)
  }

  private mutating func add(
    _ expression: Expression, from start: UInt32, operatorOffset: UInt32
  ) -> ExpressionID {
    if ast.expressions.count == ast.expressions.capacity { makeRoom() }
    let id = ExpressionID(ast.expressions.count)
    ast.expressions.append(expression)
    ast.places.append(Place(start: start, operatorOffset: operatorOffset))
    return id
  }
}

extension Token {
  /// The bytes from an offset up to the token's end.
  func span(from start: UInt32) -> SourceSpan {
    SourceSpan(start: start, end: max(start, span.end))
  }
}
