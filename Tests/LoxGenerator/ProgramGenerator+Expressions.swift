/// Expressions of a wanted kind.
///
/// Where a value is stored, passed or returned, `isTransient` is false, and strings and counts grow by at
/// most a literal: otherwise doubling in a loop would make them huge. Where a value is only printed or
/// compared, they combine freely.
extension ProgramGenerator {
  /// The greatest nesting depth of an expression here, given the remaining budget.
  var expressionDepth: Int {
    let steps = current.budget / max(1, current.repetitions)
    switch steps {
    case ..<12: return 0
    case ..<30: return min(2, options.maximumExpressionDepth)
    default: return options.maximumExpressionDepth
    }
  }

  /// An expression whose value is of kind `kind`.
  mutating func expression(_ kind: Kind, depth: Int, isTransient: Bool = false) -> Expression {
    spend(1)
    if let failing = mistakeIfDue() { return failing }
    guard depth > 0 else { return leaf(kind) }
    if options.isExtended, random.chance(25),
      let extended = extendedExpression(kind, depth: depth, isTransient: isTransient)
    {
      return extended
    }
    let general: Expression? =
      switch random.weighted([24, 6, 10, 6, 4, 4, 46]) {
      case 0: leaf(kind)
      case 1: assignment(kind, depth: depth)
      case 2: call(returning: kind, depth: depth)
      case 3: property(kind, depth: depth)
      case 4: passed(kind, depth: depth, isTransient: isTransient)
      case 5: logical(kind, depth: depth, isTransient: isTransient)
      default: nil
      }
    return general ?? combination(kind, depth: depth, isTransient: isTransient)
  }

  /// An expression made by the operators that give values of this kind.
  private mutating func combination(_ kind: Kind, depth: Int, isTransient: Bool) -> Expression {
    switch kind {
    case .boolean: truth(depth: depth)
    case .count: isTransient ? freeCount(depth: depth) : slowCount(depth: depth)
    case .number: arithmetic(depth: depth)
    case .string: string(depth: depth, isTransient: isTransient)
    case .instance: construction(kind, depth: depth) ?? leaf(kind)
    case .anything: expression(someKind(), depth: depth, isTransient: isTransient)
    case .null, .function, .blueprint: leaf(kind)
    }
  }

  /// A variable or a literal; for instances, if necessary, a new one.
  mutating func leaf(_ kind: Kind) -> Expression {
    if random.chance(70) || !kind.hasLiterals {
      let candidates = scopes.visible.filter { catalog.fits($0.kind, kind) }
      if let variable = random.pick(candidates) { return Expression(mention(variable)) }
    }
    if case .instance = kind {
      return isReceiver(kind) ? Expression("this") : construction(kind, depth: 0) ?? Expression("nil")
    }
    return literal(kind)
  }

  /// Whether `this` may be used here as a value of this kind.
  private func isReceiver(_ kind: Kind) -> Bool {
    guard current.access == .full, let receiver = current.receiver else { return false }
    return catalog.fits(.instance(receiver), kind)
  }

  /// Whether a value of this kind is available here.
  func canProduce(_ kind: Kind) -> Bool {
    isAtHand(kind) || !constructors(of: kind).isEmpty
  }

  /// Whether a value of this kind is available here without making an instance.
  func isAtHand(_ kind: Kind) -> Bool {
    kind.hasLiterals || isReceiver(kind) || scopes.visible.contains { catalog.fits($0.kind, kind) }
  }

  /// The visible classes whose instances are of this kind and can be made from available values; at the
  /// outermost level, also from a value that must be made first.
  private func constructors(of kind: Kind, isNested: Bool = false) -> [(Variable, Signature)] {
    guard case .instance = kind else { return [] }
    let isInnermost = isNested || nestedConstructions > 0
    return scopes.visible.compactMap { variable in
      guard case .blueprint(let id) = variable.kind, catalog.fits(.instance(id), kind) else { return nil }
      let signature = catalog.construction(of: id)
      let canBeMade = signature.parameters.allSatisfy { parameter in
        isAtHand(parameter) || !isInnermost && !constructors(of: parameter, isNested: true).isEmpty
      }
      return signature.tier < current.tier && canBeMade ? (variable, signature) : nil
    }
  }

  /// A new instance.
  private mutating func construction(_ kind: Kind, depth: Int) -> Expression? {
    guard let (variable, signature) = random.pick(constructors(of: kind)) else { return nil }
    spend(Signature.stepLimit(tier: signature.tier) / 4)
    nestedConstructions += 1
    let arguments = arguments(signature.parameters, depth: min(depth, 2) - 1)
    nestedConstructions -= 1
    return Expression("\(mention(variable))(\(arguments))", .call)
  }

  /// An assignment used for its value.
  private mutating func assignment(_ kind: Kind, depth: Int) -> Expression? {
    let targets = scopes.visible.filter { $0.isAssignable && catalog.fits($0.kind, kind) }
    guard let target = random.pick(targets) else { return nil }
    let value = expression(target.kind, depth: depth - 1)
    return Expression("\(mention(target))\(gap())=\(gap())\(value.operand(.assignment))", .assignment)
  }

  /// A field read, or now and then one written and used at once.
  private mutating func property(_ kind: Kind, depth: Int) -> Expression? {
    var candidates: [(receiver: String, name: String, kind: Kind)] = []
    for variable in scopes.visible {
      guard case .instance(let id) = variable.kind else { continue }
      for field in catalog.classes[id].fields where catalog.fits(field.description, kind) {
        candidates.append((variable.name, field.name, field.description))
      }
      for method in catalog.classes[id].methods where catalog.fits(.function(method.description), kind) {
        candidates.append((variable.name, method.name, .null))
      }
    }
    if let receiver = current.receiver, current.access != .none {
      for field in catalog.classes[receiver].fields where catalog.fits(field.description, kind) {
        candidates.append(("this", field.name, field.description))
      }
      if current.access == .full, let parent = catalog.classes[receiver].superclass {
        for method in catalog.classes[parent].methods where catalog.fits(.function(method.description), kind)
        {
          candidates.append(("super", method.name, .null))
        }
      }
    }
    guard let candidate = random.pick(candidates) else { return nil }
    if let variable = scopes.visible.first(where: { $0.name == candidate.receiver }) { _ = mention(variable) }
    let access = "\(candidate.receiver).\(candidate.name)"
    guard candidate.kind != .null && random.chance(12) else { return Expression(access, .call) }
    let value = expression(candidate.kind, depth: depth - 1)
    return Expression("\(access) =\(gap())\(value.operand(.assignment))", .assignment)
  }

  /// A value that passes through a function: printed in between, or just hidden from an optimiser.
  private mutating func passed(_ kind: Kind, depth: Int, isTransient: Bool) -> Expression {
    spend(4)
    let value = expression(kind, depth: depth - 1, isTransient: isTransient)
    return Expression("\(random.oneOf("show", "same", "show"))(\(value.operand(.assignment)))", .call)
  }

  /// `and` and `or` whose result is of the wanted kind, whichever operand is taken.
  private mutating func logical(_ kind: Kind, depth: Int, isTransient: Bool) -> Expression {
    switch random.below(5) {
    case 0 where kind == .null:
      return binary(Expression("nil"), "and", unreachedOperand(depth: depth), .and)
    case 0 where kind.isAlwaysTruthy:
      let left = expression(kind, depth: depth - 1, isTransient: isTransient)
      return binary(left, "or", unreachedOperand(depth: depth), .or)
    case 1:
      let truth = Expression(random.oneOf("true", "0", "\"\"", "!nil", "1 < 2"), .comparison)
      return binary(truth, "and", expression(kind, depth: depth - 1, isTransient: isTransient), .and)
    case 2:
      let falsehood = Expression(random.oneOf("false", "nil", "!0", "2 < 1"), .comparison)
      return binary(falsehood, "or", expression(kind, depth: depth - 1, isTransient: isTransient), .or)
    default:
      let isAnd = kind != .null && random.chance(50)
      let left = expression(kind, depth: depth - 1, isTransient: isTransient)
      let right = expression(kind, depth: depth - 1, isTransient: isTransient)
      return binary(left, isAnd ? "and" : "or", right, isAnd ? .and : .or)
    }
  }

  /// An operand that is skipped when the program runs, so it may be wrong.
  private mutating func unreachedOperand(depth: Int) -> Expression {
    random.chance(40)
      ? Expression(
        random.oneOf("nil()", "-\"text\"", "missing", "(1 + nil)", "\"s\".field", "(missing = 2)"), .unary)
      : expression(someKind(), depth: depth - 1)
  }

  /// A kind of which values are available here.
  mutating func someKind() -> Kind {
    let wish: Kind
    switch random.weighted([6, 5, 6, 4, 2, 1, 4, 5]) {
    case 0: wish = .count
    case 1: wish = .number
    case 2: wish = .string
    case 3: wish = .boolean
    case 4: wish = .anything
    case 5: wish = .null
    case 6: wish = random.pick(scopes.visible.map(\.kind).filter(\.isFunction)) ?? .count
    default: wish = catalog.classes.isEmpty ? .string : .instance(random.below(catalog.classes.count))
    }
    guard wish != .anything || !scopes.visible.isEmpty else { return .string }
    if wish == .anything { return random.pick(scopes.visible)?.kind ?? .string }
    return canProduce(wish) ? wish : .count
  }
}
