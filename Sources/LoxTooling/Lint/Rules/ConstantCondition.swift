import LoxSyntax

extension LintRule {
  public static let constantCondition = LintRule(
    id: "constant-condition", severity: .warning,
    summary: "A condition is always true, or always false.",
    explanation: """
      A condition, or the left operand of 'and' or 'or', is always true, or always false. Only nil and false count as false;
      functions and classes always count as true.

        if (count = 1) print "one";    // constant-condition: '==' was meant
        if (isReady) start();          // constant-condition, if isReady is a function

      Loops over a literal, as in 'while (true)', are left alone.
      """,
    fixes: { index, finding in index.comparison(at: finding.span) }
  ) { context, report in
    for expression in context.ast.expressions {
      guard case .logical(let op, let left, _) = expression, let truth = context.values[left].truth else {
        continue
      }
      let consequence =
        truth == (op == .and) ? "so only the right operand counts" : "so the right operand is never evaluated"
      report(context.ast.span(of: left), "The left operand is always \(truth), \(consequence).")
    }
    for (condition, _, isLoop) in context.facts.conditions {
      if let message = context.messageOfCondition(condition, isLoop: isLoop) {
        report(context.ast.span(of: condition), message)
      }
    }
  }
}

extension LintContext {
  /// The message about a condition; nil if nothing is wrong.
  fileprivate func messageOfCondition(_ condition: ExpressionID, isLoop: Bool) -> String? {
    let inner = facts.unwrapped(condition)
    guard let truth = values[condition].truth else { return nil }
    // `while (true)` is how endless loops are written.
    if isLoop, truth, isLiteral(inner) { return nil }
    // Another rule reports comparisons.
    if case .binary = ast[inner], values[condition].isConstant { return nil }
    if case .assign = ast[inner] {
      return "The condition is always \(truth), since it assigns a constant. Did you mean '=='?"
    }
    if values[condition] == .someFunction {
      return "The condition is always true: it is a function or class that is not called."
    }
    return "The condition is always \(truth)."
  }

  private func isLiteral(_ id: ExpressionID) -> Bool {
    switch ast[id] {
    case .nil, .boolean, .number, .string: true
    default: false
    }
  }
}
