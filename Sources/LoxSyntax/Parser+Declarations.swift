extension Parser {
  mutating func declaration() -> StatementID {
    guard enter() else { return add(.empty, from: current.span.start) }
    let declaration =
      switch current.kind {
      case .class: classDeclaration()
      case .fun: functionDeclaration()
      case .var: variableDeclaration()
      default: statement()
      }
    leave()
    synchronize()
    return declaration
  }

  mutating func variableDeclaration() -> StatementID {
    let start = current.span.start
    advance()
    consume(.identifier, "Expect variable name.")
    let name = previousName()
    let offset = previous.lastByte
    let initializer = match(.equal) ? expression() : nil
    consume(.semicolon, "Expect ';' after variable declaration.")
    return add(.variable(name, initializer: initializer), from: start, offset: offset)
  }

  // MARK: - Functions

  private mutating func functionDeclaration() -> StatementID {
    let start = current.span.start
    advance()
    consume(.identifier, "Expect function name.")
    let function = function(.function, from: start)
    return add(.function(function), from: start)
  }

  /// The parameters and the body of a function whose name is the token taken last.
  private mutating func function(_ kind: FunctionDeclaration.Kind, from start: UInt32) -> FunctionID {
    let name = previousName()
    let nameSpan = previous.span
    let enclosing = function
    function = kind
    let parameters = parameterList()
    consume(.leftBrace, "Expect '{' before function body.")
    let body = functionBody()
    function = enclosing
    return add(
      FunctionDeclaration(
        kind: kind, name: name, nameSpan: nameSpan, parameters: parameters, body: body,
        span: previous.span(from: start)))
  }

  private mutating func add(_ function: FunctionDeclaration) -> FunctionID {
    ast.functions.append(function)
    return FunctionID(ast.functions.count &- 1)
  }

  private mutating func functionBody() -> StatementList {
    guard enter() else { return StatementList(start: 0, count: 0) }
    let body = block()
    leave()
    return body
  }

  private mutating func parameterList() -> ParameterList {
    let start = ast.parameters.count
    consume(.leftParenthesis, "Expect '(' after function name.")
    if current.kind != .rightParenthesis {
      repeat {
        if ast.parameters.count &- start >= 255 { errorAtCurrent("Can't have more than 255 parameters.") }
        consume(.identifier, "Expect parameter name.")
        let name = previousName()
        ast.parameters.append(Parameter(name: name, span: previous.span))
      } while match(.comma)
    }
    consume(.rightParenthesis, "Expect ')' after parameters.")
    return ParameterList(start: start, count: ast.parameters.count &- start)
  }

  // MARK: - Classes

  private mutating func classDeclaration() -> StatementID {
    let start = current.span.start
    advance()
    consume(.identifier, "Expect class name.")
    let name = previousName()
    let nameSpan = previous.span
    let enclosing = classContext
    classContext = .base
    let superclass = match(.less) ? superclass(of: name) : nil
    consume(.leftBrace, "Expect '{' before class body.")
    let methods = methodList()
    consume(.rightBrace, "Expect '}' after class body.")
    classContext = enclosing
    let id = add(
      ClassDeclaration(
        name: name, nameSpan: nameSpan, superclass: superclass, methods: methods,
        span: previous.span(from: start)))
    return add(.class(id), from: start)
  }

  private mutating func add(_ declaration: ClassDeclaration) -> ClassID {
    ast.classes.append(declaration)
    return ClassID(ast.classes.count &- 1)
  }

  private mutating func superclass(of subclass: NameID) -> ExpressionID {
    classContext = .derived
    consume(.identifier, "Expect superclass name.")
    let name = previousName()
    if name == subclass { error("A class can't inherit from itself.") }
    return add(.variable(name), from: previous.span.start)
  }

  private mutating func methodList() -> MethodList {
    guard enter() else { return MethodList(start: 0, count: 0) }
    let outer = openMethods.count
    while current.kind != .rightBrace, current.kind != .endOfFile {
      let method = method()
      openMethods.append(method)
    }
    leave()
    return closeMethods(from: outer)
  }

  private mutating func closeMethods(from outer: Int) -> MethodList {
    let list = MethodList(start: ast.methodLists.count, count: openMethods.count &- outer)
    ast.methodLists.append(contentsOf: openMethods[outer...])
    openMethods.removeSubrange(outer...)
    return list
  }

  private mutating func method() -> FunctionID {
    consume(.identifier, "Expect method name.")
    let kind: FunctionDeclaration.Kind = previousName() == .initializer ? .initializer : .method
    return function(kind, from: previous.span.start)
  }
}
