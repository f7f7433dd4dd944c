import LoxSource
import LoxSyntax

/// From source text to resolved trees, one for each piece of a script.
///
/// A script is a sequence of declarations that share only global names. So a large one is analyzed in pieces,
/// and only the tree of one piece is in memory at a time:
///
///     var frontEnd = FrontEnd(source: source, profile: .extended)
///     while frontEnd.next() { use(frontEnd.ast, frontEnd.resolution) }
///     show(frontEnd.diagnostics())
public struct FrontEnd {
  public struct Options: Sendable {
    public var parser = Parser.Options()
    /// The size of a piece in bytes of source; the declaration in which it ends belongs to it as a whole.
    public var pieceSize = 32 << 10

    public init() {}
  }

  /// What the front end knows about a source. If there are errors among the diagnostics, the tree has holes.
  public struct Analyzed: Sendable {
    public var ast: AST
    public var resolution: Resolution
    public var diagnostics: [CompilerMessage]
    /// The profile in which the source was read.
    public var profile: LanguageProfile
  }

  /// The tree of the current piece. A caller that takes it apart leaves its names for the next one.
  public var ast: AST
  /// The meaning of the names in the piece.
  public var resolution = Resolution()
  /// The profile in which the source is read.
  public let profile: LanguageProfile

  private let source: Source
  private let options: Options
  private var parser: Parser
  private var resolver = Resolver()
  private var mightExceedLimits = false
  private var hasBegun = false

  /// The first line of the source may select another profile.
  public init(source: Source, profile: LanguageProfile, options: Options = Options()) {
    self.source = source
    self.options = options
    ast = AST(source: source, profile: profile)
    parser = Parser(source: source, profile: profile, options: options.parser)
    self.profile = ast.profile
  }

  /// Parses a source, resolves its names, and collects all diagnostics, in one piece.
  public static func analyze(
    source: Source, profile: LanguageProfile, options: Options = Options()
  ) -> Analyzed {
    var options = options
    options.pieceSize = .max
    var frontEnd = FrontEnd(source: source, profile: profile, options: options)
    _ = frontEnd.next()
    let diagnostics = frontEnd.diagnostics()
    return Analyzed(
      ast: frontEnd.ast, resolution: frontEnd.resolution, diagnostics: diagnostics, profile: frontEnd.profile)
  }

  /// Advances to the next piece; false if there is none. Every script has a first piece, even if it is empty.
  public mutating func next() -> Bool {
    if hasBegun && parser.isAtEnd { return false }
    hasBegun = true
    // The parser builds the new tree in the memory of the old one.
    swap(&ast, &parser.ast)
    parser.parsePiece(size: options.pieceSize)
    takePiece()
    return true
  }

  /// Takes a step towards one piece of the whole source: parses at least `size` bytes, or at the end resolves the names. False after
  /// the last step.
  public mutating func advance(size: Int) -> Bool {
    if !hasBegun { parser.beginPiece(size: .max) }
    hasBegun = true
    if !parser.isAtEnd {
      parser.addDeclarations(size: size)
      return true
    }
    parser.endPiece()
    takePiece()
    return false
  }

  private mutating func takePiece() {
    swap(&ast, &parser.ast)
    resolution = resolver.resolve(piece: ast)
    if profile == .book, !mightExceedLimits {
      mightExceedLimits = BookLimits.mightBeExceeded(by: resolution)
    }
  }

  /// Whether the current piece is the last.
  public var isAtEnd: Bool { parser.isAtEnd }

  /// The length of the whole source relative to the pieces so far, at most 4096.
  public var growth: Double {
    min(Double(source.bytes.count) / Double(max(1, parser.position)), 4096)
  }

  /// Whether the pieces so far have errors, other than exceeded limits of the book profile.
  public var hasErrors: Bool { parser.hasErrors || !resolver.problems.isEmpty }

  /// All diagnostics about the pieces so far.
  ///
  /// In the book profile, the messages and their order are those of the book's compiler; in the extended
  /// profile, they are sorted by position.
  public func diagnostics() -> [CompilerMessage] {
    let syntaxErrors = parser.diagnostics()
    var problems = resolver.diagnostics(in: source)
    if !syntaxErrors.isEmpty { problems.removeAll { !isIdentifier($0.span) } }
    var diagnostics = syntaxErrors + problems
    diagnostics.sort { $0.span.start < $1.span.start }

    if profile == .book, !diagnostics.isEmpty || mightExceedLimits,
      let messages = BookCompiler.diagnostics(of: source, options: options.parser),
      // Otherwise a limit of our own is exceeded.
      diagnostics.isEmpty || !messages.isEmpty
    {
      diagnostics = messages
    }
    return diagnostics
  }

  /// Whether there is a name at a place: if one is missing, the parser takes another token for it.
  private func isIdentifier(_ span: SourceSpan) -> Bool {
    var scanner = Scanner(source, profile: profile, from: span.start)
    return scanner.next().kind == .identifier
  }
}
