import LoxSource

extension Parser {
  mutating func beginDeclaration() -> StatementID? {
    switch current.kind {
    case .class: beginClass()
    case .fun: isExtended && isFollowed(by: .leftParenthesis) ? statement() : functionDeclaration()
    case .var: variableDeclaration()
    case .identifier where isExtended && isWord(.const) && beginsConstant: constantDeclaration()
    default: statement()
    }
  }

  mutating func variableDeclaration() -> StatementID {
    let start = current.span.start
    advance()
    if isExtended, beginsPattern { return destructuring(from: start, isConstant: false) }
    consume(.identifier, .expectedVariableName)
    return variable(previousName(), from: start)
  }

  /// Ends the declaration of a variable whose name is the previous token.
  mutating func variable(_ name: NameID, from start: UInt32) -> StatementID {
    let offset = previous.lastByte
    let type = typeAnnotation()
    let initializer = match(.equal) ? expression() : nil
    if let initializer { nameFunction(initializer, name) }
    consume(.semicolon, .expectedSemicolonAfterVariable)
    let variable = add(.variable(name, initializer: initializer), from: start, offset: offset)
    if let type { ast.variableTypes[variable] = type }
    return variable
  }

  private mutating func constantDeclaration() -> StatementID {
    let start = current.span.start
    advance()
    if beginsPattern { return destructuring(from: start, isConstant: true) }
    advance()
    let name = previousName()
    let offset = previous.lastByte
    let type = typeAnnotation()
    consume(.equal, .expectedConstantValue)
    let initializer = expression()
    nameFunction(initializer, name)
    consume(.semicolon, .expectedSemicolonAfterVariable)
    let constant = add(.constant(name, initializer: initializer), from: start, offset: offset)
    if let type { ast.variableTypes[constant] = type }
    return constant
  }

  // MARK: - Functions

  /// A function or method whose body is not complete.
  struct OpenFunction: Sendable {
    var kind: FunctionDeclaration.Kind
    var member: FunctionDeclaration.Member
    var isOfClass = false
    var name: NameID
    var nameSpan: SourceSpan
    var start: UInt32
    var parameters: ParameterList
    var type: TypeID?
    /// The number of statements of other lists that are waiting.
    var outer: Int
    /// The function around it, and its loops.
    var enclosing: FunctionDeclaration.Kind?
    var enclosingJumps: JumpContext
    /// The function, if it is in an expression.
    var expression: FunctionID?
  }

  private mutating func functionDeclaration() -> StatementID? {
    let start = current.span.start
    advance()
    consume(.identifier, .expectedFunctionName)
    return begin(.function, .none, from: start)
  }

  /// Begins a function whose name is the previous token.
  private mutating func begin(
    _ kind: FunctionDeclaration.Kind, _ member: FunctionDeclaration.Member, from start: UInt32
  ) -> StatementID? {
    let name = previousName()
    let nameSpan = previous.span
    return begin(
      OpenFunction(
        kind: kind, member: member, name: name, nameSpan: nameSpan, start: start, parameters: parameterList(),
        outer: openStatements.count, enclosing: function, enclosingJumps: jumpContext))
  }

  /// Begins the body of a function.
  mutating func begin(_ open: OpenFunction) -> StatementID? {
    var open = open
    // A setter has no result.
    if open.type == nil, open.member != .setter { open.type = typeAnnotation() }
    if open.type != nil, open.kind == .initializer { error(.typeOfInitializer) }
    function = open.kind
    jumpContext = JumpContext()
    if isExtended, match(.arrow) { return endWithValue(open) }
    consume(.leftBrace, .expectedFunctionBody)
    return begin(.function(open))
  }

  /// Ends a function with the value after its `=>`.
  private mutating func endWithValue(_ open: OpenFunction) -> StatementID? {
    if open.kind == .initializer { error(.returnValueFromInitializer) }
    let value = expression()
    openStatements.append(add(.return(value), from: ast.places[Int(value.index)].start))
    consume(.semicolon, .expectedSemicolonAfterExpression)
    let count = ast.functions.count
    let statement = end(open)
    ast.functions[count].isExpression = true
    return statement
  }

  /// Ends a function after the brace that closes its body.
  mutating func end(_ open: OpenFunction) -> StatementID? {
    function = open.enclosing
    jumpContext = open.enclosingJumps
    let body = closeStatements(from: open.outer)
    if let id = open.expression {
      ast.functions[Int(id.index)].body = body
      return nil
    }
    var declaration = FunctionDeclaration(
      kind: open.kind, name: open.name, nameSpan: open.nameSpan, parameters: open.parameters, body: body,
      span: previous.span(from: open.start))
    declaration.member = open.member
    declaration.isOfClass = open.isOfClass
    declaration.type = open.type
    ast.functions.append(declaration)
    let id = FunctionID(ast.functions.count &- 1)
    if open.kind == .function { return add(.function(id), from: open.start) }
    openMethods.append(id)
    return nil
  }

  mutating func parameterList() -> ParameterList {
    consume(.leftParenthesis, .expectedParenthesisAfterFunctionName)
    if isExtended { return extendedParameters() }
    let start = ast.parameters.count
    if current.kind != .rightParenthesis {
      repeat {
        if ast.parameters.count &- start >= 255 { errorAtCurrent(.tooManyParameters) }
        consume(.identifier, .expectedParameterName)
        let name = previousName()
        ast.parameters.append(Parameter(name: name, span: previous.span))
      } while match(.comma)
    }
    consume(.rightParenthesis, .unclosedParameters)
    return ParameterList(start: start, count: ast.parameters.count &- start)
  }

  // MARK: - Classes

  /// A class whose body is not complete.
  struct OpenClass: Sendable {
    var name: NameID
    var nameSpan: SourceSpan
    var start: UInt32
    var superclass: ExpressionID?
    /// The number of methods of other classes that are waiting, and of fields.
    var outer: Int
    var outerFields: Int
    /// The class around it.
    var enclosing: ClassContext
  }

  private mutating func beginClass() -> StatementID? {
    let start = current.span.start
    advance()
    consume(.identifier, .expectedClassName)
    let name = previousName()
    let nameSpan = previous.span
    let enclosing = classContext
    classContext = .base
    let superclass = match(.less) ? superclass(of: name) : nil
    consume(.leftBrace, .expectedClassBody)
    return begin(
      .class(
        OpenClass(
          name: name, nameSpan: nameSpan, start: start, superclass: superclass, outer: openMethods.count,
          outerFields: openFields.count, enclosing: enclosing)))
  }

  private mutating func superclass(of subclass: NameID) -> ExpressionID {
    classContext = .derived
    consume(.identifier, .expectedSuperclassName)
    let name = previousName()
    let start = previous.span.start
    var superclass = add(.variable(name), from: start)
    if isExtended, current.kind == .dot {
      while match(.dot) {
        consumeMemberName(.expectedPropertyName)
        superclass = add(.get(superclass, previousName()), from: start)
      }
    } else if name == subclass {
      error(.inheritanceFromItself)
    }
    return superclass
  }

  /// Begins the next member of a class, or ends it if there is none.
  mutating func proceed(with open: OpenClass) -> StatementID? {
    if current.kind != .rightBrace, current.kind != .endOfFile {
      return isExtended ? beginMember() : beginMethod()
    }
    consume(.rightBrace, .unclosedClassBody)
    classContext = open.enclosing
    end()
    let methods = MethodList(start: ast.methodLists.count, count: openMethods.count &- open.outer)
    ast.methodLists.append(contentsOf: openMethods[open.outer...])
    openMethods.removeSubrange(open.outer...)
    var declaration = ClassDeclaration(
      name: open.name, nameSpan: open.nameSpan, superclass: open.superclass, methods: methods,
      span: previous.span(from: open.start))
    if isExtended { declaration.fields = closeFields(from: open.outerFields) }
    ast.classes.append(declaration)
    return add(.class(ClassID(ast.classes.count &- 1)), from: open.start)
  }

  private mutating func beginMethod() -> StatementID? {
    consume(.identifier, .expectedMethodName)
    let kind: FunctionDeclaration.Kind = previousName() == .initializer ? .initializer : .method
    return begin(kind, .method, from: previous.span.start)
  }
}
