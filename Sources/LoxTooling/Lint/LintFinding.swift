import LoxSource
import LoxSyntax

/// Something in a source that is allowed, and yet probably a mistake.
public struct LintFinding: Hashable, Sendable {
  /// What kind of mistake it is.
  public var rule: LintRule
  /// The bytes of the source that are meant.
  public var span: SourceSpan
  /// A sentence, such as `Local variable 'x' is never used.`
  public var message: String
  /// Another place that the message speaks of, such as the declaration that is shadowed.
  public var related: SourceSpan?

  public init(rule: LintRule, span: SourceSpan, message: String, related: SourceSpan? = nil) {
    self.rule = rule
    self.span = span
    self.message = message
    self.related = related
  }

  /// How bad it is.
  public var severity: LintSeverity { rule.severity }

  /// What to say of the place `related`.
  public var relatedMessage: String {
    switch rule {
    case .unreachableCode: "Nothing behind this is reached."
    case .shadowedVariable: "The variable that is hidden is declared here."
    case .duplicateMethod: "The method that is replaced is declared here."
    case .missingSuperInit, .thisBeforeSuperInit: "The initializer of the superclass is declared here."
    default: "It is declared here."
    }
  }
}

/// How bad a finding is.
public enum LintSeverity: String, Sendable, CaseIterable {
  /// Whenever this is executed, the script fails.
  case error
  /// This does probably not do what was meant.
  case warning
  /// This can be left out.
  case hint
}
