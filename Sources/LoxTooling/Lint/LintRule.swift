import LoxDiagnostics

/// A kind of mistake that the linter looks for. All that is known about it is in one declaration.
///
/// A new rule is a file in the folder `Rules` and an entry in `all`; the linter, `lox lint`, `lox explain`, the language server
/// and the tests read the rest from here.
public struct LintRule: Sendable {
  /// The code by which comments and options name the rule, such as `unused-local`.
  public let id: String
  /// How bad a finding is.
  public let severity: LintSeverity
  /// What the rule finds, in one sentence.
  public let summary: String
  /// What the rule looks for, why that is probably a mistake, and what to do about it: a few lines of text with an example.
  public let explanation: String
  /// Whether the rule is on by default.
  public let isOnByDefault: Bool
  /// Whether findings are about code that can be left out, which editors show faded.
  public let isAboutUnnecessaryCode: Bool
  /// The message for the other place that a finding mentions.
  let relatedMessage: String
  /// Possible fixes of a finding.
  let fixes: @Sendable (DocumentIndex, LintFinding) -> [Fix]
  /// The fix of a finding that tools may apply without asking; nil if there is none.
  let automaticFix: @Sendable (DocumentIndex, LintFinding) -> Fix?
  /// Reports each finding in a source.
  let check: @Sendable (LintContext, inout LintReporter) -> Void

  init(
    id: String, severity: LintSeverity, isOnByDefault: Bool = true, isAboutUnnecessaryCode: Bool = false,
    summary: String, explanation: String, relatedMessage: String = "It is declared here.",
    fixes: @escaping @Sendable (DocumentIndex, LintFinding) -> [Fix] = { _, _ in [] },
    automaticFix: (@Sendable (DocumentIndex, LintFinding) -> Fix?)? = nil,
    check: @escaping @Sendable (LintContext, inout LintReporter) -> Void
  ) {
    self.id = id
    self.severity = severity
    self.isOnByDefault = isOnByDefault
    self.isAboutUnnecessaryCode = isAboutUnnecessaryCode
    self.summary = summary
    self.explanation = explanation
    self.relatedMessage = relatedMessage
    self.fixes = fixes
    self.automaticFix =
      automaticFix
      ?? { index, finding in
        // What is not used yet may be used soon.
        isAboutUnnecessaryCode ? nil : fixes(index, finding).first { $0.isPreferred }
      }
    self.check = check
  }

  /// All rules.
  public static let all: [LintRule] = [
    unusedLocal, unusedParameter, unusedFunction, unusedClass, unusedImport, undefinedImport,
    unusedAssignment, uselessExpression,
    unreachableCode, shadowedVariable, selfAssignment, constantComparison, constantCondition,
    assignmentInCondition,
    undefinedGlobal, undefinedProperty, wrongArgumentCount, duplicateMethod, hiddenMethod,
    methodAsCondition, missingSuperInit, thisBeforeSuperInit, escapeInString, breakOutsideLoop,
    textMethod, valueAsCondition, unusedResult, privateMember, invalidPattern, wrongType,
  ]

  /// The rule with a code; nil if there is none.
  public init?(id: String) {
    guard let rule = LintRule.all.first(where: { $0.id == id }) else { return nil }
    self = rule
  }
}

extension LintRule: Hashable {
  public static func == (a: LintRule, b: LintRule) -> Bool { a.id == b.id }

  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
