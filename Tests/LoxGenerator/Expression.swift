/// The text of an expression, and how tightly its outermost operator binds.
struct Expression {
  /// The precedences of Lox, loosest first.
  enum Strength: Int {
    case assignment, conditional, or, and, equality, comparison, coalescing, range, term, factor, unary, call
    case primary
  }

  let text: String
  let strength: Strength

  init(_ text: String, _ strength: Strength = .primary) {
    self.text = text
    self.strength = strength
  }

  /// The text, in parentheses if an operator as tight as `minimum` would split it.
  func operand(_ minimum: Strength) -> String {
    strength.rawValue < minimum.rawValue ? "(\(text))" : text
  }
}
