import LoxBytecode
import LoxSyntax

/// Conditions: expressions that only decide where to continue.
extension CodeGenerator {
  /// An item of the worklist for a condition.
  enum ConditionTask {
    /// Jump to the label if the expression's truth is the given one, otherwise fall through.
    case branch(ExpressionID, if: Bool, to: FunctionBuilder.Label)
    case bind(FunctionBuilder.Label)
  }

  /// Jumps to the label if the truth of the condition is `truth`, otherwise falls through.
  ///
  /// Operators such as `and` become jumps; a worklist holds what remains of them, whatever their number.
  mutating func branch(on condition: ExpressionID, if truth: Bool, to label: FunctionBuilder.Label) {
    let first = conditionTasks.count
    conditionTasks.append(.branch(condition, if: truth, to: label))
    while conditionTasks.count > first, let task = conditionTasks.popLast() {
      switch task {
      case .branch(let id, let truth, let label):
        if builder.isReachable { takeApart(tree.ungrouped(id), if: truth, to: label) }
      case .bind(let label):
        builder.bind(label)
      }
    }
  }

  private mutating func takeApart(_ id: ExpressionID, if truth: Bool, to label: FunctionBuilder.Label) {
    switch tree[id] {
    case .unary(.not, let operand):
      conditionTasks.append(.branch(operand, if: !truth, to: label))
    case .logical(let op, let left, let right):
      // The truth of the left operand that decides the result alone.
      let decisive = op == .or
      if truth == decisive {
        conditionTasks.append(.branch(right, if: truth, to: label))
        conditionTasks.append(.branch(left, if: truth, to: label))
      } else {
        let behind = builder.openLabel()
        conditionTasks.append(.bind(behind))
        conditionTasks.append(.branch(right, if: truth, to: label))
        conditionTasks.append(.branch(left, if: decisive, to: behind))
      }
    case .nil, .boolean(false):
      if !truth { builder.jump(to: label) }
    case .boolean(true), .number, .string:
      if truth { builder.jump(to: label) }
    case .binary(let op, let left, let right) where op.isComparison:
      let top = builder.top
      branch(on: op, left, right, at: id, if: truth, to: .label(label))
      builder.top = top
    default:
      let top = builder.top
      let value = builder.near(evaluate(id))
      setPosition(id)
      noteBranch(on: id, if: truth)
      builder.branch(Instruction(truth ? .jumpIfTrue : .jumpIfFalse, a: value), to: label)
      builder.top = top
    }
  }

  // MARK: - Comparisons

  /// Whether a loop tests its condition before the first iteration and again at its end, which saves a jump
  /// per iteration: a comparison of numbers that takes little code.
  func isShortTest(_ condition: ExpressionID) -> Bool {
    guard case .binary(let op, let left, let right) = tree[tree.ungrouped(condition)], op.isOrder
    else {
      return false
    }
    return isShort(left) && isShort(right)
  }

  /// Whether a condition inside of an expression may become jumps. They are made by another evaluation within the one that goes on, so
  /// only a few levels may be.
  func isShallowTest(_ condition: ExpressionID) -> Bool {
    switch tree[tree.ungrouped(condition)] {
    case .binary(let op, _, _) where op.isComparison: isShallow(condition, levels: 4)
    case .logical, .unary(.not, _): isShallow(condition, levels: 4)
    default: false
    }
  }

  private func isShallow(_ id: ExpressionID, levels: Int) -> Bool {
    guard levels > 0 else { return false }
    switch tree[tree.ungrouped(id)] {
    case .nil, .boolean, .number, .string, .variable, .this: return true
    case .get(let operand, _), .unary(_, let operand): return isShallow(operand, levels: levels &- 1)
    case .binary(_, let left, let right), .logical(_, let left, let right), .index(let left, let right):
      return isShallow(left, levels: levels &- 1) && isShallow(right, levels: levels &- 1)
    default: return false
    }
  }

  func isShort(_ id: ExpressionID) -> Bool {
    switch tree[tree.ungrouped(id)] {
    case .nil, .boolean, .number, .string, .variable, .this: true
    case .get(let object, _):
      switch tree[tree.ungrouped(object)] {
      case .variable, .this: true
      default: false
      }
    default: false
    }
  }

  /// Jumps back to `start` if a short test succeeds, otherwise falls through.
  mutating func loop(to start: Int, while test: ExpressionID) {
    let id = tree.ungrouped(test)
    guard case .binary(let op, let left, let right) = tree[id] else { return }
    let top = builder.top
    branch(on: op, left, right, at: id, if: true, to: .start(start))
    builder.top = top
  }

  private mutating func branch(
    on op: BinaryOperator, _ left: ExpressionID, _ right: ExpressionID, at id: ExpressionID, if truth: Bool,
    to target: FunctionBuilder.Target
  ) {
    if let constant = constantOperand(right, of: op) {
      let value = evaluate(left)
      branch(on: op, value, constant: constant, at: id, if: truth, to: target)
    } else if let constant = constantOperand(left, of: op) {
      let value = evaluate(right)
      branch(on: op.mirrored, value, constant: constant, at: id, if: truth, to: target)
    } else {
      let base = builder.align(1)
      let value = secure(evaluate(left), from: right, base: base)
      let other = evaluate(right)
      branch(on: op, value, other, at: id, if: truth, to: target)
    }
  }

  /// The index of the operand if it is a constant that the operator's instruction can take.
  private mutating func constantOperand(_ id: ExpressionID, of op: BinaryOperator) -> UInt16? {
    let id = tree.ungrouped(id)
    if op.isOrder {
      guard case .number = tree[id] else { return nil }
    }
    guard let constant = constant(id) else { return nil }
    return UInt16(exactly: builder.index(of: constant))
  }

  private mutating func branch(
    on op: BinaryOperator, _ left: Int, _ right: Int, at id: ExpressionID, if truth: Bool,
    to target: FunctionBuilder.Target
  ) {
    let (opcode, isMirrored) = op.jump(if: truth)
    setPosition(id)
    let first = builder.near(isMirrored ? right : left)
    let second = builder.near(isMirrored ? left : right, scratch: 1)
    noteBranch(on: id, if: truth)
    builder.branch(Instruction(opcode, a: first, b: second), to: target)
  }

  private mutating func branch(
    on op: BinaryOperator, _ left: Int, constant: UInt16, at id: ExpressionID, if truth: Bool,
    to target: FunctionBuilder.Target
  ) {
    setPosition(id)
    let operand = builder.near(left)
    noteBranch(on: id, if: truth)
    builder.branch(Instruction(op.constantJump(if: truth), a: operand, d: constant), to: target)
  }
}

extension BinaryOperator {
  /// Whether the operator orders numbers; other operands are an error.
  var isOrder: Bool {
    switch self {
    case .less, .lessEqual, .greater, .greaterEqual: true
    case .equal, .notEqual, .add, .subtract, .multiply, .divide, .remainder, .isInstance, .isIn, .range,
      .closedRange:
      false
    }
  }

  var isComparison: Bool { isOrder || self == .equal || self == .notEqual }

  /// The operator for swapped operands.
  fileprivate var mirrored: BinaryOperator {
    switch self {
    case .less: .greater
    case .lessEqual: .greaterEqual
    case .greater: .less
    case .greaterEqual: .lessEqual
    case .equal, .notEqual, .add, .subtract, .multiply, .divide, .remainder, .isInstance, .isIn, .range,
      .closedRange:
      self
    }
  }

  /// The jump for a truth of the comparison, and whether its operands are swapped.
  ///
  /// `a <= b` is the negation of `b < a`; the two differ for NaN.
  fileprivate func jump(if truth: Bool) -> (Opcode, isMirrored: Bool) {
    switch self {
    case .equal: (truth ? .jumpIfEqual : .jumpIfNotEqual, false)
    case .notEqual: (truth ? .jumpIfNotEqual : .jumpIfEqual, false)
    case .less: (truth ? .jumpIfLess : .jumpIfNotLess, false)
    case .greater: (truth ? .jumpIfLess : .jumpIfNotLess, true)
    case .lessEqual: (truth ? .jumpIfNotLess : .jumpIfLess, true)
    case .greaterEqual, .add, .subtract, .multiply, .divide, .remainder, .isInstance, .isIn, .range,
      .closedRange:
      (truth ? .jumpIfNotLess : .jumpIfLess, false)
    }
  }

  /// The jump for a truth of the comparison with a constant on the right.
  fileprivate func constantJump(if truth: Bool) -> Opcode {
    switch self {
    case .equal: truth ? .jumpIfEqualConstant : .jumpIfNotEqualConstant
    case .notEqual: truth ? .jumpIfNotEqualConstant : .jumpIfEqualConstant
    case .less: truth ? .jumpIfLessConstant : .jumpIfNotLessConstant
    case .greater: truth ? .jumpIfGreaterConstant : .jumpIfNotGreaterConstant
    case .lessEqual: truth ? .jumpIfNotGreaterConstant : .jumpIfGreaterConstant
    case .greaterEqual, .add, .subtract, .multiply, .divide, .remainder, .isInstance, .isIn, .range,
      .closedRange:
      truth ? .jumpIfNotLessConstant : .jumpIfLessConstant
    }
  }
}
