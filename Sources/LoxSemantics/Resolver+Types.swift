import LoxSource
import LoxSyntax

/// The types of variables and fields: which assignments are checked, and against what.
extension Resolver {
  /// What the type of a variable or field refers to.
  struct DeclaredType {
    var path: [NameID]
    var isOptional: Bool
    /// One more than the index in `locals` of its variable; 0 for a global one.
    var place: UInt32
  }

  /// A field of a class, or of its instances.
  struct FieldKey: Hashable {
    var name: NameID
    var isOfClass: Bool
  }

  /// What the names in a type refer to here.
  func declaredType(_ id: TypeID) -> DeclaredType {
    let path = ast.path(of: id)
    return DeclaredType(
      path: path, isOptional: ast[id].isOptional, place: path.first.map { innermost[Int($0.index)] } ?? 0)
  }

  /// Notes the type of a variable that was just declared.
  mutating func note(_ type: DeclaredType?, of name: NameID, _ binding: Binding) {
    switch binding {
    case .local(let variable):
      if let type { localTypes[variable] = type }
    case .global, .capture, .none:
      if type != nil, let span = assignedGlobals[name] {
        problems.append((DiagnosticID.assignmentBeforeType, span, nil))
      }
      if type != nil || !globalTypes.isEmpty { globalTypes[name] = type }
    }
  }

  /// Notes the types of parameters that were just declared.
  mutating func noteTypes(of parameters: ParameterList, first variable: VariableID) {
    for (index, parameter) in ast[parameters].enumerated() {
      guard let type = parameter.type, parameter.pattern == nil else { continue }
      localTypes[VariableID(Int(variable.index) &+ index)] = declaredType(type)
    }
  }

  /// Lets an assignment to a variable be checked if it has a type. Of a global variable, the local one is nil.
  mutating func check(_ assignment: ExpressionID, to name: NameID, _ local: VariableID?) {
    guard let type = local.map({ localTypes[$0] }) ?? globalTypes[name] else { return }
    resolution.checks[assignment] = check(type)
  }

  // MARK: - Fields

  /// The types of a class's fields, and the checks of the values that its own fields begin with.
  mutating func fieldTypes(of id: ClassID) -> [FieldKey: DeclaredType] {
    var types: [FieldKey: DeclaredType] = [:]
    for method in ast[ast[id].methods] where ast[method].member == .field {
      guard let field = ast[ast[method].parameters].first, let type = field.type else { continue }
      types[FieldKey(name: field.name, isOfClass: ast[method].isOfClass)] = declaredType(type)
    }
    for index in ast[id].fields.range {
      guard let type = ast.classFields[index].type else { continue }
      resolution.fieldChecks[index] = check(declaredType(type))
    }
    return types
  }

  /// Lets an assignment to a property be checked if it is a field with a type in the class around it.
  mutating func check(_ assignment: ExpressionID, toProperty name: NameID, of object: ExpressionID) {
    guard let owner = openClasses.last, !owner.fieldTypes.isEmpty, case .this = ast[object],
      let type = owner.fieldTypes[FieldKey(name: name, isOfClass: !owner.countsFields)]
    else { return }
    resolution.checks[assignment] = check(type)
  }

  /// The type as it is found from the current function.
  private mutating func check(_ type: DeclaredType) -> TypeCheck {
    var root = Binding.global
    if type.place > 0 {
      let place = Int(type.place) &- 1
      root =
        locals[place].level == open.count &- 1
        ? .local(locals[place].variable) : capture(localAt: place).map(Binding.capture) ?? .none
    }
    return TypeCheck(root: root, path: type.path, isOptional: type.isOptional)
  }
}
