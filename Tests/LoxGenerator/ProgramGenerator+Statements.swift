/// Statements and declarations of variables.
extension ProgramGenerator {
  /// Writes up to `count` statements, as long as the function has room and the budget lasts.
  mutating func statements(_ count: Int, depth: Int) {
    for _ in 0..<count where hasRoom(forConstants: 150) && affords(4) {
      statement(depth: depth)
    }
  }

  /// Writes one statement or declaration.
  mutating func statement(depth: Int) {
    let weights = options.weights
    let mayNest = depth < options.maximumBlockDepth && affords(20)
    let mayDeclare = mayNest && hasRoom(forConstants: 120) && enclosing.count < 5
    spend(1)
    comment()
    if options.isExtended, mayNest, random.chance(30) { return extendedStatement(depth: depth) }
    switch random.weighted([
      weights.print, weights.variable, weights.assignment, weights.expression,
      mayNest ? weights.branch : 0, mayNest ? weights.loop : 0, mayNest ? weights.block : 0,
      mayDeclare ? weights.function : 0, mayDeclare ? weights.classDeclaration : 0,
      mayDeclare && affords(80) ? weights.idiom : 0,
      current.isScript || depth == 0 ? 0 : weights.earlyReturn,
    ]) {
    case 0: writer.line(printStatement())
    case 1: variableDeclaration()
    case 2: writer.line(assignmentStatement())
    case 3: writer.line(expressionStatement())
    case 4: branch(depth: depth)
    case 5: loop(depth: depth)
    case 6: block(depth: depth)
    case 7: functionDeclaration()
    case 8: classDeclaration()
    case 9: idiom()
    default: earlyReturn(depth: depth)
    }
  }

  private mutating func comment() {
    if random.chance(4) {
      writer.line(random.oneOf("// a comment", "//", "// \"not a string", "// print 1;", "", "// ünïcödé"))
    }
  }

  /// A statement on one line that can follow `if` or `while` without braces.
  mutating func simpleStatement() -> String {
    switch random.weighted([6, 4, 3]) {
    case 0: printStatement()
    case 1: assignmentStatement()
    default: expressionStatement()
    }
  }

  mutating func printStatement() -> String {
    let kind = someKind()
    let value = expression(kind, depth: expressionDepth, isTransient: true)
    switch kind {
    case .number, .anything:
      spend(4)
      return "show(\(value.operand(.assignment)));"
    case .count, .string, .boolean, .null, .function, .instance, .blueprint:
      return "print\(gap())\(value.operand(.assignment));"
    }
  }

  private mutating func variableDeclaration() {
    let name: String
    let kind: Kind
    if scopes.isGlobal, random.chance(15), let old = redeclarable() {
      // A global's initializer may read the variable's old value.
      name = old.name
      kind = globalsUsedByFunctions.contains(name) ? old.kind : someKind()
      let value = expression(kind, depth: expressionDepth)
      writer.line("var \(name) =\(gap())\(value.operand(.assignment));")
    } else {
      name = freshName()
      scopes.declare(Variable(name: name, kind: .anything, isHidden: true))
      kind = someKind()
      if scopes.isGlobal || random.chance(85) {
        let value = expression(kind, depth: expressionDepth)
        let type = someType(of: kind, chance: 10)
        writer.line("var \(name)\(type) =\(gap())\(value.operand(.assignment));")
      } else {
        // Declared first, set afterwards.
        writer.line("var \(name);")
        if random.chance(30) { writer.line("print \(name);") }
        let value = expression(kind, depth: expressionDepth)
        writer.line("\(name) =\(gap())\(value.operand(.assignment));")
      }
    }
    scopes.declare(Variable(name: name, kind: kind))
  }

  /// A global variable that may be declared again.
  private mutating func redeclarable() -> Variable? {
    random.pick(
      scopes.visible.filter { variable in
        guard variable.isAssignable, variable.isGlobal else { return false }
        if case .blueprint = variable.kind { return false }
        return true
      })
  }

  private mutating func assignmentStatement() -> String {
    if random.chance(30), let setting = fieldSetting() { return setting }
    let targets = scopes.visible.filter(\.isAssignable)
    guard let target = random.pick(targets) else { return printStatement() }
    let name = mention(target)
    if random.chance(15), let other = random.pick(targets.filter { $0.kind == target.kind }) {
      let value = expression(target.kind, depth: expressionDepth)
      return "\(name) = \(mention(other)) =\(gap())\(value.operand(.assignment));"
    }
    let value = expression(target.kind, depth: expressionDepth)
    return "\(name)\(gap())=\(gap())\(value.operand(.assignment));"
  }

  /// Sets a field, or hides a method with a field that holds a function of the same signature.
  private mutating func fieldSetting() -> String? {
    var targets: [(receiver: Variable?, name: String, kind: Kind)] = []
    func add(_ id: ClassID, receiver: Variable?, withMethods: Bool) {
      let model = catalog.classes[id]
      for field in model.fields { targets.append((receiver, field.name, field.description)) }
      guard withMethods else { return }
      for method in model.methods { targets.append((receiver, method.name, .function(method.description))) }
    }
    for variable in scopes.visible {
      if case .instance(let id) = variable.kind {
        add(id, receiver: variable, withMethods: random.chance(25))
      }
    }
    if let receiver = current.receiver, current.access != .none {
      add(receiver, receiver: nil, withMethods: false)
    }
    guard let target = random.pick(targets.filter { canProduce($0.kind) }) else { return nil }
    let receiver = target.receiver.map { mention($0) } ?? "this"
    let value = expression(target.kind, depth: expressionDepth)
    return "\(receiver).\(target.name) =\(gap())\(value.operand(.assignment));"
  }

  private mutating func expressionStatement() -> String {
    if random.chance(65), let call = anyCall(depth: expressionDepth) { return "\(call.text);" }
    let value = expression(someKind(), depth: expressionDepth, isTransient: true)
    return "\(value.operand(.assignment));"
  }

  private mutating func block(depth: Int) {
    writer.open("")
    scopes.push()
    statements(random.within(1...4), depth: depth + 1)
    scopes.pop()
    writer.close()
  }

  // MARK: - Branches

  /// A condition: a boolean, any value at all, or a constant.
  mutating func condition() -> String {
    switch random.weighted([7, 3, 1]) {
    case 0: expression(.boolean, depth: expressionDepth).operand(.assignment)
    case 1: expression(someKind(), depth: expressionDepth, isTransient: true).operand(.assignment)
    default:
      random.oneOf(
        "true", "false", "nil", "0", "\"\"", "1 > 2", "!nil", "\"a\" + \"b\" == \"ab\"", "-0 or nil")
    }
  }

  private mutating func branch(depth: Int) {
    if random.chance(20) {
      // Without braces; an `else` belongs to the nearest `if`.
      let inner = random.chance(30) ? "if (\(condition())) " : ""
      let otherwise = random.chance(60) ? "\(gap())else \(simpleStatement())" : ""
      writer.line("if (\(condition())) \(inner)\(simpleStatement())\(otherwise)")
      return
    }
    writer.open("if (\(condition()))")
    scopedStatements(random.within(1...3), depth: depth)
    while random.chance(25) {
      writer.reopen("} else if (\(condition()))")
      scopedStatements(random.within(1...2), depth: depth)
    }
    if random.chance(50) {
      writer.reopen("} else")
      scopedStatements(random.within(1...3), depth: depth)
    }
    writer.close()
  }

  mutating func scopedStatements(_ count: Int, depth: Int) {
    scopes.push()
    statements(count, depth: depth + 1)
    scopes.pop()
  }

  /// A return in the middle of a body, sometimes followed by unreachable code.
  private mutating func earlyReturn(depth: Int) {
    guard depth > 0, !current.isInFinally, let text = returnStatement() else { return }
    writer.open("if (\(condition()))")
    writer.line(text)
    if random.chance(25) { scopedStatements(random.within(1...2), depth: depth) }
    writer.close()
  }

  /// `return` with the current function's result; nil in the script.
  mutating func returnStatement() -> String? {
    if current.isScript { return nil }
    guard let result = current.result, !current.isInitializer else { return "return;" }
    if result == .null && random.chance(50) { return "return;" }
    return "return\(gap())\(expression(result, depth: expressionDepth).operand(.assignment));"
  }

  // MARK: - Loops

  private mutating func loop(depth: Int) {
    let rounds = random.within(0...options.maximumLoopCount)
    guard affords((rounds + 1) * 10) else { return writer.line(printStatement()) }
    if random.chance(5) {
      let dead = random.oneOf("false", "nil", "1 > 2", "!0")
      return writer.line("while (\(dead)) \(simpleStatement())")
    }
    scopes.push()
    let name = freshName()
    scopes.declare(Variable(name: name, kind: .count, isAssignable: false))
    let outer = current.repetitions
    current.repetitions *= rounds + 1
    let extra = random.chance(15) ? " and \(expression(.boolean, depth: 2).operand(.equality))" : ""
    switch random.below(5) {
    case 0:
      loopBody(
        "for (var \(name) = \(rounds); \(name) > 0\(extra); \(name) = \(name) - 1)", rounds, depth: depth)
    case 1:
      writer.open("")
      writer.line("var \(name) = 0;")
      let body = random.oneOf("for (; \(name) < \(rounds)\(extra);)", "while (\(name) < \(rounds)\(extra))")
      // The step comes first: what the body declares may hide the variable.
      loopBody(body, rounds, depth: depth, step: "\(name) = \(name) + 1;")
      writer.close()
    case 2:
      writer.open("")
      writer.line("var \(name);")
      loopBody("for (\(name) = 0; \(name) <= \(rounds); \(name) = \(name) + 1.5)", rounds, depth: depth)
      writer.close()
    default:
      loopBody(
        "for (var \(name) = 0; \(name) < \(rounds)\(extra); \(name) = \(name) + 1)", rounds, depth: depth)
    }
    current.repetitions = outer
    scopes.pop()
  }

  private mutating func loopBody(_ header: String, _ rounds: Int, depth: Int, step: String? = nil) {
    spend(3 * (rounds + 1))
    if step == nil && random.chance(15) {
      return writer.line("\(header) \(simpleStatement())")
    }
    writer.open(header)
    if let step { writer.line(step) }
    scopedStatements(random.within(1...4), depth: depth)
    writer.close()
  }
}
