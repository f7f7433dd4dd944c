import LoxBytecode
import LoxSemantics
import LoxSyntax

/// Compound assignments. The object and the index are evaluated once; the new value of a variable that has a register is computed there, any
/// other above them, in the base.
extension CodeGenerator {
  mutating func beginCompound(_ operand: ExpressionID, _ open: OpenExpression) -> Evaluation {
    switch tree[operand] {
    case .get(let object, _), .index(let object, _): return wait(open, for: .compoundObject, object)
    default:
      let value = read(tree.binding(of: operand), at: operand, into: nil)
      return beginValue(open, old: value)
    }
  }

  /// An object is kept where neither the index nor the value changes it.
  mutating func endCompoundObject(_ open: OpenExpression, _ value: Int) -> Evaluation {
    var open = open
    open.left = secureTemporary(value, open)
    switch tree[compoundParts(open.id).target] {
    case .get(_, let name):
      open.base = builder.align(1)
      setPosition(open.id)
      let cache = builder.cache(
        isCoalescing(open.id) ? .getPropertyIfAny : .getProperty, name: strings.index(of: name))
      builder.emit(
        isCoalescing(open.id) ? .getPropertyIfAny : .getProperty, to: open.base, open.left, word: cache)
      builder.top = open.base &+ 1
      return beginValue(open, old: open.base)
    case .index(_, let index): return wait(open, for: .compoundIndex, index)
    default: return .value(value)
    }
  }

  mutating func endCompoundIndex(_ open: OpenExpression, _ value: Int) -> Evaluation {
    var open = open
    open.index = secureTemporary(value, open)
    open.base = builder.align(1)
    setPosition(open.id)
    builder.emit(isCoalescing(open.id) ? .getElementIfAny : .getElement, to: open.base, open.left, open.index)
    builder.top = open.base &+ 1
    return beginValue(open, old: open.base)
  }

  /// A register with the value that no assignment in the expression changes.
  private mutating func secureTemporary(_ value: Int, _ open: OpenExpression) -> Int {
    guard value < open.entry, tree.containsAssignment(open.id) else { return value }
    let register = builder.reserve()
    builder.move(to: register, from: value)
    return register
  }

  /// Evaluates the right operand; the old value of the target is in `old`.
  private mutating func beginValue(_ open: OpenExpression, old: Int) -> Evaluation {
    let (op, _, value) = compoundParts(open.id)
    guard let value else {
      // A step.
      setPosition(open.id)
      let one = Constant.number((1.0).bitPattern)
      if let constant = UInt8(exactly: builder.index(of: one)) {
        let opcode: Opcode = op == .add ? .addConstant : .subtractConstant
        builder.emit(opcode, to: destination(of: open), old, constant: constant)
      } else {
        let register = builder.reserve()
        builder.load(one, into: register)
        emit(op ?? .add, to: destination(of: open), old, register, at: open.id)
      }
      return store(open)
    }
    if let op, let opcode = op.constantOpcode, let constant = nearConstant(value, of: op) {
      setPosition(open.id)
      builder.emit(opcode, to: destination(of: open), old, constant: constant)
      return store(open)
    }
    var open = open
    if op == nil {
      if old != open.base { builder.move(to: open.base, from: old) }
      builder.top = open.base &+ 1
      let end = builder.openLabel()
      builder.branch(Instruction(.jumpIfNotNil, a: builder.near(open.base)), to: end)
      return wait(open, for: .compoundValue, value, into: open.base)
    }
    // The old value of a variable is the one before the right operand is evaluated.
    open.old = old
    if old < open.base, tree.containsAssignment(value) {
      builder.move(to: open.base, from: old)
      builder.top = open.base &+ 1
      open.old = open.base
    }
    return wait(open, for: .compoundValue, value)
  }

  mutating func endCompound(_ open: OpenExpression, _ value: Int) -> Evaluation {
    let (op, _, _) = compoundParts(open.id)
    guard let op else { return store(open, isConditional: true) }
    emit(op, to: destination(of: open), open.old, value, at: open.id)
    return store(open)
  }

  /// The register that the new value is computed in. What comes after an error sees the old value, as no instruction writes a result that it
  /// does not have.
  private func destination(of open: OpenExpression) -> Int {
    let (op, operand, _) = compoundParts(open.id)
    guard op != nil, tree.resolution.checks[open.id] == nil,
      case .local(let variable) = tree.binding(of: operand), !tree.isBoxed(variable)
    else {
      return open.base
    }
    return Int(registers[Int(variable.index)])
  }

  /// Writes the new value to the target, if it is not there already.
  private mutating func store(_ open: OpenExpression, isConditional: Bool = false) -> Evaluation {
    let result = destination(of: open)
    if result != open.base {
      builder.top = open.entry
      if let target = open.target, target != result {
        builder.move(to: target, from: result)
        return .value(target)
      }
      return .value(result)
    }
    let operand = compoundParts(open.id).target
    builder.top = max(builder.top, open.base &+ 1)
    switch tree[operand] {
    case .get(_, let name):
      let isChecked = checkField(open.base, by: open.id)
      setPosition(open.id)
      let cache = builder.cache(.setProperty, name: strings.index(of: name))
      builder.emitSetProperty(of: open.left, to: open.base, cache: cache, isChecked: isChecked)
    case .index:
      setPosition(open.id)
      builder.emitSetElement(of: open.left, at: open.index, to: open.base)
    default:
      checkAssigned(open.base, by: open.id)
      assign(open.base, to: tree.binding(of: operand), at: operand)
    }
    if isConditional { builder.bindLast() }
    guard let target = open.target else {
      builder.top = open.base &+ 1
      return .value(open.base)
    }
    if target != open.base { builder.move(to: target, from: open.base) }
    builder.top = open.entry
    return .value(target)
  }

  private mutating func assign(_ value: Int, to binding: Binding, at id: ExpressionID) {
    switch binding {
    case .local(let variable):
      let register = Int(registers[Int(variable.index)])
      if tree.isBoxed(variable) {
        builder.emit(.setBox, register, value)
      } else {
        builder.move(to: register, from: value)
      }
    case .capture(let index): builder.emitSetCapturedBox(index, value)
    case .global, .none:
      setPosition(id)
      builder.emit(.setGlobal, value, word: global(namedAt: id))
    }
  }

  // MARK: - Parts

  private func isCoalescing(_ id: ExpressionID) -> Bool { compoundParts(id).op == nil }

  /// The operator, nil for `??=`; the target; and the right operand, nil for a step.
  private func compoundParts(_ id: ExpressionID) -> (
    op: BinaryOperator?, target: ExpressionID, value: ExpressionID?
  ) {
    switch tree[id] {
    case .compound(let op, let target, let value): (op.binary, target, value)
    case .step(let op, let target): (op, target, nil)
    default: (nil, id, nil)
    }
  }
}
