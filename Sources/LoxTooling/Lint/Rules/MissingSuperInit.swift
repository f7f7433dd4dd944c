extension LintRule {
  public static let missingSuperInit = LintRule(
    id: "missing-super-init", severity: .warning,
    summary: "An initializer never calls the initializer of its superclass.",
    explanation: """
      A class has an initializer that never calls that of its superclass, so the fields of the superclass are missing.

        class Shape { init(name) { this.name = name; } }
        class Circle < Shape {
          init(radius) { this.radius = radius; }    // missing-super-init
        }
      """,
    relatedMessage: "The initializer of the superclass is declared here."
  ) { context, report in
    let facts = context.facts
    for initialization in facts.initializations where !initialization.callsSuper {
      guard case .known(let initializer) = facts.superMethod(.initializer, of: initialization.owner) else {
        continue
      }
      report(
        context.ast[initialization.function].nameSpan,
        "The initializer never calls 'super.init', the initializer of the superclass.",
        related: context.ast[initializer].nameSpan)
    }
  }
}
