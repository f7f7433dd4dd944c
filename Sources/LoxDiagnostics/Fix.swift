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
  /// Replaces a part of the source, most likely as it is wanted.
  package init(replacing span: SourceSpan, by text: String, title: String? = nil) {
    self.init(title: title ?? "Replace by '\(text)'", edits: [Edit(span, text)], isPreferred: true)
  }

  /// The fixes of what the compiler found.
  static func fixes(of message: CompilerMessage, _ context: SyntaxContext, _ text: SourceText) -> [Fix] {
    if let fix = ForeignSyntax(message, context, text.bytes).fix { return [fix] }
    // A dot that is missing has no name behind it either.
    guard let missing = message.id.missingToken, missing != .dot else { return [] }
    let end = context.before.first?.span.end ?? 0
    return [
      Fix(
        title: "Insert '\(missing.text)'",
        edits: [Edit(SourceSpan(start: end, end: end), missing == .leftBrace ? " {" : missing.text)],
        isPreferred: true)
    ]
  }
}
