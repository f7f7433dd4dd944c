import LoxSemantics
import LoxSource
import LoxSyntax

/// What the checks of the rules know about a source.
struct LintContext {
  let facts: LintFacts
  private(set) var options: Linter.Options
  /// What is known about the values of expressions.
  let values: KnownValues
  /// By name, how many arguments the callable globals of the host accept.
  let hostCallees: [String: HostCallee]
  /// What the names of members mean in the core library.
  let core: CoreMembers

  init(_ facts: LintFacts, _ options: Linter.Options) {
    self.facts = facts
    self.options = options
    self.options.hostAPI = options.hostAPI.addingTests(of: facts.ast)
    if facts.ast.profile == .extended { self.options.hostAPI = self.options.hostAPI.addingCore() }
    values = KnownValues(facts)
    core = CoreMembers(facts, self.options)
    hostCallees = HostCallee.all(in: self.options.hostAPI)
  }

  var ast: AST { facts.ast }

  /// The local variables of a kind that nothing reads, except those whose names say that they may be unused.
  func unusedVariables(_ kind: Variable.Kind) -> [Variable] {
    facts.resolution.variables.enumerated().compactMap { index, variable in
      // A parameter that is taken apart has no name.
      variable.kind == kind && facts.locals[index].reads == 0 && !facts.locals[index].isNeeded
        && variable.name != .anonymous && !facts.isMarkedUnused(variable.name)
        ? variable : nil
    }
  }

  /// Whether both are `this`, or the same variable.
  func isSameVariable(_ left: ExpressionID, _ right: ExpressionID) -> Bool {
    switch (ast[facts.unwrapped(left)], ast[facts.unwrapped(right)]) {
    case (.this, .this): true
    case (.variable(let a), .variable(let b)): a == b
    default: false
    }
  }
}

/// Collects what the check of a rule finds.
struct LintReporter {
  let rule: LintRule
  private(set) var findings: [LintFinding] = []

  init(_ rule: LintRule) { self.rule = rule }

  /// Reports a finding.
  mutating func callAsFunction(_ span: SourceSpan, _ message: String, related: SourceSpan? = nil) {
    findings.append(LintFinding(rule: rule, span: span, message: message, related: related))
  }
}
