/// What only extended Lox has.
extension ProgramGenerator {
  // MARK: - Expressions

  /// An expression in a form of extended Lox whose value is of the wanted kind; nil if there is none.
  mutating func extendedExpression(_ kind: Kind, depth: Int, isTransient: Bool) -> Expression? {
    spend(4)
    let value = expression(kind, depth: depth - 1, isTransient: isTransient)
    let argument = value.operand(.assignment)
    switch random.below(12) {
    case 0: return conditional(value, kind, depth: depth, isTransient: isTransient)
    case 1:
      let left = random.chance(50) ? "nil" : expression(kind, depth: depth - 1).operand(.range)
      return Expression("\(left)\(gap())??\(gap())\(value.operand(.coalescing))", .coalescing)
    case 2: return Expression("[\(filler()), \(argument)][\(random.oneOf("1", "-1"))]", .call)
    case 3: return Expression("({a: \(argument), ...{b: \(filler())}}.a)")
    case 4:
      return Expression(
        "({\"two words\": \(argument), [\(random.oneOf("1", "\"k\"", "0x1f", "x => x"))]: 1})[\"two words\"]",
        .call)
    case 5: return passedThroughLambda(argument)
    case 6: return Expression("(\(switched(value, kind, depth: depth, isTransient: isTransient)))")
    case 7: return Expression("nil?.a.b ??\(gap())\(value.operand(.coalescing))", .coalescing)
    case 8: return Expression("same(...[\(argument)])", .call)
    case 9: return Expression("[\(filler()), \(argument)][1..<2][0]", .call)
    default: return special(kind, value, depth: depth)
    }
  }

  /// An expression that is there to be evaluated, and small.
  mutating func filler() -> String {
    random.oneOf("nil", "1", "\"k\"", "0x1f", "1_000", "2e1", "[]", "x => x", "0..<3")
  }

  private mutating func conditional(_ value: Expression, _ kind: Kind, depth: Int, isTransient: Bool)
    -> Expression
  {
    let condition = expression(.boolean, depth: depth - 1).operand(.or)
    let other = expression(kind, depth: depth - 1, isTransient: isTransient)
    return Expression(
      "\(condition)\(gap())? \(value.operand(.assignment)) :\(gap())\(other.operand(.conditional))",
      .conditional)
  }

  private mutating func passedThroughLambda(_ argument: String) -> Expression {
    Expression(
      random.oneOf(
        "(it => it)(\(argument))", "(fun (it) { return it; })(\(argument))",
        "((it, more = 1) => it)(\(argument))",
        "((...all) => all[0])(\(argument), 1)", "(({it}) => it)({it: \(argument)})",
        "(([it, ...rest]) => { return it; })([\(argument), 1])", "(() => it => it)()(\(argument))",
        "(fun (it = 2) => it ?? nil)(\(argument))"), .call)
  }

  private mutating func switched(_ value: Expression, _ kind: Kind, depth: Int, isTransient: Bool) -> String {
    let subject = expression(.count, depth: depth - 1, isTransient: true).operand(.assignment)
    let other = expression(kind, depth: depth - 1, isTransient: isTransient).operand(.assignment)
    let test = random.oneOf("1, 2", "< 10", "in 1...5", "in [1, 2]", ">= 0, nil", "0.5 + 0.5")
    return
      "switch (\(subject)) { case \(test) => \(value.operand(.assignment)); default =>\(gap())\(other); }"
  }

  /// An operator that gives values of one kind only.
  private mutating func special(_ kind: Kind, _ value: Expression, depth: Int) -> Expression? {
    switch kind {
    case .string:
      let count = expression(.count, depth: 1, isTransient: true).operand(.assignment)
      return Expression(
        random.oneOf(
          "`${\(value.operand(.assignment))}`", "`a${\(value.operand(.assignment))}\\n\\u{e9}`",
          "`${ \(value.operand(.assignment)) }${`${\(count)}`}`", "(\(value.operand(.term)) + 1)"))
    case .boolean:
      let test = random.oneOf(
        "1 in [1, 2]", "\"a\" in \"abc\"", "\"k\" in {k: 1}", "2 in 0..<3", "\"a\" < \"b\"")
      if random.chance(50) { return Expression(test, .comparison) }
      let classes = scopes.visible.filter { if case .blueprint = $0.kind { true } else { false } }
      guard let owner = random.pick(classes) else { return nil }
      return binary(expression(someKind(), depth: 1), "is", Expression(mention(owner)), .comparison)
    case .count:
      return binary(value, "%", Expression(random.oneOf("2", "3", "0.5", "7")), .factor)
    default: return nil
    }
  }

  // MARK: - Statements

  mutating func extendedStatement(depth: Int) {
    switch random.below(10) {
    case 0: constant()
    case 1: destructuring()
    case 2: loopOverElements(depth: depth)
    case 3: switchStatement(depth: depth)
    case 4: loopWithJumps(depth: depth)
    case 5: writer.line(change() ?? printStatement())
    case 6: tryStatement(depth: depth)
    case 7: writer.line(useOfMembers() ?? printStatement())
    case 8: fiberStatement()
    default: functionInVariable()
    }
  }

  private mutating func constant() {
    let name = freshName()
    scopes.declare(Variable(name: name, kind: .anything, isAssignable: false, isHidden: true))
    let kind = someKind()
    let value = expression(kind, depth: expressionDepth)
    writer.line("const \(name) =\(gap())\(value.operand(.assignment));")
    scopes.declare(Variable(name: name, kind: kind, isAssignable: false))
  }

  private mutating func destructuring() {
    let names = privateNames(3)
    let kinds = (0..<3).map { _ in someKind() }
    let values = kinds.map { expression($0, depth: min(2, expressionDepth)).operand(.assignment) }
    if Set(names).count == 3, random.chance(50) {
      writer.line(
        "var [\(names[0]), \(names[1]), ...\(names[2])] = [\(values[0]), \(values[1]), \(values[2])];")
      writer.line("print \(names[2]);")
    } else {
      writer.line(
        "var {\(names[0]), key: \(names[1]), other: \(names[2]) = \(values[2])} = {\(names[0]): \(values[0]), key: \(values[1])};"
      )
      scopes.declare(Variable(name: names[2], kind: kinds[2]))
    }
    for (name, kind) in zip(names, kinds).prefix(2) { scopes.declare(Variable(name: name, kind: kind)) }
  }

  private mutating func loopOverElements(depth: Int) {
    let rounds = random.within(0...4)
    guard affords((rounds + 1) * 10) else { return writer.line(printStatement()) }
    let kind = someKind()
    let value = expression(kind, depth: min(2, expressionDepth)).operand(.assignment)
    let outer = current.repetitions
    scopes.push()
    let name = freshName()
    scopes.declare(Variable(name: name, kind: .anything, isHidden: true))
    let index = freshName()
    current.repetitions *= rounds + 1
    spend(3 * (rounds + 1))
    let header: String
    switch random.below(5) {
    case 0:
      header = "for (var \(name) in 0..<\(rounds))"
      scopes.declare(Variable(name: name, kind: .count))
    case 1:
      header = "for (var \(index), \(name) in [\(value)])"
      scopes.declare(Variable(name: index, kind: .count))
      scopes.declare(Variable(name: name, kind: kind))
    case 2:
      header = "for (var \(index), \(name) in {k: \(value)})"
      scopes.declare(Variable(name: index, kind: .string))
      scopes.declare(Variable(name: name, kind: kind))
    case 3:
      header = "for (var [\(name), \(index)] in [[\(value), 1]])"
      scopes.declare(Variable(name: name, kind: kind))
      scopes.declare(Variable(name: index, kind: .count))
    default:
      header = "for (var \(name) in \"aé\")"
      scopes.declare(Variable(name: name, kind: .string))
    }
    writer.open(header)
    scopedStatements(random.within(1...3), depth: depth)
    writer.close()
    current.repetitions = outer
    scopes.pop()
  }

  private mutating func switchStatement(depth: Int) {
    let subject = expression(.count, depth: min(2, expressionDepth), isTransient: true).operand(.assignment)
    writer.open("switch (\(subject))")
    for test in ["1, 2.5", "< 3", "in [4, 5]"] where random.chance(60) {
      writer.line("case \(test):")
      scopedStatements(random.within(0...2), depth: depth)
      if random.chance(30) { writer.line("break;") }
    }
    if random.chance(60) {
      writer.line("default:")
      scopedStatements(1, depth: depth)
    }
    writer.close()
  }

  private mutating func loopWithJumps(depth: Int) {
    let rounds = random.within(1...4)
    guard affords((rounds + 1) * 20) else { return writer.line(printStatement()) }
    let outer = current.repetitions
    current.repetitions *= rounds + 1
    spend(4 * (rounds + 1))
    scopes.push()
    let name = freshName()
    scopes.declare(Variable(name: name, kind: .count, isAssignable: false))
    writer.open("for (var \(name) = 0; \(name) < \(rounds); \(random.oneOf("\(name)++", "\(name) += 1")))")
    if random.chance(60) { writer.line("if (\(condition())) \(random.oneOf("continue", "break"));") }
    statements(random.within(1...3), depth: depth + 1)
    if random.chance(60) { writer.line("if (\(condition())) \(random.oneOf("continue", "break"));") }
    writer.close()
    scopes.pop()
    current.repetitions = outer
  }

  /// A compound assignment or a step.
  private mutating func change() -> String? {
    let targets = scopes.visible.filter { $0.isAssignable && ($0.kind == .count || $0.kind == .string) }
    guard let target = random.pick(targets) else { return nil }
    let name = mention(target)
    if target.kind == .string { return "\(name) \(random.oneOf("+= \"a\"", "??= nil", "+= 1"));" }
    return "\(name)\(random.oneOf("++", "--", " += 2", " -= 0.5", " %= 7", " ??= 1", " += 1 - 2"));"
  }

  private mutating func functionInVariable() {
    guard current.tier > 1, enclosing.count < 4 else { return constant() }
    let signature = Signature(parameters: [.count], result: .count, tier: current.tier - 1)
    let name = freshName()
    scopes.declare(Variable(name: name, kind: .anything, isAssignable: false, isHidden: true))
    functionBody(header: "var \(name) = fun ", signature: signature, length: random.within(0...3))
    writer.line(";")
    scopes.declare(Variable(name: name, kind: .function(catalog.intern(signature))))
  }
}
