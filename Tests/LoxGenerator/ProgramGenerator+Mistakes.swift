/// Expressions that end the program with a runtime error when they are reached.
extension ProgramGenerator {
  /// A failing expression, if the program is meant to have one and it's time.
  mutating func mistakeIfDue() -> Expression? {
    guard let remaining = fuse else { return nil }
    guard remaining <= 0 else {
      fuse = remaining - 1
      return nil
    }
    fuse = random.within(100...600)
    return mistake()
  }

  private mutating func mistake() -> Expression {
    switch random.weighted([8, 5, 5, 4, 3, 5, 5, 4]) {
    case 0: return wrongOperands()
    case 1: return Expression("-\(random.oneOf("nil", "\"text\"", "true", "show", "(nil or false)"))", .unary)
    case 2: return wrongCall()
    case 3: return wrongArity() ?? Expression("same()", .call)
    case 4: return Expression(random.oneOf("missing", "(missing = 1)", "missing()", "missing.x"), .call)
    case 5: return missingProperty() ?? Expression("show.x", .call)
    case 6:
      return Expression(
        random.oneOf(
          "nil.x", "\"text\".length", "(\"text\".x = 1)", "true.run()", "(3).size", "clock.x", "same.name",
          "(nil.x = nil)", "3.get()"), .call)
    default: return wrongReceiver() ?? wrongOperands()
    }
  }

  /// An operator with operands for which it has no meaning.
  private mutating func wrongOperands() -> Expression {
    let good = expression(random.oneOf(.count, .string), depth: 1).operand(.unary)
    let symbol = random.oneOf("+", "-", "*", "/", "<", "<=", ">", ">=")
    let bad = random.oneOf("nil", "true", "same", "!1")
    switch random.below(4) {
    case 0: return Expression("(\(good) \(symbol)\(gap())\(bad))")
    case 1: return Expression("(\(bad)\(gap())\(symbol) \(good))")
    case 2: return Expression("(\"text\" \(symbol == "+" ? "-" : symbol)\(gap())\"text\")")
    default: return Expression("(\(expression(.count, depth: 1).operand(.unary)) \(symbol)\(gap())\"text\")")
    }
  }

  /// A call of something that is not a function.
  private mutating func wrongCall() -> Expression {
    let argument = expression(.count, depth: 1).operand(.assignment)
    let notFunctions = scopes.visible.filter { [.count, .string, .boolean].contains($0.kind) }
    let target = random.pick(notFunctions).map { mention($0) } ?? random.oneOf("nil", "\"text\"", "7")
    return Expression("\(target)\(gap())(\(random.chance(50) ? argument : ""))", .call)
  }

  /// A call with one argument too many.
  private mutating func wrongArity() -> Expression? {
    let functions = scopes.visible.filter { variable in
      switch variable.kind {
      case .function, .blueprint: true
      default: false
      }
    }
    guard let function = random.pick(functions) else { return nil }
    let parameters =
      switch function.kind {
      case .function(let id): catalog.signatures[id].parameters
      case .blueprint(let id): catalog.construction(of: id).parameters
      default: [Kind]()
      }
    let count = parameters.isEmpty || random.chance(50) ? parameters.count + 1 : parameters.count - 1
    var arguments = (0..<count).map { String($0) }.first ?? ""
    for index in 0..<max(0, count - 1) { arguments += ",\(gap())\(index)" }
    return Expression("\(mention(function))(\(arguments))", .call)
  }

  /// A property that the receiver doesn't have.
  private mutating func missingProperty() -> Expression? {
    if current.access == .full, let receiver = current.receiver, random.chance(50) {
      let hasParent = catalog.classes[receiver].superclass != nil
      let target = hasParent && random.chance(60) ? "super" : "this"
      return Expression("\(target).missing\(random.oneOf("", "()", "(1, 2)"))", .call)
    }
    let kinds = catalog.classes.indices.map(Kind.instance).filter { canProduce($0) }
    guard let kind = random.pick(kinds) else { return nil }
    let access = random.oneOf(".missing", ".missing()", "\n    .missing(3)")
    return Expression("\(leaf(kind).operand(.call))\(access)", .call)
  }

  /// A class or function used like an instance.
  private mutating func wrongReceiver() -> Expression? {
    let others = scopes.visible.filter { variable in
      switch variable.kind {
      case .function, .blueprint, .count, .string: true
      default: false
      }
    }
    guard let other = random.pick(others) else { return nil }
    return Expression("\(mention(other))\(random.oneOf(".x", ".get()", ".run(1, 2)"))", .call)
  }
}
