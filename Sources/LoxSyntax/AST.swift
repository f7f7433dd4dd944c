import LoxSource

/// A syntax tree in arenas: nodes are small values in flat arrays and refer to each other by integer ids.
///
/// No node is a class or an indirect enum, so walking the tree counts no references, and freeing a deep tree
/// does not recurse. Children are always stored before their parent: a pass that computes something bottom-up
/// is one loop over `expressions`.
///
///     expressions  [ 0: number 1 ][ 1: variable a ][ 2: binary + (0, 1) ][ ... ]
///     places       [ from 0, 0   ][ from 4, 4     ][ from 0, 4          ][ ... ]
public struct AST: Sendable {
  public var source: Source
  /// The language that the source is read in.
  public let profile: LanguageProfile

  public var expressions: [Expression] = []
  /// By expression: its position in the source.
  public var places: [Place] = []

  public var statements: [Statement] = []
  public var statementSpans: [SourceSpan] = []
  /// For each statement, the offset of the last byte of a token in it: for a variable declaration its name,
  /// for a `for` loop the parenthesis that closes its clauses, for anything else its last token.
  public var statementOffsets: [UInt32] = []

  public var functions: [FunctionDeclaration] = []
  public var classes: [ClassDeclaration] = []
  public var forLoops: [ForLoop] = []
  public var forInLoops: [ForInLoop] = []
  public var switches: [Switch] = []
  public var patterns: [Pattern] = []
  /// The loops that contain a `break` of their own.
  public var loopsWithBreak: Set<StatementID> = []
  /// Whether any expression is a function.
  public var hasFunctionExpressions = false

  /// Storage of all `ExpressionList`s, `StatementList`s, `ParameterList`s and `MethodList`s.
  public var expressionLists: [ExpressionID] = []
  public var statementLists: [StatementID] = []
  public var parameters: [Parameter] = []
  public var methodLists: [FunctionID] = []
  public var mapEntries: [MapEntry] = []
  public var switchCases: [SwitchCase] = []
  public var switchTests: [SwitchTest] = []
  public var patternElements: [PatternElement] = []

  /// The identifiers of the source, each stored once.
  public var names: NameTable
  public var strings: [StringLiteral] = []
  /// Bytes of string literals that are not in the source as they are: those of templates with escapes, and those made by the
  /// optimiser.
  public var synthesizedBytes: [UInt8] = []

  /// The statements of the script itself, or of a piece of it.
  public var script = StatementList(start: 0, count: 0)

  /// An empty tree. The first line of the source may select another profile.
  public init(source: Source, profile: LanguageProfile) {
    self.source = source
    self.profile = LanguageProfile(of: source, otherwise: profile)
    self.names = NameTable()
  }

  /// Removes everything but the source and the names, and keeps the memory for other nodes.
  mutating func removeAllNodes() {
    expressions.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    statements.removeAll(keepingCapacity: true)
    statementSpans.removeAll(keepingCapacity: true)
    statementOffsets.removeAll(keepingCapacity: true)
    functions.removeAll(keepingCapacity: true)
    classes.removeAll(keepingCapacity: true)
    forLoops.removeAll(keepingCapacity: true)
    forInLoops.removeAll(keepingCapacity: true)
    switches.removeAll(keepingCapacity: true)
    patterns.removeAll(keepingCapacity: true)
    loopsWithBreak.removeAll(keepingCapacity: true)
    hasFunctionExpressions = false
    mapEntries.removeAll(keepingCapacity: true)
    switchCases.removeAll(keepingCapacity: true)
    switchTests.removeAll(keepingCapacity: true)
    patternElements.removeAll(keepingCapacity: true)
    expressionLists.removeAll(keepingCapacity: true)
    statementLists.removeAll(keepingCapacity: true)
    parameters.removeAll(keepingCapacity: true)
    methodLists.removeAll(keepingCapacity: true)
    strings.removeAll(keepingCapacity: true)
    synthesizedBytes.removeAll(keepingCapacity: true)
    script = StatementList(start: 0, count: 0)
  }

  /// The bytes of a string literal.
  public func bytes(of id: StringID) -> ArraySlice<UInt8> {
    switch strings[Int(id.index)] {
    case .source(let span): source.text(of: span)
    case .synthesized(let start, let count): synthesizedBytes[Int(start)..<Int(start) &+ Int(count)]
    }
  }
}

// MARK: - Ids

/// The index of an expression in `AST.expressions`.
@frozen public struct ExpressionID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of a statement in `AST.statements`.
@frozen public struct StatementID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of a function or method in `AST.functions`.
@frozen public struct FunctionID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of a class in `AST.classes`.
@frozen public struct ClassID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of a `for ... in` loop in `AST.forInLoops`.
@frozen public struct ForInLoopID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of a `switch` in `AST.switches`.
@frozen public struct SwitchID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of a pattern in `AST.patterns`.
@frozen public struct PatternID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of an identifier in `AST.names`; equal names have equal ids.
@frozen public struct NameID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of a string literal in `AST.strings`.
@frozen public struct StringID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

// MARK: - Lists

/// A run of `AST.expressionLists`.
@frozen public struct ExpressionList: Hashable, Sendable {
  public var start: UInt32
  public var count: UInt32
  @inlinable public init(start: Int, count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count = UInt32(truncatingIfNeeded: count)
  }
}

/// A run of `AST.statementLists`.
@frozen public struct StatementList: Hashable, Sendable {
  public var start: UInt32
  public var count: UInt32
  @inlinable public init(start: Int, count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count = UInt32(truncatingIfNeeded: count)
  }
}

/// A run of `AST.parameters`.
@frozen public struct ParameterList: Hashable, Sendable {
  public var start: UInt32
  public var count: UInt32
  @inlinable public init(start: Int, count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count = UInt32(truncatingIfNeeded: count)
  }
}

/// A run of `AST.methodLists`.
@frozen public struct MethodList: Hashable, Sendable {
  public var start: UInt32
  public var count: UInt32
  @inlinable public init(start: Int, count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count = UInt32(truncatingIfNeeded: count)
  }
}

/// A run of one of the tree's other lists.
@frozen public struct NodeList: Hashable, Sendable {
  public var start: UInt32
  public var count: UInt32
  @inlinable public init(start: Int, count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count = UInt32(truncatingIfNeeded: count)
  }
  @inlinable public var range: Range<Int> { Int(start)..<Int(start) &+ Int(count) }
}

extension AST {
  @inlinable public subscript(id: ExpressionID) -> Expression {
    get { expressions[Int(id.index)] }
    set { expressions[Int(id.index)] = newValue }
  }
  @inlinable public subscript(id: StatementID) -> Statement {
    get { statements[Int(id.index)] }
    set { statements[Int(id.index)] = newValue }
  }
  @inlinable public subscript(id: FunctionID) -> FunctionDeclaration { functions[Int(id.index)] }
  @inlinable public subscript(id: ClassID) -> ClassDeclaration { classes[Int(id.index)] }
  @inlinable public subscript(id: ForInLoopID) -> ForInLoop { forInLoops[Int(id.index)] }
  @inlinable public subscript(id: SwitchID) -> Switch { switches[Int(id.index)] }
  @inlinable public subscript(id: PatternID) -> Pattern { patterns[Int(id.index)] }
  /// The cases of a `switch`.
  @inlinable public func cases(of id: SwitchID) -> ArraySlice<SwitchCase> {
    switchCases[self[id].cases.range]
  }
  /// What a pattern takes a value apart into.
  @inlinable public func elements(of id: PatternID) -> ArraySlice<PatternElement> {
    patternElements[self[id].elements.range]
  }
  @inlinable public subscript(list: ExpressionList) -> ArraySlice<ExpressionID> {
    expressionLists[Int(list.start)..<Int(list.start) + Int(list.count)]
  }
  @inlinable public subscript(list: StatementList) -> ArraySlice<StatementID> {
    statementLists[Int(list.start)..<Int(list.start) + Int(list.count)]
  }
  @inlinable public subscript(list: ParameterList) -> ArraySlice<Parameter> {
    parameters[Int(list.start)..<Int(list.start) + Int(list.count)]
  }
  @inlinable public subscript(list: MethodList) -> ArraySlice<FunctionID> {
    methodLists[Int(list.start)..<Int(list.start) + Int(list.count)]
  }
  /// The bytes of the source that an expression covers.
  ///
  /// It ends with the token at its operator offset or, for a logical operator, with its right operand.
  @inlinable public func span(of id: ExpressionID) -> SourceSpan {
    var last = id
    while case .logical(_, _, let right) = self[last] { last = right }
    let start = places[Int(id.index)].start
    let end = min(Int(places[Int(last.index)].operatorOffset) + 1, source.bytes.count)
    return SourceSpan(start: start, end: max(start, UInt32(truncatingIfNeeded: end)))
  }
  @inlinable public func operatorOffset(of id: ExpressionID) -> UInt32 {
    places[Int(id.index)].operatorOffset
  }
  @inlinable public func span(of id: StatementID) -> SourceSpan { statementSpans[Int(id.index)] }
  @inlinable public func statementOffset(of id: StatementID) -> UInt32 { statementOffsets[Int(id.index)] }
}

// MARK: - Nodes

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
}

/// The index of a `for` loop in `AST.forLoops`.
@frozen public struct ForLoopID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
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

public struct Parameter: Sendable {
  public var name: NameID
  public var span: SourceSpan
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
  /// Whether the body is `=> value` instead of a block: then it consists of a `return`.
  public var isExpression = false
  /// For a function in an expression, where the expressions in its parameters and in a body without braces begin: they are
  /// stored directly before it. What is in a block is stored after the statement.
  public var firstExpression = ExpressionID(0)
  public var name: NameID
  public var nameSpan: SourceSpan
  public var parameters: ParameterList
  public var body: StatementList
  /// From the `fun` keyword or the method's name to the closing brace.
  public var span: SourceSpan

  public init(
    kind: Kind, name: NameID, nameSpan: SourceSpan, parameters: ParameterList, body: StatementList,
    span: SourceSpan
  ) {
    self.kind = kind
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
  /// A `.variable` expression.
  public var superclass: ExpressionID?
  public var methods: MethodList
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

/// The bytes of a string literal, without the quotes.
public enum StringLiteral: Sendable {
  /// Bytes of the source.
  case source(SourceSpan)
  /// Bytes of `AST.synthesizedBytes`.
  case synthesized(start: UInt32, count: UInt32)
}
