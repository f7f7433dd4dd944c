import LoxSemantics
import LoxSyntax

extension LintChecks {
  /// The checks for which an expression by itself is enough.
  mutating func checkExpressions() {
    for index in facts.ast.expressions.indices {
      let id = ExpressionID(index)
      switch facts.ast[id] {
      case .binary(let op, let left, let right): checkComparison(id, op, left, right)
      case .logical(let op, let left, _): checkLogical(op, left)
      case .assign(let name, let value):
        let value = facts.unwrapped(value)
        // The same name means the same variable there.
        if case .variable(name) = facts.ast[value] {
          report(.selfAssignment, facts.ast.span(of: id), "The variable is assigned to itself.")
          judgedAssignments.insert(facts.ast.span(of: id))
        }
      case .set(let object, let name, let value):
        if case .get(let other, name) = facts.ast[facts.unwrapped(value)], isSameVariable(object, other) {
          report(.selfAssignment, facts.ast.span(of: id), "The field is assigned to itself.")
        }
      default: break
      }
    }
  }

  /// Whether both are `this`, or the same variable.
  private func isSameVariable(_ left: ExpressionID, _ right: ExpressionID) -> Bool {
    switch (facts.ast[facts.unwrapped(left)], facts.ast[facts.unwrapped(right)]) {
    case (.this, .this): true
    case (.variable(let a), .variable(let b)): a == b
    default: false
    }
  }

  private mutating func checkComparison(
    _ id: ExpressionID, _ op: BinaryOperator, _ left: ExpressionID, _ right: ExpressionID
  ) {
    let span = facts.ast.span(of: id)
    switch op {
    case .add, .subtract, .multiply, .divide: break
    case .equal, .notEqual:
      guard let isEqual = Self.equality(known(left), known(right)) else { return }
      let (a, b) = (known(left).kind, known(right).kind)
      let reason =
        if let a, let b, a != b { ": \(a.rawValue) never equals \(b.rawValue)" } else { "" }
      report(.constantComparison, span, "The comparison is always \(isEqual == (op == .equal))\(reason).")
    case .less, .lessEqual, .greater, .greaterEqual:
      if let wrong = [left, right].compactMap({ known($0).kind }).first(where: { $0 != .number }) {
        report(.constantComparison, span, "The comparison always fails: \(wrong.rawValue) is not a number.")
      } else if case .boolean(let value) = known(id) {
        report(.constantComparison, span, "The comparison is always \(value).")
      } else if op == .less || op == .greater, isSameVariable(left, right) {
        report(.constantComparison, span, "The comparison is always false: both sides are the same.")
      }
    }
  }

  private mutating func checkLogical(_ op: LogicalOperator, _ left: ExpressionID) {
    guard let truth = known(left).truth else { return }
    let consequence =
      truth == (op == .and) ? "so only the right operand counts" : "so the right operand is never evaluated"
    report(
      .constantCondition, facts.ast.span(of: left), "The left operand is always \(truth), \(consequence).")
  }

  // MARK: - Conditions

  mutating func checkConditions() {
    for (condition, owner, isLoop) in facts.conditions {
      let span = facts.ast.span(of: condition)
      let inner = facts.unwrapped(condition)
      if let owner { checkMethod(inner, owner) }
      guard let truth = known(condition).truth else { continue }
      // `while (true)` is how endless loops are written.
      if isLoop, truth, isLiteral(inner) { continue }
      // Of a comparison it was told already.
      if case .binary = facts.ast[inner], known(condition).isConstant { continue }
      if case .assign = facts.ast[inner] {
        report(
          .constantCondition, span,
          "The condition is always \(truth), as it assigns a constant. Is '==' meant?")
      } else if known(condition) == .someFunction {
        report(
          .constantCondition, span,
          "The condition is always true: it is a function or class, which is not called.")
      } else {
        report(.constantCondition, span, "The condition is always \(truth).")
      }
    }
  }

  private func isLiteral(_ id: ExpressionID) -> Bool {
    switch facts.ast[id] {
    case .nil, .boolean, .number, .string: true
    default: false
    }
  }

  /// Checks a condition in a method: a method of the class is not called there.
  private mutating func checkMethod(_ condition: ExpressionID, _ owner: ClassID) {
    var condition = condition
    while case .unary(.not, let operand) = facts.ast[condition] { condition = facts.unwrapped(operand) }
    guard case .get(let object, let name) = facts.ast[condition], case .this = facts.ast[object],
      !facts.isField[Int(name.index)], case .known(let method) = facts.method(name, of: owner)
    else { return }
    report(
      .methodAsCondition, facts.ast.span(of: condition),
      "The method '\(facts.name(name))' is not called here, and a method always counts as true.",
      related: facts.ast[method].nameSpan)
  }
}
