extension LintRule {
  public static let methodAsCondition = LintRule(
    id: "method-as-condition", severity: .warning,
    summary: "A condition is a method that is not called.",
    explanation: """
      A condition is a method of 'this' that is not called. A method counts as true, whatever it would return.

        class List {
          isEmpty() { return this.head == nil; }
          show() { if (this.isEmpty) return; }    // method-as-condition: this.isEmpty() was meant
        }
      """
  ) { context, report in
    let (ast, facts) = (context.ast, context.facts)
    for (condition, owner, _) in facts.conditions {
      guard let owner else { continue }
      var condition = facts.unwrapped(condition)
      while case .unary(.not, let operand) = ast[condition] { condition = facts.unwrapped(operand) }
      guard case .get(let object, let name) = ast[condition], case .this = ast[object],
        !facts.isField[Int(name.index)], case .known(let method) = facts.method(name, of: owner)
      else { continue }
      report(
        ast.span(of: condition),
        "The method '\(facts.name(name))' is not called here, and a method always counts as true.",
        related: ast[method].nameSpan)
    }
  }
}
