import LoxSyntax

extension LintRule {
  public static let unusedParameter = LintRule(
    id: "unused-parameter", severity: .hint, isAboutUnnecessaryCode: true,
    summary: "A parameter is never used.",
    explanation: """
      Nothing in a function reads one of its parameters: callers compute an argument for nothing, or another name was meant.

        fun scale(x, factor) { return x * 2; }    // unused-parameter: factor

      Parameters that a function must have are not reported: those of methods that several classes have, of setters and
      operators, of functions that are passed as values, and of empty functions. A parameter may be unused if its name begins
      with an underscore.
      """,
    fixes: { index, finding in index.underscore(at: finding.span) }
  ) { context, report in
    for variable in context.unusedVariables(.parameter) {
      guard let function = variable.function, context.ast[function].body.count > 0,
        !context.hasGivenParameters(function)
      else { continue }
      report(variable.span, "The parameter '\(context.facts.name(variable.name))' is never used.")
    }
  }
}

extension LintContext {
  /// Whether others determine which parameters a function has: it is a method that another class also has, or a value that
  /// somebody else calls.
  fileprivate func hasGivenParameters(_ id: FunctionID) -> Bool {
    let function = ast[id]
    if function.member == .setter || function.member == .operator || function.member == .field { return true }
    switch function.kind {
    case .initializer: return false
    case .method: return facts.methodCounts[Int(function.name.index)] > 1
    case .function: return facts.isPassedOn(id)
    }
  }
}
