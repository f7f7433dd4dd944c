import LoxSource

/// Trivia, the text between tokens: blanks, line ends, comments.
@frozen public struct Trivia: Hashable, Sendable {
  @frozen public enum Kind: UInt8, Sendable {
    /// A run of spaces, tabs and carriage returns.
    case blanks
    case lineFeed
    /// From the slashes up to the line feed, which is not part of it.
    case comment
    /// From `/*` to `*/`, in extended Lox.
    case blockComment
  }

  public var kind: Kind
  public var span: SourceSpan

  @inlinable public init(_ kind: Kind, _ span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}

extension Scanner {
  /// The comments of a source, in order.
  public static func comments(in source: Source, profile: LanguageProfile) -> [SourceSpan] {
    var scanner = Scanner(source, profile: profile)
    var comments: [SourceSpan] = []
    repeat {
      while let trivia = scanner.nextTrivia() {
        if trivia.kind == .comment || trivia.kind == .blockComment { comments.append(trivia.span) }
      }
    } while scanner.next().kind != .endOfFile
    return comments
  }
}
