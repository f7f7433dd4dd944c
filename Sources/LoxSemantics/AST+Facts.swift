import LoxSyntax

/// Facts about a tree that the passes need.
extension AST {
  /// By expression: whether it is or contains an `.assign`.
  func assignmentMarks() -> [Bool] {
    var marks = Array(repeating: false, count: expressions.count)
    for index in expressions.indices {
      var mark = false
      switch expressions[index] {
      case .assign: mark = true
      case .compound(_, let target, _), .step(_, let target):
        if case .variable = self[target] { mark = true }
      default: break
      }
      forEachChild(of: ExpressionID(index)) { child in
        if case .expression(let part) = child, marks[Int(part.index)] { mark = true }
      }
      marks[index] = mark
    }
    return marks
  }
}
