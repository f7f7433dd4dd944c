import LoxSyntax

extension BookCompiler {
  /// The right operand of an `and` or `or`, which following operators may still extend.
  struct OpenOperand {
    /// The least binding power of operators that belong to it.
    var precedence: Precedence
    /// The jump over it.
    var jump: Int
  }

  /// An expression being compiled.
  struct OpenExpression {
    /// The least binding power of operators that belong to it.
    var minimum: Precedence
    /// The number of open operands in the enclosing expressions.
    var outerOperands: Int
    /// The part that it is waiting for, if it is on the stack.
    var part = Part.grouping

    var canAssign: Bool { minimum <= .assignment }
  }

  /// A part of an expression, by the construct to which it belongs.
  enum Part {
    case grouping, unary, assigned, field
    case right(TokenKind)
    /// Counted in one byte, so a call with very many arguments exceeds the limit several times.
    case argument(of: Call, count: UInt8)
  }

  enum Call { case value, property, superMethod }

  /// What comes next in the expression being compiled.
  private enum Step { case operand, operators, end }

  /// Compiles an expression; enclosing expressions wait on a stack.
  mutating func expression() {
    var open = OpenExpression(minimum: .assignment, outerOperands: openOperands.count)
    var step = Step.operand
    while true {
      switch step {
      case .operand:
        advance()
        step = operand(open.canAssign, &open) ?? missingOperand()
      case .operators: step = operators(&open)
      case .end:
        guard let outer = expressionStack.popLast() else { return }
        open = outer
        step = take(open.part, &open)
      }
    }
  }

  private mutating func missingOperand() -> Step {
    report(.expectedExpression)
    return .end
  }

  /// Pushes the expression on the stack, and continues with a part of it.
  private mutating func begin(
    _ part: Part, _ minimum: Precedence = .assignment, in open: inout OpenExpression
  ) -> Step {
    open.part = part
    expressionStack.append(open)
    open = OpenExpression(minimum: minimum, outerOperands: openOperands.count)
    return mayNest() ? .operand : .end
  }

  /// Continues an expression, one part of which is now complete.
  private mutating func take(_ part: Part, _ open: inout OpenExpression) -> Step {
    switch part {
    case .grouping: consume(.rightParenthesis, or: .unclosedExpression)
    case .unary: emit(1)
    case .assigned, .field: emit(2)
    case .right(let op):
      switch op {
      // Each is the opposite comparison followed by a negation.
      case .bangEqual, .greaterEqual, .lessEqual: emit(2)
      default: emit(1)
      }
    case .argument(let call, let count):
      if count == .max { report(.tooManyArguments) }
      if match(.comma) { return begin(.argument(of: call, count: count &+ 1), in: &open) }
      end(call)
    }
    return .operators
  }

  // MARK: - Operators

  /// Compiles the operators after an operand, up to one that needs another part. In the book, `and` and `or`
  /// compile their right operand by recursion, with all operators that belong to it; here, open operands take
  /// the place of that.
  private mutating func operators(_ open: inout OpenExpression) -> Step {
    while true {
      let isOpen = openOperands.count > open.outerOperands
      let needed = isOpen ? openOperands[openOperands.count - 1].precedence : open.minimum
      if current.kind.precedence < needed {
        if !isOpen { break }
        closeOperand()
        continue
      }
      advance()
      let next: Step
      switch previous.kind {
      case .leftParenthesis: next = begin(.value, in: &open)
      case .dot: next = property(open.canAssign && !isOpen, &open)
      case .and: next = openOperand(.and, &open)
      case .or: next = openOperand(.or, &open)
      default:
        next = begin(.right(previous.kind), previous.kind.precedence.tighter, in: &open)
      }
      if next == .operand || next == .end { return next }
    }
    if open.canAssign && match(.equal) { report(.invalidAssignmentTarget) }
    return .end
  }

  private mutating func openOperand(_ precedence: Precedence, _ open: inout OpenExpression) -> Step {
    let test = emitJump()
    var jump = test
    if precedence == .or {
      jump = emitJump()
      patchJump(from: test)
    }
    emit(1)
    openOperands.append(OpenOperand(precedence: precedence, jump: jump))
    advance()
    if let next = operand(false, &open) { return next }
    report(.expectedExpression)
    closeOperand()
    return .operators
  }

  private mutating func closeOperand() {
    if let operand = openOperands.popLast() { patchJump(from: operand.jump) }
  }

  // MARK: - Operands

  /// Compiles the expression that begins with the previous token, or its beginning; nil if none begins with
  /// it.
  private mutating func operand(_ canAssign: Bool, _ open: inout OpenExpression) -> Step? {
    switch previous.kind {
    case .nil, .true, .false:
      emit(1)
    case .number, .string:
      makeConstant()
      emit(2)
    case .identifier:
      resolve(name(of: previous))
      if canAssign && match(.equal) { return begin(.assigned, in: &open) }
      emit(2)
    case .leftParenthesis: return begin(.grouping, in: &open)
    case .minus, .bang: return begin(.unary, .unary, in: &open)
    case .this:
      if superclasses.isEmpty {
        report(.thisOutsideClass)
      } else {
        variable(.this)
      }
    case .super: return superMethod(&open)
    default: return nil
    }
    return .operators
  }

  /// Compiles a read of a variable.
  mutating func variable(_ name: NameID) {
    resolve(name)
    emit(2)
  }

  private mutating func superMethod(_ open: inout OpenExpression) -> Step {
    if superclasses.isEmpty {
      report(.superOutsideClass)
    } else if superclasses.last == false {
      report(.superWithoutSuperclass)
    }
    consume(.dot, or: .expectedDotAfterSuper)
    consume(.identifier, or: .expectedSuperclassMethodName)
    makeConstant()
    variable(.this)
    if match(.leftParenthesis) { return begin(.superMethod, in: &open) }
    variable(.super)
    emit(2)
    return .operators
  }

  // MARK: - Properties and calls

  private mutating func property(_ canAssign: Bool, _ open: inout OpenExpression) -> Step {
    consume(.identifier, or: .expectedPropertyName)
    makeConstant()
    if canAssign && match(.equal) { return begin(.field, in: &open) }
    if match(.leftParenthesis) { return begin(.property, in: &open) }
    emit(2)
    return .operators
  }

  /// Begins the first argument of a call, or ends the call if it has none.
  private mutating func begin(_ call: Call, in open: inout OpenExpression) -> Step {
    if current.kind != .rightParenthesis { return begin(.argument(of: call, count: 0), in: &open) }
    end(call)
    return .operators
  }

  private mutating func end(_ call: Call) {
    consume(.rightParenthesis, or: .unclosedArguments)
    if call == .superMethod { variable(.super) }
    emit(call == .value ? 2 : 3)
  }
}
