import LoxBuiltins
import LoxDiagnostics
import LoxSource
import LoxSyntax

extension LintRule {
  public static let valueAsCondition = LintRule(
    id: "value-as-condition", severity: .warning,
    summary: "A condition is a number, text or list, which is always true.",
    explanation: """
      A condition, or the left operand of 'and' or 'or', is a property or method of the core library that gives a number, a
      string, a list, a map or a range. Only nil and false count as false: 0, "" and [] count as true.

        if (list.length) print list[0];      // value-as-condition
        if (!list.isEmpty) print list[0];

      Members that a class in the file, or a class of the host, has are not reported.
      """,
    fixes: { index, finding in index.emptiness(at: finding.span) }
  ) { context, report in
    for operand in context.truthOperands() {
      guard let operation = context.alwaysTrue(context.facts.unwrapped(operand.positive)) else { continue }
      let example =
        switch operation.result {
        case "Number": "a number, and a number always counts as true, even 0"
        case "String": "a string, and a string always counts as true, even an empty one"
        default: "a \(operation.result.lowercased()), which always counts as true, even if it is empty"
        }
      report(context.ast.span(of: operand.whole), "'\(operation.name)' gives \(example).")
    }
  }
}

extension LintContext {
  /// An operand that is tested for being true or false.
  fileprivate struct TruthOperand {
    /// As it stands, without parentheses.
    var whole: ExpressionID
    /// Without `!`.
    var positive: ExpressionID
  }

  /// Conditions, and the operands of `and` and `or` in them; elsewhere, the left ones.
  fileprivate func truthOperands() -> [TruthOperand] {
    var operands = facts.conditions.map { condition in
      var condition = facts.unwrapped(condition.expression)
      // The left operands are found below.
      while case .logical(_, _, let right) = ast[condition] { condition = facts.unwrapped(right) }
      return condition
    }
    for expression in ast.expressions {
      if case .logical(_, let left, _) = expression { operands.append(facts.unwrapped(left)) }
    }
    return operands.map { whole in
      var positive = whole
      while case .unary(.not, let operand) = ast[positive] { positive = facts.unwrapped(operand) }
      return TruthOperand(whole: whole, positive: positive)
    }
  }

  /// The operation whose result an expression is, if all operations that it can be give what counts as true.
  fileprivate func alwaysTrue(_ id: ExpressionID) -> CoreOperation? {
    var operations: [CoreOperation]
    switch ast[id] {
    case .get(_, let name):
      // Other names of properties, such as `name`, are those of data as well.
      operations = core[name].filter { $0.identity == .listLength || $0.identity == .stringLength }
    case .call(let callee, _):
      guard case .get(_, let name) = ast[callee] else { return nil }
      operations = core[name]
    default: return nil
    }
    operations.removeAll { $0.form == .constant }
    let results: Set = ["Number", "String", "List", "Map", "Range"]
    return operations.allSatisfy { results.contains($0.result) } ? operations.first : nil
  }
}

extension DocumentIndex {
  /// Asks whether something is empty, instead of for its length.
  fileprivate func emptiness(at span: SourceSpan) -> [Fix] {
    for index in ast.expressions.indices {
      let id = ExpressionID(index)
      guard ast.span(of: id) == span else { continue }
      switch ast[id] {
      case .unary(.not, let operand):
        guard let name = sizeName(of: operand) else { continue }
        let mark = SourceSpan(start: span.start, end: ast.span(of: operand).start)
        return [fix([Fix.Edit(mark, ""), Fix.Edit(name, "isEmpty")])]
      default:
        guard let name = sizeName(of: id) else { continue }
        let start = SourceSpan(start: span.start, end: span.start)
        return [fix([Fix.Edit(start, "!"), Fix.Edit(name, "isEmpty")])]
      }
    }
    return []
  }

  private func fix(_ edits: [Fix.Edit]) -> Fix {
    Fix(title: "Ask 'isEmpty' instead", edits: edits, isPreferred: true)
  }

  /// The place of the name in `x.length` or `x.size()`.
  private func sizeName(of id: ExpressionID) -> SourceSpan? {
    switch ast[id] {
    case .get(_, let name) where text(of: name) == "length": return ast.nameSpan(of: id)
    case .call(let callee, _):
      guard case .get(_, let name) = ast[callee], text(of: name) == "size" else { return nil }
      return ast.nameSpan(of: callee)
    default: return nil
    }
  }
}
