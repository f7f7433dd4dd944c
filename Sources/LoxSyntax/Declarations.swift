import LoxSource

public struct Parameter: Sendable {
  public var name: NameID
  public var span: SourceSpan
  public var type: TypeID?
  public var defaultValue: ExpressionID?
  /// What takes the argument apart; the parameter itself has no name then.
  public var pattern: PatternID?
  /// Whether it takes all remaining arguments, as a list.
  public var isRest = false

  public init(name: NameID, span: SourceSpan) {
    self.name = name
    self.span = span
  }
}

public struct FunctionDeclaration: Sendable {
  public enum Kind: UInt8, Sendable { case function, method, initializer }

  /// What a function of a class is. The kind of all but an initializer is `.method`.
  public enum Member: UInt8, Sendable {
    /// No member.
    case none
    case method
    /// `area => ...;` or `area { ... }`, without parameters.
    case getter
    /// `set area(value) { ... }`, with one parameter.
    case setter
    /// `operator +(other) { ... }`
    case `operator`
    /// The check of a field with a type: see `Parser.addFieldCheck`.
    case field
  }

  /// How a function is written.
  public enum Form: UInt8, Sendable {
    /// With its name, or as a method.
    case declaration
    /// `fun (parameters) ...`
    case anonymous
    /// `parameters => ...`
    case lambda
  }

  public var kind: Kind
  public var form = Form.declaration
  public var member: Member
  /// Whether it is a member of the class itself, not of its instances.
  public var isOfClass = false
  /// Whether the body is `=> value` instead of a block: then it consists of a `return`.
  public var isExpression = false
  /// For a function in an expression, where the expressions in its parameters and in a body without braces begin: they are
  /// stored directly before it. What is in a block is stored after the statement.
  public var firstExpression = ExpressionID(0)
  /// The name of an operator is `operator` and its sign, which no other name can be; that of the unary minus is `operator -()`.
  public var name: NameID
  public var nameSpan: SourceSpan
  public var parameters: ParameterList
  /// The type of its result.
  public var type: TypeID?
  public var body: StatementList
  /// From the `fun` keyword, or the first word of the member, to the closing brace.
  public var span: SourceSpan

  public init(
    kind: Kind, name: NameID, nameSpan: SourceSpan, parameters: ParameterList, body: StatementList,
    span: SourceSpan
  ) {
    self.kind = kind
    member = kind == .function ? .none : .method
    self.name = name
    self.nameSpan = nameSpan
    self.parameters = parameters
    self.body = body
    self.span = span
  }
}

public struct ClassDeclaration: Sendable {
  public var name: NameID
  public var nameSpan: SourceSpan
  /// A `.variable` expression, or a `.get` of one.
  public var superclass: ExpressionID?
  /// Methods, accessors and operators, in source order.
  public var methods: MethodList
  /// A run of `AST.classFields`, in source order.
  public var fields = NodeList(start: 0, count: 0)
  public var span: SourceSpan

  public init(
    name: NameID, nameSpan: SourceSpan, superclass: ExpressionID?, methods: MethodList, span: SourceSpan
  ) {
    self.name = name
    self.nameSpan = nameSpan
    self.superclass = superclass
    self.methods = methods
    self.span = span
  }
}

/// `class name: type = initializer;` in a class.
///
/// It is evaluated where the class is declared, after the class has its methods. One with a type has a member that checks it, too.
public struct ClassField: Sendable {
  public var name: NameID
  public var nameSpan: SourceSpan
  public var type: TypeID?
  public var initializer: ExpressionID
  public var span: SourceSpan
}

/// A member of a class, as it is written.
public enum ClassMember: Hashable, Sendable {
  case function(FunctionID)
  /// An index in `AST.classFields`.
  case field(Int)
}
