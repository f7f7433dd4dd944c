import LoxSyntax

extension LintRule {
  public static let uselessExpression = LintRule(
    id: "useless-expression", severity: .warning,
    summary: "The value of an expression is not used.",
    explanation: """
      A statement computes a value that nothing uses, and does nothing else.

        count == 1;       // useless-expression: '=' was meant
        list.clear;       // useless-expression: the method is not called
      """,
    fixes: { index, finding in
      index.assignment(at: finding.span) + index.removal(ofStatementAround: finding.span)
    }
  ) { context, report in
    for statement in context.ast.statements {
      guard case .expression(let value) = statement else { continue }
      let (id, message) = context.uselessPart(of: value)
      if let message { report(context.ast.span(of: id), message) }
    }
  }
}

extension LintContext {
  /// The part of an expression that is useless if its value is not used, and why; without a message, it may be useful.
  fileprivate func uselessPart(of id: ExpressionID) -> (ExpressionID, message: String?) {
    var id = facts.unwrapped(id)
    // The operand that comes last is the one that matters.
    while true {
      switch ast[id] {
      case .logical(_, _, let right), .coalesce(_, let right): id = facts.unwrapped(right)
      case .optionalChain(let chain): id = facts.unwrapped(chain)
      default: return (id, message(of: id))
      }
    }
  }

  private func message(of id: ExpressionID) -> String? {
    switch ast[id] {
    case .assign, .set, .call, .setIndex, .compound, .step, .callIfAny, .spread, .invalid: nil
    // One of its parts may do something.
    case .conditional, .switch: nil
    case .binary(.equal, _, _): "The result of the comparison is not used. Did you mean '='?"
    case .binary, .unary, .logical, .coalesce: "The result of the operator is not used."
    case .get, .getIfAny, .superMethod: "The property is not used. Did you mean to call it?"
    case .index, .indexIfAny: "The element is not used."
    case .variable: "The variable is not used. Did you mean to call it?"
    case .function: "The function is not used. Did you mean to call it?"
    case .nil, .boolean, .number, .string, .this, .grouping, .template, .list, .map, .optionalChain:
      "The value is not used."
    }
  }
}
