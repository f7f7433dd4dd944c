extension LintRule {
  public static let unusedClass = LintRule(
    id: "unused-class", severity: .hint, isAboutUnnecessaryCode: true,
    summary: "A local class is never used.",
    explanation: """
      A class that is declared in a block or a function is never used, except by itself.

        {
          class Helper {}    // unused-class
        }
      """,
    fixes: { index, finding in
      index.removal(ofDeclarationAt: finding.span) + index.underscore(at: finding.span)
    }
  ) { context, report in
    for variable in context.unusedVariables(.class) {
      report(variable.span, "The local class '\(context.facts.name(variable.name))' is never used.")
    }
  }
}
