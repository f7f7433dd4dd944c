import LoxSource
import LoxSyntax

/// A change of the source that may put something right.
public struct Fix: Hashable, Sendable {
  public struct Edit: Hashable, Sendable {
    /// The bytes to be replaced.
    public var span: SourceSpan
    public var text: String

    public init(_ span: SourceSpan, _ text: String) {
      self.span = span
      self.text = text
    }
  }

  /// What it does, for a menu: `Insert ';'`.
  public var title: String
  public var edits: [Edit]
  /// Whether it is most likely what is wanted.
  public var isPreferred: Bool

  public init(title: String, edits: [Edit], isPreferred: Bool = false) {
    self.title = title
    self.edits = edits
    self.isPreferred = isPreferred
  }
}

extension Fix {
  /// The fixes of an error that the compiler found.
  public static func fixes(
    of diagnostic: Diagnostic, in source: Source, profile: LanguageProfile = .extended
  ) -> [Fix] {
    if let fix = ForeignSyntax(diagnostic, in: source, profile).fix { return [fix] }
    // A dot that is missing has no name behind it either.
    guard let missing = diagnostic.id.missingToken, missing != .dot else { return [] }
    var scanner = Scanner(source, profile: profile)
    var end: UInt32 = 0
    while true {
      let token = scanner.next()
      if token.kind == .endOfFile || token.span.start >= diagnostic.span.start { break }
      if token.kind != .unexpectedCharacter { end = token.span.end }
    }
    return [
      Fix(
        title: "Insert '\(missing.text)'",
        edits: [Edit(SourceSpan(start: end, end: end), missing == .leftBrace ? " {" : missing.text)],
        isPreferred: true)
    ]
  }
}
