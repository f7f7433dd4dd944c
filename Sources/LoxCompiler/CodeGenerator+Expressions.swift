import LoxBytecode
import LoxSemantics
import LoxSyntax

extension CodeGenerator {
  /// Evaluates an expression into `target`; without one, wherever it is cheapest. Returns the register of the value.
  ///
  /// With a target, `top` is afterwards what it was before. Else `top` lies above the value if that is in a temporary,
  /// and what it was before if the value is in the register of a local variable, which nobody may write before
  /// the value has been used.
  @discardableResult
  mutating func evaluate(_ id: ExpressionID, into target: Int? = nil) -> Int {
    let id = tree.ungrouped(id)
    switch tree[id] {
    case .binary, .logical, .get, .set, .call:
      return evaluateChain(id, into: target)
    default:
      return evaluateOperand(id, into: target)
    }
  }

  /// Evaluates an expression into the next register, and allocates that.
  mutating func push(_ id: ExpressionID) -> Int {
    let register = builder.align(1)
    evaluate(id, into: register)
    builder.top = register &+ 1
    return register
  }

  // MARK: - Operands

  /// Evaluates an expression without an operand to its left.
  private mutating func evaluateOperand(_ id: ExpressionID, into target: Int?) -> Int {
    switch tree[id] {
    case .variable: read(tree.binding(of: id), at: id, into: target)
    case .this: read(tree.binding(of: id), at: id, into: target)
    case .assign(_, let value): assign(value, to: tree.binding(of: id), at: id, into: target)
    case .unary(let op, let operand): unary(op, operand, at: id, into: target)
    case .superMethod(let name): superMethod(name, at: id, into: target)
    default: load(constant(id) ?? .nil, into: target)
    }
  }

  /// What a literal stands for.
  mutating func constant(_ id: ExpressionID) -> Constant? {
    switch tree[tree.ungrouped(id)] {
    case .nil: .nil
    case .boolean(let value): .boolean(value)
    case .number(let value): .number(value.isNaN ? 0x7ff8_0000_0000_0000 : value.bitPattern)
    case .string(let literal): .string(string(of: literal))
    default: nil
    }
  }

  private mutating func string(of literal: StringID) -> UInt32 {
    switch tree.ast.strings[Int(literal.index)] {
    case .source(let span): strings.index(of: tree.ast.source.bytes, span)
    case .synthesized(let start, let count):
      strings.index(of: tree.ast.synthesizedBytes, SourceSpan(start: start, end: start &+ count))
    }
  }

  private mutating func load(_ constant: Constant, into target: Int?) -> Int {
    let register = target ?? builder.reserve()
    builder.load(constant, into: register)
    return register
  }

  mutating func read(_ binding: Binding, at id: ExpressionID, into target: Int?) -> Int {
    switch binding {
    case .local(let variable):
      let source = Int(registers[Int(variable.index)])
      if tree.isBoxed(variable) {
        let register = target ?? builder.reserve()
        builder.emit(.getBox, to: register, source)
        return register
      }
      guard let target else { return source }
      if target != source { builder.move(to: target, from: source) }
      return target
    case .capture(let index):
      let register = target ?? builder.reserve()
      builder.emit(
        tree.isBoxed(tree.capture(index, of: builder.captures).variable) ? .getCapturedBox : .getCapture,
        to: register, capture: index)
      return register
    case .global, .none:
      let register = target ?? builder.reserve()
      setPosition(id)
      builder.emit(.getGlobal, to: register, word: global(namedAt: id))
      return register
    }
  }

  private mutating func assign(
    _ value: ExpressionID, to binding: Binding, at id: ExpressionID, into target: Int?
  ) -> Int {
    switch binding {
    case .local(let variable) where !tree.isBoxed(variable):
      let register = Int(registers[Int(variable.index)])
      evaluate(value, into: register)
      guard let target else { return register }
      if target != register { builder.move(to: target, from: register) }
      return target
    case .local(let variable):
      let result = evaluate(value, into: target)
      builder.emit(.setBox, Int(registers[Int(variable.index)]), result)
      return result
    case .capture(let index):
      let result = evaluate(value, into: target)
      builder.emitSetCapturedBox(index, result)
      return result
    case .global, .none:
      let result = evaluate(value, into: target)
      setPosition(id)
      builder.emit(.setGlobal, result, word: global(namedAt: id))
      return result
    }
  }

  private mutating func unary(
    _ op: UnaryOperator, _ operand: ExpressionID, at id: ExpressionID, into target: Int?
  ) -> Int {
    let entry = builder.top
    let temporary = builder.align(1)
    let value = evaluate(operand)
    let result = target ?? temporary
    if op == .negate { setPosition(id) }
    builder.emit(op == .negate ? .negate : .not, to: result, value)
    builder.top = target == nil ? temporary &+ 1 : entry
    return result
  }

  /// `super.name` without a call.
  private mutating func superMethod(_ name: NameID, at id: ExpressionID, into target: Int?) -> Int {
    let entry = builder.top
    let temporary = builder.align(1)
    let this = read(builder.this, at: id, into: nil)
    let superclass = read(tree.binding(of: id), at: id, into: nil)
    let result = target ?? temporary
    setPosition(id)
    let cache = builder.cache(.getSuper, name: strings.index(of: name))
    builder.emit(.getSuper, to: result, this, superclass, word: cache)
    builder.top = target == nil ? temporary &+ 1 : entry
    return result
  }

  // MARK: - Facts

  /// What fails from here on, or calls, is this expression.
  mutating func setPosition(_ id: ExpressionID) {
    builder.setPosition(tree.operatorOffset(of: id), tree.span(of: id))
  }

  /// The constant of the global variable that a variable or assignment names.
  private mutating func global(namedAt id: ExpressionID) -> Int {
    switch tree[id] {
    case .variable(let name), .assign(let name, _): global(name)
    default: global(.this)
    }
  }

  /// The constant of a global variable.
  mutating func global(_ name: NameID) -> Int {
    builder.index(of: .global(strings.index(of: name)))
  }
}
