import LoxSource
import LoxSyntax

extension LintRule {
  public static let undefinedImport = LintRule(
    id: "undefined-import", severity: .error,
    summary: "A module that is imported is not there, or has no such name.",
    explanation: """
      The script imports a module that is no file, or a name that the module does not declare. Then the script fails.

        import {rate} from "shop/tax";    // undefined-import: shop/tax.lox declares 'rates'
        import "shop/tax" as tax;
        print tax.rate;                   // undefined-import

      Modules are looked for beside the script, and in the folders that 'lox lint --path' names.
      """
  ) { context, report in
    let options = context.options
    if options.modules.isEmpty, options.hostAPI.modules.isEmpty { return }
    let ast = context.ast
    var bindings: [NameID: String] = [:]
    for declaration in ast.imports {
      let module = String(decoding: ast.bytes(of: declaration.module), as: UTF8.self)
      switch context.names(ofModule: module) {
      case nil: continue
      case .missing: report(declaration.moduleSpan, "There is no module '\(module)'.")
      case .names(let names):
        for imported in ast.importedNames[declaration.names.range] {
          let name = context.facts.name(imported.name)
          if names[name] == nil { report(imported.nameSpan, "Module '\(module)' has no '\(name)'.") }
        }
      }
      if let binding = declaration.binding { bindings[binding] = module }
    }
    if bindings.isEmpty { return }
    for index in ast.expressions.indices {
      guard case .get(let object, let property) = ast.expressions[index],
        case .variable(let variable) = ast[object], let module = bindings[variable],
        context.facts.resolution.binding(of: object) == .global,
        case .names(let names)? = context.names(ofModule: module)
      else { continue }
      let name = context.facts.name(property)
      if names[name] == nil {
        report(ast.nameSpan(of: ExpressionID(index)), "Module '\(module)' has no '\(name)'.")
      }
    }
  }
}

extension LintContext {
  /// What is known of a module. The host's come first.
  func names(ofModule name: String) -> ModuleNames? {
    options.hostAPI.module(named: name).map { ModuleNames($0) } ?? options.modules[name]
  }
}
