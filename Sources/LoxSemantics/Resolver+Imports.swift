import LoxSource
import LoxSyntax

/// Imports: variables that belong to other modules.
extension Resolver {
  mutating func visit(_ id: ImportID) {
    let declaration = ast[id]
    if let name = declaration.binding { declareImport(name, isModule: true, declaration.bindingSpan) }
    for imported in ast.names(of: id) {
      declareImport(imported.local, isModule: false, imported.localSpan)
    }
  }

  private mutating func declareImport(_ name: NameID, isModule: Bool, _ span: SourceSpan) {
    // In a block it is a syntax error.
    guard open.count == 1, open[0].depth == 0 else { return }
    if declaredGlobals[Int(name.index)] { problems.append((DiagnosticID.duplicateVariable, span, nil)) }
    declaredGlobals[Int(name.index)] = true
    importedGlobals[name] = isModule
    constantUses &+= 1
    if let span = assignedGlobals[name] { problems.append((DiagnosticID.assignmentToImport, span, nil)) }
  }

  /// Whether an expression is a module that was imported above.
  private func isModule(_ id: ExpressionID) -> Bool {
    guard !importedGlobals.isEmpty, case .variable(let name) = ast[id], importedGlobals[name] == true else {
      return false
    }
    return resolution.bindings[Int(id.index)] == .global
  }

  /// Reports an assignment to a variable of a module.
  mutating func noteAssignment(to name: NameID, of object: ExpressionID, at id: ExpressionID) {
    if isModule(object) { problems.append((DiagnosticID.assignmentToImport, ast.nameSpan(of: id), nil)) }
  }

  /// Reports the use of a private variable of a module.
  mutating func checkImport(of name: NameID, from object: ExpressionID, at id: ExpressionID) {
    guard isModule(object), ast.names.isPrivate(name) else { return }
    problems.append((DiagnosticID.privateImport, ast.nameSpan(of: id), nil))
  }
}
