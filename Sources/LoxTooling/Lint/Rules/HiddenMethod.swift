extension LintRule {
  public static let hiddenMethod = LintRule(
    id: "hidden-method", severity: .warning,
    summary: "A field hides a method.",
    explanation: """
      A method assigns a field that has the same name as a method. From then on, the method can't be called: fields come first.

        class Counter {
          init() { this.count = 0; }    // hidden-method
          count() { return 1; }
        }
      """
  ) { context, report in
    for use in context.facts.propertyUses {
      guard case .set(_, let name, _) = context.ast[use.expression],
        case .known(let method) = context.facts.method(name, of: use.owner)
      else { continue }
      report(
        context.ast.nameSpan(of: use.expression),
        "The field hides the method '\(context.facts.name(name))'.", related: context.ast[method].nameSpan)
    }
  }
}
