extension LintRule {
  public static let unusedLocal = LintRule(
    id: "unused-local", severity: .hint, isAboutUnnecessaryCode: true,
    summary: "A local variable is never read.",
    explanation: """
      A local variable is declared, but nothing reads its value: it can be removed, or another name was meant.

        fun area(width, height) {
          var result = width * height;    // unused-local
          return width * width;
        }

      A variable may be unused if its name begins with an underscore, such as '_result'.
      """,
    fixes: { index, finding in
      index.removal(ofDeclarationAt: finding.span) + index.underscore(at: finding.span)
    }
  ) { context, report in
    for variable in context.unusedVariables(.local) {
      let what = variable.isAssigned ? "assigned, but never read" : "never used"
      report(variable.span, "The local variable '\(context.facts.name(variable.name))' is \(what).")
    }
  }
}
