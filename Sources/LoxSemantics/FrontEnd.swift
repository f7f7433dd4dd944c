import LoxSource
import LoxSyntax

/// From source text to resolved trees, one for each piece of a script.
///
/// A script is a sequence of declarations that share nothing but global names. So a large one is analyzed in
/// pieces, and whoever takes them needs memory for one tree of a piece at a time:
///
///     var frontEnd = FrontEnd(source: source, profile: .extended)
///     while frontEnd.next() { use(frontEnd.ast, frontEnd.resolution) }
///     show(frontEnd.diagnostics())
public struct FrontEnd {
  public struct Options: Sendable {
    public var parser = Parser.Options()
    /// How many bytes of the source make a piece; the declaration in which they end is a part of it.
    public var pieceSize = 32 << 10

    public init() {}
  }

  /// What the front end knows about a source. With errors among the diagnostics the tree has holes.
  public struct Analyzed: Sendable {
    public var ast: AST
    public var resolution: Resolution
    public var diagnostics: [CompilerMessage]
    /// The profile that the source was read in.
    public var profile: LanguageProfile
  }

  /// The tree of the present piece. Whoever takes it apart leaves its names for the next one.
  public var ast: AST
  /// What the names in the piece mean.
  public var resolution = Resolution()
  /// The profile that the source is read in.
  public let profile: LanguageProfile

  private let source: Source
  private let options: Options
  private var parser: Parser
  private var resolver = Resolver()
  private var mightExceedLimits = false
  private var hasBegun = false

  /// The first line of the source may ask for another profile.
  public init(source: Source, profile: LanguageProfile, options: Options = Options()) {
    self.source = source
    self.options = options
    ast = AST(source: source, profile: profile)
    parser = Parser(source: source, profile: profile, options: options.parser)
    self.profile = ast.profile
  }

  /// Parses a source, resolves its names, and collects all there is to say about it: in one piece.
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

  /// Goes on to the next piece; false if there is none. Every script has a first one, be it empty.
  public mutating func next() -> Bool {
    if hasBegun && parser.isAtEnd { return false }
    hasBegun = true
    // The parser makes the new tree in the memory of the old one.
    swap(&ast, &parser.ast)
    parser.parsePiece(size: options.pieceSize)
    swap(&ast, &parser.ast)
    resolution = resolver.resolve(piece: ast)
    if profile == .book, !mightExceedLimits {
      mightExceedLimits = BookLimits.mightBeExceeded(by: resolution)
    }
    return true
  }

  /// Whether there are no pieces behind the present one.
  public var isAtEnd: Bool { parser.isAtEnd }

  /// How many times as long as the pieces so far the whole source is; 4096 if it is more than that.
  public var growth: Double {
    min(Double(source.bytes.count) / Double(max(1, parser.position)), 4096)
  }

  /// Whether the pieces so far have errors: all but those against the limits of the book profile.
  public var hasErrors: Bool { parser.hasErrors || !resolver.problems.isEmpty }

  /// All there is to say about the pieces so far.
  ///
  /// In the book profile the messages, and their order, are those of the book's compiler; in the extended
  /// profile they are sorted by their places.
  public func diagnostics() -> [CompilerMessage] {
    let syntaxErrors = parser.diagnostics()
    var problems = resolver.diagnostics(in: source)
    if !syntaxErrors.isEmpty { problems.removeAll { !isIdentifier($0.span) } }
    var diagnostics = syntaxErrors + problems
    diagnostics.sort { $0.span.start < $1.span.start }

    if profile == .book, !diagnostics.isEmpty || mightExceedLimits,
      let messages = BookCompiler.diagnostics(of: source, options: options.parser),
      // Else it is a limit of our own that is exceeded.
      diagnostics.isEmpty || !messages.isEmpty
    {
      diagnostics = messages
    }
    return diagnostics
  }

  /// Whether there is a name at a place: where one is missing, the parser takes another token for it.
  private func isIdentifier(_ span: SourceSpan) -> Bool {
    var scanner = Scanner(source, profile: profile, from: span.start)
    return scanner.next().kind == .identifier
  }
}
