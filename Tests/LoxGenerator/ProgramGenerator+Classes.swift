/// Classes: fields that the initializer sets, methods, inheritance.
extension ProgramGenerator {
  /// Declares a class whose members are all planned before the first body is written.
  mutating func classDeclaration() {
    let name = freshName().capitalizedFirst
    let isTaken = scopes.declares(name)
    guard !isTaken else { return functionDeclaration() }
    let parent = random.chance(55) ? superclass(ofClassNamed: name) : nil
    var model = ClassModel(name: name)
    if let (_, id) = parent {
      model = catalog.classes[id]
      model.superclass = id
      model.level += 1
    }
    let inherited = model
    let ownFields = plannedFields(of: &model)
    let hasInitializer = !ownFields.isEmpty || random.chance(30)
    if hasInitializer { model.initializer = initializerSignature(of: model, ownFields: ownFields) }
    let ownMethods = plannedMethods(of: &model)
    if options.isExtended, random.chance(50) { model.hasExtendedMembers = true }
    let id = catalog.add(model)

    scopes.declare(Variable(name: name, kind: .blueprint(id), isAssignable: false))
    writer.open(parent.map { "class \(name) < \(mention($0.variable))" } ?? "class \(name)")
    if hasInitializer { initializer(of: id, inherited: inherited, ownFields: ownFields) }
    for method in ownMethods {
      functionBody(
        header: method.name, signature: catalog.signatures[method.description], length: random.within(0...4),
        configure: { context in
          context.receiver = id
          context.access = .full
          context.budget /= 4
          context.mayCallSuperFreely = true
        })
    }
    if model.hasExtendedMembers { extendedMembers(hasOwn: !inherited.hasExtendedMembers) }
    writer.close()
  }

  private mutating func superclass(ofClassNamed name: String) -> (variable: Variable, id: ClassID)? {
    random.pick(
      scopes.visible.compactMap { variable in
        guard case .blueprint(let id) = variable.kind else { return nil }
        guard variable.name != name, catalog.classes[id].level < 3 else { return nil }
        // The inherited initializer is called from a body in which no instances can be made.
        let parameters = catalog.construction(of: id).parameters
        return parameters.allSatisfy { isAtHand($0) } ? (variable, id) : nil
      })
  }

  /// Adds new fields to the model and returns them.
  private mutating func plannedFields(of model: inout ClassModel) -> [Member<Kind>] {
    let count = random.oneOf(0, 0, 1, 1, 2, 3, 5)
    var fields: [Member<Kind>] = []
    for _ in 0..<count {
      let name = memberName(of: model)
      let field = Member(name: name, description: someKind())
      fields.append(field)
      model.fields.append(field)
    }
    return fields
  }

  /// Plans methods: overrides of inherited ones, and new ones, which it adds to the model.
  private mutating func plannedMethods(of model: inout ClassModel) -> [Member<SignatureID>] {
    var methods = model.methods.filter { method in
      isAtHand(catalog.signatures[method.description].result) && random.chance(50)
    }
    for _ in 0..<random.oneOf(0, 1, 2, 2, 3) {
      let id = someSignature(maximumTier: max(0, min(1, current.tier - 1)))
      let method = Member(name: memberName(of: model), description: id)
      methods.append(method)
      model.methods.append(method)
    }
    return methods
  }

  private mutating func memberName(of model: ClassModel) -> String {
    let taken = model.fields.map(\.name) + model.methods.map(\.name)
    for _ in 0..<8 {
      let name = random.oneOf(
        "x", "y", "z", "f", "g", "get", "set", "name", "size", "run", "a", "b", "left", "next")
      if !taken.contains(name) { return name }
    }
    return "member\(taken.count)"
  }

  private mutating func initializerSignature(of model: ClassModel, ownFields: [Member<Kind>]) -> SignatureID {
    var parameters = ownFields.map(\.description).filter { !$0.hasLiterals || random.chance(60) }
    if random.chance(20) { parameters.append(random.oneOf(.count, .string)) }
    let inheritedTier = model.initializer.map { catalog.signatures[$0].tier } ?? 0
    return catalog.intern(
      Signature(parameters: parameters, result: .null, tier: max(inheritedTier, random.chance(25) ? 1 : 0)))
  }

  private mutating func initializer(of id: ClassID, inherited: ClassModel, ownFields: [Member<Kind>]) {
    let signature = catalog.signatures[catalog.classes[id].initializer ?? 0]
    let inheritedParameters = inherited.initializer.map { catalog.signatures[$0].parameters } ?? []
    functionBody(
      header: "init", signature: signature, keeping: inheritedParameters, length: random.within(0...2),
      configure: { context in
        context.receiver = id
        context.access = .none
        context.isInitializer = true
        context.budget /= 4
      },
      beginning: { generator, parameters in
        generator.callInheritedInitializer(inherited)
        generator.setFields(ownFields, from: parameters)
        generator.current.access = .fields
        if generator.random.chance(20) {
          generator.writer.line(
            "if (\(generator.expression(.boolean, depth: 2).operand(.assignment))) return;")
        }
      })
  }

  private mutating func callInheritedInitializer(_ inherited: ClassModel) {
    guard current.receiver.flatMap({ catalog.classes[$0].superclass }) != nil else { return }
    guard let initializer = inherited.initializer else { return }
    let arguments = arguments(catalog.signatures[initializer].parameters, depth: 1)
    writer.line("super.init(\(arguments));")
  }

  private mutating func setFields(_ fields: [Member<Kind>], from parameters: [Variable]) {
    for field in fields {
      let passed = parameters.filter { catalog.fits($0.kind, field.description) }
      if let parameter = random.pick(passed), !field.description.hasLiterals || random.chance(80) {
        writer.line("this.\(field.name) = \(parameter.name);")
      } else {
        let value = expression(field.description, depth: 2)
        writer.line("this.\(field.name) =\(gap())\(value.operand(.assignment));")
      }
    }
  }
}

extension String {
  /// The same name with a capital letter, as classes have it.
  fileprivate var capitalizedFirst: String {
    prefix(1).uppercased() + dropFirst()
  }
}
