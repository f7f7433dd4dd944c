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

  /// Whether an expression on a path is a value by itself, rather than a part of what is around it: a callee that is a method, a
  /// target, a key, a part of a text.
  func isValue(_ id: ExpressionID, in parent: Node?) -> Bool {
    switch ast[id] {
    case .spread, .invalid, .superMethod, .getIfAny, .indexIfAny, .callIfAny, .step, .compound: return false
    default: break
    }
    guard case .expression(let outer)? = parent else { return true }
    switch ast[outer] {
    case .call(let callee, _): if case .get = ast[callee] { return callee != id }
    case .compound(_, let target, _), .step(_, let target): return target != id
    case .template: if case .string = ast[id] { return false }
    case .map(let entries):
      return !ast.mapEntries[entries.range].contains {
        $0.form == .shorthand && $0.value == id || $0.form != .computed && $0.key == id
      }
    // Anything in a chain may end it.
    case .getIfAny, .indexIfAny, .callIfAny, .optionalChain: return false
    case .switch(let id2):
      return !ast.cases(of: id2).contains { ast.switchTests[$0.tests.range].contains { $0.operand == id } }
    default: break
    }
    return true
  }

  /// Whether an expression is written so that it can be the operand of any operator.
  func isPrimary(_ id: ExpressionID) -> Bool {
    switch ast[id] {
    case .nil, .boolean, .string, .variable, .this, .grouping, .call, .get, .index, .list: true
    default: false
    }
  }

  /// Whether something around an expression keeps it apart, so that it needs no parentheses.
  func isDelimited(_ id: ExpressionID, in parent: Node?) -> Bool {
    switch parent {
    case .statement(let statement):
      switch ast[statement] {
      case .print, .return, .variable, .constant: return true
      default: return false
      }
    case .expression(let outer):
      switch ast[outer] {
      case .grouping: return true
      case .call(let callee, _): return callee != id
      default: return false
      }
    default: return false
    }
  }
}
