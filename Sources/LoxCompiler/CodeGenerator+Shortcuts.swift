import LoxBytecode
import LoxSemantics
import LoxSyntax

/// Methods that only read or write a field of the receiver: callers answer them without a frame.
extension CodeGenerator {
  mutating func shortcut(for id: FunctionID) -> Function.Shortcut? {
    let method = ast[id]
    guard method.kind == .method, method.body.count == 1 else { return nil }
    switch ast[ast.statementLists[Int(method.body.start)]] {
    case .return(let value?):
      guard method.parameters.count == 0, case .get(let object, let name) = ast[ungrouped(value)],
        isThis(object)
      else { return nil }
      return .getter(strings.index(of: name))
    case .expression(let expression):
      guard method.parameters.count == 1, case .set(let object, let name, let value) = ast[ungrouped(expression)],
        isThis(object), isVariable(value, resolution[id].firstParameter)
      else { return nil }
      return .setter(strings.index(of: name))
    default:
      return nil
    }
  }

  private func isThis(_ id: ExpressionID) -> Bool {
    guard case .this = ast[ungrouped(id)] else { return false }
    return true
  }

  private func isVariable(_ id: ExpressionID, _ variable: VariableID) -> Bool {
    guard case .variable = ast[ungrouped(id)] else { return false }
    return resolution.binding(of: ungrouped(id)) == .local(variable)
  }
}
