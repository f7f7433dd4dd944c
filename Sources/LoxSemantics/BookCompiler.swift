import LoxSource
import LoxSyntax

/// The book's single-pass compiler without its code generation. It visits the tokens in the same order and
/// keeps the same counts of constants, bytes, locals and upvalues, so it arrives at the same error messages.
///
/// One mistake changes what that compiler says about the rest: it stays silent until the innermost
/// declaration ends, then skips tokens to where it believes the next statement begins. A brace that it skips
/// leaves it in a different scope from the one that the author sees. These messages cannot be derived from a
/// tree. So the book profile asks here for the final list, once it knows that a source has errors or may
/// exceed a limit (see `BookLimits`). Ordinary sources without errors never come here.
struct BookCompiler {
  let source: Source
  var scanner: Scanner
  var names = NameTable()
  /// The previous token, which most errors are about.
  var previous = Token(.endOfFile, SourceSpan(start: 0, end: 0))
  /// The next token.
  var current = Token(.endOfFile, SourceSpan(start: 0, end: 0))
  /// Whether errors are suppressed until the enclosing declaration ends.
  var isPanicking = false
  var errors: [(id: DiagnosticID, token: Token, related: SourceSpan?)] = []

  /// The enclosing functions, the script first.
  var functions: [Function] = []
  /// The locals in scope, including those of all enclosing functions.
  var locals: [Local] = []
  /// By name: one more than the index in `locals` of the innermost one, or 0.
  var innermost: [UInt32]
  /// By function and slot of the enclosing function: the upvalue for that slot.
  var upvalues: [UpvalueKey: Int] = [:]
  /// The captures of all enclosing functions, as linked lists. Entry 0 is unused.
  var captures = [Capture()]
  /// Whether the enclosing classes have a superclass.
  var superclasses: [Bool] = []
  /// The jumps over the `else` branches of enclosing `if` statements, whose targets are not known yet.
  var elseJumps: [Int] = []
  /// The right operands of logical operators that are not complete.
  var openOperands: [OpenOperand] = []
  /// The enclosing expressions and statements, which are not complete.
  var expressionStack: [OpenExpression] = []
  var statementStack: [OpenStatement] = []
  /// The greatest depth of these stacks. They are never deeper than the parser's.
  private let maximumNesting: Int
  private var hasStopped = false

  /// The book's messages about a source, in its order; nil if the source exceeds a limit of the parser that
  /// the book doesn't have.
  static func diagnostics(of source: Source, options: Parser.Options) -> [CompilerMessage]? {
    if source.bytes.count > min(options.maximumSourceSize, Parser.Options().maximumSourceSize) { return nil }
    var compiler = BookCompiler(source: source, maximumNesting: options.maximumNesting)
    compiler.run()
    if compiler.hasStopped { return nil }
    if compiler.errors.isEmpty { return [] }
    let lines = LineTable(source)
    return compiler.errors.map { id, token, related in
      CompilerMessage(
        id, at: token.span, place: CompilerMessage.Place(of: token.kind), related: related, in: source,
        lines: lines)
    }
  }

  private init(source: Source, maximumNesting: Int) {
    self.source = source
    self.maximumNesting = maximumNesting
    scanner = Scanner(source, profile: .book)
    innermost = Array(repeating: 0, count: names.count)
  }

  private mutating func run() {
    beginFunction(.script)
    advance()
    while !match(.endOfFile) { declaration() }
    endFunction()
  }

  // MARK: - Tokens

  mutating func advance() {
    previous = current
    while true {
      current = scanner.next()
      guard let error = current.kind.error else { return }
      reportAtCurrent(error)
    }
  }

  mutating func match(_ kind: TokenKind) -> Bool {
    guard current.kind == kind else { return false }
    advance()
    return true
  }

  mutating func consume(_ kind: TokenKind, or error: DiagnosticID) {
    if current.kind == kind { advance() } else { reportAtCurrent(error) }
  }

  /// The name that a token spells, whatever its kind: after an error, any token can be taken for a name.
  mutating func name(of token: Token) -> NameID {
    let name = names.intern(source.bytes, token.span)
    if innermost.count < names.count { innermost.append(0) }
    return name
  }

  /// Whether another level of nesting is allowed; if not, the rest of the source looks empty.
  mutating func mayNest() -> Bool {
    guard statementStack.count &+ expressionStack.count > maximumNesting else { return true }
    stop()
    return false
  }

  /// Gives up: the rest of the source looks empty.
  mutating func stop() {
    hasStopped = true
    scanner = Scanner(source, profile: .book, from: UInt32(truncatingIfNeeded: source.bytes.count))
    current = scanner.next()
  }

  // MARK: - Errors

  mutating func report(_ id: DiagnosticID, related: SourceSpan? = nil) {
    report(id, at: previous, related: related)
  }

  mutating func reportAtCurrent(_ id: DiagnosticID) {
    report(id, at: current)
  }

  private mutating func report(_ id: DiagnosticID, at token: Token, related: SourceSpan? = nil) {
    if isPanicking { return }
    isPanicking = true
    errors.append((id, token, related))
  }

  /// After an error, skips to what looks like the beginning of a statement.
  mutating func synchronize() {
    guard isPanicking else { return }
    isPanicking = false
    while current.kind != .endOfFile && previous.kind != .semicolon && !current.kind.startsStatement {
      advance()
    }
  }
}
