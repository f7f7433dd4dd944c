import LoxSyntax

/// What the passes ask about a tree.
extension AST {
  /// The part of an expression that the parser made first: all its parts stand from there on.
  func firstPart(of id: ExpressionID) -> ExpressionID {
    var id = id
    while true {
      switch expressions[Int(id.index)] {
      case .nil, .boolean, .number, .string, .variable, .this, .superMethod, .invalid:
        return id
      case .grouping(let first), .unary(_, let first), .binary(_, let first, _), .logical(_, let first, _),
        .assign(_, let first), .get(let first, _), .set(let first, _, _), .call(let first, _):
        id = first
      }
    }
  }

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
