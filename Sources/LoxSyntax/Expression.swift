import LoxSource

/// The position of an expression in the source.
@frozen public struct Place: Hashable, Sendable {
  /// The offset of its first byte.
  public var start: UInt32
  /// The offset of the last byte of the last token that the book's single-pass compiler has consumed when it
  /// emits the expression's own instruction. Errors report the line of this byte.
  public var operatorOffset: UInt32

  @inlinable public init(start: UInt32, operatorOffset: UInt32) {
    self.start = start
    self.operatorOffset = operatorOffset
  }
}

/// An expression; payloads are ids, so a node is 16 bytes and holds no reference.
public enum Expression: Sendable {
  case `nil`
  case boolean(Bool)
  case number(Double)
  case string(StringID)
  case grouping(ExpressionID)
  case unary(UnaryOperator, ExpressionID)
  case binary(BinaryOperator, ExpressionID, ExpressionID)
  case logical(LogicalOperator, ExpressionID, ExpressionID)
  case variable(NameID)
  case assign(NameID, ExpressionID)
  case get(ExpressionID, NameID)
  case set(ExpressionID, NameID, ExpressionID)
  case call(ExpressionID, ExpressionList)
  case this
  /// `super.name`, not yet called.
  case superMethod(NameID)

  // Extended Lox.

  /// A text with values in it; its literal parts are `.string`s.
  case template(ExpressionList)
  case list(ExpressionList)
  /// A run of `AST.mapEntries`.
  case map(NodeList)
  /// `...x`, only among arguments and the elements of a list.
  case spread(ExpressionID)
  /// A function without a declaration.
  case function(FunctionID)
  case conditional(ExpressionID, then: ExpressionID, else: ExpressionID)
  /// `left ?? right`
  case coalesce(ExpressionID, ExpressionID)
  case index(ExpressionID, ExpressionID)
  case setIndex(ExpressionID, ExpressionID, ExpressionID)
  /// `target += value`; the target is a `.variable`, `.get` or `.index`.
  case compound(CompoundOperator, ExpressionID, ExpressionID)
  /// `target++` or `target--`, as a statement.
  case step(BinaryOperator, ExpressionID)
  /// `object?.name`; here and below, nil ends the enclosing `.optionalChain`.
  case getIfAny(ExpressionID, NameID)
  /// `object?.[index]`
  case indexIfAny(ExpressionID, ExpressionID)
  /// `callee?.(arguments)`
  case callIfAny(ExpressionID, ExpressionList)
  /// All of a chain that contains a `?.`.
  case optionalChain(ExpressionID)
  /// A `switch` of which all cases are values.
  case `switch`(SwitchID)

  /// A placeholder where the parser found no expression; the tree then belongs to a source with errors.
  case invalid
}

public enum UnaryOperator: UInt8, Sendable { case negate, not }

public enum BinaryOperator: UInt8, Sendable {
  case add, subtract, multiply, divide
  case equal, notEqual, less, lessEqual, greater, greaterEqual
  // Extended Lox.
  case remainder
  case isInstance, isIn
  /// `..<` and `...`
  case range, closedRange
}

/// What a compound assignment does with the old and the new value.
public enum CompoundOperator: UInt8, Sendable {
  case add, subtract, multiply, divide, remainder
  /// Assigns only if the old value is nil.
  case coalesce

  /// The operator on values; nil for `??=`.
  @inlinable public var binary: BinaryOperator? {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .remainder: .remainder
    case .coalesce: nil
    }
  }
}

public enum LogicalOperator: UInt8, Sendable { case and, or }

public struct MapEntry: Sendable {
  public enum Form: UInt8, Sendable {
    /// `name: value`; the key is a `.string`.
    case name
    /// `"text": value` or `1: value`
    case literal
    /// `[key]: value`
    case computed
    /// `name`, a variable that is also the key.
    case shorthand
    /// `...map`; the key is the same as the value.
    case spread
  }

  public var form: Form
  public var key: ExpressionID
  public var value: ExpressionID
}

/// The bytes of a string literal, without the quotes.
public enum StringLiteral: Sendable {
  /// Bytes of the source.
  case source(SourceSpan)
  /// Bytes of `AST.synthesizedBytes`.
  case synthesized(start: UInt32, count: UInt32)
}
