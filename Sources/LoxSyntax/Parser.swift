import LoxSource

/// Parses a source into a syntax tree, or reports what is wrong with it.
///
/// A predictive parser with one token of lookahead. It reports the errors that the book's compiler reports,
/// in its words and at its tokens, so it recovers from an error in the same way. A missing token is treated
/// as if it were there; a missing name is whatever token came last. Further errors are suppressed ("panic
/// mode") to the end of the innermost declaration. From there, tokens are skipped until something looks like
/// a new statement.
///
/// Incomplete constructs wait on explicit stacks, so the parser needs little native stack however deep a
/// source nests. Depth is limited all the same. Long sequences, such as sums and chains of calls or of
/// `else if`, do not nest.
public struct Parser: Sendable {
  public struct Options: Sendable {
    /// The greatest nesting depth of expressions, statements and functions. Each pair of parentheses or
    /// braces, each prefix operator, and each statement without braces inside another is a level.
    public var maximumNesting = 250_000
    /// Larger sources are rejected. There cannot be more than 4 GiB, since offsets have 32 bits.
    public var maximumSourceSize = Int(clamping: UInt32.max - 1)
    /// Whether, after an error, parsing resumes at the brace that ends the block, which the book's compiler
    /// skips. Fewer declarations are lost, but the messages may differ.
    public var recoversAtBraces = false
    /// Whether `this` outside of classes is a variable of this name, as for an expression that a debugger evaluates in a method.
    public var thisIsVariable = false
    /// Whether the semicolon at the end of the source may be left out, as one types into an interactive session.
    public var endsWithoutSemicolon = false

    public init() {}
  }

  /// The tree under construction: a piece of the script, with the names of all pieces so far.
  public var ast: AST
  let options: Options
  let isExtended: Bool
  var scanner: Scanner

  /// The next token, and the previous one.
  var current = Token(.endOfFile, SourceSpan(start: 0, end: 0))
  var previous = Token(.endOfFile, SourceSpan(start: 0, end: 0))

  /// The function, and the class, around the current place.
  var function: FunctionDeclaration.Kind?
  var classContext = ClassContext.none
  var jumpContext = JumpContext()

  /// The enclosing expressions and statements, which are not complete.
  var expressionStack: [OpenExpression] = []
  var statementStack: [OpenStatement] = []

  /// Lists that are still growing; those of enclosing constructs are below.
  var openExpressions: [ExpressionID] = []
  var openStatements: [StatementID] = []
  var openMethods: [FunctionID] = []
  var openConditions: [OpenCondition] = []
  var openLambdas: [OpenLambda] = []
  var openEntries: [MapEntry] = []
  var openSwitches: [OpenSwitch] = []
  var openCases: [SwitchCase] = []
  var openTests: [SwitchTest] = []
  var openCatches: [Catch] = []
  var openFields: [ClassField] = []
  /// Bodies of functions in expressions that are still to be parsed, and how many have been.
  var deferredBodies: [DeferredBody] = []

  var brackets = BracketTable()
  /// The number of enclosing expressions that are not a statement of their own: there, `x--` is a step.
  var stepBase: Int?
  /// How many expressions wait on the native stack: default values in the parameters of functions in default values.
  var nativeDepth = 0

  /// Where the piece under construction begins.
  private var pieceStart: UInt32 = 0

  var errors: [SyntaxError] = []
  /// Whether the body of a function was read beyond its end since a declaration began.
  var hasReadOn = false
  /// How many of them have been told as those of a declaration.
  var knownErrorCount = 0
  /// Whether anything is wrong with the source so far.
  public var hasErrors: Bool { !errors.isEmpty }
  /// Whether errors are suppressed because they may follow from the last one reported.
  var isPanicking = false
  /// Whether the rest of the source is ignored, including its errors.
  var isStopped = false

  enum ClassContext { case none, base, derived }

  struct SyntaxError: Sendable {
    var id: DiagnosticID
    var token: Token
  }

  /// A parser at the start of a source; the first line may select another profile.
  public init(source: Source, profile: LanguageProfile, options: Options = Options()) {
    ast = AST(source: source, profile: profile)
    scanner = Scanner(source, profile: profile)
    isExtended = ast.profile == .extended
    self.options = options
    if source.bytes.count > min(options.maximumSourceSize, Options().maximumSourceSize) {
      stop(with: .sourceTooLarge)
    } else {
      advance()
    }
  }

  /// Parses the whole source, or what remains of it.
  public mutating func parse() -> ParseResult {
    parsePiece(size: .max)
    return ParseResult(ast: ast, diagnostics: diagnostics())
  }

  /// Replaces the tree with that of the next declarations of the script: as many as cover at least `size`
  /// bytes, or all that remain.
  ///
  /// This lets the passes process a large script piece by piece, without the whole tree in memory.
  public mutating func parsePiece(size: Int) {
    beginPiece(size: size)
    addDeclarations(size: size)
    endPiece()
  }

  /// Begins a tree that gets its declarations step by step.
  public mutating func beginPiece(size: Int) {
    ast.removeAllNodes()
    reserveCapacity(forBytes: min(size, ast.source.bytes.count))
    pieceStart = current.span.start
  }

  /// Adds as many declarations to the piece as cover at least `size` bytes, or all that remain.
  public mutating func addDeclarations(size: Int) {
    let start = current.span.start
    while !isAtEnd, Int(current.span.start &- start) < size {
      let declaration = declaration()
      openStatements.append(declaration)
    }
  }

  /// Ends the piece.
  public mutating func endPiece() { ast.script = closeStatements(from: 0) }

  /// Whether the script has no more declarations.
  public var isAtEnd: Bool { current.kind == .endOfFile }

  /// The offset at which the next declaration begins.
  public var position: UInt32 { current.span.start }

  /// Reserves room for the nodes of typical code: one expression for every eight bytes, and few statements.
  public mutating func reserveCapacity(forBytes size: Int) {
    let count = size / 8
    ast.expressions.reserveCapacity(count)
    ast.places.reserveCapacity(count)
    ast.statements.reserveCapacity(count / 4)
    ast.statementSpans.reserveCapacity(count / 4)
    ast.statementOffsets.reserveCapacity(count / 4)
  }

  /// Reserves room for the nodes of a declaration of many megabytes, extrapolated from the part parsed so
  /// far.
  ///
  /// An array that doubles exists twice while it moves.
  @inline(never)
  mutating func makeRoom() {
    let done = Double(current.span.start &- pieceStart)
    guard done > 1_000_000 else { return }
    // At most eight times as many: the rest may be different.
    let growth = min(8, 1.05 * Double(ast.source.bytes.count - Int(pieceStart)) / done)
    ast.expressions.makeRoom(growth: growth)
    ast.places.makeRoom(growth: growth)
    ast.statements.makeRoom(growth: growth)
    ast.statementSpans.makeRoom(growth: growth)
    ast.statementOffsets.makeRoom(growth: growth)
    ast.expressionLists.makeRoom(growth: growth)
    ast.statementLists.makeRoom(growth: growth)
  }

  // MARK: - Tokens

  /// Takes a token, and reports any invalid ones on the way to the next.
  mutating func advance() {
    previous = current
    current = scanner.next()
    while current.kind.isError {
      if let error = current.kind.error { report(error, at: current) }
      current = scanner.next()
    }
  }

  mutating func match(_ kind: TokenKind) -> Bool {
    guard current.kind == kind else { return false }
    advance()
    return true
  }

  mutating func consume(_ kind: TokenKind, _ error: DiagnosticID) {
    if current.kind == kind {
      advance()
    } else if kind != .semicolon || current.kind != .endOfFile || !options.endsWithoutSemicolon {
      errorAtCurrent(error)
    }
  }

  /// The id of the previous token, as a name.
  mutating func previousName() -> NameID {
    ast.names.intern(ast.source.bytes, previous.span)
  }

  // MARK: - Nesting

  /// Whether another level of nesting is allowed; if not, from now on the source looks as if it ended here.
  mutating func mayNest() -> Bool {
    guard statementStack.count &+ expressionStack.count > options.maximumNesting else { return true }
    stop(with: .nestingTooDeep)
    return false
  }

  /// Reports a last error, and continues as if the source ended here.
  @inline(never)
  mutating func stop(with error: DiagnosticID) {
    report(error, at: current)
    isStopped = true
    scanner.skipToEnd()
    current = scanner.next()
  }

  // MARK: - Errors

  @inline(never)
  mutating func error(_ id: DiagnosticID) {
    report(id, at: previous)
  }

  @inline(never)
  mutating func errorAtCurrent(_ id: DiagnosticID) {
    report(id, at: current)
  }

  mutating func report(_ id: DiagnosticID, at token: Token) {
    guard !isPanicking, !isStopped else { return }
    isPanicking = true
    errors.append(SyntaxError(id: id, token: token))
  }

  /// After an error, skips tokens up to what may be the start of a statement, or the end of the block.
  mutating func synchronize() {
    guard isPanicking else { return }
    isPanicking = false
    // The book's compiler skips braces like anything else.
    let leavesBrace = isExtended && !statementStack.isEmpty || options.recoversAtBraces
    var openBraces = 0
    while current.kind != .endOfFile {
      if leavesBrace, openBraces == 0, current.kind == .rightBrace { return }
      if previous.kind == .semicolon || current.kind.startsStatement { return }
      if current.kind == .leftBrace { openBraces += 1 }
      if current.kind == .rightBrace { openBraces -= 1 }
      advance()
    }
  }

  /// Whether a brace in place of an operand ends what is around it, a block or a map, instead of being skipped. Outside of anything it
  /// must be skipped, so that the parser gets on.
  var leavesBraces: Bool {
    (isExtended || options.recoversAtBraces) && !(statementStack.isEmpty && expressionStack.isEmpty)
  }

  /// What is wrong with the source so far.
  public func diagnostics() -> [CompilerMessage] {
    if errors.isEmpty { return [] }
    let source = ast.source
    let lines = LineTable(source)
    return errors.map { error in
      CompilerMessage(
        error.id, at: error.token.span, place: CompilerMessage.Place(of: error.token.kind), in: source,
        lines: lines)
    }
  }
}

/// The result of parsing a source.
public struct ParseResult: Sendable {
  /// The tree; it has holes if there are diagnostics.
  public var ast: AST
  public var diagnostics: [CompilerMessage]
}

extension Array {
  /// Reserves this many times the elements, unless the present capacity suffices for a quarter more.
  fileprivate mutating func makeRoom(growth: Double) {
    if capacity < count &+ count / 4 {
      let wanted = Int(Double(count) * Swift.max(growth, 1.25))
      reserveCapacity(wanted)
    }
  }
}
