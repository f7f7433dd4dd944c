import LoxSemantics
import LoxSource
import LoxSyntax

/// Judges what a walk has noted: the checks that have to know the whole source.
struct LintChecks {
  let facts: LintFacts
  let options: Linter.Options
  /// By name: how the globals of the host that can be called are called.
  let hostCallees: [String: HostCallee]
  var findings: [LintFinding] = []
  /// By expression: what is known of its value.
  var values: [KnownValue] = []
  /// Assignments that another finding tells of.
  var judgedAssignments: Set<SourceSpan> = []

  init(_ facts: LintFacts, _ options: Linter.Options) {
    self.facts = facts
    self.options = options
    hostCallees = HostCallee.all(in: options.hostAPI)
  }

  mutating func run() {
    findValues()
    checkExpressions()
    checkVariables()
    checkGlobals()
    checkConditions()
    checkStatements()
    checkCalls()
    checkProperties()
    checkInitializers()
  }

  mutating func report(
    _ rule: LintRule, _ span: SourceSpan, _ message: String, related: SourceSpan? = nil
  ) {
    findings.append(LintFinding(rule: rule, span: span, message: message, related: related))
  }

  // MARK: - Variables

  private mutating func checkVariables() {
    let functionsWithEmptyBody = facts.ast.functions.map { $0.body.count == 0 }
    for (index, variable) in facts.resolution.variables.enumerated() {
      checkShadowing(variable)
      guard facts.locals[index].reads == 0, !facts.isMarkedUnused(variable.name) else { continue }
      let name = facts.name(variable.name)
      switch variable.kind {
      case .local:
        let what = variable.isAssigned ? "assigned, but never read" : "never used"
        report(.unusedLocal, variable.span, "The local variable '\(name)' is \(what).")
      case .function: report(.unusedFunction, variable.span, "The local function '\(name)' is never used.")
      case .class: report(.unusedClass, variable.span, "The local class '\(name)' is never used.")
      case .parameter:
        guard let function = variable.function, !functionsWithEmptyBody[Int(function.index)],
          !hasGivenParameters(function)
        else { continue }
        report(.unusedParameter, variable.span, "The parameter '\(name)' is never used.")
      case .this, .super: break
      }
    }
    for (variable, span) in facts.unreadAssignments {
      let local = facts.resolution[variable]
      // Of a variable that is never read, its declaration tells.
      if facts.locals[Int(variable.index)].reads == 0 || facts.isMarkedUnused(local.name)
        || judgedAssignments.contains(span)
      {
        continue
      }
      report(
        .unusedAssignment, span, "The value assigned to '\(facts.name(local.name))' here is never read.",
        related: local.span == span ? nil : local.span)
    }
  }

  private mutating func checkShadowing(_ variable: Variable) {
    guard variable.kind == .local, let shadowed = variable.shadowed, !facts.isMarkedUnused(variable.name)
    else { return }
    report(
      .shadowedVariable, variable.span,
      "The variable hides another '\(facts.name(variable.name))' of an enclosing scope.",
      related: facts.resolution[shadowed].span)
  }

  /// Whether others determine which parameters a function has: it is a method that another class has, too, or a value that
  /// somebody else calls.
  private func hasGivenParameters(_ id: FunctionID) -> Bool {
    let function = facts.ast[id]
    switch function.kind {
    case .initializer: return false
    case .method: return facts.methodCounts[Int(function.name.index)] > 1
    case .function: return facts.isPassedOn(id)
    }
  }

  // MARK: - Globals

  private mutating func checkGlobals() {
    let known = options.knownGlobals.union(options.hostAPI.globalNames)
    for use in facts.globalUses {
      guard let name = facts.ast.nameOfVariable(use) else { continue }
      if facts.globals[Int(name.index)].declarations > 0 || known.contains(facts.name(name)) { continue }
      report(
        .undefinedGlobal, facts.ast.nameSpan(of: use), "Nothing in this file defines '\(facts.name(name))'.")
    }
  }
}

extension AST {
  /// The name in a `.variable` or `.assign`.
  fileprivate func nameOfVariable(_ id: ExpressionID) -> NameID? {
    switch self[id] {
    case .variable(let name), .assign(let name, _): name
    default: nil
    }
  }
}
