extension LintRule {
  public static let unusedAssignment = LintRule(
    id: "unused-assignment", severity: .warning, isAboutUnnecessaryCode: true,
    summary: "An assigned value is never read.",
    explanation: """
      A value is assigned to a local variable, and then the variable gets another value, or goes out of scope, before anything
      has read the first one.

        fun next(n) {
          var result = n + 1;    // unused-assignment
          result = n + 2;
          return result;
        }
      """
  ) { context, report in
    let facts = context.facts
    // Another rule reports these.
    let selfAssignments = Set(context.variableSelfAssignments.map { context.ast.span(of: $0) })
    for (variable, span) in facts.unreadAssignments {
      let local = facts.resolution[variable]
      // If a variable is never read, its declaration is reported.
      if facts.locals[Int(variable.index)].reads == 0 || facts.isMarkedUnused(local.name)
        || selfAssignments.contains(span)
      {
        continue
      }
      report(
        span, "The value assigned to '\(facts.name(local.name))' here is never read.",
        related: local.span == span ? nil : local.span)
    }
  }
}
