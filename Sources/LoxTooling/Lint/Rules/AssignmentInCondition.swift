import LoxSyntax

extension LintRule {
  public static let assignmentInCondition = LintRule(
    id: "assignment-in-condition", severity: .warning,
    summary: "A condition assigns a variable to another one.",
    explanation: """
      The condition of an if or a loop assigns one variable or property to another one. Probably they were to be compared.

        if (limit = total) print "full";    // assignment-in-condition: '==' was meant

      What a call returns may be assigned, as in 'while (line = next())', and so may anything in parentheses of its own.
      """,
    fixes: { index, finding in index.comparison(at: finding.span) },
    // Both are allowed, and nobody knows which was meant.
    automaticFix: { _, _ in nil }
  ) { context, report in
    for (condition, _, isLoop) in context.facts.conditions where context.values[condition].truth == nil {
      let value: ExpressionID
      switch context.ast[condition] {
      case .assign(_, let assigned), .set(_, _, let assigned): value = assigned
      default: continue
      }
      if context.isPlain(value, assignedIn: condition, isLoop: isLoop) {
        report(context.ast.span(of: condition), "The condition is an assignment. Did you mean '=='?")
      }
    }
  }
}

extension LintContext {
  /// Whether a value would rather be compared than assigned.
  fileprivate func isPlain(_ value: ExpressionID, assignedIn condition: ExpressionID, isLoop: Bool) -> Bool {
    switch ast[facts.unwrapped(value)] {
    case .variable, .this: return true
    case .get(let object, _):
      // `node = node.next` goes along a list.
      guard case .assign(let name, _) = ast[condition],
        case .variable(let other) = ast[facts.unwrapped(object)]
      else { return !isLoop }
      return !isLoop && name != other
    default: return false
    }
  }
}
