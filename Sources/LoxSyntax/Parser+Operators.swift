import LoxSource

/// The operators of extended Lox.
extension Parser {
  /// Continues an expression, a part of which only extended Lox has.
  mutating func takeExtended(_ value: ExpressionID, as part: Part, _ open: inout OpenExpression) -> Step {
    switch part {
    case .spread: return .end(add(.spread(value), from: open.start))
    case .optionalArgument(let callee, let outer):
      openExpressions.append(value)
      if match(.comma), current.kind != .rightParenthesis { return begin(part, in: &open) }
      return .operators(after: optionalCall(callee, argumentsFrom: Int(outer), open.start))
    case .index(let object):
      consume(.rightBracket, .unclosedIndex)
      if open.canAssign, open.chain.isClosed, !open.isOptionalChain, match(.equal) {
        return begin(.element(of: object, at: value), in: &open)
      }
      let element = add(.index(object, value), from: open.start)
      return compoundAssignment(to: element, &open) ?? .operators(after: element)
    case .optionalIndex(let object):
      consume(.rightBracket, .unclosedIndex)
      return .operators(after: add(.indexIfAny(object, value), from: open.start))
    case .element(let object, let index):
      return .operators(after: add(.setIndex(object, index, value), from: open.start))
    case .compound(let op, let target):
      if op == .coalesce, case .variable(let name) = ast[target] { nameFunction(value, name) }
      return .operators(after: add(.compound(op, target, value), from: open.start))
    case .coalescing(let left):
      return .operators(after: add(.coalesce(left, value), from: open.start))
    case .conditionalThen(let condition):
      consume(.colon, .expectedColonAfterConditional)
      return begin(.conditionalElse(condition, then: value), .conditional, in: &open)
    case .conditionalElse(let condition, let then):
      return .operators(after: add(.conditional(condition, then: then, else: value), from: open.start))
    case .lambdaBody: return .end(endLambda(value: value))
    case .templateValue(let outer):
      openExpressions.append(value)
      return continueTemplate(from: outer, &open)
    case .listElement(let outer):
      openExpressions.append(value)
      if match(.comma), current.kind != .rightBracket { return begin(part, in: &open) }
      return .operators(after: list(from: outer, open.start))
    case .entryKey(let outer):
      consume(.rightBracket, .unclosedIndex)
      consume(.colon, .expectedColonAfterKey)
      return begin(.entryValue(.computed, key: value, outer: outer), in: &open)
    case .entryValue(let form, let key, let outer):
      return endEntry(form, key: key, value: value, outer, &open)
    case .switchSubject, .switchTest, .switchValue: return takeSwitchPart(value, as: part, &open)
    case .grouping, .operand, .right, .logicalRight, .assigned, .field, .argument: return .end(value)
    }
  }

  // MARK: - Names

  /// An expression that begins with a name which is not just a variable.
  mutating func extendedName(_ name: NameID, _ open: inout OpenExpression) -> Step? {
    if open.canBeLambda, current.kind == .arrow {
      return beginLambda(from: open.start, parameter: previous, &open)
    }
    if isWord(.switch, previous), current.kind == .leftParenthesis {
      var scanner = scanner
      let next = scanner.next()
      if brackets.follower(of: current, scanner, next) == .leftBrace {
        return beginSwitch(from: open.start, &open)
      }
    }
    guard open.canAssign, let op = CompoundOperator(current.kind) else { return nil }
    let target = add(.variable(name), from: open.start)
    advance()
    return begin(.compound(op, target: target), in: &open)
  }

  // MARK: - Assignments

  /// `target += value` if such an operator follows.
  mutating func compoundAssignment(to target: ExpressionID, _ open: inout OpenExpression) -> Step? {
    guard open.canAssign, open.chain.isClosed, !open.isOptionalChain, let op = CompoundOperator(current.kind)
    else { return nil }
    advance()
    return begin(.compound(op, target: target), in: &open)
  }

  /// An expression, or `target++` or `target--`.
  mutating func expressionOrStep() -> ExpressionID {
    let start = current.span.start
    stepBase = expressionStack.count
    let value = expression()
    stepBase = nil
    let op: BinaryOperator
    if current.kind == .plusPlus {
      op = .add
    } else if current.kind == .minus, isFollowed(by: .minus) {
      op = .subtract
      advance()
    } else {
      return value
    }
    switch ast[value] {
    case .variable, .get, .index: break
    default: errorAtCurrent(.invalidAssignmentTarget)
    }
    advance()
    return add(.step(op, value), from: start)
  }

  // MARK: - Words

  /// The operator that the previous token is, if it is `in` or `is`.
  func wordOperator(_ operand: inout Precedence) -> BinaryOperator? {
    operand = .coalescing
    if isWord(.in, previous) { return .isIn }
    return isWord(.is, previous) ? .isInstance : nil
  }

  // MARK: - Optional chains

  /// What follows a `?.`; the result is nil if it is complete.
  mutating func optionalAccess(to left: inout ExpressionID, _ open: inout OpenExpression) -> Step? {
    open.isOptionalChain = true
    switch current.kind {
    case .leftBracket:
      advance()
      return begin(.optionalIndex(of: left), in: &open)
    case .leftParenthesis:
      advance()
      let outer = openExpressions.count
      if current.kind != .rightParenthesis {
        return begin(.optionalArgument(of: left, outer: UInt32(truncatingIfNeeded: outer)), in: &open)
      }
      left = optionalCall(left, argumentsFrom: outer, open.start)
    default:
      consumeMemberName(.expectedPropertyName)
      left = add(.getIfAny(left, previousName()), from: open.start)
    }
    return nil
  }

  private mutating func optionalCall(
    _ callee: ExpressionID, argumentsFrom outer: Int, _ start: UInt32
  ) -> ExpressionID {
    consume(.rightParenthesis, .unclosedArguments)
    return add(.callIfAny(callee, closeExpressions(from: outer)), from: start)
  }

  /// Ends a chain of calls and properties that contains a `?.`.
  mutating func endOptionalChain(_ left: inout ExpressionID, _ open: inout OpenExpression) {
    guard open.isOptionalChain else { return }
    open.isOptionalChain = false
    left = add(.optionalChain(left), from: open.start)
  }
}

extension Expression {
  /// Whether it is a range: a second operator for one does not continue it.
  var isRange: Bool {
    switch self {
    case .binary(.range, _, _), .binary(.closedRange, _, _): true
    default: false
    }
  }
}

extension CompoundOperator {
  init?(_ kind: TokenKind) {
    switch kind {
    case .plusEqual: self = .add
    case .minusEqual: self = .subtract
    case .starEqual: self = .multiply
    case .slashEqual: self = .divide
    case .percentEqual: self = .remainder
    case .questionQuestionEqual: self = .coalesce
    default: return nil
    }
  }
}
