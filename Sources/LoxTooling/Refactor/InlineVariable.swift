import LoxDiagnostics
import LoxSource
import LoxSyntax

extension DocumentIndex {
  /// Puts the value of a local variable where it is used, if it makes no difference when or how often it is evaluated.
  func inlinedVariable(at offset: UInt32, _ places: ExpressionPlaces) -> Refactoring? {
    guard let occurrence = occurrence(at: offset), case .symbol(let id) = occurrence.target,
      let (value, path) = valueOfLocal(id)
    else { return nil }
    let uses = occurrences.filter { $0.target == .symbol(id) && $0.role != .declaration }.map(\.span)
    guard !uses.isEmpty, case .statement(let declaration)? = path.last,
      mayMove(value, to: uses, from: path)
    else { return nil }
    let variables = places.variables(in: self[id].visibility)
    let text = string(ast.span(of: value))
    let edits = uses.compactMap { use -> Fix.Edit? in
      guard let variable = variables[use.start], places.isValue(variable) else { return nil }
      return replacement(of: use, by: places.text(text, of: value, at: variable))
    }
    guard edits.count == uses.count else { return nil }
    return Refactoring(
      kind: .inlineVariable, title: "Inline '\(name(of: id))'",
      edits: [Fix.Edit(wholeLines(ast.span(of: declaration)), "")] + edits)
  }

  /// The only value of a local variable, and the path to its declaration.
  private func valueOfLocal(_ id: SymbolID) -> (value: ExpressionID, path: [Node])? {
    let symbol = self[id]
    guard symbol.kind == .variable, !symbol.isGlobal, !symbol.isReassigned, !symbol.hasUnknownValue,
      symbol.annotation == nil
    else { return nil }
    let path = path(to: symbol.span) { node in
      if case .statement(let id) = node { ast.span(of: id) == symbol.span } else { false }
    }
    guard case .statement(let statement)? = path.last, ast.span(of: statement) == symbol.span,
      statements(in: path.dropLast().last)?.contains(statement) == true
    else { return nil }
    switch ast[statement] {
    case .variable(_, .some(let value)), .constant(_, let value):
      // A function takes its name from its variable, which would show.
      if case .function = ast[value] { return nil }
      return (value, path)
    default: return nil
    }
  }

  private func mayMove(_ value: ExpressionID, to uses: [SourceSpan], from path: [Node]) -> Bool {
    let span = ast.span(of: value)
    let analysis = EffectAnalysis(self, at: span.start)
    if analysis.isRepeatable(value) { return keepsMeaning(span, at: uses.map(\.start)) }
    guard uses.count == 1, let use = uses.first, case .statement(let declaration)? = path.last,
      let list = statements(in: path.dropLast().last), let place = list.firstIndex(of: declaration),
      place + 1 < list.endIndex, let (usePath, _) = self.path(toExpression: use),
      let first = usePath.firstIndex(of: .statement(list[place + 1])),
      let before = analysis.effectBefore(usePath[first...])
    else { return false }
    return analysis.effect(of: value).commutes(with: before)
  }

  /// A statement with its line, if there is nothing else on it.
  private func wholeLines(_ span: SourceSpan) -> SourceSpan {
    guard let indentation = indentation(at: span.start) else { return span }
    var end = Int(span.end)
    while end < source.bytes.count, source.bytes[end].isBlank { end += 1 }
    guard end < source.bytes.count, source.bytes[end] == UInt8(ascii: "\n") else { return span }
    return SourceSpan(start: span.start - UInt32(indentation.utf8.count), end: UInt32(clamping: end + 1))
  }
}
