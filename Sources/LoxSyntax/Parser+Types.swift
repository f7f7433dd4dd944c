import LoxSource

/// Types of variables, parameters, results and fields.
extension Parser {
  /// `: Number?`, if the next token is a colon.
  mutating func typeAnnotation() -> TypeID? {
    guard isExtended, match(.colon) else { return nil }
    let colon = previous.span.start
    consume(.identifier, .expectedTypeName)
    let start = previous.span.start
    var expression = add(.variable(previousName()), from: start)
    while match(.dot) {
      consumeMemberName(.expectedPropertyName)
      expression = add(.get(expression, previousName()), from: start)
    }
    let isOptional = match(.question)
    if current.kind == .less || current.kind == .leftBracket { skipParts() }
    ast.types.append(
      TypeAnnotation(expression: expression, isOptional: isOptional, span: previous.span(from: colon)))
    return TypeID(ast.types.count &- 1)
  }

  /// Reports the `<Number>` or `[]` of another language behind a type.
  private mutating func skipParts() {
    errorAtCurrent(.typeWithParts)
    repeat { advance() } while [.identifier, .comma, .question, .less, .greater].contains(current.kind)
    _ = match(.rightBracket)
    _ = match(.question)
  }

  // MARK: - Fields

  /// Adds the field `name: type;` of instances, from its semicolon on.
  mutating func addInstanceField(_ name: Token, _ type: TypeID, from start: UInt32) -> StatementID? {
    if match(.equal) {
      error(.valueOfInstanceField)
      _ = expression()
    }
    consume(.semicolon, .expectedSemicolonAfterField)
    addFieldCheck(of: name, type, from: start, isOfClass: false)
    // Behind a semicolon, what follows is a member again.
    if previous.kind == .semicolon { synchronize() }
    return nil
  }

  /// Adds the member that sets a field with a type from outside of its class:
  ///
  ///     name:(name: type) { this.name = name; }
  ///
  /// No other member can have its name. In a class, `this.name = ...` is checked where it is.
  mutating func addFieldCheck(of name: Token, _ type: TypeID, from start: UInt32, isOfClass: Bool) {
    let id = ast.names.intern(ast.source.bytes, name.span)
    var parameter = Parameter(name: id, span: name.span)
    parameter.type = type
    let parameters = ParameterList(start: ast.parameters.count, count: 1)
    ast.parameters.append(parameter)

    let this = add(.this, from: name.span.start, operatorOffset: name.lastByte)
    let value = add(.variable(id), from: name.span.start, operatorOffset: name.lastByte)
    let set = add(.set(this, id, value), from: name.span.start, operatorOffset: name.lastByte)
    let body = StatementList(start: ast.statementLists.count, count: 1)
    ast.statementLists.append(add(.expression(set), from: name.span.start, offset: name.lastByte))

    var check = FunctionDeclaration(
      kind: .method, name: ast.names.intern(ast.names.name(id) + ":"), nameSpan: name.span,
      parameters: parameters,
      body: body, span: previous.span(from: start))
    check.member = .field
    check.isOfClass = isOfClass
    ast.functions.append(check)
    openMethods.append(FunctionID(ast.functions.count &- 1))
  }
}
