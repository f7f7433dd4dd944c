import LoxSemantics
import LoxSource
import LoxSyntax

/// Errors that depend on several declarations of a script.
extension CompilerMessage {
  /// Whether the problem may come and go with another declaration than that at its place.
  var isAboutSeveralDeclarations: Bool {
    switch id {
    case .assignmentToConstant, .assignmentToImport, .privateImport: true
    case .duplicateVariable: related == nil
    default: false
    }
  }
}

extension DocumentIndex {
  /// Whether a constant is assigned, or an imported variable is used as none can be.
  var hasErrorsAcrossDeclarations: Bool {
    let imported = Set(symbols.indices.lazy.map { SymbolID($0) }.filter { self[$0].origin != nil })
    for occurrence in occurrences where occurrence.role == .write {
      if case .symbol(let id) = occurrence.target, self[id].isConstant { return true }
    }
    if imported.isEmpty { return false }
    var declared: Set<SymbolID> = []
    for declaration in declarations where imported.contains(declaration.symbol) {
      if !declared.insert(declaration.symbol).inserted { return true }
    }
    return occurrences.contains { occurrence in
      guard case .property(let name) = occurrence.target, let expression = occurrence.expression else {
        return false
      }
      return (occurrence.role == .write || ast.names.isPrivate(name)) && module(before: expression) != nil
    }
  }
}
