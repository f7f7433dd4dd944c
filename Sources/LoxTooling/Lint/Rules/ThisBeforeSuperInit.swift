extension LintRule {
  public static let thisBeforeSuperInit = LintRule(
    id: "this-before-super-init", severity: .warning,
    summary: "An initializer uses 'this' before the superclass has initialized it.",
    explanation: """
      An initializer uses 'this' before it has called the initializer of the superclass, so the fields of the superclass do
      not exist yet. Assignments to fields of 'this' are not reported.

        class Circle < Shape {
          init(radius) {
            print this.name;    // this-before-super-init
            super.init("circle");
          }
        }
      """,
    relatedMessage: "The initializer of the superclass is declared here."
  ) { context, report in
    let facts = context.facts
    for initialization in facts.initializations where initialization.callsSuper {
      guard case .known(let initializer) = facts.superMethod(.initializer, of: initialization.owner) else {
        continue
      }
      for use in initialization.earlyUses {
        report(
          context.ast.span(of: use), "The instance is used before 'super.init' has initialized it.",
          related: context.ast[initializer].nameSpan)
      }
    }
  }
}
