import LoxSyntax

extension LintRule {
  public static let undefinedGlobal = LintRule(
    id: "undefined-global", severity: .error,
    summary: "Nothing in the file defines a global variable.",
    explanation: """
      There is no local variable with this name, and nothing in the file defines a global one. When the name is used, the
      script fails.

        fun greet() { print mesage; }    // undefined-global
        var message = "Hello";

      If the variable is defined elsewhere, name it: lox lint --global NAME.
      """,
    fixes: { index, finding in
      index.replacements(at: finding.span) + index.declaration(at: finding.span)
    }
  ) { context, report in
    let known = context.options.knownGlobals.union(context.options.hostAPI.globalNames)
    // Another rule reports `break` and `continue`.
    for use in context.facts.globalUses where !context.isJumpWord(use) {
      let name: NameID
      switch context.ast[use] {
      case .variable(let variable), .assign(let variable, _): name = variable
      default: continue
      }
      let text = context.facts.name(name)
      if context.facts.globals[Int(name.index)].declarations > 0 || known.contains(text) { continue }
      report(context.ast.nameSpan(of: use), "Nothing in this file defines '\(text)'.")
    }
  }
}
