extension LintRule {
  public static let unusedFunction = LintRule(
    id: "unused-function", severity: .hint, isAboutUnnecessaryCode: true,
    summary: "A local function is never used.",
    explanation: """
      A function that is declared in a block or in another function is never used, except by itself.

        {
          fun helper() { return 1; }    // unused-function
        }

      Functions outside all blocks may be used by other scripts, so they are not reported.
      """,
    fixes: { index, finding in
      index.removal(ofDeclarationAt: finding.span) + index.underscore(at: finding.span)
    }
  ) { context, report in
    for variable in context.unusedVariables(.function) {
      report(variable.span, "The local function '\(context.facts.name(variable.name))' is never used.")
    }
  }
}
