import LoxBytecode
import LoxSemantics
import LoxSyntax

/// Expressions that continue an operand to their left: `a + b`, `a and b`, `a.b`, `a.b = c`, `a(b)`.
///
/// A source can chain any number of them without nesting, so a chain counts as one expression: from the
/// leftmost operand back over its operators. All intermediate values of a chain use one register, its base,
/// one after another.
extension CodeGenerator {
  mutating func beginChain(_ id: ExpressionID, into target: Int?) -> Evaluation {
    var open = OpenExpression(part: .leftmost, id: id, target: target, entry: builder.top, first: chain.count)
    let (leftmost, width) = descend(from: id)
    open.base = builder.align(width)
    if case .call = tree[leftmost] {
      // A call of a superclass's method begins with the receiver.
      return proceed(open, read(builder.this, at: leftmost, into: nil))
    }
    if let value = leaf(leftmost) { return proceed(open, value) }
    openExpressions.append(open)
    return .part(leftmost, into: nil)
  }

  /// Applies the operators of a chain to the value on their left, up to one that has to wait for another
  /// part.
  mutating func proceed(_ open: OpenExpression, _ value: Int) -> Evaluation {
    var value = value
    while chain.count > open.first, let id = chain.popLast() {
      let next: Evaluation
      switch tree[id] {
      case .binary(let op, let left, let right): next = binary(op, left, right, at: id, value, open)
      case .logical(let op, let left, let right): next = logical(op, left, right, at: id, value, open)
      case .get(_, let name): next = .value(get(name, at: id, of: value, result: result(of: open)))
      case .set(_, _, let right): next = set(right, at: id, of: value, open)
      case .call(_, let arguments): next = call(arguments, at: id, value, open)
      case .index(_, let index): next = self.index(index, at: id, of: value, open)
      case .setIndex(_, let index, let newValue): next = setIndex(index, newValue, at: id, of: value, open)
      case .getIfAny(_, let name): next = .value(getIfAny(name, at: id, of: value, open))
      case .indexIfAny(_, let index): next = indexIfAny(index, at: id, of: value, open)
      case .callIfAny(_, let arguments): next = callIfAny(arguments, at: id, value, open)
      // What a chain may begin with, so not an operator of one.
      case .nil, .boolean, .number, .string, .grouping, .unary, .variable, .assign, .this, .superMethod,
        .invalid, .template, .list, .map, .spread, .function, .conditional, .coalesce, .compound, .step,
        .optionalChain,
        .switch:
        next = .value(value)
      }
      guard case .value(let result) = next else { return next }
      value = result
      builder.top = value >= open.base ? value &+ 1 : open.base
    }
    guard let target = open.target else {
      if value < open.base { builder.top = open.entry }
      return .value(value)
    }
    if value != target { builder.move(to: target, from: value) }
    builder.top = open.entry
    return .value(target)
  }

  /// Continues a chain after an operator.
  mutating func proceed(_ open: OpenExpression, behind value: Int) -> Evaluation {
    builder.top = value >= open.base ? value &+ 1 : open.base
    return proceed(open, value)
  }

  /// The register for the value of the operator last taken from the chain, if that makes a new value.
  func result(of open: OpenExpression) -> Int {
    chain.count == open.first ? open.target ?? open.base : open.base
  }

  /// Suspends a chain at the operator `id` until the value of a part is known.
  mutating func wait(
    _ open: OpenExpression, at id: ExpressionID, for part: OpenExpression.Part, left: Int
  ) {
    var waiting = open
    waiting.part = part
    waiting.id = id
    waiting.left = left
    openExpressions.append(waiting)
  }

  /// Collects the operators of a chain; returns its leftmost operand, and the number of consecutive registers
  /// it needs.
  private mutating func descend(from id: ExpressionID) -> (leftmost: ExpressionID, width: Int) {
    var leftmost = id
    var width = 1
    while true {
      switch tree[leftmost] {
      case .grouping(let inner):
        leftmost = inner
        continue
      case .binary(let op, let left, let right):
        chain.append(leftmost)
        leftmost = isSwapped(op, left, right) ? right : left
      case .logical(_, let left, _):
        chain.append(leftmost)
        leftmost = left
      case .get(let object, _), .set(let object, _, _), .index(let object, _), .setIndex(let object, _, _),
        .getIfAny(let object, _), .indexIfAny(let object, _):
        if isImportedVariable(leftmost) { return (leftmost, width) }
        chain.append(leftmost)
        leftmost = object
      case .callIfAny(let callee, let arguments):
        chain.append(leftmost)
        width = max(width, Int(arguments.count) &+ 2)
        leftmost = callee
      case .call(let callee, let arguments):
        chain.append(leftmost)
        width = max(width, Int(arguments.count) &+ 2)
        switch tree[callee] {
        case .get(let receiver, _) where !isImportedVariable(callee): leftmost = receiver
        case .superMethod: return (leftmost, width)
        default: leftmost = callee
        }
      case .nil, .boolean, .number, .string, .unary, .variable, .assign, .this, .superMethod, .invalid,
        .template, .list,
        .map, .spread, .function, .conditional, .coalesce, .compound, .step, .optionalChain, .switch:
        return (leftmost, width)
      }
    }
  }

  /// The left operand, in a register that the evaluation of the right operand does not change.
  mutating func secure(_ value: Int, from right: ExpressionID, base: Int) -> Int {
    guard value < base, tree.containsAssignment(right) else { return value }
    return moveToBase(value, base)
  }

  mutating func moveToBase(_ value: Int, _ base: Int) -> Int {
    if value != base { builder.move(to: base, from: value) }
    builder.top = base &+ 1
    return base
  }

  // MARK: - Arithmetic and comparison

  /// Whether the operands may be swapped, which allows an instruction with a constant.
  private func isSwapped(_ op: BinaryOperator, _ left: ExpressionID, _ right: ExpressionID) -> Bool {
    // In extended Lox, a sum may be a text, and an instance on the left may have an operator of its own.
    (op == .add || op == .multiply) && tree.ast.profile == .book && tree.isNumber(left)
      && !tree.isNumber(right)
  }

  private mutating func binary(
    _ op: BinaryOperator, _ left: ExpressionID, _ right: ExpressionID, at id: ExpressionID, _ value: Int,
    _ open: OpenExpression
  ) -> Evaluation {
    let isSwapped = isSwapped(op, left, right)
    let other = isSwapped ? left : right
    let result = result(of: open)
    if let opcode = op.constantOpcode, let index = nearConstant(other, of: op) {
      setPosition(id)
      builder.emit(opcode, to: result, value, constant: index)
      return .value(result)
    }
    let value = isSwapped ? value : secure(value, from: right, base: open.base)
    guard let operand = leaf(other) else {
      wait(open, at: id, for: .right, left: value)
      return .part(tree.ungrouped(other), into: nil)
    }
    // The swapped operand is a number, and therefore a leaf.
    if isSwapped {
      emit(op, to: result, operand, value, at: id)
    } else {
      emit(op, to: result, value, operand, at: id)
    }
    return .value(result)
  }

  mutating func endBinary(_ open: OpenExpression, _ right: Int) -> Evaluation {
    guard case .binary(let op, _, _) = tree[open.id] else { return .value(right) }
    let result = result(of: open)
    emit(op, to: result, open.left, right, at: open.id)
    return proceed(open, behind: result)
  }

  /// The index of the operand if it is a constant that the operator's instruction can take.
  mutating func nearConstant(_ id: ExpressionID, of op: BinaryOperator) -> UInt8? {
    switch tree[id] {
    case .number: break
    case .string where op == .add: break
    default: return nil
    }
    guard let constant = constant(id) else { return nil }
    return UInt8(exactly: builder.index(of: constant))
  }

  mutating func emit(
    _ op: BinaryOperator, to result: Int, _ left: Int, _ right: Int, at id: ExpressionID
  ) {
    if op != .equal, op != .notEqual { setPosition(id) }
    switch op {
    case .add: builder.emit(.add, to: result, left, right)
    case .subtract: builder.emit(.subtract, to: result, left, right)
    case .multiply: builder.emit(.multiply, to: result, left, right)
    case .divide: builder.emit(.divide, to: result, left, right)
    case .equal: builder.emit(.equal, to: result, left, right)
    case .notEqual: builder.emit(.notEqual, to: result, left, right)
    case .less: builder.emit(.less, to: result, left, right)
    case .greater: builder.emit(.less, to: result, right, left)
    // Not the opposite comparison, which would differ for NaN.
    case .lessEqual: builder.emit(.notLess, to: result, right, left)
    case .greaterEqual: builder.emit(.notLess, to: result, left, right)
    case .remainder: builder.emit(.modulo, to: result, left, right)
    case .isInstance: builder.emit(.isInstance, to: result, left, right)
    case .isIn: builder.emit(.isIn, to: result, left, right)
    case .range: builder.emit(.newRange, to: result, left, right)
    case .closedRange: builder.emit(.newClosedRange, to: result, left, right)
    }
  }

  // MARK: - Logical operators

  /// The value of `value and right` or `value or right`, in the base. Repeated operators, as in
  /// `a or b or c`, share the target of the first decisive operand.
  private mutating func logical(
    _ op: LogicalOperator, _ left: ExpressionID, _ right: ExpressionID, at id: ExpressionID, _ value: Int,
    _ open: OpenExpression
  ) -> Evaluation {
    let value = moveToBase(value, open.base)
    let end = builder.openLabel(isNew: !tree.isLogical(op, left))
    let test = Instruction(op == .and ? .jumpIfFalse : .jumpIfTrue, a: builder.near(value))
    noteBranch(on: lastOperand(of: left, op), if: op == .or)
    builder.branch(test, to: end)
    builder.top = open.base
    wait(open, at: id, for: .logicalRight, left: value)
    return .part(tree.ungrouped(right), into: open.base)
  }

  mutating func endLogical(_ open: OpenExpression) -> Evaluation {
    if case .logical(let op, _, _) = tree[open.id] {
      let continues = chain.count > open.first && tree.isLogical(op, chain[chain.count &- 1])
      if !continues { builder.bindLast() }
    }
    return proceed(open, behind: open.base)
  }

  /// The part of a repeated operator's left operand that is left to test: the operands before it have been
  /// tested already.
  private func lastOperand(of id: ExpressionID, _ op: LogicalOperator) -> ExpressionID {
    if case .logical(op, _, let right) = tree[id] { right } else { id }
  }

  // MARK: - Properties

  private mutating func get(_ name: NameID, at id: ExpressionID, of object: Int, result: Int) -> Int {
    setPosition(id)
    let cache = builder.cache(.getProperty, name: strings.index(of: name))
    builder.emit(.getProperty, to: result, object, word: cache)
    return result
  }

  private mutating func set(
    _ right: ExpressionID, at id: ExpressionID, of value: Int, _ open: OpenExpression
  ) -> Evaluation {
    let object = secure(value, from: right, base: open.base)
    wait(open, at: id, for: .field, left: object)
    return .part(tree.ungrouped(right), into: nil)
  }

  mutating func endSet(_ open: OpenExpression, _ newValue: Int) -> Evaluation {
    guard case .set(_, let name, _) = tree[open.id] else { return .value(newValue) }
    let isChecked = checkField(newValue, by: open.id)
    setPosition(open.id)
    let cache = builder.cache(.setProperty, name: strings.index(of: name))
    builder.emitSetProperty(of: open.left, to: newValue, cache: cache, isChecked: isChecked)
    return proceed(open, behind: newValue)
  }

  // MARK: - Calls

  /// Calls with the callee or receiver `value` and a window that starts at the base; the result is in the
  /// base.
  private mutating func call(
    _ arguments: ExpressionList, at id: ExpressionID, _ value: Int, _ open: OpenExpression
  ) -> Evaluation {
    _ = moveToBase(value, open.base)
    if hasSpread(arguments) { return beginSpread(arguments, at: id, open) }
    return pushArguments(arguments, from: 0, at: id, open) ?? .value(emitCall(id, window: open.base))
  }

  /// Evaluates arguments into consecutive registers; nil when all of them are done.
  mutating func pushArguments(
    _ arguments: ExpressionList, from first: Int, at id: ExpressionID, _ open: OpenExpression
  ) -> Evaluation? {
    for index in first..<Int(arguments.count) {
      let argument = tree.ast.expressionLists[Int(arguments.start) &+ index]
      let register = builder.align(1)
      if leaf(argument, into: register) == nil {
        wait(open, at: id, for: .argument, left: index)
        return .part(tree.ungrouped(argument), into: register)
      }
      builder.top = register &+ 1
    }
    return nil
  }

  mutating func endArgument(_ open: OpenExpression, _ register: Int) -> Evaluation {
    let arguments: ExpressionList
    switch tree[open.id] {
    case .call(_, let list), .callIfAny(_, let list): arguments = list
    default: return .value(register)
    }
    builder.top = register &+ 1
    if let next = pushArguments(arguments, from: open.left &+ 1, at: open.id, open) { return next }
    return proceed(open, behind: emitCall(open.id, window: open.base))
  }

  /// Calls the value in the base of a chain, with the arguments after it.
  mutating func emitCall(_ id: ExpressionID, window: Int) -> Int {
    switch tree[id] {
    case .call(let callee, let arguments):
      emitCall(of: callee, window: window, argumentCount: Int(arguments.count), at: id)
    case .callIfAny(_, let arguments):
      setPosition(id)
      builder.emitCall(
        .call, window: window, argumentCount: Int(arguments.count), cache: builder.cache(.call))
    default: break
    }
    return window
  }

  private mutating func emitCall(
    of callee: ExpressionID, window: Int, argumentCount: Int, at id: ExpressionID
  ) {
    let (opcode, cache): (Opcode, Int)
    switch tree[callee] {
    case .get(_, let name) where !isImportedVariable(callee):
      (opcode, cache) = (.invoke, builder.cache(.invoke, name: strings.index(of: name)))
    case .superMethod(let name):
      let superclass = builder.reserve()
      _ = read(tree.binding(of: callee), at: callee, into: superclass)
      (opcode, cache) = (.invokeSuper, builder.cache(.invokeSuper, name: strings.index(of: name)))
    default:
      (opcode, cache) = (.call, builder.cache(.call))
    }
    setPosition(id)
    builder.emitCall(opcode, window: window, argumentCount: argumentCount, cache: cache)
  }
}

extension BinaryOperator {
  /// The instruction with a constant as its right operand.
  var constantOpcode: Opcode? {
    switch self {
    case .add: .addConstant
    case .subtract: .subtractConstant
    case .multiply: .multiplyConstant
    case .divide: .divideConstant
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .remainder, .isInstance, .isIn,
      .range,
      .closedRange:
      nil
    }
  }
}
