import LoxSyntax

extension LintRule {
  public static let undefinedGlobal = LintRule(
    id: "undefined-global", severity: .error,
    summary: "Nothing in the file defines a global variable.",
    explanation: """
      A name stands for no local variable, and nothing in the file defines a global one with that name. When it is executed,
      the script fails.

        fun greet() { print mesage; }    // undefined-global
        var message = "Hello";

      Globals that are defined elsewhere can be named: lox lint --global NAME.
      """,
    fixes: { index, finding in
      index.replacements(at: finding.span) + index.declaration(at: finding.span)
    }
  ) { context, report in
    let known = context.options.knownGlobals.union(context.options.hostAPI.globalNames)
    for use in context.facts.globalUses {
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
