import LoxDiagnostics

/// A kind of mistake that the linter looks for. Its raw value is the code by which comments and options name it.
public enum LintRule: String, Sendable, CaseIterable {
  case unusedLocal = "unused-local"
  case unusedParameter = "unused-parameter"
  case unusedFunction = "unused-function"
  case unusedClass = "unused-class"
  case unusedAssignment = "unused-assignment"
  case uselessExpression = "useless-expression"
  case unreachableCode = "unreachable-code"
  case shadowedVariable = "shadowed-variable"
  case selfAssignment = "self-assignment"
  case constantComparison = "constant-comparison"
  case constantCondition = "constant-condition"
  case undefinedGlobal = "undefined-global"
  case undefinedProperty = "undefined-property"
  case wrongArgumentCount = "wrong-argument-count"
  case duplicateMethod = "duplicate-method"
  case hiddenMethod = "hidden-method"
  case methodAsCondition = "method-as-condition"
  case missingSuperInit = "missing-super-init"
  case thisBeforeSuperInit = "this-before-super-init"

  /// How bad a finding of the kind is.
  public var severity: LintSeverity {
    switch self {
    case .undefinedGlobal, .undefinedProperty, .wrongArgumentCount: .error
    case .unusedLocal, .unusedParameter, .unusedFunction, .unusedClass, .unreachableCode: .hint
    default: .warning
    }
  }
}
