import LoxDiagnostics
import LoxSource
import LoxSyntax

extension LintRule {
  public static let unusedImport = LintRule(
    id: "unused-import", severity: .hint, isAboutUnnecessaryCode: true,
    summary: "An imported name is never used.",
    explanation: """
      A name is imported, but nothing in the file uses it.

        import {rate, total} from "shop/tax";    // unused-import: total
        print rate;

      An import that is there to run the module needs no name: 'import "setup";'. A module may import a name for those that
      import it from there; say so with a comment, '// lint:ignore unused-import'.
      """,
    fixes: { index, finding in index.removal(ofImportAt: finding.span) }
  ) { context, report in
    if context.facts.imports.isEmpty { return }
    var used = [Bool](repeating: false, count: context.ast.names.count)
    for use in context.facts.globalUses {
      if case .variable(let name) = context.ast[use] { used[Int(name.index)] = true }
    }
    for (name, span, _) in context.facts.imports
    where !used[Int(name.index)] && !context.facts.isMarkedUnused(name) {
      report(span, "The imported name '\(context.facts.name(name))' is never used.")
    }
  }
}

extension DocumentIndex {
  /// Takes a name out of its import. The module is imported all the same.
  fileprivate func removal(ofImportAt span: SourceSpan) -> [Fix] {
    for (index, statement) in ast.statements.enumerated() {
      guard case .import(let id) = statement else { continue }
      let declaration = ast[id]
      let names = ast.names(of: id)
      let whole = ast.span(of: StatementID(index))
      if declaration.binding != nil && declaration.bindingSpan == span
        || names.count == 1 && names.first?.localSpan == span
      {
        let module = String(decoding: source.text(of: declaration.moduleSpan), as: UTF8.self)
        return [
          Fix(title: "Remove the name", edits: [Fix.Edit(whole, "import \(module);")], isPreferred: true)
        ]
      }
      guard let place = names.firstIndex(where: { $0.localSpan == span }) else { continue }
      let isFirst = place == names.startIndex
      let removed =
        isFirst
        ? SourceSpan(start: names[place].nameSpan.start, end: names[place + 1].nameSpan.start)
        : SourceSpan(start: names[place - 1].localSpan.end, end: span.end)
      return [Fix(title: "Remove the name", edits: [Fix.Edit(removed, "")], isPreferred: true)]
    }
    return []
  }
}
