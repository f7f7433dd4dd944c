import LoxBytecode
import LoxSemantics
import LoxSource
import LoxSyntax

extension CodeGenerator {
  /// An expression that is waiting for the value of a part.
  struct OpenExpression {
    enum Part: UInt8 {
      /// The operand of a unary operator, and the value of an assignment.
      case operand, assigned
      /// The leftmost operand of a chain; then, for its operator `id`, the right operand, or the argument
      /// with an index.
      case leftmost, right, logicalRight, field, argument

      // Extended Lox.

      case templatePart, listElement, entryKey, entryValue, condition, then, otherwise, coalesced,
        optionalChain
      case subject, test, caseValue
      case compoundObject, compoundIndex, compoundValue
      /// Of a chain: the index of an element, the value for one, and an argument of a call with spread ones.
      case index, elementIndex, elementValue, spreadArgument
    }

    var part: Part
    var id: ExpressionID
    /// The register for the value, unless the cheapest place will do.
    var target: Int?
    /// The previous `top`.
    var entry: Int
    /// The first temporary: for a unary operator its result, for a chain all of its intermediate values.
    var base = 0
    /// For a chain: the number of operators in the enclosing chains.
    var first = 0
    /// The value to the left of the operator, or for an argument its index.
    var left = 0
    /// What else is needed: the index of an element, or of a test in a case.
    var index = 0
    /// The old value of the target of a compound assignment.
    var old = 0
  }

  /// What comes next in the evaluation of an expression.
  enum Evaluation {
    case value(Int)
    case part(ExpressionID, into: Int?)
  }

  /// Evaluates an expression into `target`; without one, wherever it is cheapest. Returns the register of the value.
  ///
  /// With a target, `top` is unchanged afterwards. Without one, `top` is above the value if the value is in a
  /// temporary, and unchanged if it is in the register of a local variable, which must not be written before
  /// the value has been used.
  @discardableResult
  mutating func evaluate(_ id: ExpressionID, into target: Int? = nil) -> Int {
    let base = openExpressions.count
    var next = begin(tree.ungrouped(id), into: target)
    while true {
      switch next {
      case .part(let id, let target): next = begin(id, into: target)
      case .value(let value):
        guard openExpressions.count > base, let open = openExpressions.popLast() else { return value }
        next = resume(open, with: value)
      }
    }
  }

  private mutating func begin(_ id: ExpressionID, into target: Int?) -> Evaluation {
    switch tree[id] {
    case .binary, .logical, .get, .set, .call, .index, .setIndex, .getIfAny, .indexIfAny, .callIfAny:
      if let constant = importedVariable(id) {
        .value(read(imported: constant, at: id, into: target))
      } else {
        beginChain(id, into: target)
      }
    case .assign(_, let value): beginAssignment(of: value, at: id, into: target)
    case .unary(_, let operand): beginUnary(operand, at: id, into: target)
    case .grouping(let inner): .part(inner, into: target)
    case .variable, .this: .value(read(tree.binding(of: id), at: id, into: target))
    case .superMethod(let name): .value(superMethod(name, at: id, into: target))
    case .nil, .boolean, .number, .string, .invalid: .value(load(constant(id) ?? .nil, into: target))
    case .template, .list, .map, .spread, .function, .conditional, .coalesce, .compound, .step,
      .optionalChain, .switch:
      beginExtended(id, into: target)
    }
  }

  private mutating func resume(_ open: OpenExpression, with value: Int) -> Evaluation {
    switch open.part {
    case .operand: endUnary(open, value)
    case .assigned: endAssignment(open, value)
    case .leftmost: proceed(open, value)
    case .right: endBinary(open, value)
    case .logicalRight: endLogical(open)
    case .field: endSet(open, value)
    case .argument: endArgument(open, value)
    case .index: endIndex(open, value)
    case .elementIndex: endElementIndex(open, value)
    case .elementValue: endElementValue(open, value)
    case .spreadArgument: endSpreadArgument(open, value)
    default: resumeExtended(open, with: value)
    }
  }

  /// Evaluates an expression into the next register, and allocates that register.
  mutating func push(_ id: ExpressionID) -> Int {
    let register = builder.align(1)
    evaluate(id, into: register)
    builder.top = register &+ 1
    return register
  }

  // MARK: - Leaves

  /// Evaluates an expression without parts; nil if it has any.
  mutating func leaf(_ id: ExpressionID, into target: Int? = nil) -> Int? {
    guard tree.ast.firstChild(of: id) == nil || isImportedVariable(id),
      case .value(let value) = begin(id, into: target)
    else {
      return nil
    }
    return value
  }

  /// The value of a literal.
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

  mutating func load(_ constant: Constant, into target: Int?) -> Int {
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

  // MARK: - Assignments and unary operators

  private mutating func beginAssignment(
    of value: ExpressionID, at id: ExpressionID, into target: Int?
  ) -> Evaluation {
    openExpressions.append(OpenExpression(part: .assigned, id: id, target: target, entry: builder.top))
    if case .local(let variable) = tree.binding(of: id), !tree.isBoxed(variable), !mayStayUnassigned(value),
      tree.resolution.checks[id] == nil
    {
      return .part(tree.ungrouped(value), into: Int(registers[Int(variable.index)]))
    }
    return .part(tree.ungrouped(value), into: target)
  }

  /// Whether an expression writes its register before all of it is evaluated, in a function that could see that after an error.
  private func mayStayUnassigned(_ id: ExpressionID) -> Bool {
    guard builder.hasTry else { return false }
    switch tree[tree.ungrouped(id)] {
    case .nil, .boolean, .number, .string, .variable, .this, .get, .index, .call, .unary, .binary, .function:
      return false
    default: return true
    }
  }

  private mutating func endAssignment(_ open: OpenExpression, _ value: Int) -> Evaluation {
    checkAssigned(value, by: open.id)
    switch tree.binding(of: open.id) {
    case .local(let variable):
      let register = Int(registers[Int(variable.index)])
      if tree.isBoxed(variable) {
        builder.emit(.setBox, register, value)
      } else if value != register {
        // What comes after an error sees the old value.
        builder.move(to: register, from: value)
      } else if let target = open.target {
        if target != register { builder.move(to: target, from: register) }
        return .value(target)
      }
    case .capture(let index):
      builder.emitSetCapturedBox(index, value)
    case .global, .none:
      setPosition(open.id)
      builder.emit(.setGlobal, value, word: global(namedAt: open.id))
    }
    return .value(value)
  }

  private mutating func beginUnary(
    _ operand: ExpressionID, at id: ExpressionID, into target: Int?
  ) -> Evaluation {
    let entry = builder.top
    let temporary = builder.align(1)
    openExpressions.append(
      OpenExpression(part: .operand, id: id, target: target, entry: entry, base: temporary))
    return .part(tree.ungrouped(operand), into: nil)
  }

  private mutating func endUnary(_ open: OpenExpression, _ value: Int) -> Evaluation {
    guard case .unary(let op, _) = tree[open.id] else { return .value(value) }
    let result = open.target ?? open.base
    if op == .negate { setPosition(open.id) }
    builder.emit(op == .negate ? .negate : .not, to: result, value)
    builder.top = open.target == nil ? open.base &+ 1 : open.entry
    return .value(result)
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

  /// Errors and calls from here on belong to this expression.
  mutating func setPosition(_ id: ExpressionID) {
    builder.setPosition(tree.operatorOffset(of: id), tree.span(of: id))
  }

  /// The constant for the global variable that a variable or assignment names.
  mutating func global(namedAt id: ExpressionID) -> Int {
    switch tree[id] {
    case .variable(let name), .assign(let name, _): global(name)
    default: global(.this)
    }
  }

  /// The constant for a global variable.
  mutating func global(_ name: NameID) -> Int {
    builder.index(of: .global(strings.index(of: name)))
  }
}
