import LoxSource

extension Parser {
  /// An expression being parsed.
  struct OpenExpression: Sendable {
    var start: UInt32
    /// The least binding power of operators that belong to it.
    var minimum: Precedence
    var chain = LogicalChain()
    /// The part that it is waiting for, if it is on the stack.
    var part = Part.grouping
    /// Whether the chain of calls that is being parsed contains a `?.`.
    var isOptionalChain = false

    var canAssign: Bool { minimum == .assignment }
    /// Whether a function may be written without parentheses around it.
    var canBeLambda: Bool { minimum <= .conditional }
  }

  /// A part of an expression, by its role in the complete expression.
  enum Part: Sendable {
    case grouping
    case operand(UnaryOperator)
    case right(BinaryOperator, left: ExpressionID)
    case logicalRight(LogicalOperator, left: ExpressionID, operatorOffset: UInt32)
    case assigned(NameID)
    case field(of: ExpressionID, NameID)
    /// `outer` is the number of arguments of other calls that are waiting.
    case argument(of: ExpressionID, outer: UInt32)

    // Extended Lox.

    case optionalArgument(of: ExpressionID, outer: UInt32)
    case spread
    case index(of: ExpressionID)
    case optionalIndex(of: ExpressionID)
    case element(of: ExpressionID, at: ExpressionID)
    case compound(CompoundOperator, target: ExpressionID)
    case coalescing(left: ExpressionID)
    case conditionalThen(ExpressionID)
    case conditionalElse(ExpressionID, then: ExpressionID)
    case lambdaBody
    case templateValue(outer: UInt32)
    case listElement(outer: UInt32)
    case entryKey(outer: UInt32)
    case entryValue(MapEntry.Form, key: ExpressionID, outer: UInt32)
    case switchSubject
    case switchTest(BinaryOperator)
    case switchValue
  }

  /// What comes next in the expression being parsed.
  enum Step {
    case operand
    case operators(after: ExpressionID)
    /// Nothing.
    case end(ExpressionID)
  }

  /// Parses an expression. Enclosing expressions wait on an explicit stack instead of the native one.
  mutating func expression(_ minimum: Precedence = .assignment) -> ExpressionID {
    let base = expressionStack.count
    var open = OpenExpression(start: current.span.start, minimum: minimum)
    var step = Step.operand
    while true {
      switch step {
      case .operand: step = operand(&open)
      case .operators(let operand): step = operators(after: operand, &open)
      case .end(let expression):
        guard expressionStack.count > base, let outer = expressionStack.popLast() else { return expression }
        open = outer
        step = take(expression, as: open.part, &open)
      }
    }
  }

  /// Pushes the expression on the stack, and continues with a part of it.
  mutating func begin(
    _ part: Part, _ minimum: Precedence = .assignment, in open: inout OpenExpression
  ) -> Step {
    open.part = part
    expressionStack.append(open)
    open = OpenExpression(start: current.span.start, minimum: minimum)
    return mayNest() ? .operand : .end(add(.invalid, from: open.start))
  }

  // MARK: - Operands

  /// Parses an operand, or the beginning of one.
  private mutating func operand(_ open: inout OpenExpression) -> Step {
    if current.kind == .rightBrace, leavesBraces {
      errorAtCurrent(.expectedExpression)
      return .end(add(.invalid, from: open.start))
    }
    advance()
    let start = open.start
    switch previous.kind {
    case .identifier:
      let name = previousName()
      if open.canAssign, match(.equal) { return begin(.assigned(name), in: &open) }
      if isExtended, let step = extendedName(name, &open) { return step }
      return .operators(after: add(.variable(name), from: start))
    case .number:
      return .operators(
        after: add(.number(Double(literal: ast.source.text(of: previous.span))), from: start))
    case .string: return .operators(after: stringLiteral())
    case .leftParenthesis:
      if isExtended, open.canBeLambda, brackets.isFollowed(byArrow: previous, scanner, current) {
        return beginLambda(from: start, &open)
      }
      return begin(.grouping, in: &open)
    case .minus: return begin(.operand(.negate), .unary, in: &open)
    case .bang: return begin(.operand(.not), .unary, in: &open)
    case .this: return .operators(after: this())
    case .super: return .operators(after: superMethod())
    case .nil: return .operators(after: add(.nil, from: start))
    case .true: return .operators(after: add(.boolean(true), from: start))
    case .false: return .operators(after: add(.boolean(false), from: start))
    default:
      if isExtended, let step = extendedOperand(&open) { return step }
      error(.expectedExpression)
      return .end(add(.invalid, from: start))
    }
  }

  private mutating func this() -> ExpressionID {
    guard classContext == .none else { return add(.this, from: previous.span.start) }
    if options.thisIsVariable { return add(.variable(.this), from: previous.span.start) }
    error(.thisOutsideClass)
    return add(.invalid, from: previous.span.start)
  }

  private mutating func superMethod() -> ExpressionID {
    let start = previous.span.start
    switch classContext {
    case .none: error(.superOutsideClass)
    case .base: error(.superWithoutSuperclass)
    case .derived: break
    }
    consume(.dot, .expectedDotAfterSuper)
    consumeMemberName(.expectedSuperclassMethodName)
    let name = previousName()
    return add(.superMethod(name), from: start)
  }

  // MARK: - Operators

  /// Extends an expression by the operators that follow, up to one that needs another part.
  private mutating func operators(after operand: ExpressionID, _ open: inout OpenExpression) -> Step {
    var left = operand
    while true {
      var precedence = current.kind.precedence
      if isExtended {
        if current.kind == .identifier, isWord(.in) || isWord(.is) { precedence = .comparison }
        if precedence != .call { endOptionalChain(&left, &open) }
        if current.kind == .minus, isStep { break }
        if precedence == .range, ast[left].isRange { break }
      }
      if precedence < open.minimum { break }
      advance()
      switch precedence {
      case .or:
        return begin(
          .logicalRight(.or, left: left, operatorOffset: previous.lastByte), .and, in: &open)
      case .and:
        return begin(
          .logicalRight(.and, left: left, operatorOffset: previous.lastByte), .equality, in: &open)
      case .call where previous.kind == .dot:
        consumeMemberName(.expectedPropertyName)
        let name = previousName()
        if open.canAssign, open.chain.isClosed, !open.isOptionalChain, match(.equal) {
          return begin(.field(of: left, name), in: &open)
        }
        left = add(.get(left, name), from: open.start)
        if isExtended, let step = compoundAssignment(to: left, &open) { return step }
      case .call where previous.kind == .leftBracket: return begin(.index(of: left), in: &open)
      case .call where previous.kind == .questionDot:
        if let step = optionalAccess(to: &left, &open) { return step }
      case .conditional: return begin(.conditionalThen(left), in: &open)
      case .coalescing: return begin(.coalescing(left: left), .coalescing, in: &open)
      case .call:
        let outer = openExpressions.count
        if current.kind != .rightParenthesis {
          return begin(.argument(of: left, outer: UInt32(truncatingIfNeeded: outer)), in: &open)
        }
        left = call(left, argumentsFrom: outer, open.start)
      default:
        var minimum = Precedence.none
        guard let kind = BinaryOperator(previous.kind, operand: &minimum) ?? wordOperator(&minimum) else {
          break
        }
        return begin(.right(kind, left: left), minimum, in: &open)
      }
    }
    if open.canAssign {
      if match(.equal) { error(.invalidAssignmentTarget) }
      if CompoundOperator(current.kind) != nil { errorAtCurrent(.invalidAssignmentTarget) }
    }
    return .end(left)
  }

  /// Ends a call, whose arguments were collected from `outer` on.
  private mutating func call(
    _ callee: ExpressionID, argumentsFrom outer: Int, _ start: UInt32
  ) -> ExpressionID {
    consume(.rightParenthesis, .unclosedArguments)
    let arguments = closeExpressions(from: outer)
    return add(.call(callee, arguments), from: start)
  }

  /// Moves the expressions collected from `outer` on from the open lists to the tree.
  mutating func closeExpressions(from outer: Int) -> ExpressionList {
    let list = ExpressionList(start: ast.expressionLists.count, count: openExpressions.count &- outer)
    for index in outer..<max(outer, openExpressions.count) {
      ast.expressionLists.append(openExpressions[index])
    }
    openExpressions.removeLast(Int(list.count))
    return list
  }

  // MARK: - Parts

  /// Continues an expression, one part of which is now complete.
  private mutating func take(
    _ value: ExpressionID, as part: Part, _ open: inout OpenExpression
  ) -> Step {
    switch part {
    case .grouping:
      consume(.rightParenthesis, .unclosedExpression)
      return .operators(after: add(.grouping(value), from: open.start))
    case .operand(let kind):
      return .operators(after: add(.unary(kind, value), from: open.start))
    case .right(let kind, let left):
      return .operators(after: add(.binary(kind, left, value), from: open.start))
    case .logicalRight(let kind, let left, let offset):
      if kind == .or { open.chain.isInsideAnd = false }
      if !Self.isMissing(ast.expressions[Int(value.index)], at: previous) {
        if kind == .or { open.chain.isInsideOr = true } else { open.chain.isInsideAnd = true }
      }
      // The book's compiler emits the jump before the right operand.
      return .operators(after: add(.logical(kind, left, value), from: open.start, operatorOffset: offset))
    case .assigned(let name):
      nameFunction(value, name)
      return .operators(after: add(.assign(name, value), from: open.start))
    case .field(let object, let name):
      nameFunction(value, name)
      return .operators(after: add(.set(object, name, value), from: open.start))
    case .argument(let callee, let outer):
      if openExpressions.count &- Int(outer) == 255 { error(.tooManyArguments) }
      openExpressions.append(value)
      if match(.comma), !(isExtended && current.kind == .rightParenthesis) { return begin(part, in: &open) }
      return .operators(after: call(callee, argumentsFrom: Int(outer), open.start))
    default: return takeExtended(value, as: part, &open)
    }
  }

  /// The logical operators of an expression that the book's compiler would still be inside.
  ///
  /// There they associate to the right, by recursion, which gives the same values in the same order. There is
  /// one difference, only after errors: inside a right operand nothing can be assigned.
  struct LogicalChain: Sendable {
    var isInsideOr = false
    var isInsideAnd = false

    var isClosed: Bool { !isInsideOr && !isInsideAnd }
  }

  /// Whether the operand that ends with this token is missing altogether.
  private static func isMissing(_ operand: Expression, at token: Token) -> Bool {
    // A `this` that is not allowed here is invalid too, but it is an operand.
    if case .invalid = operand { token.kind != .this } else { false }
  }

  // MARK: - Nodes

  /// Adds a node that ends with the previous token.
  mutating func add(_ expression: Expression, from start: UInt32) -> ExpressionID {
    add(expression, from: start, operatorOffset: previous.lastByte)
  }

  mutating func add(
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
