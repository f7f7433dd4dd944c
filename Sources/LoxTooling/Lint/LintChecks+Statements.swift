import LoxSemantics
import LoxSyntax

extension LintChecks {
  mutating func checkStatements() {
    let ast = facts.ast
    // Whether control never comes to the end of a statement; its parts stand before it.
    var neverCompletes: [Bool] = []
    neverCompletes.reserveCapacity(ast.statements.count)
    for index in ast.statements.indices {
      var result = false
      switch ast.statements[index] {
      case .return: result = true
      case .block(let list): result = checkList(list, neverCompletes)
      case .if(_, let then, let otherwise):
        if let otherwise { result = neverCompletes[Int(then.index)] && neverCompletes[Int(otherwise.index)] }
      case .while(let condition, _): result = known(condition).truth == true && known(condition).isConstant
      case .for(let loop):
        let condition = ast.forLoops[Int(loop.index)].condition
        result = condition.map { known($0).truth == true && known($0).isConstant } ?? true
      case .expression(let value): checkUse(value)
      case .empty, .print, .variable, .function, .class: break
      }
      neverCompletes.append(result)
    }
    for function in ast.functions { _ = checkList(function.body, neverCompletes) }
    _ = checkList(ast.script, neverCompletes)
  }

  /// Looks for what is never reached in a list of statements; whether control never comes to its end.
  private mutating func checkList(_ list: StatementList, _ neverCompletes: [Bool]) -> Bool {
    let statements = facts.ast[list]
    guard let last = statements.first(where: { neverCompletes[Int($0.index)] }) else { return false }
    if let next = statements.first(where: { $0.index > last.index }) {
      let reason: String
      if case .return = facts.ast[last] {
        reason = "the 'return' before it"
      } else {
        reason = "what is before it"
      }
      report(
        .unreachableCode, facts.ast.span(of: next), "The code is never reached, because of \(reason).",
        related: facts.ast.span(of: last))
    }
    return true
  }

  /// Checks the expression of a statement, the value of which nobody uses.
  private mutating func checkUse(_ id: ExpressionID) {
    var id = facts.unwrapped(id)
    // What matters is the operand that comes last.
    while case .logical(_, _, let right) = facts.ast[id] { id = facts.unwrapped(right) }
    let message: String
    switch facts.ast[id] {
    case .assign, .set, .call, .invalid: return
    case .binary(.equal, _, _): message = "The result of the comparison is not used. Is '=' meant?"
    case .binary, .unary, .logical: message = "The result of the operator is not used."
    case .get, .superMethod: message = "The property is not used. Is it a method to be called?"
    case .variable: message = "The variable is not used. Is it a function to be called?"
    case .nil, .boolean, .number, .string, .this, .grouping: message = "The value is not used."
    }
    report(.uselessExpression, facts.ast.span(of: id), message)
  }
}
