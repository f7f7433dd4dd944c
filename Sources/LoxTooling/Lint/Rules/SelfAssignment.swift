import LoxSyntax

extension LintRule {
  public static let selfAssignment = LintRule(
    id: "self-assignment", severity: .warning,
    summary: "A variable or field is assigned to itself.",
    explanation: """
      A variable or field is assigned to itself, which changes nothing. Often a field of 'this' was meant.

        init(name) { name = name; }    // self-assignment: 'this.name = name' was meant
      """,
    fixes: { index, finding in
      index.assignment(at: finding.span) + index.removal(ofStatementAround: finding.span)
    }
  ) { context, report in
    for id in context.variableSelfAssignments {
      report(context.ast.span(of: id), "The variable is assigned to itself.")
    }
    for index in context.ast.expressions.indices {
      let id = ExpressionID(index)
      if case .set(let object, let name, let value) = context.ast[id],
        case .get(let other, name) = context.ast[context.facts.unwrapped(value)],
        context.isSameVariable(object, other)
      {
        report(context.ast.span(of: id), "The field is assigned to itself.")
      }
    }
  }
}

extension LintContext {
  /// The assignments of variables to themselves.
  var variableSelfAssignments: [ExpressionID] {
    ast.expressions.indices.map { ExpressionID($0) }.filter { id in
      // The same name means the same variable there.
      if case .assign(let name, let value) = ast[id], case .variable(name) = ast[facts.unwrapped(value)] {
        true
      } else {
        false
      }
    }
  }
}
