import LoxDiagnostics
import LoxSource
import LoxSyntax

extension LintRule {
  public static let textMethod = LintRule(
    id: "text-method", severity: .hint,
    summary: "A method does not give the text of an instance.",
    explanation: """
      A class has a method 'toString' or 'description'. It is called only where the script calls it: the text that 'print' and
      `${...}` show is that of a getter 'description'.

        class Point {
          toString() { return `${this.x}, ${this.y}`; }    // text-method
          description => `${this.x}, ${this.y}`;
        }

      Classes that have the getter as well, and sources in the book's language, are not reported.
      """,
    fixes: { index, finding in index.getter(at: finding.span) }
  ) { context, report in
    let ast = context.ast
    guard ast.profile == .extended else { return }
    for declaration in ast.classes {
      let methods = ast[declaration.methods].map { ast[$0] }
      if methods.contains(where: { $0.member == .getter && $0.isNamed("description", ast) && !$0.isOfClass })
      {
        continue
      }
      for method in methods
      where method.member == .method && !method.isOfClass && method.parameters.count == 0 {
        guard method.isNamed("toString", ast) || method.isNamed("description", ast) else { continue }
        report(
          method.nameSpan, "'print' and '${...}' show the text of a getter 'description', not of a method.")
      }
    }
  }
}

extension FunctionDeclaration {
  fileprivate func isNamed(_ text: String, _ ast: AST) -> Bool {
    ast.names.bytes(name).elementsEqual(text.utf8)
  }
}

extension DocumentIndex {
  /// Makes a getter of a method that nothing calls.
  fileprivate func getter(at span: SourceSpan) -> [Fix] {
    guard references(at: span.start).count == 1 else { return [] }
    var scanner = Scanner(source, profile: profile, from: span.end)
    let opening = scanner.next()
    let closing = scanner.next()
    guard opening.kind == .leftParenthesis, closing.kind == .rightParenthesis else { return [] }
    let edit = Fix.Edit(SourceSpan(start: span.start, end: closing.span.end), "description")
    return [Fix(title: "Make it a getter 'description'", edits: [edit], isPreferred: true)]
  }
}
