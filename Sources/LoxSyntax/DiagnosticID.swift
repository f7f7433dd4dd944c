/// A name for each problem: for tools, for explanations, and for searching.
public enum DiagnosticID: String, Hashable, Sendable, CaseIterable {
  case unexpectedCharacter = "unexpected-character"
  case unterminatedString = "unterminated-string"
  case expectedExpression = "expected-expression"
  case invalidAssignmentTarget = "invalid-assignment-target"

  // A name is missing.
  case expectedVariableName = "expected-variable-name"
  case expectedFunctionName = "expected-function-name"
  case expectedParameterName = "expected-parameter-name"
  case expectedClassName = "expected-class-name"
  case expectedSuperclassName = "expected-superclass-name"
  case expectedMethodName = "expected-method-name"
  case expectedPropertyName = "expected-property-name"
  case expectedSuperclassMethodName = "expected-superclass-method-name"
  case expectedTypeName = "expected-type-name"

  // A semicolon is missing.
  case expectedSemicolonAfterExpression = "expected-semicolon-after-expression"
  case expectedEndOfExpression = "expected-end-of-expression"
  case expectedSemicolonAfterValue = "expected-semicolon-after-value"
  case expectedSemicolonAfterVariable = "expected-semicolon-after-variable"
  case expectedSemicolonAfterReturnValue = "expected-semicolon-after-return-value"
  case expectedSemicolonAfterLoopCondition = "expected-semicolon-after-loop-condition"

  // A bracket, or a dot, is missing.
  case expectedParenthesisAfterIf = "expected-parenthesis-after-if"
  case expectedParenthesisAfterWhile = "expected-parenthesis-after-while"
  case expectedParenthesisAfterFor = "expected-parenthesis-after-for"
  case expectedParenthesisAfterFunctionName = "expected-parenthesis-after-function-name"
  case unclosedExpression = "unclosed-expression"
  case unclosedCondition = "unclosed-condition"
  case unclosedForClauses = "unclosed-for-clauses"
  case unclosedParameters = "unclosed-parameters"
  case unclosedArguments = "unclosed-arguments"
  case expectedFunctionBody = "expected-function-body"
  case expectedClassBody = "expected-class-body"
  case unclosedBlock = "unclosed-block"
  case unclosedClassBody = "unclosed-class-body"
  case expectedDotAfterSuper = "expected-dot-after-super"

  // Something is not allowed here.
  case thisOutsideClass = "this-outside-class"
  case superOutsideClass = "super-outside-class"
  case superWithoutSuperclass = "super-without-superclass"
  case returnOutsideFunction = "return-outside-function"
  case returnValueFromInitializer = "return-value-from-initializer"
  case inheritanceFromItself = "inheritance-from-itself"
  case duplicateVariable = "duplicate-variable"
  case readInOwnInitializer = "read-in-own-initializer"

  // Extended Lox.
  case unterminatedTemplate = "unterminated-template"
  case unterminatedComment = "unterminated-comment"
  case unknownEscape = "unknown-escape"
  case expectedConstantValue = "expected-constant-value"
  case assignmentToConstant = "assignment-to-constant"
  case expectedInAfterLoopVariables = "expected-in-after-loop-variables"
  case expectedCase = "expected-case"
  case expectedArrowAfterCase = "expected-arrow-after-case"
  case expectedColonAfterConditional = "expected-colon-after-conditional"
  case expectedArrowAfterParameters = "expected-arrow-after-parameters"
  case expectedMapKey = "expected-map-key"
  case expectedColonAfterKey = "expected-colon-after-key"
  case expectedPatternValue = "expected-pattern-value"
  case unclosedIndex = "unclosed-index"
  case unclosedList = "unclosed-list"
  case unclosedMap = "unclosed-map"
  case unclosedPattern = "unclosed-pattern"
  case unclosedTemplateValue = "unclosed-template-value"
  case unclosedSubject = "unclosed-subject"
  case unclosedSwitch = "unclosed-switch"
  case parameterWithoutDefault = "parameter-without-default"
  case restNotLast = "rest-not-last"
  case expectedCatch = "expected-catch"
  case expectedBlock = "expected-block"
  case unclosedCatch = "unclosed-catch"
  case leavingFinally = "leaving-finally"
  case unclosedElementOperator = "unclosed-element-operator"
  case setterParameterCount = "setter-parameter-count"
  case operatorParameterCount = "operator-parameter-count"
  case elementOperatorParameterCount = "element-operator-parameter-count"
  case duplicateMember = "duplicate-member"
  case importInBlock = "import-in-block"
  case expectedModuleName = "expected-module-name"
  case expectedFrom = "expected-from"
  case unclosedImport = "unclosed-import"
  case expectedSemicolonAfterImport = "expected-semicolon-after-import"
  case privateImport = "private-import"
  case assignmentToImport = "assignment-to-import"
  case typeWithParts = "type-with-parts"
  case typeOfInitializer = "type-of-initializer"
  case valueOfInstanceField = "value-of-instance-field"
  case expectedFieldValue = "expected-field-value"
  case expectedSemicolonAfterField = "expected-semicolon-after-field"
  case assignmentBeforeType = "assignment-before-type"

  // Limits.
  case tooManyParameters = "too-many-parameters"
  case tooManyArguments = "too-many-arguments"
  case tooManyConstants = "too-many-constants"
  case tooManyLocals = "too-many-locals"
  case tooManyCaptures = "too-many-captures"
  case loopTooLarge = "loop-too-large"
  case jumpTooLong = "jump-too-long"
  case nestingTooDeep = "nesting-too-deep"
  case sourceTooLarge = "source-too-large"
}

extension DiagnosticID {
  /// The message, as the book's compiler words it: the only place where it is written down.
  public var message: String {
    switch self {
    case .unexpectedCharacter: "Unexpected character."
    case .unterminatedString: "Unterminated string."
    case .expectedExpression: "Expect expression."
    case .invalidAssignmentTarget: "Invalid assignment target."
    case .expectedVariableName: "Expect variable name."
    case .expectedFunctionName: "Expect function name."
    case .expectedParameterName: "Expect parameter name."
    case .expectedClassName: "Expect class name."
    case .expectedSuperclassName: "Expect superclass name."
    case .expectedMethodName: "Expect method name."
    case .expectedPropertyName: "Expect property name after '.'."
    case .expectedSuperclassMethodName: "Expect superclass method name."
    case .expectedTypeName: "Expect class name after ':'."
    case .expectedSemicolonAfterExpression: "Expect ';' after expression."
    case .expectedEndOfExpression: "Expect end of expression."
    case .expectedSemicolonAfterValue: "Expect ';' after value."
    case .expectedSemicolonAfterVariable: "Expect ';' after variable declaration."
    case .expectedSemicolonAfterReturnValue: "Expect ';' after return value."
    case .expectedSemicolonAfterLoopCondition: "Expect ';' after loop condition."
    case .expectedParenthesisAfterIf: "Expect '(' after 'if'."
    case .expectedParenthesisAfterWhile: "Expect '(' after 'while'."
    case .expectedParenthesisAfterFor: "Expect '(' after 'for'."
    case .expectedParenthesisAfterFunctionName: "Expect '(' after function name."
    case .unclosedExpression: "Expect ')' after expression."
    case .unclosedCondition: "Expect ')' after condition."
    case .unclosedForClauses: "Expect ')' after for clauses."
    case .unclosedParameters: "Expect ')' after parameters."
    case .unclosedArguments: "Expect ')' after arguments."
    case .expectedFunctionBody: "Expect '{' before function body."
    case .expectedClassBody: "Expect '{' before class body."
    case .unclosedBlock: "Expect '}' after block."
    case .unclosedClassBody: "Expect '}' after class body."
    case .expectedDotAfterSuper: "Expect '.' after 'super'."
    case .thisOutsideClass: "Can't use 'this' outside of a class."
    case .superOutsideClass: "Can't use 'super' outside of a class."
    case .superWithoutSuperclass: "Can't use 'super' in a class with no superclass."
    case .returnOutsideFunction: "Can't return from top-level code."
    case .returnValueFromInitializer: "Can't return a value from an initializer."
    case .inheritanceFromItself: "A class can't inherit from itself."
    case .duplicateVariable: "Already a variable with this name in this scope."
    case .readInOwnInitializer: "Can't read local variable in its own initializer."
    case .unterminatedTemplate: "Unterminated template."
    case .unterminatedComment: "Unterminated comment."
    case .unknownEscape: "Unknown escape."
    case .expectedConstantValue: "Expect '=' after constant name."
    case .assignmentToConstant: "Can't assign to constant."
    case .expectedInAfterLoopVariables: "Expect 'in' after loop variables."
    case .expectedCase: "Expect 'case' or 'default'."
    case .expectedArrowAfterCase: "Expect ':' or '=>' after case."
    case .expectedColonAfterConditional: "Expect ':' after value."
    case .expectedArrowAfterParameters: "Expect '=>' after parameters."
    case .expectedMapKey: "Expect key of map entry."
    case .expectedColonAfterKey: "Expect ':' after key."
    case .expectedPatternValue: "Expect '=' after pattern."
    case .unclosedIndex: "Expect ']' after index."
    case .unclosedList: "Expect ']' after list elements."
    case .unclosedMap: "Expect '}' after map entries."
    case .unclosedPattern: "Expect end of pattern."
    case .unclosedTemplateValue: "Expect '}' after value in template."
    case .unclosedSubject: "Expect ')' after subject."
    case .unclosedSwitch: "Expect '}' after cases."
    case .parameterWithoutDefault: "A parameter without a default can't follow one with a default."
    case .restNotLast: "A rest parameter must be the last."
    case .expectedCatch: "Expect 'catch' or 'finally' after try block."
    case .expectedBlock: "Expect '{' before block."
    case .unclosedCatch: "Expect ')' after catch clause."
    case .leavingFinally: "Can't leave a finally block."
    case .unclosedElementOperator: "Expect ']' after '['."
    case .setterParameterCount: "Expect 1 parameter for setter."
    case .operatorParameterCount: "Expect 1 parameter for operator."
    case .elementOperatorParameterCount: "Expect 2 parameters for operator."
    case .duplicateMember: "Already a member with this name in this class."
    case .importInBlock: "Can't import inside of a block or function."
    case .expectedModuleName: "Expect name of a module."
    case .expectedFrom: "Expect 'from' after imported names."
    case .unclosedImport: "Expect '}' after imported names."
    case .expectedSemicolonAfterImport: "Expect ';' after import."
    case .privateImport: "Can't import private."
    case .assignmentToImport: "Can't assign to imported."
    case .typeWithParts: "A type is only the name of a class."
    case .typeOfInitializer: "An initializer can't have a result type."
    case .valueOfInstanceField: "A field of an instance can't have a value here."
    case .expectedFieldValue: "Expect '=' after class field."
    case .expectedSemicolonAfterField: "Expect ';' after field."
    case .assignmentBeforeType: "Can't assign to a variable before its type is declared."
    case .tooManyParameters: "Can't have more than 255 parameters."
    case .tooManyArguments: "Can't have more than 255 arguments."
    case .tooManyConstants: "Too many constants in one chunk."
    case .tooManyLocals: "Too many local variables in function."
    case .tooManyCaptures: "Too many closure variables in function."
    case .loopTooLarge: "Loop body too large."
    case .jumpTooLong: "Too much code to jump over."
    case .nestingTooDeep: "Too much nesting."
    case .sourceTooLarge: "Source is too large."
    }
  }

  /// The missing token, if it has only one spelling.
  public var missingToken: TokenKind? {
    switch self {
    case .expectedSemicolonAfterExpression, .expectedSemicolonAfterValue, .expectedSemicolonAfterVariable,
      .expectedSemicolonAfterReturnValue, .expectedSemicolonAfterLoopCondition,
      .expectedSemicolonAfterImport, .expectedSemicolonAfterField:
      .semicolon
    case .expectedParenthesisAfterIf, .expectedParenthesisAfterWhile, .expectedParenthesisAfterFor,
      .expectedParenthesisAfterFunctionName:
      .leftParenthesis
    case .unclosedExpression, .unclosedCondition, .unclosedForClauses, .unclosedParameters,
      .unclosedArguments, .unclosedSubject, .unclosedCatch:
      .rightParenthesis
    case .expectedFunctionBody, .expectedClassBody, .expectedBlock: .leftBrace
    case .unclosedBlock, .unclosedClassBody, .unclosedMap, .unclosedTemplateValue, .unclosedSwitch,
      .unclosedImport:
      .rightBrace
    case .unclosedIndex, .unclosedList, .unclosedElementOperator: .rightBracket
    case .expectedColonAfterConditional, .expectedColonAfterKey: .colon
    case .expectedConstantValue, .expectedPatternValue, .expectedFieldValue: .equal
    case .expectedArrowAfterParameters: .arrow
    case .expectedDotAfterSuper: .dot
    default: nil
    }
  }

  /// Whether something required is missing.
  public var isExpectation: Bool {
    switch self {
    case .expectedExpression, .expectedCase, .expectedArrowAfterCase, .expectedInAfterLoopVariables,
      .expectedMapKey, .expectedCatch, .expectedModuleName, .expectedFrom,
      .unclosedPattern:
      true
    default: missingToken != nil || isMissingName
    }
  }

  /// Whether a name is missing.
  public var isMissingName: Bool {
    switch self {
    case .expectedVariableName, .expectedFunctionName, .expectedParameterName, .expectedClassName,
      .expectedSuperclassName, .expectedMethodName, .expectedPropertyName, .expectedSuperclassMethodName,
      .expectedTypeName:
      true
    default: false
    }
  }
}
