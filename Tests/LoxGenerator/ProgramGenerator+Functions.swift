/// Functions: their signatures, declarations and bodies.
extension ProgramGenerator {
  /// Declares a function, sometimes with a name and signature that already exist.
  mutating func functionDeclaration() {
    if scopes.isGlobal, random.chance(10), let (old, id) = redeclarableFunction() {
      return functionBody(header: "fun \(old.name)", signature: catalog.signatures[id], length: 3)
    }
    let name = freshName()
    let id = someSignature(maximumTier: max(0, min(2, current.tier - 1)))
    // A body that named its own function might never end.
    scopes.declare(Variable(name: name, kind: .function(id), isHidden: true))
    functionBody(header: "fun \(name)", signature: catalog.signatures[id], length: random.within(0...5))
    scopes.declare(Variable(name: name, kind: .function(id)))
  }

  private mutating func redeclarableFunction() -> (Variable, SignatureID)? {
    random.pick(
      scopes.visible.compactMap { variable in
        guard case .function(let id) = variable.kind, variable.isGlobal else { return nil }
        return (variable, id)
      })
  }

  /// A new signature, or a known one, so that functions can replace each other.
  mutating func someSignature(maximumTier: Int) -> SignatureID {
    let known = catalog.signatures.indices.filter { id in
      let signature = catalog.signatures[id]
      return signature.tier <= maximumTier && (signature.result.isFunction || isAtHand(signature.result))
    }
    if random.chance(40), let id = random.pick(known) { return id }
    let count = random.oneOf(0, 0, 1, 1, 1, 2, 2, 3, 4, random.below(12))
    let parameters = (0..<count).map { _ in parameterKind() }
    return catalog.intern(
      Signature(parameters: parameters, result: resultKind(), tier: random.within(0...maximumTier)))
  }

  private mutating func parameterKind() -> Kind {
    random.chance(80)
      ? random.oneOf(.count, .count, .number, .string, .string, .boolean, .anything) : someKind()
  }

  private mutating func resultKind() -> Kind {
    switch random.below(10) {
    case 0: .null
    case 1: producibleKind()
    case 2:
      // A function that makes functions.
      .function(
        catalog.intern(
          Signature(
            parameters: random.oneOf([], [.count], [.string]), result: random.oneOf(.count, .string, .number),
            tier: 0)))
    default: random.oneOf(.count, .number, .string, .boolean, .anything)
    }
  }

  /// A kind whose values a body can return without making an instance.
  private mutating func producibleKind() -> Kind {
    let kind = someKind()
    return isAtHand(kind) ? kind : .string
  }

  /// Writes a function: its header, parameters and body, which ends in a fitting `return`. Values of the
  /// `needed` kinds stay reachable in it.
  mutating func functionBody(
    header: String, signature: Signature, keeping needed: [Kind] = [], length: Int,
    configure: (inout FunctionContext) -> Void = { _ in },
    beginning: (inout ProgramGenerator, [Variable]) -> Void = { _, _ in }
  ) {
    var context = FunctionContext(
      result: signature.result, tier: signature.tier, budget: Signature.stepLimit(tier: signature.tier))
    context.receiver = current.receiver
    context.access = current.access
    configure(&context)
    enclosing.append(current)
    current = context
    reserveNames(for: needed + [signature.result])
    scopes.push()
    let parameters = signature.parameters.map { kind in
      let variable = Variable(name: freshName(), kind: kind)
      scopes.declare(variable)
      return variable
    }
    var list = parameters.first.map { $0.name + someType(of: $0.kind, chance: 15) } ?? ""
    for parameter in parameters.dropFirst() {
      list += ",\(gap())\(parameter.name)\(someType(of: parameter.kind, chance: 15))"
    }
    writer.openFunction("\(header)(\(list))\(someType(of: signature.result, chance: 8))")
    beginning(&self, parameters)
    provideResult()
    statements(length, depth: 0)
    if signature.result != .null || random.chance(10), let text = returnStatement() {
      writer.line(text)
      if random.chance(8) { statements(2, depth: 0) }
    }
    writer.closeFunction()
    scopes.pop()
    current = enclosing.popLast() ?? context
  }

  /// Sometimes a type that fits a kind.
  mutating func someType(of kind: Kind, chance: Int) -> String {
    guard options.isExtended else { return "" }
    let type: String
    switch kind {
    case .count, .number: type = "Number"
    case .string: type = "String"
    case .boolean: type = "Boolean"
    case .function: type = "Function"
    case .null, .instance, .blueprint, .anything: return ""
    }
    return random.chance(chance) ? ": \(type)\(random.chance(30) ? "?" : "")" : ""
  }

  /// Keeps one variable reachable for each of these kinds that has no literals.
  mutating func reserveNames(for kinds: [Kind]) {
    for kind in kinds where !kind.hasLiterals {
      guard let variable = random.pick(scopes.visible.filter({ catalog.fits($0.kind, kind) })) else {
        continue
      }
      current.reservedNames.insert(variable.name)
    }
  }

  /// Ensures that a function that returns a function or an instance has one to return.
  private mutating func provideResult() {
    guard let result = current.result, !canProduce(result) || (result.isFunction && random.chance(80)) else {
      return
    }
    guard case .function(let id) = result else { return }
    let name = freshName()
    scopes.declare(Variable(name: name, kind: result, isHidden: true))
    functionBody(header: "fun \(name)", signature: catalog.signatures[id], length: random.within(0...2))
    scopes.declare(Variable(name: name, kind: result))
    current.reservedNames.insert(name)
  }
}
