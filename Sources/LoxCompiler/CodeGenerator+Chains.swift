import LoxBytecode
import LoxSemantics
import LoxSyntax

/// Expressions that continue an operand to their left: `a + b`, `a and b`, `a.b`, `a.b = c`, `a(b)`.
///
/// A source can chain any number of them without nesting, so they are walked by loops: down to the leftmost operand, and
/// back over the operators. All of a chain's intermediate values stand in one register, its base, one after another.
extension CodeGenerator {
  mutating func evaluateChain(_ id: ExpressionID, into target: Int?) -> Int {
    let first = chain.count
    let entry = builder.top
    let (leftmost, width) = descend(from: id)
    let base = builder.align(width)
    var value = evaluateLeftmost(leftmost)
    while chain.count > first, let step = chain.popLast() {
      let isLast = chain.count == first
      let parent = isLast ? nil : chain.last
      value = apply(step, to: value, base: base, result: isLast ? target ?? base : base, parent: parent)
      builder.top = value >= base ? value &+ 1 : base
    }
    guard let target else {
      if value < base { builder.top = entry }
      return value
    }
    if value != target { builder.move(to: target, from: value) }
    builder.top = entry
    return target
  }

  /// Collects the operators of a chain; returns its leftmost operand, and how many registers in a row it needs.
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
      case .get(let object, _), .set(let object, _, _):
        chain.append(leftmost)
        leftmost = object
      case .call(let callee, let arguments):
        chain.append(leftmost)
        width = max(width, Int(arguments.count) &+ 2)
        switch tree[callee] {
        case .get(let receiver, _): leftmost = receiver
        case .superMethod: return (leftmost, width)
        default: leftmost = callee
        }
      default:
        return (leftmost, width)
      }
    }
  }

  /// The value that a chain begins with; for a call of a superclass's method, the receiver.
  private mutating func evaluateLeftmost(_ id: ExpressionID) -> Int {
    if case .call = tree[id] { return read(builder.this, at: id, into: nil) }
    return evaluate(id)
  }

  /// Applies an operator to the value to its left; the result is in `result` if the operator makes a new value.
  /// `parent` is the operator that will be applied next.
  private mutating func apply(
    _ id: ExpressionID, to value: Int, base: Int, result: Int, parent: ExpressionID?
  ) -> Int {
    // Without payloads: these would take room on the stack for each call that another is nested in.
    switch tree[id] {
    case .binary: binary(id, value, base: base, result: result)
    case .logical: logical(id, value, base: base, parent: parent)
    case .get: get(id, of: value, result: result)
    case .set: set(id, of: value, base: base)
    case .call: call(id, value, base: base)
    default: value
    }
  }

  /// The left operand in a register that the evaluation of the right one does not change.
  mutating func secure(_ value: Int, from right: ExpressionID, base: Int) -> Int {
    guard value < base, tree.containsAssignment(right) else { return value }
    return moveToBase(value, base)
  }

  private mutating func moveToBase(_ value: Int, _ base: Int) -> Int {
    if value != base { builder.move(to: base, from: value) }
    builder.top = base &+ 1
    return base
  }

  // MARK: - Arithmetic and comparison

  /// Whether the operands may change places, which allows an instruction with a constant.
  private func isSwapped(_ op: BinaryOperator, _ left: ExpressionID, _ right: ExpressionID) -> Bool {
    (op == .add || op == .multiply) && tree.isNumber(left) && !tree.isNumber(right)
  }

  private mutating func binary(_ id: ExpressionID, _ value: Int, base: Int, result: Int) -> Int {
    guard case .binary(let op, let left, let right) = tree[id] else { return value }
    let isSwapped = isSwapped(op, left, right)
    let other = isSwapped ? left : right
    if let opcode = op.constantOpcode, let index = constantOperand(other, of: op) {
      setPosition(id)
      builder.emit(opcode, to: result, value, constant: index)
    } else if isSwapped {
      let number = evaluate(left)
      emit(op, to: result, number, value, at: id)
    } else {
      let value = secure(value, from: right, base: base)
      let right = evaluate(right)
      emit(op, to: result, value, right, at: id)
    }
    return result
  }

  /// The index of an operand which is a constant that the operator's instruction can take.
  private mutating func constantOperand(_ id: ExpressionID, of op: BinaryOperator) -> UInt8? {
    switch tree[id] {
    case .number: break
    case .string where op == .add: break
    default: return nil
    }
    guard let constant = constant(id) else { return nil }
    return UInt8(exactly: builder.index(of: constant))
  }

  private mutating func emit(
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
    // Not the opposite comparison: that would make another difference for NaN.
    case .lessEqual: builder.emit(.notLess, to: result, right, left)
    case .greaterEqual: builder.emit(.notLess, to: result, left, right)
    }
  }

  // MARK: - Logical operators

  /// The value of `value and right` or `value or right`, in the base. Repeated, as in `a or b or c`, the operators
  /// share the place to which the first true operand leads.
  private mutating func logical(
    _ id: ExpressionID, _ value: Int, base: Int, parent: ExpressionID?
  ) -> Int {
    guard case .logical(let op, let left, let right) = tree[id] else { return value }
    let value = moveToBase(value, base)
    let end = builder.openLabel(isNew: !tree.isLogical(op, left))
    let test = Instruction(op == .and ? .jumpIfFalse : .jumpIfTrue, a: builder.near(value))
    noteBranch(on: lastOperand(of: left, op), if: op == .or)
    builder.branch(test, to: end)
    builder.top = base
    evaluate(right, into: base)
    let continues = parent.map { tree.isLogical(op, $0) } ?? false
    if !continues { builder.bind(end) }
    return base
  }

  /// What is left to be tested of the operand of a repeated operator: the operands before have decided already.
  private func lastOperand(of id: ExpressionID, _ op: LogicalOperator) -> ExpressionID {
    if case .logical(op, _, let right) = tree[id] { right } else { id }
  }

  // MARK: - Properties

  private mutating func get(_ id: ExpressionID, of object: Int, result: Int) -> Int {
    guard case .get(_, let name) = tree[id] else { return object }
    setPosition(id)
    let cache = builder.cache(.getProperty, name: strings.index(of: name))
    builder.emit(.getProperty, to: result, object, word: cache)
    return result
  }

  private mutating func set(_ id: ExpressionID, of value: Int, base: Int) -> Int {
    guard case .set(_, let name, let right) = tree[id] else { return value }
    let object = secure(value, from: right, base: base)
    let newValue = evaluate(right)
    setPosition(id)
    let cache = builder.cache(.setProperty, name: strings.index(of: name))
    builder.emit(.setProperty, object, newValue, word: cache)
    return newValue
  }

  // MARK: - Calls

  /// Calls with the callee or receiver `value` and a window from the base on; the result is in the base.
  private mutating func call(_ id: ExpressionID, _ value: Int, base: Int) -> Int {
    guard case .call(let callee, let arguments) = tree[id] else { return value }
    let window = moveToBase(value, base)
    let start = Int(arguments.start)
    for index in start..<start &+ Int(arguments.count) {
      _ = push(tree.ast.expressionLists[index])
    }
    emitCall(of: callee, window: window, argumentCount: Int(arguments.count), at: id)
    return window
  }

  private mutating func emitCall(
    of callee: ExpressionID, window: Int, argumentCount: Int, at id: ExpressionID
  ) {
    let (opcode, cache): (Opcode, Int)
    switch tree[callee] {
    case .get(_, let name):
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
  fileprivate var constantOpcode: Opcode? {
    switch self {
    case .add: .addConstant
    case .subtract: .subtractConstant
    case .multiply: .multiplyConstant
    case .divide: .divideConstant
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: nil
    }
  }
}
