import LoxSource
import LoxSyntax

extension DocumentIndex {
  func span(of node: Node) -> SourceSpan {
    switch node {
    case .expression(let id): ast.span(of: id)
    case .statement(let id): ast.span(of: id)
    case .function(let id): ast[id].span
    case .class(let id): ast[id].span
    }
  }

  /// The nodes around a part of the source, outermost first: each is a part of the one before. It ends with the first that `isLast`
  /// accepts, or the innermost.
  func path(to span: SourceSpan, isLast: (Node) -> Bool = { _ in false }) -> [Node] {
    var path: [Node] = []
    var parts = ast[ast.script].map { Node.statement($0) }
    while let next = parts.first(where: { contains($0, span) }) {
      path.append(next)
      if isLast(next) { break }
      parts = ast.children(of: next)
    }
    return path
  }

  private func contains(_ node: Node, _ span: SourceSpan) -> Bool {
    // The check of a field is not in the source.
    if case .function(let id) = node, ast[id].member == .field { return false }
    let own = self.span(of: node)
    return own.start <= span.start && span.end <= own.end
  }

  /// The path to the outermost expression that covers exactly a part of the source, and can stand anywhere.
  func path(toExpression span: SourceSpan) -> (path: [Node], expression: ExpressionID)? {
    let path = path(to: span) { node in
      if case .expression(let id) = node { ast.span(of: id) == span } else { false }
    }
    guard case .expression(let id)? = path.last, ast.span(of: id) == span else { return nil }
    let types = Set(ast.types.map(\.expression))
    for case .expression(let part) in path where types.contains(part) { return nil }
    return (path, id)
  }

  /// The statements that a node on a path contains directly; nil if it is no place for more of them.
  func statements(in node: Node?) -> ArraySlice<StatementID>? {
    switch node {
    case nil: return ast[ast.script]
    case .statement(let id): if case .block(let list) = ast[id] { return ast[list] }
    case .function(let id): if !ast[id].isExpression { return ast[ast[id].body] }
    case .expression, .class: break
    }
    return nil
  }
}
