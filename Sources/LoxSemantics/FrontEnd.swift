import LoxSyntax

/// From source text to a resolved tree.
public enum FrontEnd {
  public struct Options: Sendable {
    public var parser = Parser.Options()

    public init() {}
  }

  /// What the front end knows about a source. With errors among the diagnostics the tree has holes.
  public struct Analyzed: Sendable {
    public var ast: AST
    public var resolution: Resolution
    public var diagnostics: [Diagnostic]
    /// The profile that the source was read in.
    public var profile: LanguageProfile
  }

  /// Parses a source, resolves its names, and collects all there is to say about it.
  ///
  /// In the book profile the messages, and their order, are those of the book's compiler; in the extended
  /// profile they are sorted by their places. A source whose first line is `// lox: extended` is always read
  /// in that profile.
  public static func analyze(
    source: Source, profile: LanguageProfile, options: Options = Options()
  ) -> Analyzed {
    let profile = asksForExtended(source) ? .extended : profile
    var parser = Parser(source: source, options: options.parser)
    let parsed = parser.parse()
    var (resolution, problems) = Resolver.resolve(parsed.ast)
    if !parsed.diagnostics.isEmpty { problems.removeAll { !isIdentifier($0.span, in: source) } }
    var diagnostics = parsed.diagnostics + problems
    diagnostics.sort { $0.span.start < $1.span.start }

    if profile == .book, !diagnostics.isEmpty || BookLimits.mightBeExceeded(by: resolution),
      let messages = BookCompiler.diagnostics(of: source, options: options.parser),
      // Else it is a limit of the parser's own that is exceeded.
      parsed.diagnostics.isEmpty || !messages.isEmpty
    {
      diagnostics = messages
    }
    return Analyzed(ast: parsed.ast, resolution: resolution, diagnostics: diagnostics, profile: profile)
  }

  /// Whether there is a name at a place: where one is missing, the parser takes another token for it.
  private static func isIdentifier(_ span: SourceSpan, in source: Source) -> Bool {
    var scanner = Scanner(source, from: span.start)
    return scanner.next().kind == .identifier
  }

  private static func asksForExtended(_ source: Source) -> Bool {
    let firstLine = source.bytes.prefix { $0 != UInt8(ascii: "\n") }
    return String(decoding: firstLine.prefix(64), as: UTF8.self).split(whereSeparator: \.isWhitespace)
      == ["//", "lox:", "extended"]
  }
}
