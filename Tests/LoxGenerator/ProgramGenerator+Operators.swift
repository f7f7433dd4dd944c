/// Literals and operators.
extension ProgramGenerator {
  /// A literal of this kind; `nil` for kinds without.
  mutating func literal(_ kind: Kind) -> Expression {
    switch kind {
    case .boolean: Expression(random.oneOf("true", "false"))
    case .count: Expression(countLiteral())
    case .number: numberLiteral()
    case .string: Expression(stringLiteral())
    case .anything: random.chance(50) ? literal(.string) : literal(random.oneOf(.null, .boolean, .number))
    case .null, .function, .instance, .blueprint: Expression("nil")
    }
  }

  private mutating func countLiteral() -> String {
    random.oneOf(
      "0", "1", "2", "3", "4", "5", "7", "10", "12", "42", "64", "100", "0.5", "2.5", "1.125", "00", "3.0")
  }

  private mutating func numberLiteral() -> Expression {
    switch random.weighted([10, 6, 2]) {
    case 0:
      return Expression(countLiteral())
    case 1:
      return Expression(
        random.oneOf(
          "0.1", "0.2", "0.3", "3.14159265358979", "1000000", "123456", "1234567", "123456789", "999999.5",
          "0.0001", "0.00001234", "100000000000000000000000", "0.000000000000000000001", "2147483648",
          "4294967296", "16777217", "9007199254740993", "99999.95", "0.30000000000000004", "65535", "256"))
    default:
      return Expression("-" + countLiteral(), .unary)
    }
  }

  private mutating func stringLiteral() -> String {
    let text = random.oneOf(
      "", "a", "b", "ab", "lox", "x y", "true", "nil", "1", "-0", "%d %s", "// no comment", "back\\n", "é→",
      "init", "this", "abcdefghijklmnopqrstuvwxyz", "{", ";")
    return random.chance(2) ? "\"\(text)\n\(text)\"" : "\"\(text)\""
  }

  /// `left op right`, with parentheses where they're needed, and sometimes where they aren't.
  mutating func binary(
    _ left: Expression, _ symbol: String, _ right: Expression, _ strength: Expression.Strength
  ) -> Expression {
    let tighter = Expression.Strength(rawValue: strength.rawValue + 1) ?? .primary
    let text = "\(left.operand(strength))\(gap())\(symbol)\(gap())\(right.operand(tighter))"
    return random.chance(6) ? Expression("(\(text))") : Expression(text, strength)
  }

  private mutating func negated(_ operand: Expression) -> Expression {
    Expression("-\(operand.operand(.unary))", .unary)
  }

  /// A finite number that isn't stored, so it may be anything that finite operands give.
  mutating func freeCount(depth: Int) -> Expression {
    switch random.weighted([5, 4, 4, 2, 2, 1]) {
    case 0: return sum(.count, depth: depth, "+")
    case 1: return sum(.count, depth: depth, "-")
    case 2:
      let left = expression(.count, depth: depth - 1, isTransient: true)
      let right = expression(.count, depth: depth - 1, isTransient: true)
      return binary(left, "*", right, .factor)
    case 3:
      let left = expression(.count, depth: depth - 1, isTransient: true)
      return binary(left, "/", Expression(random.oneOf("2", "3", "7", "0.5", "100")), .factor)
    case 4: return negated(expression(.count, depth: depth - 1, isTransient: true))
    default: return constantSum()
    }
  }

  private mutating func sum(_ kind: Kind, depth: Int, _ symbol: String) -> Expression {
    if let trap = orderTrap(kind, symbol, .term, depth: depth) { return trap }
    let left = expression(kind, depth: depth - 1, isTransient: true)
    let right = expression(kind, depth: depth - 1, isTransient: true)
    return binary(left, symbol, right, .term)
  }

  /// A number to be stored: at most a literal away from another one.
  mutating func slowCount(depth: Int) -> Expression {
    let symbol = random.oneOf("+", "-")
    switch random.below(8) {
    case 0: return negated(expression(.count, depth: depth - 1))
    case 1: return constantSum()
    case 2: return binary(Expression(countLiteral()), symbol, expression(.count, depth: depth - 1), .term)
    default: return binary(expression(.count, depth: depth - 1), symbol, Expression(countLiteral()), .term)
    }
  }

  /// Operators over literals only, which an optimiser may evaluate in advance.
  private mutating func constantSum() -> Expression {
    let first = binary(Expression(countLiteral()), random.oneOf("*", "/"), Expression("4"), .factor)
    return binary(Expression(countLiteral()), random.oneOf("+", "-"), first, .term)
  }

  /// Any number: this is where infinities and NaN come from.
  mutating func arithmetic(depth: Int) -> Expression {
    let symbol = random.oneOf("+", "-", "*", "/")
    let strength: Expression.Strength = symbol == "+" || symbol == "-" ? .term : .factor
    if random.chance(8) { return negated(expression(.number, depth: depth - 1)) }
    if let trap = orderTrap(.number, symbol, strength, depth: depth) { return trap }
    let left = expression(.number, depth: depth - 1)
    return binary(left, symbol, expression(.number, depth: depth - 1), strength)
  }

  /// An operator with a variable as one operand, and an assignment to it as the other: the order of
  /// evaluation shows.
  private mutating func orderTrap(
    _ kind: Kind, _ symbol: String, _ strength: Expression.Strength, depth: Int
  ) -> Expression? {
    guard random.chance(10) else { return nil }
    let targets = scopes.visible.filter { $0.isAssignable && $0.kind == kind }
    guard let target = random.pick(targets) else { return nil }
    let name = mention(target)
    let value = expression(kind, depth: depth - 1)
    let assignment = Expression("(\(name) = \(value.operand(.assignment)))")
    return random.chance(65)
      ? binary(Expression(name), symbol, assignment, strength)
      : binary(assignment, symbol, Expression(name), strength)
  }

  mutating func string(depth: Int, isTransient: Bool) -> Expression {
    if isTransient {
      return sum(.string, depth: depth, "+")
    }
    switch random.below(6) {
    case 0: return binary(Expression(stringLiteral()), "+", Expression(stringLiteral()), .term)
    case 1: return binary(Expression(stringLiteral()), "+", expression(.string, depth: depth - 1), .term)
    default: return binary(expression(.string, depth: depth - 1), "+", Expression(stringLiteral()), .term)
    }
  }

  /// A boolean.
  mutating func truth(depth: Int) -> Expression {
    switch random.weighted([5, 5, 4, 3, 1]) {
    case 0: return comparison(depth: depth)
    case 1: return equality(depth: depth)
    case 2:
      let operand = expression(someKind(), depth: depth - 1, isTransient: true)
      return Expression("!\(operand.operand(.unary))", .unary)
    case 3:
      let isAnd = random.chance(50)
      let left = expression(.boolean, depth: depth - 1)
      let right = expression(.boolean, depth: depth - 1)
      return binary(left, isAnd ? "and" : "or", right, isAnd ? .and : .or)
    default:
      return Expression(
        random.oneOf(
          "!nil", "!true", "!!0", "1 < 2", "\"a\" == \"b\"", "nil == false", "1 == \"1\"", "0 == -0"),
        .equality)
    }
  }

  private mutating func comparison(depth: Int) -> Expression {
    let symbol = random.oneOf("<", "<=", ">", ">=")
    let kind: Kind = random.oneOf(.count, .number)
    if let trap = orderTrap(kind, symbol, .comparison, depth: depth) { return trap }
    let left = expression(kind, depth: depth - 1, isTransient: true)
    return binary(left, symbol, expression(kind, depth: depth - 1, isTransient: true), .comparison)
  }

  private mutating func equality(depth: Int) -> Expression {
    let kind = someKind()
    let other = random.chance(70) ? kind : someKind()
    let left = expression(kind, depth: depth - 1, isTransient: true)
    let right = expression(other, depth: depth - 1, isTransient: true)
    return binary(left, random.oneOf("==", "!="), right, .equality)
  }
}
