import LoxSyntax

extension LintRule {
  public static let unreachableCode = LintRule(
    id: "unreachable-code", severity: .hint, isAboutUnnecessaryCode: true,
    summary: "A statement is never reached.",
    explanation: """
      A statement is never reached: before it, the block always ends with a 'return', a 'throw', a 'break' or a
      'continue', or in a loop that never ends.

        fun f() {
          return 1;
          print "never";    // unreachable-code
        }
      """,
    relatedMessage: "Nothing after this is reached.",
    fixes: { index, finding in index.removal(ofUnreachable: finding.span) }
  ) { context, report in
    let neverCompletes = context.neverCompletes
    for list in context.statementLists {
      let statements = context.ast[list]
      guard let last = statements.first(where: { neverCompletes[Int($0.index)] }),
        let next = statements.first(where: { $0.index > last.index })
      else { continue }
      let reason =
        switch context.ast[last] {
        case .return: "the 'return' before it"
        case .throw: "the 'throw' before it"
        case .break: "the 'break' before it"
        case .continue: "the 'continue' before it"
        default: "what comes before it"
        }
      report(
        context.ast.span(of: next), "The code is never reached, because of \(reason).",
        related: context.ast.span(of: last))
    }
  }
}

extension LintContext {
  /// By statement: whether control never reaches its end.
  fileprivate var neverCompletes: [Bool] {
    var results: [Bool] = []
    results.reserveCapacity(ast.statements.count)
    // By statement: whether it contains a `break` that leaves a statement around it.
    var breaks: [Bool] = []
    func isEndless(_ condition: ExpressionID) -> Bool {
      values[condition].truth == true && values[condition].isConstant
    }
    // The parts of a statement come before it.
    for (index, statement) in ast.statements.enumerated() {
      let id = StatementID(index)
      let result =
        switch statement {
        case .return, .break, .continue, .throw: true
        case .block(let list): ast[list].contains { results[Int($0.index)] }
        case .if(_, let then, let otherwise?): results[Int(then.index)] && results[Int(otherwise.index)]
        case .while(let condition, _): isEndless(condition) && !ast.loopsWithBreak.contains(id)
        case .for(let loop):
          (ast.forLoops[Int(loop.index)].condition.map(isEndless) ?? true) && !ast.loopsWithBreak.contains(id)
        case .switch(let id): neverCompletes(id, results, breaks)
        case .try(let id): neverCompletes(id, results)
        case .if, .expression, .empty, .print, .variable, .function, .class, .constant, .destructuring,
          .forIn, .import:
          false
        }
      results.append(result)
      breaks.append(containsBreak(statement, breaks))
    }
    return results
  }

  private func neverCompletes(_ id: SwitchID, _ results: [Bool], _ breaks: [Bool]) -> Bool {
    let cases = ast.cases(of: id)
    return cases.contains(where: \.isDefault)
      && cases.allSatisfy { branch in
        ast[branch.body].contains { results[Int($0.index)] }
          && !ast[branch.body].contains { breaks[Int($0.index)] }
      }
  }

  private func neverCompletes(_ id: TryID, _ results: [Bool]) -> Bool {
    if let finally = ast[id].finally, results[Int(finally.index)] { return true }
    return results[Int(ast[id].body.index)]
      && ast.catches(of: id).allSatisfy { results[Int($0.body.index)] }
  }

  private func containsBreak(_ statement: Statement, _ breaks: [Bool]) -> Bool {
    switch statement {
    case .break: true
    case .block(let list): ast[list].contains { breaks[Int($0.index)] }
    case .if(_, let then, let otherwise):
      breaks[Int(then.index)] || otherwise.map { breaks[Int($0.index)] } ?? false
    // No `break` leaves a `finally`.
    case .try(let id):
      breaks[Int(ast[id].body.index)] || ast.catches(of: id).contains { breaks[Int($0.body.index)] }
    default: false
    }
  }

  /// Blocks, the bodies of functions, and the script.
  fileprivate var statementLists: [StatementList] {
    let blocks = ast.statements.compactMap { statement -> StatementList? in
      if case .block(let list) = statement { list } else { nil }
    }
    return blocks + ast.switchCases.map(\.body) + ast.functions.map(\.body) + [ast.script]
  }
}
