import LoxSyntax

/// What the passes ask about a tree.
extension AST {
  /// By expression: whether it contains an `.assign`, itself included.
  func assignmentMarks() -> [Bool] {
    var marks = Array(repeating: false, count: expressions.count)
    for index in expressions.indices {
      switch expressions[index] {
      case .nil, .boolean, .number, .string, .variable, .this, .superMethod, .invalid:
        break
      case .assign:
        marks[index] = true
      case .grouping(let operand), .unary(_, let operand), .get(let operand, _):
        marks[index] = marks[Int(operand.index)]
      case .binary(_, let left, let right), .logical(_, let left, let right), .set(let left, _, let right):
        marks[index] = marks[Int(left.index)] || marks[Int(right.index)]
      case .call(let callee, let arguments):
        var mark = marks[Int(callee.index)]
        for place in 0..<Int(arguments.count) where !mark {
          mark = marks[Int(expressionLists[Int(arguments.start) &+ place].index)]
        }
        marks[index] = mark
      }
    }
    return marks
  }
}
