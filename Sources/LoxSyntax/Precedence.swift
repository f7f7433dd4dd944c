/// How tightly an operator binds, from loosest to tightest.
public enum Precedence: UInt8, Comparable, Sendable {
  case none
  case assignment  // =
  case conditional  // ? :
  case or
  case and
  case equality  // == !=
  case comparison  // < > <= >= in is
  case coalescing  // ??
  case range  // ..< ...
  case term  // + -
  case factor  // * / %
  case unary  // ! -
  case call  // . () []

  public static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }

  /// The next tighter one: that of the right operand of a left-associative operator.
  public var tighter: Precedence { Precedence(rawValue: rawValue &+ 1) ?? .call }
}

extension TokenKind {
  /// How tightly the token binds what precedes it; `none` if it does not continue an expression.
  public var precedence: Precedence {
    switch self {
    case .or: .or
    case .and: .and
    case .equalEqual, .bangEqual: .equality
    case .less, .lessEqual, .greater, .greaterEqual: .comparison
    case .plus, .minus: .term
    case .star, .slash, .percent: .factor
    case .leftParenthesis, .dot, .leftBracket, .questionDot: .call
    case .question: .conditional
    case .questionQuestion: .coalescing
    case .rangeOperator, .ellipsis: .range
    default: .none
    }
  }
}

extension BinaryOperator {
  /// The operator that a token stands for. `operand` becomes the precedence of its right operand: one above
  /// its own, since all of them are left-associative.
  init?(_ kind: TokenKind, operand: inout Precedence) {
    switch kind {
    case .plus: (self, operand) = (.add, .factor)
    case .minus: (self, operand) = (.subtract, .factor)
    case .star: (self, operand) = (.multiply, .unary)
    case .slash: (self, operand) = (.divide, .unary)
    case .equalEqual: (self, operand) = (.equal, .comparison)
    case .bangEqual: (self, operand) = (.notEqual, .comparison)
    case .less: (self, operand) = (.less, .coalescing)
    case .lessEqual: (self, operand) = (.lessEqual, .coalescing)
    case .greater: (self, operand) = (.greater, .coalescing)
    case .greaterEqual: (self, operand) = (.greaterEqual, .coalescing)
    case .percent: (self, operand) = (.remainder, .unary)
    // They don't associate: a second one ends the expression.
    case .rangeOperator: (self, operand) = (.range, .term)
    case .ellipsis: (self, operand) = (.closedRange, .term)
    default: return nil
    }
  }
}
