import LoxSyntax

/// Facts about a tree that the passes need.
extension AST {
  /// By expression: whether it is or contains an `.assign`.
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
