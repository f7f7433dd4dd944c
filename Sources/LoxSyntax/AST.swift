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
  public var tries: [Try] = []
  public var patterns: [Pattern] = []
  public var imports: [Import] = []
  public var types: [TypeAnnotation] = []
  /// The types of variables and constants that have one.
  public var variableTypes: [StatementID: TypeID] = [:]
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
  public var catches: [Catch] = []
  public var classFields: [ClassField] = []
  public var importedNames: [ImportedName] = []

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
    tries.removeAll(keepingCapacity: true)
    patterns.removeAll(keepingCapacity: true)
    imports.removeAll(keepingCapacity: true)
    types.removeAll(keepingCapacity: true)
    variableTypes.removeAll(keepingCapacity: true)
    importedNames.removeAll(keepingCapacity: true)
    loopsWithBreak.removeAll(keepingCapacity: true)
    hasFunctionExpressions = false
    mapEntries.removeAll(keepingCapacity: true)
    switchCases.removeAll(keepingCapacity: true)
    switchTests.removeAll(keepingCapacity: true)
    patternElements.removeAll(keepingCapacity: true)
    catches.removeAll(keepingCapacity: true)
    classFields.removeAll(keepingCapacity: true)
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
  @inlinable public subscript(id: TryID) -> Try { tries[Int(id.index)] }
  @inlinable public subscript(id: PatternID) -> Pattern { patterns[Int(id.index)] }
  @inlinable public subscript(id: ImportID) -> Import { imports[Int(id.index)] }
  /// The names that an import takes from its module.
  @inlinable public func names(of id: ImportID) -> ArraySlice<ImportedName> {
    importedNames[self[id].names.range]
  }
  /// The cases of a `switch`.
  @inlinable public func cases(of id: SwitchID) -> ArraySlice<SwitchCase> {
    switchCases[self[id].cases.range]
  }
  /// The `catch`es of a `try`.
  @inlinable public func catches(of id: TryID) -> ArraySlice<Catch> { catches[self[id].catches.range] }
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
