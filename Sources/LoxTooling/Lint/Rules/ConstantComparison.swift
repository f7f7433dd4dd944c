import LoxSyntax

extension LintRule {
  public static let constantComparison = LintRule(
    id: "constant-comparison", severity: .warning,
    summary: "A comparison always has the same result.",
    explanation: """
      A comparison has the same result each time, since the kinds or values of its operands are known.

        if (1 == "1") print "never";    // constant-comparison: values of different kinds are never equal
        print count < count;            // constant-comparison
      """
  ) { context, report in
    for index in context.ast.expressions.indices {
      let id = ExpressionID(index)
      guard case .binary(let op, let left, let right) = context.ast[id],
        let result = context.result(of: id, op, left, right)
      else { continue }
      report(context.ast.span(of: id), "The comparison \(result).")
    }
  }
}

extension LintContext {
  /// What a comparison always does, such as `is always true`; nil if that is not known, or if it is not a comparison.
  fileprivate func result(
    of id: ExpressionID, _ op: BinaryOperator, _ left: ExpressionID, _ right: ExpressionID
  ) -> String? {
    let kinds = [values[left].kind, values[right].kind]
    switch op {
    case .add, .subtract, .multiply, .divide, .remainder, .isInstance, .isIn, .range, .closedRange: return nil
    case .equal, .notEqual:
      guard let isEqual = KnownValue.equality(values[left], values[right]) else { return nil }
      let result = "is always \(isEqual == (op == .equal))"
      guard let a = kinds[0], let b = kinds[1], a != b else { return result }
      return "\(result): \(a.rawValue) never equals \(b.rawValue)"
    case .less, .lessEqual, .greater, .greaterEqual:
      // What always fails has the wrong type.
      if kinds.contains(where: { $0 != nil && $0 != .number }) { return nil }
      if case .boolean(let value) = values[id] { return "is always \(value)" }
      if op == .less || op == .greater, isSameVariable(left, right) {
        return "is always false: both sides are the same"
      }
      return nil
    }
  }
}
