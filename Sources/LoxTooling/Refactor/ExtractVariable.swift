import LoxDiagnostics
import LoxSource
import LoxSyntax

extension DocumentIndex {
  /// Makes a variable of a selected expression, which gets its value before the statement; and a second time for all occurrences.
  func extractedVariables(_ selection: SourceSpan, _ places: ExpressionPlaces) -> [Refactoring] {
    guard let (path, expression) = path(toExpression: selection), isWorthAName(expression),
      let place = path.lastIndex(where: { if case .statement = $0 { true } else { false } }),
      case .statement(let statement) = path[place],
      let list = statements(in: place > 0 ? path[place - 1] : nil), list.contains(statement),
      places.isValue(expression)
    else { return [] }
    let analysis = EffectAnalysis(self, at: selection.start)
    guard let before = analysis.effectBefore(path[place...]),
      analysis.effect(of: expression).commutes(with: before)
    else { return [] }
    let name = freshName(nameOfValue(expression))
    let declaration = "\(profile == .extended ? "const" : "var") \(name) = "
    let start = ast.span(of: statement).start
    if case .expression(expression) = ast[statement] {
      let edit = Fix.Edit(SourceSpan(start: start, end: start), declaration)
      return [Refactoring(kind: .extractVariable, title: "Extract a variable", edits: [edit])]
    }
    let inserted = insertion(of: declaration + string(unwrapped(expression)) + ";", before: start)
    var found = [
      Refactoring(
        kind: .extractVariable, title: "Extract a variable",
        edits: [inserted, replacement(of: selection, by: name)])
    ]
    if analysis.isRepeatable(expression) {
      let end = list.last.map { ast.span(of: $0).end } ?? selection.end
      let spans = repetitions(of: selection, in: SourceSpan(start: start, end: end), places)
      if spans.count > 1 {
        found.append(
          Refactoring(
            kind: .extractVariable, title: "Extract a variable for all \(spans.count) occurrences",
            edits: [inserted] + spans.map { replacement(of: $0, by: name) }))
      }
    }
    return found
  }

  private func isWorthAName(_ id: ExpressionID) -> Bool {
    switch ast[id] {
    // A function takes its name from its variable, which would show.
    case .variable, .this, .assign, .set, .setIndex, .function: false
    case .grouping(let inner): isWorthAName(inner)
    default: true
    }
  }

  /// An expression without the parentheses around it.
  func unwrapped(_ id: ExpressionID) -> SourceSpan {
    if case .grouping(let inner) = ast[id] { return ast.span(of: inner) }
    return ast.span(of: id)
  }

  /// The same expression in a part of the source, with the same meaning.
  private func repetitions(of selection: SourceSpan, in part: SourceSpan, _ places: ExpressionPlaces)
    -> [SourceSpan]
  {
    let length = selection.end - selection.start
    let text = source.text(of: selection)
    let targets = occurrences(in: selection).map(\.target)
    var spans: Set<SourceSpan> = []
    for place in ast.expressions.indices {
      let id = ExpressionID(place)
      let start = ast.places[place].start
      guard start >= part.start, start < part.end, case let span = ast.span(of: id),
        span.end - span.start == length,
        source.text(of: span).elementsEqual(text), occurrences(in: span).map(\.target) == targets
      else { continue }
      if places.isValue(id) { spans.insert(span) }
    }
    return spans.sorted { $0.start < $1.start }
  }

  /// What a value may be called.
  private func nameOfValue(_ id: ExpressionID) -> String {
    switch ast[id] {
    case .get(_, let name): return text(of: name)
    case .call(let callee, _):
      guard case .variable(let name) = ast[callee], case let text = text(of: name), let first = text.first,
        first.isUppercase
      else { return "value" }
      return first.lowercased() + text.dropFirst()
    default: return "value"
    }
  }
}
