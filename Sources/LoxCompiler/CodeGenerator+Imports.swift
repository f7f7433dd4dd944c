import LoxBytecode
import LoxSemantics
import LoxSyntax

/// Imports. A name that an import takes from a module is the module's own variable: code refers to it as to any global, and so does
/// `module.name` where the module is known.
extension CodeGenerator {
  mutating func importModule(_ id: ImportID, at statement: StatementID) {
    let declaration = tree.ast[id]
    let number = program.imports.count
    let names = tree.ast.names(of: id).map { imported in
      ImportDescriptor.Name(
        name: strings.index(of: imported.name), local: strings.index(of: imported.local),
        span: imported.nameSpan)
    }
    program.imports.append(
      ImportDescriptor(
        module: moduleName(declaration.module), names: names, span: declaration.moduleSpan))
    let top = builder.top
    let register = builder.align(1)
    builder.setPosition(declaration.moduleSpan.start, declaration.moduleSpan)
    builder.emit(.importModule, to: register, word: number)
    builder.top = register &+ 1
    if let name = declaration.binding {
      define(name, as: register, span: declaration.bindingSpan)
      importedModules[name] = UInt32(truncatingIfNeeded: number)
    }
    builder.top = top
  }

  private mutating func moduleName(_ id: StringID) -> UInt32 {
    guard case .source(let span) = tree.ast.strings[Int(id.index)] else { return 0 }
    return strings.index(of: tree.ast.source.bytes, span)
  }

  /// The constant for a variable of a module that was imported above; nil if the expression is none.
  mutating func importedVariable(_ id: ExpressionID) -> Constant? {
    guard !importedModules.isEmpty, case .get(let object, let name) = tree[id],
      case .variable(let module) = tree[object], tree.binding(of: object) == .global,
      let number = importedModules[module]
    else { return nil }
    return .imported(number, name: strings.index(of: name))
  }

  func isImportedVariable(_ id: ExpressionID) -> Bool {
    guard !importedModules.isEmpty, case .get(let object, _) = tree[id],
      case .variable(let module) = tree[object], tree.binding(of: object) == .global
    else { return false }
    return importedModules[module] != nil
  }

  mutating func read(imported constant: Constant, at id: ExpressionID, into target: Int?) -> Int {
    let register = target ?? builder.reserve()
    setPosition(id)
    builder.emit(.getGlobal, to: register, word: builder.index(of: constant))
    return register
  }
}
