import LoxSource
import LoxSyntax

extension LintRule {
  public static let wrongArgumentCount = LintRule(
    id: "wrong-argument-count", severity: .error,
    summary: "A call has too many or too few arguments.",
    explanation: """
      A function or class is called with more or fewer arguments than it has parameters. When the call is executed, the
      script fails. The rule looks only at calls of functions and classes that nothing replaces, and of 'super.method'.

        fun add(a, b) { return a + b; }
        print add(1);    // wrong-argument-count
      """
  ) { context, report in
    for (call, owner) in context.facts.calls {
      guard case .call(let callee, let arguments) = context.ast[call] else { continue }
      let called = context.facts.unwrapped(callee)
      let count = Int(arguments.count)
      if let function = context.function(calledBy: called, owner) {
        guard count != function.arity else { continue }
        report(
          context.ast.span(of: call),
          "\(function.name) expects \(function.arity) argument\(function.arity == 1 ? "" : "s"), but gets \(count).",
          related: function.span)
      } else if let host = context.hostCallee(of: called), let expectation = host.expectation(count) {
        report(context.ast.span(of: call), "\(host.name) expects \(expectation), but gets \(count).")
      }
    }
  }
}

extension LintContext {
  /// The function that is certainly called.
  fileprivate struct Callee {
    var name: String
    var arity: Int
    var span: SourceSpan?
  }

  fileprivate func function(calledBy callee: ExpressionID, _ owner: ClassID?) -> Callee? {
    switch ast[callee] {
    case .variable:
      switch facts.declaration(of: callee) {
      case .function(let function): return self.callee(function)
      case .class(let declaration): return constructor(of: declaration)
      case .variable, nil: return nil
      }
    case .superMethod(let name):
      guard let owner, case .known(let method) = facts.superMethod(name, of: owner) else { return nil }
      return self.callee(method)
    default: return nil
    }
  }

  private func callee(_ id: FunctionID) -> Callee {
    let function = ast[id]
    return Callee(
      name: "'\(facts.name(function.name))'", arity: Int(function.parameters.count), span: function.nameSpan)
  }

  private func constructor(of id: ClassID) -> Callee? {
    let name = facts.name(ast[id].name)
    switch facts.method(.initializer, of: id) {
    case .unknown: return nil
    case .none: return Callee(name: "The class '\(name)' without 'init'", arity: 0)
    case .known(let method):
      var callee = callee(method)
      callee.name = "The class '\(name)'"
      return callee
    }
  }

  /// The callee, if it is a global that only the host defines.
  fileprivate func hostCallee(of callee: ExpressionID) -> HostCallee? {
    guard !hostCallees.isEmpty, case .variable(let name) = ast[callee],
      facts.variables[Int(callee.index)] == nil
    else { return nil }
    let global = facts.globals[Int(name.index)]
    return global.declarations == 0 && !global.isAssigned ? hostCallees[facts.name(name)] : nil
  }
}
