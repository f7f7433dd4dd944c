import LoxDiagnostics
import LoxSource
import LoxSyntax

/// Something in a source that is allowed, but probably a mistake.
public struct LintFinding: Hashable, Sendable {
  /// What kind of mistake it is.
  public var rule: LintRule
  /// The bytes of the source that the finding is about.
  public var span: SourceSpan
  /// A sentence, such as `Local variable 'x' is never used.`
  public var message: String
  /// Another place that the message mentions, such as the declaration that is shadowed.
  public var related: SourceSpan?

  public init(rule: LintRule, span: SourceSpan, message: String, related: SourceSpan? = nil) {
    self.rule = rule
    self.span = span
    self.message = message
    self.related = related
  }

  /// How bad it is.
  public var severity: LintSeverity { rule.severity }

  /// The message for the place `related`.
  public var relatedMessage: String { rule.relatedMessage }
}

/// How bad a finding is: an error if the script fails whenever this is executed.
public typealias LintSeverity = Diagnostic.Severity

extension LintFinding {
  /// The finding in the form in which all problems of a source are shown.
  public func diagnostic(in text: SourceText, fixes: [Fix] = []) -> Diagnostic {
    Diagnostic(
      severity: severity, phase: .lint, code: rule.id, message: message, at: text.location(span.range),
      notes: related.map { [Diagnostic.Note(relatedMessage, at: text.location($0.range))] } ?? [],
      fixes: fixes)
  }
}
