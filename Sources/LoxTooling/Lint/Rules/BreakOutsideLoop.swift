import LoxSource
import LoxSyntax

extension LintRule {
  public static let breakOutsideLoop = LintRule(
    id: "break-outside-loop", severity: .error,
    summary: "'break' or 'continue' is used outside of a loop.",
    explanation: """
      'break' and 'continue' are statements in loops ('break' also in a 'switch'), up to the border of a function. Elsewhere
      they are names, as in the book's language, and nothing in the file defines them.

        fun find(list) {
          list.forEach(x => { if (x > 1) break; });    // break-outside-loop: the loop is in another function
        }
      """
  ) { context, report in
    for use in context.facts.globalUses where context.isJumpWord(use) {
      let text = String(decoding: context.ast.source.text(of: context.ast.nameSpan(of: use)), as: UTF8.self)
      let place = text == "break" ? "in a loop or a 'switch'" : "in a loop"
      report(context.ast.nameSpan(of: use), "'\(text)' is a statement only \(place) of the same function.")
    }
  }
}

extension LintContext {
  /// Whether a use of a global variable is a `break` or `continue` that nothing declares.
  func isJumpWord(_ use: ExpressionID) -> Bool {
    guard ast.profile == .extended, case .variable(let name) = ast[use],
      facts.globals[Int(name.index)].declarations == 0
    else { return false }
    let text = ast.names.bytes(name)
    return text.elementsEqual("break".utf8) || text.elementsEqual("continue".utf8)
  }
}
