import LoxSource
import LoxSyntax

extension LintRule {
  public static let wrongArgumentCount = LintRule(
    id: "wrong-argument-count", severity: .error,
    summary: "A call has too many or too few arguments.",
    explanation: """
      A function or class is called with more or fewer arguments than it has parameters. When the call is executed, the
      script fails. The rule looks only at calls of functions and classes that nothing replaces, in the script or in a module
      that it imports, and of 'super.method'.

        fun add(a, b) { return a + b; }
        print add(1);    // wrong-argument-count
      """
  ) { context, report in
    let imported = ImportedCallees(context)
    for (call, owner) in context.facts.calls {
      guard case .call(let callee, let arguments) = context.ast[call] else { continue }
      let called = context.facts.unwrapped(callee)
      let count = Int(arguments.count)
      // How many values a `...` gives is not known.
      if context.ast[arguments].contains(where: { if case .spread = context.ast[$0] { true } else { false } })
      {
        continue
      }
      if let function = context.function(calledBy: called, owner) {
        guard let expectation = function.expectation(count) else { continue }
        report(
          context.ast.span(of: call), "\(function.name) expects \(expectation), but gets \(count).",
          related: function.span)
      } else if let callee = imported.callee(of: called), let expectation = callee.expectation(count) {
        report(context.ast.span(of: call), "\(callee.name) expects \(expectation), but gets \(count).")
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
    var least: Int
    /// Nil for any number.
    var most: Int?
    var span: SourceSpan?

    /// What it expects, such as `1 argument`; nil if this number is right.
    func expectation(_ count: Int) -> String? {
      if count < least || most.map({ count > $0 }) ?? false {
        let text = most == least ? "\(least)" : most.map { "\(least) to \($0)" } ?? "at least \(least)"
        return "\(text) argument\((most ?? least) == 1 && least == 1 ? "" : "s")"
      }
      return nil
    }
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
    let parameters = ast[function.parameters]
    let hasRest = parameters.last?.isRest ?? false
    return Callee(
      name: "'\(facts.name(function.name))'",
      least: parameters.count { $0.defaultValue == nil && !$0.isRest },
      most: hasRest ? nil : parameters.count, span: function.nameSpan)
  }

  private func constructor(of id: ClassID) -> Callee? {
    let name = facts.name(ast[id].name)
    switch facts.method(.initializer, of: id) {
    case .unknown: return nil
    case .none: return Callee(name: "The class '\(name)' without 'init'", least: 0, most: 0)
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

/// What a script imports, as far as it is known how it can be called.
private struct ImportedCallees {
  private let context: LintContext
  /// What the names of the script stand for.
  private var names: [NameID: HostAPI.Function] = [:]
  /// By the names of modules in the script.
  private var modules: [NameID: [String: HostAPI.Function?]] = [:]

  init(_ context: LintContext) {
    self.context = context
    let ast = context.ast
    for declaration in ast.imports {
      let name = String(decoding: ast.bytes(of: declaration.module), as: UTF8.self)
      guard case .names(let exports)? = context.names(ofModule: name) else { continue }
      for imported in ast.importedNames[declaration.names.range] {
        if let function = exports[context.facts.name(imported.name)] ?? nil {
          names[imported.local] = function
        }
      }
      if let binding = declaration.binding { modules[binding] = exports }
    }
  }

  func callee(of called: ExpressionID) -> HostCallee? {
    switch context.ast[called] {
    case .variable(let name):
      guard let function = names[name], isGlobal(called) else { return nil }
      return HostCallee("'\(context.facts.name(name))'", function.parameters)
    case .get(let object, let property):
      guard case .variable(let module) = context.ast[object], isGlobal(object),
        let function = modules[module]?[context.facts.name(property)] ?? nil
      else { return nil }
      return HostCallee(
        "'\(context.facts.name(module)).\(context.facts.name(property))'", function.parameters)
    default: return nil
    }
  }

  private func isGlobal(_ variable: ExpressionID) -> Bool {
    context.facts.resolution.binding(of: variable) == .global
  }
}
