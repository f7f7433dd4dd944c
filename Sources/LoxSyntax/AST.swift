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

  /// Storage of all `ExpressionList`s, `StatementList`s, `ParameterList`s and `MethodList`s.
  public var expressionLists: [ExpressionID] = []
  public var statementLists: [StatementID] = []
  public var parameters: [Parameter] = []
  public var methodLists: [FunctionID] = []

  /// The identifiers of the source, each stored once.
  public var names: NameTable
  public var strings: [StringLiteral] = []
  /// Bytes of string literals that are not in the source (made by the optimiser).
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
  /// A placeholder where the parser found no expression; the tree then belongs to a source with errors.
  case invalid
}

public enum UnaryOperator: UInt8, Sendable { case negate, not }

public enum BinaryOperator: UInt8, Sendable {
  case add, subtract, multiply, divide
  case equal, notEqual, less, lessEqual, greater, greaterEqual
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

public struct Parameter: Sendable {
  public var name: NameID
  public var span: SourceSpan

  public init(name: NameID, span: SourceSpan) {
    self.name = name
    self.span = span
  }
}

public struct FunctionDeclaration: Sendable {
  public enum Kind: UInt8, Sendable { case function, method, initializer }

  public var kind: Kind
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
