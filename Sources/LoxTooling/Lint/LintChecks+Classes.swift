import LoxSemantics
import LoxSource
import LoxSyntax

extension LintChecks {
  // MARK: - Calls

  mutating func checkCalls() {
    for (call, owner) in facts.calls {
      guard case .call(let callee, let arguments) = facts.ast[call] else { continue }
      let count = Int(arguments.count)
      guard let function = function(calledBy: facts.unwrapped(callee), owner) else {
        checkHostCall(call, of: facts.unwrapped(callee), count)
        continue
      }
      guard count != function.arity else { continue }
      report(
        .wrongArgumentCount, facts.ast.span(of: call),
        "\(function.name) expects \(function.arity) argument\(function.arity == 1 ? "" : "s"), but gets \(count).",
        related: function.span)
    }
  }

  /// Checks the call of a global that only the host defines.
  private mutating func checkHostCall(_ call: ExpressionID, of callee: ExpressionID, _ count: Int) {
    guard !hostCallees.isEmpty, case .variable(let name) = facts.ast[callee],
      facts.variables[Int(callee.index)] == nil
    else { return }
    let global = facts.globals[Int(name.index)]
    guard global.declarations == 0, !global.isAssigned, let host = hostCallees[facts.name(name)],
      let expectation = host.expectation(count)
    else { return }
    report(
      .wrongArgumentCount, facts.ast.span(of: call), "\(host.name) expects \(expectation), but gets \(count)."
    )
  }

  /// What is certainly called.
  private struct Callee {
    var name: String
    var arity: Int
    var span: SourceSpan?
  }

  private func function(calledBy callee: ExpressionID, _ owner: ClassID?) -> Callee? {
    switch facts.ast[callee] {
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
    let function = facts.ast[id]
    return Callee(
      name: "'\(facts.name(function.name))'", arity: Int(function.parameters.count), span: function.nameSpan)
  }

  private func constructor(of id: ClassID) -> Callee? {
    switch facts.method(.initializer, of: id) {
    case .unknown: return nil
    case .none: return Callee(name: "The class '\(facts.name(facts.ast[id].name))' without 'init'", arity: 0)
    case .known(let method):
      var callee = callee(method)
      callee.name = "The class '\(facts.name(facts.ast[id].name))'"
      return callee
    }
  }

  // MARK: - Properties

  mutating func checkProperties() {
    for use in facts.propertyUses {
      switch facts.ast[use.expression] {
      case .get(_, let name):
        if facts.isField[Int(name.index)] || facts.methodCounts[Int(name.index)] > 0 { continue }
        // A superclass from elsewhere may have anything.
        guard case .none = facts.method(name, of: use.owner) else { continue }
        report(
          .undefinedProperty, facts.ast.nameSpan(of: use.expression),
          "Nothing in this file assigns a field '\(facts.name(name))', and no class has such a method.")
      case .superMethod(let name):
        guard case .none = facts.superMethod(name, of: use.owner) else { continue }
        report(
          .undefinedProperty, facts.ast.nameSpan(of: use.expression),
          "The superclass has no method '\(facts.name(name))'.")
      case .set(_, let name, _):
        guard case .known(let method) = facts.method(name, of: use.owner) else { continue }
        report(
          .hiddenMethod, facts.ast.nameSpan(of: use.expression),
          "The field hides the method '\(facts.name(name))'.", related: facts.ast[method].nameSpan)
      default: break
      }
    }
  }

  mutating func checkInitializers() {
    for initialization in facts.initializations {
      guard case .known(let initializer) = facts.superMethod(.initializer, of: initialization.owner) else {
        continue
      }
      let span = facts.ast[initializer].nameSpan
      if !initialization.callsSuper {
        report(
          .missingSuperInit, facts.ast[initialization.function].nameSpan,
          "The initializer never calls that of the superclass, 'super.init'.", related: span)
        continue
      }
      for use in initialization.earlyUses {
        report(
          .thisBeforeSuperInit, facts.ast.span(of: use),
          "The instance is used before 'super.init' has initialized it.", related: span)
      }
    }
  }
}
