import LoxSource
import LoxSyntax

/// A change of the source that may fix a problem.
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
  /// Whether it is most likely the right one.
  public var isPreferred: Bool

  public init(title: String, edits: [Edit], isPreferred: Bool = false) {
    self.title = title
    self.edits = edits
    self.isPreferred = isPreferred
  }
}

extension Fix {
  /// Replaces a part of the source; the preferred fix.
  package init(replacing span: SourceSpan, by text: String, title: String? = nil) {
    self.init(title: title ?? "Replace with '\(text)'", edits: [Edit(span, text)], isPreferred: true)
  }

  /// Inserts the token that a message says is missing; nil if it is about something else.
  static func insertion(for id: DiagnosticID, _ context: SyntaxContext, _ lines: LineTable) -> Fix? {
    // If a dot is missing, so is the name after it.
    guard let missing = id.missingToken, missing != .dot else { return nil }
    let end = context.before.first?.span.end ?? 0
    return Fix(
      title: "Insert '\(missing.text)'",
      edits: [Edit(SourceSpan(start: end, end: end), missing == .leftBrace ? " {" : missing.text)],
      isPreferred: isCertain(missing, context, lines))
  }

  /// Whether a missing token is most likely all that is wrong: what follows could come after it.
  private static func isCertain(_ missing: TokenKind, _ context: SyntaxContext, _ lines: LineTable) -> Bool {
    let next = context.token
    let isAtLineEnd =
      next.kind == .endOfFile
      || context.before.first.map { lines.line(at: $0.lastByte) < lines.line(at: next.span.start) } ?? false
    switch missing {
    case .semicolon: return isAtLineEnd || next.kind == .rightBrace
    case .rightParenthesis, .rightBracket:
      return isAtLineEnd || [.leftBrace, .semicolon, .rightParenthesis, .rightBracket].contains(next.kind)
    case .rightBrace:
      // If all braces are closed, the error only follows from another one.
      return context.suspiciousBraces == nil && (next.kind != .endOfFile || context.openBrace != nil)
    case .leftBrace: return isAtLineEnd || next.kind.startsStatement || next.kind == .identifier
    // What is in parentheses has two.
    case .leftParenthesis: return false
    default: return true
    }
  }
}
