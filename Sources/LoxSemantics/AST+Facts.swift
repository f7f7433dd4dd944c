import LoxSyntax

/// What the passes ask about a tree.
extension AST {
  /// By expression: whether it contains an `.assign`, itself included.
  func assignmentMarks() -> [Bool] {
    var marks = Array(repeating: false, count: expressions.count)
    for index in expressions.indices {
      var mark = false
      if case .assign = expressions[index] { mark = true }
      forEachChild(of: ExpressionID(index)) { child in
        if case .expression(let part) = child, marks[Int(part.index)] { mark = true }
      }
      marks[index] = mark
    }
    return marks
  }
}
