import LoxBuiltins
import LoxDiagnostics
import LoxSource
import LoxSyntax

extension LintRule {
  public static let unusedResult = LintRule(
    id: "unused-result", severity: .warning,
    summary: "The result of an operation that does nothing else is not used.",
    explanation: """
      A method of the core library is called that gives a result and changes nothing, but the result is not used. Strings
      can't be changed at all, and of the methods of lists those that are named by a participle give a new list.

        list.sorted();             // unused-result: list.sort() sorts the list itself
        name.trim();               // unused-result: name = name.trim() was meant
        list.map(x => add(x));     // unused-result: list.forEach(...) was meant

      Methods that a class in the file, or a class of the host, has are not reported, nor are those with names that objects of
      a host may well have, such as 'find', unless the receiver is known.
      """,
    fixes: { index, finding in index.useOfResult(at: finding.span) }
  ) { context, report in
    let ast = context.ast
    for statement in ast.statements {
      guard case .expression(let value) = statement, case let call = context.facts.unwrapped(value),
        case .call(let callee, _) = ast[call], case .get(let object, let name) = ast[callee],
        case let operations = context.operations(name, of: object),
        let operation = operations.first, operations.allSatisfy(\.onlyGivesResult)
      else { continue }
      if commonNames.contains(operation.name) {
        switch context.values[object].kind {
        case .number, .string, .collection: break
        default: continue
        }
      }
      let hint =
        switch operation.name {
        case "sorted": " 'sort' sorts the list itself."
        case "map", "flatMap", "filter": " Did you mean 'forEach'?"
        default: operation.owner == .string ? " A string can't be changed." : ""
        }
      report(ast.nameSpan(of: callee), "'\(operation.name)' only gives a result, which is not used.\(hint)")
    }
  }

  /// The names that something else than a value of the core library may well have.
  private static let commonNames: Set = [
    "any", "bytes", "clamp", "contains", "copy", "count", "entries", "every", "exp", "find", "fixed",
    "format", "get",
    "has", "isEmpty", "join", "lines", "parse", "repeat", "size", "slice", "split", "zip", "by", "keys",
    "values",
    "replace", "stringify", "sign", "log", "filled",
  ]
}

extension LintContext {
  /// What a member of this name may mean: of a class or namespace if the object has the name of one, else of values.
  fileprivate func operations(_ name: NameID, of object: ExpressionID) -> [CoreOperation] {
    guard case .variable(let variable) = ast[object] else { return core[name].filter { !$0.owner.isNamed } }
    let named = core[name].filter { $0.owner.isNamed && $0.owner.name == facts.name(variable) }
    return named.isEmpty ? core[name].filter { !$0.owner.isNamed } : named
  }
}

extension DocumentIndex {
  fileprivate func useOfResult(at span: SourceSpan) -> [Fix] {
    guard
      let callee = ast.expressions.indices.lazy.map({ ExpressionID($0) }).first(where: { id in
        if case .get = ast[id] { ast.nameSpan(of: id) == span } else { false }
      }), case .get(let object, let name) = ast[callee]
    else { return [] }
    var inference = TypeInference(self)
    let type = inference.type(of: object)
    switch text(of: name) {
    case "sorted": return [replacement("sort", at: span)]
    case "map" where type == .list: return [replacement("forEach", at: span)]
    default: break
    }
    guard case .variable(let variable) = ast[object], type == .string else { return [] }
    let meaning = meanings[Int(object.index)]
    if meaning > 0, self[SymbolID(Int(meaning) - 1)].isConstant { return [] }
    let text = text(of: variable)
    let start = SourceSpan(start: ast.span(of: object).start, end: ast.span(of: object).start)
    return [Fix(title: "Assign it to '\(text)'", edits: [Fix.Edit(start, "\(text) = ")], isPreferred: true)]
  }

  private func replacement(_ name: String, at span: SourceSpan) -> Fix {
    Fix(title: "Replace with '\(name)'", edits: [Fix.Edit(span, name)], isPreferred: true)
  }
}
