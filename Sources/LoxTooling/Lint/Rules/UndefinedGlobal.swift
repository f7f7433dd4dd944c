import LoxDiagnostics
import LoxSource
import LoxSyntax

extension LintRule {
  public static let undefinedGlobal = LintRule(
    id: "undefined-global", severity: .error,
    summary: "Nothing in the file defines a global variable.",
    explanation: """
      There is no local variable with this name, and nothing in the file defines a global one. When the name is used, the
      script fails.

        fun greet() { print mesage; }    // undefined-global
        var message = "Hello";

      If the variable is defined elsewhere, name it: lox lint --global NAME.
      """,
    fixes: { index, finding in
      index.throwing(at: finding.span) + index.replacements(at: finding.span)
        + index.declaration(at: finding.span)
    },
    automaticFix: { index, finding in
      index.throwing(at: finding.span).first ?? index.foreignWord(at: finding.span)
    }
  ) { context, report in
    let known = context.options.knownGlobals.union(context.options.hostAPI.globalNames)
    let suggestions = NameSuggestions(context, known)
    var suggestionCount = 0
    // Another rule reports `break` and `continue`.
    for use in context.facts.globalUses where !context.isJumpWord(use) {
      let name: NameID
      switch context.ast[use] {
      case .variable(let variable), .assign(let variable, _): name = variable
      default: continue
      }
      let text = context.facts.name(name)
      if context.facts.globals[Int(name.index)].declarations > 0 || known.contains(text) { continue }
      var message = "Nothing in this file defines '\(text)'."
      if text == "throw", context.ast.profile == .extended {
        message += " An error is thrown without parentheses."
      } else if suggestionCount < NameSuggestions.maximumCount {
        suggestionCount += 1
        if let suggestion = suggestions.suggestion(for: name, use) { message += " " + suggestion }
      }
      report(context.ast.nameSpan(of: use), message)
    }
  }
}

extension DocumentIndex {
  /// Makes a statement of a call `throw(x);`.
  fileprivate func throwing(at span: SourceSpan) -> [Fix] {
    guard profile == .extended, source.text(of: span).elementsEqual("throw".utf8) else { return [] }
    for statement in ast.statements {
      guard case .expression(let value) = statement, ast.span(of: value).start == span.start,
        case .call(let callee, let arguments) = ast[value], ast.span(of: callee) == span,
        let argument = ast[arguments].first, arguments.count == 1
      else { continue }
      let inner = ast.span(of: argument)
      let first = source.text(of: inner).first
      // A parenthesis or a minus sign would go on with the name again.
      if first == UInt8(ascii: "(") || first == UInt8(ascii: "-") { return [] }
      return [
        Fix(
          title: "Throw it",
          edits: [
            Fix.Edit(SourceSpan(start: span.end, end: inner.start), " "),
            Fix.Edit(SourceSpan(start: inner.end, end: ast.span(of: value).end), ""),
          ], isPreferred: true)
      ]
    }
    return []
  }
}
