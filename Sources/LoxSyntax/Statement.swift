import LoxSource

/// A statement or declaration.
public enum Statement: Sendable {
  /// A statement that does nothing: what the optimiser leaves of dead code, or a placeholder for a syntax
  /// error.
  case empty
  case expression(ExpressionID)
  case print(ExpressionID)
  case variable(NameID, initializer: ExpressionID?)
  case block(StatementList)
  case `if`(ExpressionID, then: StatementID, else: StatementID?)
  case `while`(ExpressionID, body: StatementID)
  case `for`(ForLoopID)
  case `return`(ExpressionID?)
  case function(FunctionID)
  case `class`(ClassID)

  // Extended Lox.

  case constant(NameID, initializer: ExpressionID)
  /// The declaration of the variables of a pattern.
  case destructuring(PatternID, ExpressionID)
  case forIn(ForInLoopID)
  case `break`
  case `continue`
  case `switch`(SwitchID)
  case `throw`(ExpressionID)
  case `try`(TryID)
  case `import`(ImportID)
}

public struct ForLoop: Sendable {
  /// A variable declaration or an expression statement.
  public var initializer: StatementID?
  public var condition: ExpressionID?
  public var increment: ExpressionID?
  public var body: StatementID

  public init(
    initializer: StatementID?, condition: ExpressionID?, increment: ExpressionID?, body: StatementID
  ) {
    self.initializer = initializer
    self.condition = condition
    self.increment = increment
    self.body = body
  }
}

/// A loop over the elements of a value.
public struct ForInLoop: Sendable {
  /// A variable of a loop: a name, or a pattern that takes the element apart.
  public struct Variable: Sendable {
    public var name: NameID
    public var span: SourceSpan
    public var pattern: PatternID?
  }

  public var variable: Variable
  /// If there are two variables, the first is the index or the key.
  public var second: Variable?
  public var sequence: ExpressionID
  public var body: StatementID
}

/// A `switch`, a statement or an expression.
public struct Switch: Sendable {
  public var subject: ExpressionID
  /// A run of `AST.switchCases`.
  public var cases: NodeList
  public var span: SourceSpan
}

public struct SwitchCase: Sendable {
  /// A run of `AST.switchTests`; empty for `default`.
  public var tests: NodeList
  /// The value of a case with `=>`.
  public var value: ExpressionID?
  /// The statements of a case with `:`.
  public var body: StatementList
  public var span: SourceSpan

  @inlinable public var isDefault: Bool { tests.count == 0 }
}

/// What a case compares with: `case < 10`, `case in list`, `case is String`; otherwise `.equal`.
public struct SwitchTest: Sendable {
  public var operation: BinaryOperator
  public var operand: ExpressionID
}

/// A `try`; it has at least one `catch`, or a `finally`.
public struct Try: Sendable {
  /// A block.
  public var body: StatementID
  /// A run of `AST.catches`.
  public var catches: NodeList
  /// A block.
  public var finally: StatementID?
}

/// `catch (name is test) { ... }`
public struct Catch: Sendable {
  /// Its variable, which is in a scope around the block; the test does not see it.
  public var name: NameID?
  public var nameSpan: SourceSpan
  /// The class of what it catches; nil for everything.
  public var test: ExpressionID?
  /// A block.
  public var body: StatementID
  public var span: SourceSpan
}

/// `[a, b, ...rest]` or `{a, b: c, d = 1}` where a variable is declared.
public struct Pattern: Sendable {
  public enum Kind: UInt8, Sendable { case list, map }

  public var kind: Kind
  /// A run of `AST.patternElements`.
  public var elements: NodeList
  public var isConstant: Bool
  public var span: SourceSpan
}

/// A variable that a pattern declares.
public struct PatternElement: Sendable {
  public var name: NameID
  public var span: SourceSpan
  /// The property that it takes, in a pattern of a map.
  public var key: NameID
  public var keySpan: SourceSpan
  public var defaultValue: ExpressionID?
  /// Whether it takes all remaining elements, as a list.
  public var isRest = false
}
