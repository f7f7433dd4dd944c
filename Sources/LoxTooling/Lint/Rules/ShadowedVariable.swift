extension LintRule {
  public static let shadowedVariable = LintRule(
    id: "shadowed-variable", severity: .warning,
    summary: "A local variable hides another one.",
    explanation: """
      A local variable has the same name as one in an enclosing block or function, which can't be reached while the inner one
      is in scope. That is easy to overlook, above all if 'var' was written where an assignment was meant.

        fun total(list) {
          var sum = 0;
          while (list != nil) {
            var sum = sum + list.value;    // shadowed-variable
            list = list.next;
          }
          return sum;
        }

      Variables with the name of a global variable, and parameters, are not reported.
      """,
    relatedMessage: "The hidden variable is declared here."
  ) { context, report in
    let facts = context.facts
    for variable in facts.resolution.variables {
      guard variable.kind == .local, let shadowed = variable.shadowed, !facts.isMarkedUnused(variable.name)
      else { continue }
      report(
        variable.span, "The variable hides another '\(facts.name(variable.name))' in an enclosing scope.",
        related: facts.resolution[shadowed].span)
    }
  }
}
