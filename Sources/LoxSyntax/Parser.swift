import LoxSource

/// Makes a syntax tree of a source, or tells what is wrong with it.
///
/// A parser of recursive descent that looks one token ahead. It reports the errors that the book's compiler
/// reports, in its words and at its tokens, and therefore goes on after an error as that does: what is
/// missing is taken as if it were there, a missing name is whatever token came last; further errors are
/// suppressed ("panic mode") up to the end of the innermost declaration, from where tokens are skipped until
/// something looks like a new statement.
///
/// What is under way around the current place lies on stacks of its own, so that it needs little of the thread's
/// however deep a source nests. There is a limit to that all the same; long sequences, such as sums, chains of calls
/// and of `else if`, do not nest.
public struct Parser: Sendable {
  public struct Options: Sendable {
    /// How deep expressions, statements and functions may nest, each pair of parentheses or braces, each operator
    /// in front of an operand and each statement without braces in another being a level.
    public var maximumNesting = 250_000
    /// Sources of more bytes are refused; there cannot be more than 4 GiB, for offsets have 32 bits.
    public var maximumSourceSize = Int(clamping: UInt32.max - 1)
    /// Whether, after an error, parsing goes on at the brace that ends the block, which the book's compiler
    /// skips: fewer declarations are lost, and the messages may be others.
    public var recoversAtBraces = false

    public init() {}
  }

  /// The tree under construction: a piece of the script, with the names of all pieces so far.
  public var ast: AST
  let options: Options
  var scanner: Scanner

  /// The token to be looked at, and the one taken before it.
  var current = Token(.endOfFile, SourceSpan(start: 0, end: 0))
  var previous = Token(.endOfFile, SourceSpan(start: 0, end: 0))

  /// The function, and the class, around the current place.
  var function: FunctionDeclaration.Kind?
  var classContext = ClassContext.none

  /// The expressions, and the statements, around the one under way.
  var expressionStack: [OpenExpression] = []
  var statementStack: [OpenStatement] = []

  /// Lists that are still growing; those of the enclosing constructs lie below.
  var openExpressions: [ExpressionID] = []
  var openStatements: [StatementID] = []
  var openMethods: [FunctionID] = []
  var openConditions: [OpenCondition] = []

  /// Where the piece under construction begins.
  private var pieceStart: UInt32 = 0

  private var errors: [SyntaxError] = []
  /// Whether anything is wrong with the source so far.
  public var hasErrors: Bool { !errors.isEmpty }
  /// Suppresses errors that may follow from the one reported last.
  private var isPanicking = false
  /// Nothing that follows counts any more, not even as an error.
  private var isStopped = false

  enum ClassContext { case none, base, derived }

  private struct SyntaxError: Sendable {
    var id: DiagnosticID
    var token: Token
  }

  /// A parser at the begin of a source, the first line of which may ask for another profile.
  public init(source: Source, profile: LanguageProfile, options: Options = Options()) {
    ast = AST(source: source, profile: profile)
    scanner = Scanner(source, profile: profile)
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

  /// Replaces the tree by that of the next declarations of the script: so many that they cover at least
  /// `size` bytes, or all that remain.
  ///
  /// The passes can so go over a large script piece by piece, without a tree of all of it in memory.
  public mutating func parsePiece(size: Int) {
    ast.removeAllNodes()
    reserveCapacity(forBytes: min(size, ast.source.bytes.count))
    let start = current.span.start
    pieceStart = start
    while !isAtEnd, Int(current.span.start &- start) < size {
      let declaration = declaration()
      openStatements.append(declaration)
    }
    ast.script = closeStatements(from: 0)
  }

  /// Whether the script has no more declarations.
  public var isAtEnd: Bool { current.kind == .endOfFile }

  /// The offset at which the next declaration begins.
  public var position: UInt32 { current.span.start }

  /// Makes room for the nodes of usual code: one expression for each eight bytes, and few statements.
  private mutating func reserveCapacity(forBytes size: Int) {
    let count = size / 8
    ast.expressions.reserveCapacity(count)
    ast.places.reserveCapacity(count)
    ast.statements.reserveCapacity(count / 4)
    ast.statementSpans.reserveCapacity(count / 4)
    ast.statementOffsets.reserveCapacity(count / 4)
  }

  /// Makes room for the nodes of a declaration of many megabytes, as many as its source so far lets expect.
  ///
  /// Arrays that double are there twice while they move.
  @inline(never)
  mutating func makeRoom() {
    let done = Double(current.span.start &- pieceStart)
    guard done > 1_000_000 else { return }
    // No more than eight times as many: the rest may be of another kind.
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

  /// Takes a token, and reports what is not one on the way to the next.
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
    } else {
      errorAtCurrent(error)
    }
  }

  /// The id of the token taken last, as a name.
  mutating func previousName() -> NameID {
    ast.names.intern(ast.source.bytes, previous.span)
  }

  // MARK: - Nesting

  /// Whether something may nest in all that is under way; if not, the source looks from now on as if it ended here.
  mutating func mayNest() -> Bool {
    guard statementStack.count &+ expressionStack.count > options.maximumNesting else { return true }
    stop(with: .nestingTooDeep)
    return false
  }

  /// Reports a last error, and continues as if the source ended here.
  @inline(never)
  private mutating func stop(with error: DiagnosticID) {
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

  private mutating func report(_ id: DiagnosticID, at token: Token) {
    guard !isPanicking, !isStopped else { return }
    isPanicking = true
    errors.append(SyntaxError(id: id, token: token))
  }

  /// After an error, skips tokens up to what may be the start of a statement.
  mutating func synchronize() {
    guard isPanicking else { return }
    isPanicking = false
    while current.kind != .endOfFile, previous.kind != .semicolon, !current.kind.startsStatement {
      if options.recoversAtBraces, current.kind == .rightBrace { return }
      advance()
    }
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

/// What a parser makes of a source.
public struct ParseResult: Sendable {
  /// The tree; with holes, if there are diagnostics.
  public var ast: AST
  public var diagnostics: [CompilerMessage]
}

extension Array {
  /// Makes room for so many times the elements, if what there is does not do for a quarter more.
  fileprivate mutating func makeRoom(growth: Double) {
    if capacity < count &+ count / 4 {
      let wanted = Int(Double(count) * Swift.max(growth, 1.25))
      reserveCapacity(wanted)
    }
  }
}
