extension LintRule {
  public static let duplicateMethod = LintRule(
    id: "duplicate-method", severity: .warning,
    summary: "A class has two methods with the same name.",
    explanation: """
      A class has two methods with the same name: the second one replaces the first.

        class List {
          add(item) {}
          add(item, place) {}    // duplicate-method
        }
      """,
    relatedMessage: "The replaced method is declared here."
  ) { context, report in
    for (method, first) in context.facts.duplicateMethods {
      let function = context.ast[method]
      report(
        function.nameSpan,
        "The class has another method '\(context.facts.name(function.name))', which this one replaces.",
        related: context.ast[first].nameSpan)
    }
  }
}
