extension LintRule {
  public static let undefinedProperty = LintRule(
    id: "undefined-property", severity: .error,
    summary: "Nothing in the file defines a property of 'this' or 'super'.",
    explanation: """
      A method uses a property of 'this' or 'super' that can't exist: no class in the file has a method with this name, and
      nothing assigns a field with this name.

        class Point {
          init(x) { this.x = x; }
          show() { print this.y; }    // undefined-property
        }
      """,
    fixes: { index, finding in
      index.replacements(at: finding.span) + index.declaration(at: finding.span)
    },
    // A name that is similar is a guess.
    automaticFix: { _, _ in nil }
  ) { context, report in
    let facts = context.facts
    for use in facts.propertyUses {
      switch context.ast[use.expression] {
      case .get(_, let name):
        if facts.isField[Int(name.index)] || facts.methodCounts[Int(name.index)] > 0 { continue }
        // A superclass from elsewhere may have any members.
        guard case .none = facts.method(name, of: use.owner) else { continue }
        report(
          context.ast.nameSpan(of: use.expression),
          "Nothing in this file assigns a field '\(facts.name(name))', and no class has such a method.")
      case .superMethod(let name):
        guard case .none = facts.superMethod(name, of: use.owner) else { continue }
        report(
          context.ast.nameSpan(of: use.expression), "The superclass has no method '\(facts.name(name))'.")
      default: break
      }
    }
  }
}
