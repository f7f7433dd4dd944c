import LoxBytecode
import LoxSemantics
import LoxSource
import LoxSyntax

/// The expressions of extended Lox that don't continue a chain.
extension CodeGenerator {
  mutating func beginExtended(_ id: ExpressionID, into target: Int?) -> Evaluation {
    var open = OpenExpression(part: .operand, id: id, target: target, entry: builder.top)
    switch tree[id] {
    case .function(let function): return .value(closure(of: function, at: id, into: target))
    case .template(let parts):
      open.base = builder.align(1)
      return pushText(parts, from: 0, open)
    case .list(let elements):
      open.base = makeCollection(.newList, capacity: Int(elements.count), at: id)
      return addElements(elements, from: 0, open)
    case .map(let entries):
      open.base = makeCollection(.newMap, capacity: Int(entries.count), at: id)
      return addEntries(entries, from: 0, open)
    case .conditional(let condition, let then, _):
      open.base = builder.align(1)
      return beginConditional(condition, then, open)
    case .coalesce(let left, _):
      open.base = builder.align(1)
      open.part = .coalesced
      openExpressions.append(open)
      return .part(tree.ungrouped(left), into: open.base)
    case .optionalChain(let chain):
      open.base = builder.align(1)
      open.part = .optionalChain
      _ = builder.openLabel()
      openExpressions.append(open)
      return .part(chain, into: nil)
    case .compound(_, let operand, _), .step(_, let operand):
      open.base = builder.align(1)
      return beginCompound(operand, open)
    case .switch(let id):
      open.base = builder.align(1)
      open.part = .subject
      openExpressions.append(open)
      return .part(tree.ungrouped(tree[id].subject), into: open.base)
    default:
      return .value(load(.nil, into: target))
    }
  }

  mutating func resumeExtended(_ open: OpenExpression, with value: Int) -> Evaluation {
    switch open.part {
    case .templatePart: endText(open, value)
    case .listElement: endElement(open, value)
    case .entryKey: endKey(open, value)
    case .entryValue: endEntry(open, value)
    case .condition: endCondition(open, value)
    case .then: endThen(open, value)
    case .otherwise: endElse(open)
    case .coalesced: endCoalesced(open)
    case .optionalChain: endOptionalChain(open, value)
    case .subject: beginCases(open)
    case .test: endTest(open, value)
    case .caseValue: endCaseValue(open)
    case .compoundObject: endCompoundObject(open, value)
    case .compoundIndex: endCompoundIndex(open, value)
    case .compoundValue: endCompound(open, value)
    default: .value(value)
    }
  }

  /// Ends an expression whose value is in its base.
  private mutating func end(_ open: OpenExpression) -> Evaluation {
    guard let target = open.target else {
      builder.top = open.base &+ 1
      return .value(open.base)
    }
    if target != open.base { builder.move(to: target, from: open.base) }
    builder.top = open.entry
    return .value(target)
  }

  /// Suspends an expression until the value of a part is known.
  mutating func wait(
    _ open: OpenExpression, for part: OpenExpression.Part, _ id: ExpressionID, into target: Int? = nil
  ) -> Evaluation {
    var waiting = open
    waiting.part = part
    openExpressions.append(waiting)
    return .part(tree.ungrouped(id), into: target)
  }

  // MARK: - Functions

  private mutating func closure(of function: FunctionID, at id: ExpressionID, into target: Int?) -> Int {
    let register = target ?? builder.align(1)
    setPosition(id)
    builder.emit(.closure, to: register, word: functionNumbers[function] ?? 0)
    if target == nil { builder.top = register &+ 1 }
    return register
  }

  /// A new list or map, in the next register, which has no value before.
  mutating func makeCollection(_ opcode: Opcode, capacity: Int, at id: ExpressionID) -> Int {
    let register = builder.align(1)
    setPosition(id)
    builder.emitNew(opcode, to: register, capacity: capacity)
    builder.top = register &+ 1
    return register
  }

  // MARK: - Templates

  /// Appends the parts of a template to the text in the base.
  private mutating func pushText(_ parts: ExpressionList, from first: Int, _ open: OpenExpression)
    -> Evaluation
  {
    for index in first..<max(first, Int(parts.count)) {
      let part = tree.ast.expressionLists[Int(parts.start) &+ index]
      var open = open
      open.index = index
      if case .string = tree[part], let constant = constant(part) {
        setPosition(open.id)
        if index == 0 {
          builder.load(constant, into: open.base)
          builder.top = open.base &+ 1
        } else if let small = UInt8(exactly: builder.index(of: constant)) {
          builder.emit(.addConstant, to: open.base, open.base, constant: small)
        } else {
          let register = builder.reserve()
          builder.load(constant, into: register)
          builder.emit(.add, to: open.base, open.base, register)
          builder.top = open.base &+ 1
        }
        continue
      }
      return wait(open, for: .templatePart, part)
    }
    return end(open)
  }

  private mutating func endText(_ open: OpenExpression, _ value: Int) -> Evaluation {
    guard case .template(let parts) = tree[open.id] else { return .value(value) }
    setPosition(tree.ast.expressionLists[Int(parts.start) &+ open.index])
    if open.index == 0 {
      builder.emit(.text, to: open.base, value)
    } else {
      // The left operand is a string, so the other becomes text.
      builder.emit(.add, to: open.base, open.base, value)
    }
    builder.top = open.base &+ 1
    return pushText(parts, from: open.index &+ 1, open)
  }

  // MARK: - Lists

  private mutating func addElements(_ elements: ExpressionList, from first: Int, _ open: OpenExpression)
    -> Evaluation
  {
    for index in first..<max(first, Int(elements.count)) {
      let element = tree.ast.expressionLists[Int(elements.start) &+ index]
      var open = open
      open.index = index
      if let value = leaf(element) {
        append(value, from: element, to: open.base)
      } else {
        return wait(open, for: .listElement, spreadOperand(of: element) ?? element)
      }
    }
    return end(open)
  }

  /// What an element consists of if it is `...list`.
  func spreadOperand(of id: ExpressionID) -> ExpressionID? {
    if case .spread(let operand) = tree[id] { operand } else { nil }
  }

  /// Adds a value to the list in a register.
  mutating func append(_ value: Int, from element: ExpressionID, to list: Int) {
    setPosition(element)
    builder.emit(spreadOperand(of: element) == nil ? .append : .appendAll, list, value)
    builder.top = list &+ 1
  }

  private mutating func endElement(_ open: OpenExpression, _ value: Int) -> Evaluation {
    guard case .list(let elements) = tree[open.id] else { return .value(value) }
    append(value, from: tree.ast.expressionLists[Int(elements.start) &+ open.index], to: open.base)
    return addElements(elements, from: open.index &+ 1, open)
  }

  // MARK: - Maps

  private mutating func addEntries(_ entries: NodeList, from first: Int, _ open: OpenExpression) -> Evaluation
  {
    var open = open
    open.index = first
    guard first < Int(entries.count) else { return end(open) }
    let entry = tree.ast.mapEntries[Int(entries.start) &+ first]
    if entry.form == .spread { return wait(open, for: .entryValue, entry.value) }
    return wait(open, for: .entryKey, entry.key, into: builder.align(1))
  }

  private mutating func endKey(_ open: OpenExpression, _ key: Int) -> Evaluation {
    guard case .map(let entries) = tree[open.id] else { return .value(key) }
    builder.top = key &+ 1
    var open = open
    open.left = key
    return wait(open, for: .entryValue, tree.ast.mapEntries[Int(entries.start) &+ open.index].value)
  }

  private mutating func endEntry(_ open: OpenExpression, _ value: Int) -> Evaluation {
    guard case .map(let entries) = tree[open.id] else { return .value(value) }
    let entry = tree.ast.mapEntries[Int(entries.start) &+ open.index]
    setPosition(entry.value)
    if entry.form == .spread {
      builder.emit(.appendAll, open.base, value)
    } else {
      builder.emitSetElement(of: open.base, at: open.left, to: value)
    }
    builder.top = open.base &+ 1
    return addEntries(entries, from: open.index &+ 1, open)
  }

  // MARK: - Conditions

  private mutating func beginConditional(
    _ condition: ExpressionID, _ then: ExpressionID, _ open: OpenExpression
  ) -> Evaluation {
    _ = builder.openLabel()
    let otherwise = builder.openLabel()
    if isShallowTest(condition) {
      branch(on: condition, if: false, to: otherwise)
      return wait(open, for: .then, then, into: open.target ?? open.base)
    }
    return wait(open, for: .condition, condition)
  }

  private mutating func endCondition(_ open: OpenExpression, _ value: Int) -> Evaluation {
    guard case .conditional(let condition, let then, _) = tree[open.id] else { return .value(value) }
    let near = builder.near(value)
    noteBranch(on: condition, if: false)
    builder.branch(Instruction(.jumpIfFalse, a: near), to: builder.openLabel(isNew: false))
    builder.top = open.entry
    return wait(open, for: .then, then, into: open.target ?? open.base)
  }

  private mutating func endThen(_ open: OpenExpression, _ value: Int) -> Evaluation {
    guard case .conditional(_, _, let otherwise) = tree[open.id] else { return .value(value) }
    builder.jumpOverAlternative()
    builder.top = open.entry
    return wait(open, for: .otherwise, otherwise, into: open.target ?? open.base)
  }

  private mutating func endElse(_ open: OpenExpression) -> Evaluation {
    builder.bindLast()
    builder.top = open.target == nil ? open.base &+ 1 : open.entry
    return .value(open.target ?? open.base)
  }

  /// The value of the left operand of `??` is in the base.
  private mutating func endCoalesced(_ open: OpenExpression) -> Evaluation {
    guard case .coalesce(_, let right) = tree[open.id] else { return .value(open.base) }
    if open.index == 0 {
      let end = builder.openLabel()
      builder.top = open.base &+ 1
      builder.branch(Instruction(.jumpIfNotNil, a: builder.near(open.base)), to: end)
      builder.top = open.entry
      var open = open
      open.index = 1
      return wait(open, for: .coalesced, right, into: open.base)
    }
    builder.bindLast()
    return end(open)
  }

  /// Ends a chain with `?.`; where it gives up, the base is nil.
  private mutating func endOptionalChain(_ open: OpenExpression, _ value: Int) -> Evaluation {
    if value != open.base { builder.move(to: open.base, from: value) }
    builder.bindLast()
    return end(open)
  }
}
