import LoxSource

/// A declaration of a script, as the parser went over it.
public struct ParsedDeclaration: Sendable {
  public var statement: StatementID
  /// Where the token before it ends.
  public var start: UInt32
  /// The end of what the tree of the declaration depends on: some tokens behind it, at least.
  public var reach: UInt32
  public var hasErrors: Bool
  /// The sizes of the tree before and after it.
  public var nodes: NodeCounts.Range
  /// Whether a parser that begins at its start would read it in the same way.
  public var isIndependent: Bool
  /// Whether its tree, or what the parser knew behind it, depends on all that follows.
  public var dependsOnAll: Bool
}

/// The text of an editor changes in one place, so only the declarations there are parsed again. Their nodes come behind those of
/// the others; what they replace is taken out of the tree (`AST.remove`).
extension Parser {
  /// A parser that adds declarations to a tree, from a place between two declarations on. It is behind the last token of the first
  /// one.
  public init(addingTo ast: AST, from offset: UInt32, options: Options = Options()) {
    self.ast = ast
    scanner = Scanner(ast.source, profile: ast.profile, from: offset)
    isExtended = ast.profile == .extended
    self.options = options
    previous = Token(.semicolon, SourceSpan(start: offset, end: offset))
    current = previous
    advance()
    // An invalid token between declarations belongs to the one before.
    if offset > 0 { isPanicking = false }
  }

  /// Adds the next declaration to the tree.
  public mutating func parseDeclaration() -> ParsedDeclaration {
    let start = previous.span.end
    let isIndependent = canBegin
    let before = NodeCounts(ast)
    brackets.reach = 0
    hasReadOn = false
    let statement = declaration()
    return ParsedDeclaration(
      statement: statement, start: start, reach: max(brackets.reach, peek().span.end),
      hasErrors: takeNewErrors(), nodes: NodeCounts.Range(from: before, to: NodeCounts(ast)),
      isIndependent: isIndependent, dependsOnAll: hasReadOn)
  }

  /// Whether there have been errors since the last call.
  private mutating func takeNewErrors() -> Bool {
    defer { knownErrorCount = errors.count }
    return errors.count > knownErrorCount
  }

  /// Where the last token ends.
  public var lastEnd: UInt32 { previous.span.end }

  /// Whether the next declaration is parsed as if a parser began there.
  public var canBegin: Bool {
    // The next token has been scanned already.
    let depth =
      switch current.kind {
      case .templateHead: scanner.templateDepth &- 1
      case .templateMiddle, .templateTail: 1
      default: scanner.templateDepth
      }
    return depth == 0 && function == nil && classContext == .none
  }

  /// Whether the rest of the source was ignored.
  public var hasStopped: Bool { isStopped }
}

/// How many nodes of some kinds a tree has.
public struct NodeCounts: Sendable {
  public var expressions: Int
  public var statements: Int
  public var functions: Int
  public var classes: Int
  public var imports: Int

  public init(_ ast: AST) {
    expressions = ast.expressions.count
    statements = ast.statements.count
    functions = ast.functions.count
    classes = ast.classes.count
    imports = ast.imports.count
  }

  /// The nodes of a part of the source.
  public struct Range: Sendable {
    public var from: NodeCounts
    public var to: NodeCounts

    public var expressions: Swift.Range<Int> { from.expressions..<to.expressions }
    public var statements: Swift.Range<Int> { from.statements..<to.statements }
    public var functions: Swift.Range<Int> { from.functions..<to.functions }
    public var classes: Swift.Range<Int> { from.classes..<to.classes }
    public var hasImports: Bool { to.imports > from.imports }
  }
}
