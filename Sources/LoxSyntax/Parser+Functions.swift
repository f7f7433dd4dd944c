import LoxSource

/// Functions in expressions, and the parameters of extended Lox.
extension Parser {
  /// A function in an expression whose value is not complete.
  struct OpenLambda: Sendable {
    var start: UInt32
    var form: FunctionDeclaration.Form
    var firstExpression: ExpressionID
    var parameters: ParameterList
    var type: TypeID?
    var enclosing: FunctionDeclaration.Kind?
    var enclosingJumps: JumpContext
  }

  /// The block of a function in an expression. It is parsed after the statement, so that functions in functions need no native
  /// stack.
  struct DeferredBody: Sendable {
    var function: FunctionID
    /// Behind the opening brace.
    var scanner: Scanner
    var brace: Token
    /// Behind the closing one.
    var end: UInt32
    var classContext: ClassContext
  }

  /// `name => ...`; the name is the previous token.
  mutating func beginLambda(from start: UInt32, parameter name: Token, _ open: inout OpenExpression) -> Step {
    let first = ast.parameters.count
    ast.parameters.append(Parameter(name: previousName(), span: name.span))
    return beginBody(
      .lambda, from: start, ExpressionID(ast.expressions.count), ParameterList(start: first, count: 1), &open)
  }

  /// `(parameters) => ...`; the parenthesis is the previous token.
  mutating func beginLambda(from start: UInt32, _ open: inout OpenExpression) -> Step {
    let first = ExpressionID(ast.expressions.count)
    let parameters = extendedParameters()
    return beginBody(.lambda, from: start, first, parameters, &open)
  }

  /// `fun (parameters) ...`; the keyword is the previous token.
  mutating func beginAnonymousFunction(from start: UInt32, _ open: inout OpenExpression) -> Step {
    let first = ExpressionID(ast.expressions.count)
    consume(.leftParenthesis, .expectedParenthesisAfterFunctionName)
    let parameters = extendedParameters()
    return beginBody(.anonymous, from: start, first, parameters, &open)
  }

  private mutating func beginBody(
    _ form: FunctionDeclaration.Form, from start: UInt32, _ first: ExpressionID, _ parameters: ParameterList,
    _ open: inout OpenExpression
  ) -> Step {
    let isBlock: Bool
    let type = form == .lambda ? nil : typeAnnotation()
    if form == .lambda {
      consume(.arrow, .expectedArrowAfterParameters)
      isBlock = match(.leftBrace)
    } else {
      isBlock = !match(.arrow)
      if isBlock { consume(.leftBrace, .expectedFunctionBody) }
    }
    openLambdas.append(
      OpenLambda(
        start: start, form: form, firstExpression: first, parameters: parameters, type: type,
        enclosing: function,
        enclosingJumps: jumpContext))
    guard isBlock else { return begin(.lambdaBody, in: &open) }
    let function = deferBlock()
    return form == .lambda ? .end(function) : .operators(after: function)
  }

  /// Skips the block of a function; its opening brace is the previous token.
  private mutating func deferBlock() -> ExpressionID {
    let brace = previous
    guard brace.kind == .leftBrace else { return endLambda(body: StatementList(start: 0, count: 0)) }
    // The first token of the block has been read; if it begins a template, or is a brace in one, it is read again.
    scanner.takeBack(current)
    scanner.continueScanning(at: brace.span.end)
    let body = scanner
    let end = brackets.endOfBlock(brace, body)
    scanner.continueScanning(at: end.start)
    advance()
    if current.kind == .rightBrace { advance() }
    let expression = endLambda(body: StatementList(start: 0, count: 0))
    deferredBodies.append(
      DeferredBody(
        function: FunctionID(ast.functions.count &- 1), scanner: body, brace: brace, end: end.end,
        classContext: classContext))
    return expression
  }

  /// Ends a function whose body is a value.
  mutating func endLambda(value: ExpressionID) -> ExpressionID {
    let statement = add(.return(value), from: ast.places[Int(value.index)].start)
    let body = StatementList(start: ast.statementLists.count, count: 1)
    ast.statementLists.append(statement)
    let expression = endLambda(body: body)
    ast.functions[ast.functions.count &- 1].isExpression = true
    return expression
  }

  private mutating func endLambda(body: StatementList) -> ExpressionID {
    guard let open = openLambdas.popLast() else { return add(.invalid, from: previous.span.start) }
    var declaration = FunctionDeclaration(
      kind: .function, name: .anonymous, nameSpan: SourceSpan(start: open.start, end: open.start),
      parameters: open.parameters, body: body, span: previous.span(from: open.start))
    declaration.form = open.form
    declaration.type = open.type
    declaration.firstExpression = open.firstExpression
    ast.functions.append(declaration)
    ast.hasFunctionExpressions = true
    return add(.function(FunctionID(ast.functions.count &- 1)), from: open.start)
  }

  /// Parses the blocks of functions that were skipped, and of the functions in those.
  mutating func parseDeferredBodies() {
    let resumed = (scanner, current, previous, classContext, function, jumpContext)
    var next = 0
    while next < deferredBodies.count {
      let body = deferredBodies[next]
      next &+= 1
      scanner = body.scanner
      classContext = body.classContext
      function = .function
      jumpContext = JumpContext()
      current = body.brace
      advance()
      let declaration = ast[body.function]
      _ = complete(
        begin(
          .function(
            OpenFunction(
              kind: .function, member: .none, name: declaration.name, nameSpan: declaration.nameSpan,
              start: declaration.span.start,
              parameters: declaration.parameters, outer: openStatements.count, enclosing: nil,
              enclosingJumps: JumpContext(), expression: body.function))))
      synchronize()
      // After an error, the body may go on in what follows, which is read once more then.
      if previous.span.end > body.end { hasReadOn = true }
    }
    deferredBodies.removeAll(keepingCapacity: true)
    (scanner, current, previous, classContext, function, jumpContext) = resumed
  }

  /// Lets a function without a name have that of the variable, field or key that it is written into.
  mutating func nameFunction(_ value: ExpressionID, _ name: NameID) {
    guard isExtended, case .function(let id) = ast[value], ast[id].name == .anonymous else { return }
    ast.functions[Int(id.index)].name = name
  }

  // MARK: - Parameters

  /// Parameters up to and including the closing parenthesis.
  mutating func extendedParameters() -> ParameterList {
    // Those of functions in default values come in between.
    var parameters: [Parameter] = []
    while current.kind != .rightParenthesis {
      if parameters.count >= 255 { errorAtCurrent(.tooManyParameters) }
      parameters.append(parameter(after: parameters.last))
      guard match(.comma) else { break }
    }
    consume(.rightParenthesis, .unclosedParameters)
    let list = ParameterList(start: ast.parameters.count, count: parameters.count)
    ast.parameters.append(contentsOf: parameters)
    return list
  }

  private mutating func parameter(after last: Parameter?) -> Parameter {
    if last?.isRest == true { errorAtCurrent(.restNotLast) }
    let isRest = match(.ellipsis)
    var parameter: Parameter
    if !isRest, beginsPattern {
      let start = current.span
      let pattern = pattern(isConstant: false)
      parameter = Parameter(name: .anonymous, span: previous.span(from: start.start))
      parameter.pattern = pattern
    } else {
      consume(.identifier, .expectedParameterName)
      parameter = Parameter(name: previousName(), span: previous.span)
    }
    parameter.isRest = isRest
    if !isRest { parameter.type = typeAnnotation() }
    if !isRest, match(.equal) {
      let value = nestedExpression()
      nameFunction(value, parameter.name)
      parameter.defaultValue = value
    } else if !isRest, last?.defaultValue != nil {
      report(.parameterWithoutDefault, at: Token(.identifier, parameter.span))
    }
    return parameter
  }

  /// An expression that is parsed while an enclosing one waits on the native stack.
  mutating func nestedExpression() -> ExpressionID {
    guard nativeDepth < 16 else {
      stop(with: .nestingTooDeep)
      return add(.invalid, from: current.span.start)
    }
    nativeDepth &+= 1
    defer { nativeDepth &-= 1 }
    return expression()
  }
}
