import LoxSyntax

extension LintRule {
  public static let unreachableCode = LintRule(
    id: "unreachable-code", severity: .hint, isAboutUnnecessaryCode: true,
    summary: "A statement is never reached.",
    explanation: """
      A statement is never reached: before it, the block always ends with a 'return', or in a loop that never ends.

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
        if case .return = context.ast[last] { "the 'return' before it" } else { "what comes before it" }
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
    func isEndless(_ condition: ExpressionID) -> Bool {
      values[condition].truth == true && values[condition].isConstant
    }
    // The parts of a statement come before it.
    for statement in ast.statements {
      let result =
        switch statement {
        case .return: true
        case .block(let list): ast[list].contains { results[Int($0.index)] }
        case .if(_, let then, let otherwise?): results[Int(then.index)] && results[Int(otherwise.index)]
        case .while(let condition, _): isEndless(condition)
        case .for(let loop): ast.forLoops[Int(loop.index)].condition.map(isEndless) ?? true
        case .if, .expression, .empty, .print, .variable, .function, .class: false
        }
      results.append(result)
    }
    return results
  }

  /// Blocks, the bodies of functions, and the script.
  fileprivate var statementLists: [StatementList] {
    let blocks = ast.statements.compactMap { statement -> StatementList? in
      if case .block(let list) = statement { list } else { nil }
    }
    return blocks + ast.functions.map(\.body) + [ast.script]
  }
}
