/// Something that can be called at the current place.
struct Callee {
  enum Form {
    case variable(Variable)
    /// A method, or a field that holds a function.
    case member(of: Variable, name: String)
    case ownMember(name: String)
    case superMethod(name: String)
    /// A method of an instance made for this call.
    case memberOfNew(Variable, construction: Signature, name: String)
  }

  let form: Form
  let signature: Signature
  /// The steps that a call takes from the budget.
  var cost: Int
}

extension ProgramGenerator {
  /// A call whose result is of kind `kind`, if there is one.
  mutating func call(returning kind: Kind, depth: Int) -> Expression? {
    let candidates = callees().filter { catalog.fits($0.signature.result, kind) }
    guard let callee = random.pick(candidates) else { return nil }
    return call(callee, depth: depth)
  }

  /// A call of anything at all, for a statement. If the result is a function, it is called as well.
  mutating func anyCall(depth: Int) -> Expression? {
    guard let callee = random.pick(callees()) else { return nil }
    let result = call(callee, depth: depth)
    guard case .function(let id) = callee.signature.result else { return result }
    let signature = catalog.signatures[id]
    guard mayCall(signature), signature.parameters.allSatisfy({ canProduce($0) }) else { return result }
    spend(Signature.stepLimit(tier: signature.tier))
    return Expression("\(result.text)(\(arguments(signature.parameters, depth: depth - 1)))", .call)
  }

  private mutating func call(_ callee: Callee, depth: Int) -> Expression {
    spend(callee.cost)
    let parameters = callee.signature.parameters
    let target: String
    var trap: Variable?
    switch callee.form {
    case .variable(let variable):
      target = functionValue(variable, depth: depth)
    case .member(let receiver, let name):
      target = "\(mention(receiver))\(dot())\(name)"
      trap = receiver
    case .ownMember(let name):
      target = "this\(dot())\(name)"
    case .superMethod(let name):
      if callee.signature.tier == current.tier { current.mayCallSuperFreely = false }
      target = "super.\(name)"
    case .memberOfNew(let blueprint, let construction, let name):
      let arguments = arguments(construction.parameters, depth: depth - 2)
      target = "\(mention(blueprint))(\(arguments))\(dot())\(name)"
    }
    let isTwoSteps = random.chance(10)
    let arguments = arguments(parameters, depth: depth - 1, trap: trap)
    return Expression("\(isTwoSteps ? "(\(target))" : target)(\(arguments))", .call)
  }

  /// The function to call: usually its name, sometimes an expression.
  private mutating func functionValue(_ variable: Variable, depth: Int) -> String {
    if depth > 1 && random.chance(15), variable.kind.isFunction {
      return expression(variable.kind, depth: 1).operand(.call)
    }
    return mention(variable)
  }

  private mutating func dot() -> String {
    random.chance(lineBreakChance) ? "\n    ." : "."
  }

  /// Arguments for these parameters. Now and then a variable is passed, assigned and passed again.
  mutating func arguments(_ parameters: [Kind], depth: Int, trap receiver: Variable? = nil) -> String {
    var trap: Variable?
    if random.chance(15) {
      let receivers = [receiver].compactMap { $0 }.filter(\.isAssignable)
      let others = scopes.visible.filter { variable in
        variable.isAssignable && parameters.contains { catalog.fits(variable.kind, $0) }
      }
      trap = random.pick(receivers.isEmpty || random.chance(40) ? others : receivers)
    }
    let depth = parameters.count > 4 ? min(depth, 1) : depth
    var parts: [String] = []
    for kind in parameters {
      if let trap, catalog.fits(trap.kind, kind), random.chance(75) {
        let name = mention(trap)
        parts.append(
          random.chance(50) ? name : "\(name) = \(expression(trap.kind, depth: depth).operand(.assignment))")
      } else {
        parts.append(expression(kind, depth: depth).operand(.assignment))
      }
    }
    var text = parts.first ?? ""
    for part in parts.dropFirst() { text += ",\(gap())\(part)" }
    return text
  }

  /// Everything that can be called here: visible functions and methods of a lower tier whose arguments are
  /// available.
  private func callees() -> [Callee] {
    var result: [Callee] = []
    func add(_ form: Callee.Form, _ signature: Signature, surcharge: Int = 0) {
      guard mayCall(signature), signature.parameters.allSatisfy({ canProduce($0) }) else { return }
      let cost = Signature.stepLimit(tier: signature.tier) + surcharge
      result.append(Callee(form: form, signature: signature, cost: cost))
    }
    for variable in scopes.visible {
      switch variable.kind {
      case .function(let id):
        add(.variable(variable), catalog.signatures[id])
      case .instance(let id):
        for member in callableMembers(of: id) {
          add(.member(of: variable, name: member.name), catalog.signatures[member.description])
        }
      case .blueprint(let id):
        let construction = catalog.construction(of: id)
        add(.variable(variable), construction)
        guard mayCall(construction), construction.parameters.allSatisfy({ canProduce($0) }) else { continue }
        for member in callableMembers(of: id) {
          add(
            .memberOfNew(variable, construction: construction, name: member.name),
            catalog.signatures[member.description], surcharge: Signature.stepLimit(tier: construction.tier))
        }
        if let initializer = catalog.classes[id].initializer {
          var signature = catalog.signatures[initializer]
          signature.result = .instance(id)
          add(.memberOfNew(variable, construction: construction, name: "init"), signature)
        }
      default: break
      }
    }
    if current.access == .full, let receiver = current.receiver {
      for member in callableMembers(of: receiver) {
        add(.ownMember(name: member.name), catalog.signatures[member.description])
      }
      result += superCallees(of: receiver)
    }
    return result
  }

  private func callableMembers(of id: ClassID) -> [Member<SignatureID>] {
    let model = catalog.classes[id]
    return model.methods
      + model.fields.compactMap { field in
        guard case .function(let signature) = field.description else { return nil }
        return Member(name: field.name, description: signature)
      }
  }

  private func superCallees(of receiver: ClassID) -> [Callee] {
    guard let parent = catalog.classes[receiver].superclass else { return [] }
    return catalog.classes[parent].methods.compactMap { method in
      let signature = catalog.signatures[method.description]
      guard signature.parameters.allSatisfy({ canProduce($0) }) else { return nil }
      let form = Callee.Form.superMethod(name: method.name)
      if mayCall(signature) {
        return Callee(form: form, signature: signature, cost: Signature.stepLimit(tier: signature.tier))
      }
      let climbs = current.mayCallSuperFreely && current.repetitions == 1 && signature.tier == current.tier
      return climbs ? Callee(form: form, signature: signature, cost: 0) : nil
    }
  }
}
