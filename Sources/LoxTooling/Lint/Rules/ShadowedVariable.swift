extension LintRule {
  public static let shadowedVariable = LintRule(
    id: "shadowed-variable", severity: .warning,
    summary: "A local variable hides another one.",
    explanation: """
      A local variable has the name of another one in an enclosing block or function, which can't be reached while it is in
      scope. That is easily overlooked, above all when 'var' stands where an assignment was meant.

        fun total(list) {
          var sum = 0;
          while (list != nil) {
            var sum = sum + list.value;    // shadowed-variable
            list = list.next;
          }
          return sum;
        }

      Variables that have the name of a global one, and parameters, are left alone.
      """,
    relatedMessage: "The variable that is hidden is declared here."
  ) { context, report in
    let facts = context.facts
    for variable in facts.resolution.variables {
      guard variable.kind == .local, let shadowed = variable.shadowed, !facts.isMarkedUnused(variable.name)
      else { continue }
      report(
        variable.span, "The variable hides another '\(facts.name(variable.name))' of an enclosing scope.",
        related: facts.resolution[shadowed].span)
    }
  }
}
