import LoxBytecode
import LoxSemantics
import LoxSyntax

/// Trivial accessors, methods that only read or write a field of the receiver: callers answer them without a
/// frame.
extension CodeGenerator {
  mutating func shortcut(for id: FunctionID) -> Function.Shortcut? {
    let method = tree[id]
    guard method.kind == .method, method.body.count == 1, method.type == nil,
      tree.ast[method.parameters].allSatisfy({
        $0.type == nil && $0.defaultValue == nil && $0.pattern == nil && !$0.isRest
      })
    else { return nil }
    switch tree[tree.ast.statementLists[Int(method.body.start)]] {
    case .return(let value?):
      guard method.parameters.count == 0, case .get(let object, let name) = tree[tree.ungrouped(value)],
        tree.isThis(object)
      else { return nil }
      return .getter(strings.index(of: name))
    case .expression(let expression):
      guard method.parameters.count == 1,
        case .set(let object, let name, let value) = tree[tree.ungrouped(expression)],
        tree.isThis(object), isVariable(value, tree.scope(of: id).firstParameter),
        tree.resolution.checks[tree.ungrouped(expression)] == nil
      else { return nil }
      return .setter(strings.index(of: name))
    default:
      return nil
    }
  }

  private func isVariable(_ id: ExpressionID, _ variable: VariableID) -> Bool {
    guard case .variable = tree[tree.ungrouped(id)] else { return false }
    return tree.binding(of: tree.ungrouped(id)) == .local(variable)
  }
}
