import LoxBytecode
import LoxSemantics
import LoxSyntax

/// The links of chains that only extended Lox has: `a[i]`, `a[i] = b`, `a?.b`, `a?.[i]`, `a?.(b)`, and calls with `...` among the
/// arguments.
extension CodeGenerator {
  // MARK: - Elements

  mutating func index(
    _ index: ExpressionID, at id: ExpressionID, of value: Int, _ open: OpenExpression
  ) -> Evaluation {
    let object = secure(value, from: index, base: open.base)
    if let place = leaf(index) { return .value(getElement(at: id, of: object, place, open)) }
    wait(open, at: id, for: .index, left: object)
    return .part(tree.ungrouped(index), into: nil)
  }

  mutating func endIndex(_ open: OpenExpression, _ place: Int) -> Evaluation {
    proceed(open, behind: getElement(at: open.id, of: open.left, place, open))
  }

  private mutating func getElement(at id: ExpressionID, of object: Int, _ place: Int, _ open: OpenExpression)
    -> Int
  {
    let result = result(of: open)
    setPosition(id)
    if case .indexIfAny = tree[id] {
      builder.emit(.getElementIfAny, to: open.base, object, place)
      giveUpIfNil(open)
      return open.base
    }
    builder.emit(.getElement, to: result, object, place)
    return result
  }

  mutating func setIndex(
    _ index: ExpressionID, _ newValue: ExpressionID, at id: ExpressionID, of value: Int,
    _ open: OpenExpression
  ) -> Evaluation {
    var object = value
    if value < open.base, tree.containsAssignment(index) || tree.containsAssignment(newValue) {
      object = moveToBase(value, open.base)
    }
    wait(open, at: id, for: .elementIndex, left: object)
    return .part(tree.ungrouped(index), into: nil)
  }

  mutating func endElementIndex(_ open: OpenExpression, _ place: Int) -> Evaluation {
    guard case .setIndex(_, _, let newValue) = tree[open.id] else { return .value(place) }
    var open = open
    open.index = place
    if place < open.base, tree.containsAssignment(newValue) {
      open.index = builder.reserve()
      builder.move(to: open.index, from: place)
    }
    open.part = .elementValue
    openExpressions.append(open)
    return .part(tree.ungrouped(newValue), into: nil)
  }

  mutating func endElementValue(_ open: OpenExpression, _ newValue: Int) -> Evaluation {
    setPosition(open.id)
    builder.emitSetElement(of: open.left, at: open.index, to: newValue)
    guard newValue > open.base else { return proceed(open, behind: newValue) }
    builder.move(to: open.base, from: newValue)
    return proceed(open, behind: open.base)
  }

  // MARK: - Optional chains

  /// The index is not evaluated if there is nothing to look into.
  mutating func indexIfAny(
    _ index: ExpressionID, at id: ExpressionID, of value: Int, _ open: OpenExpression
  ) -> Evaluation {
    let object = moveToBase(value, open.base)
    giveUpIfNil(open)
    return self.index(index, at: id, of: object, open)
  }

  mutating func getIfAny(_ name: NameID, at id: ExpressionID, of object: Int, _ open: OpenExpression) -> Int {
    setPosition(id)
    var isCalled = false
    if chain.count > open.first, case .call(id, _) = tree[chain[chain.count &- 1]] { isCalled = true }
    let cache = builder.cache(isCalled ? .getMethodIfAny : .getPropertyIfAny, name: strings.index(of: name))
    builder.emit(isCalled ? .getMethodIfAny : .getPropertyIfAny, to: open.base, object, word: cache)
    giveUpIfNil(open)
    return open.base
  }

  mutating func callIfAny(
    _ arguments: ExpressionList, at id: ExpressionID, _ value: Int, _ open: OpenExpression
  ) -> Evaluation {
    _ = moveToBase(value, open.base)
    giveUpIfNil(open)
    if hasSpread(arguments) { return beginSpread(arguments, at: id, open) }
    return pushArguments(arguments, from: 0, at: id, open) ?? .value(emitCall(id, window: open.base))
  }

  /// Ends the enclosing chain if the value in the base is nil.
  private mutating func giveUpIfNil(_ open: OpenExpression) {
    builder.branch(Instruction(.jumpIfNil, a: builder.near(open.base)), to: builder.openLabel(isNew: false))
  }

  // MARK: - Spread

  func hasSpread(_ arguments: ExpressionList) -> Bool {
    for index in 0..<Int(arguments.count) {
      if spreadOperand(of: tree.ast.expressionLists[Int(arguments.start) &+ index]) != nil { return true }
    }
    return false
  }

  /// Collects the arguments of a call in a list; the callee or receiver is in the base.
  mutating func beginSpread(_ arguments: ExpressionList, at id: ExpressionID, _ open: OpenExpression)
    -> Evaluation
  {
    if case .call(let callee, _) = tree[id], case .superMethod = tree[callee] {
      _ = evaluate(callee, into: open.base)
    }
    builder.top = open.base &+ 1
    _ = makeCollection(.newList, capacity: Int(arguments.count), at: id)
    return addArguments(arguments, from: 0, at: id, open)
  }

  private mutating func addArguments(
    _ arguments: ExpressionList, from first: Int, at id: ExpressionID, _ open: OpenExpression
  ) -> Evaluation {
    let list = open.base &+ 1
    for index in first..<max(first, Int(arguments.count)) {
      let argument = tree.ast.expressionLists[Int(arguments.start) &+ index]
      if let value = leaf(argument) {
        append(value, from: argument, to: list)
      } else {
        wait(open, at: id, for: .spreadArgument, left: index)
        return .part(tree.ungrouped(spreadOperand(of: argument) ?? argument), into: nil)
      }
    }
    setPosition(id)
    let isMethod: NameID? =
      if case .call(let callee, _) = tree[id], case .get(_, let name) = tree[callee] { name } else { nil }
    let cache =
      isMethod.map { builder.cache(.invokeSpread, name: strings.index(of: $0)) } ?? builder.cache(.callSpread)
    builder.emitCall(
      isMethod == nil ? .callSpread : .invokeSpread, window: open.base, argumentCount: 1, cache: cache)
    return proceed(open, behind: open.base)
  }

  mutating func endSpreadArgument(_ open: OpenExpression, _ value: Int) -> Evaluation {
    let arguments: ExpressionList
    switch tree[open.id] {
    case .call(_, let list), .callIfAny(_, let list): arguments = list
    default: return .value(value)
    }
    append(value, from: tree.ast.expressionLists[Int(arguments.start) &+ open.left], to: open.base &+ 1)
    return addArguments(arguments, from: open.left &+ 1, at: open.id, open)
  }
}
