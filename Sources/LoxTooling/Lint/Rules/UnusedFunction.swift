extension LintRule {
  public static let unusedFunction = LintRule(
    id: "unused-function", severity: .hint, isAboutUnnecessaryCode: true,
    summary: "A local function is never used.",
    explanation: """
      A function that is declared in a block or a function is never used, unless by itself.

        {
          fun helper() { return 1; }    // unused-function
        }

      Functions outside of all blocks may be used by other scripts, so nothing is said of them.
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
