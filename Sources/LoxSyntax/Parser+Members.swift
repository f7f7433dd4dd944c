import LoxSource

/// Members of classes in extended Lox: methods, accessors, operators, and what belongs to the class itself.
extension Parser {
  /// Begins a member of a class; a field is complete at once.
  mutating func beginMember() -> StatementID? {
    let start = current.span.start
    let isOfClass = current.kind == .class && !isMemberName
    if isOfClass { advance() }
    if current.kind == .fun || current.kind == .var, isFollowed(by: .identifier) {
      // The member itself is all right.
      errorAtCurrent(.expectedMethodName)
      advance()
      if previous.kind == .fun { isPanicking = false }
    }
    if isOperator, !isOfClass { return beginOperator(from: start) }
    if isSetter {
      advance()
      consumeMemberName(.expectedMethodName)
      return beginSetter(from: start, isOfClass: isOfClass)
    }
    if current.kind.isKeyword, isMemberName || isOfClass && isFollowed(by: .equal) {
      advance()
    } else {
      consume(.identifier, .expectedMethodName)
    }
    var name = previous
    let type = typeAnnotation()
    if isOfClass, match(.equal) { return addField(named: name, type, from: start) }
    if let type, current.kind != .leftBrace, current.kind != .arrow {
      guard isOfClass else { return addInstanceField(name, type, from: start) }
      consume(.equal, .expectedFieldValue)
    }
    switch current.kind {
    case .leftParenthesis, .leftBrace, .arrow: break
    default:
      errorAtCurrent(.expectedParenthesisAfterFunctionName)
      // Before the name there may be a word of another language, and behind it the value of a field.
      if current.kind == .identifier || isFollowed(by: .leftParenthesis) { advance() }
      name = previous
      if match(.equal) { return addField(named: name, nil, from: start) }
      if match(.semicolon) {
        synchronize()
        return nil
      }
    }
    var open = OpenFunction(
      kind: .method, member: .method, isOfClass: isOfClass,
      name: ast.names.intern(ast.source.bytes, name.span),
      nameSpan: name.span, start: isOfClass ? start : name.span.start,
      parameters: ParameterList(start: ast.parameters.count, count: 0), type: type,
      outer: openStatements.count,
      enclosing: function, enclosingJumps: jumpContext)
    if current.kind == .leftBrace || current.kind == .arrow {
      open.member = .getter
    } else {
      if open.name == .initializer, !isOfClass { open.kind = .initializer }
      open.parameters = parameterList()
    }
    return begin(open)
  }

  /// Whether the next token, a name or a keyword, is the name of a method or a getter.
  private var isMemberName: Bool {
    switch peek().kind {
    case .leftParenthesis, .leftBrace, .arrow, .colon: true
    default: false
    }
  }

  /// Whether the next token, `set`, is not a name.
  private var isSetter: Bool {
    guard isWord(.set) else { return false }
    let name = peek().kind
    return name == .identifier || name.isKeyword
  }

  /// Whether the next token, `operator`, is not a name.
  private var isOperator: Bool {
    guard isWord(.operator) else { return false }
    switch peek().kind {
    case .plus, .minus, .star, .slash, .percent, .less, .leftBracket: return true
    default: return false
    }
  }

  /// Begins a setter whose name is the previous token.
  private mutating func beginSetter(from start: UInt32, isOfClass: Bool) -> StatementID? {
    let name = previousName()
    let nameSpan = previous.span
    let parameters = parameterList()
    return begin(
      OpenFunction(
        kind: .method, member: .setter, isOfClass: isOfClass, name: name, nameSpan: nameSpan, start: start,
        parameters: parameters, outer: openStatements.count, enclosing: function, enclosingJumps: jumpContext)
    )
  }

  /// Begins an operator; the word is the next token.
  private mutating func beginOperator(from start: UInt32) -> StatementID? {
    advance()
    advance()
    let sign = previous.kind
    var text = previous.kind.text
    if sign == .leftBracket {
      if current.kind != .rightBracket, isFollowed(by: .rightBracket) {
        errorAtCurrent(.unclosedElementOperator)
        advance()
      }
      consume(.rightBracket, .unclosedElementOperator)
      text += "]"
      if match(.equal) { text += "=" }
    }
    let end = previous.span.end
    let parameters = parameterList()
    if sign == .minus, parameters.count == 0 { text += "()" }
    return begin(
      OpenFunction(
        kind: .method, member: .operator, name: ast.names.intern("operator \(text)"),
        nameSpan: SourceSpan(start: start, end: end), start: start, parameters: parameters,
        outer: openStatements.count, enclosing: function, enclosingJumps: jumpContext))
  }

  // MARK: - Fields of classes

  /// Adds a field, from its value on.
  private mutating func addField(named name: Token, _ type: TypeID?, from start: UInt32) -> StatementID? {
    // There is no `this` in its value, which is evaluated where the class is declared.
    let enclosing = classContext
    classContext = .none
    let value = expression()
    classContext = enclosing
    let id = ast.names.intern(ast.source.bytes, name.span)
    nameFunction(value, id)
    consume(.semicolon, .expectedSemicolonAfterValue)
    openFields.append(
      ClassField(
        name: id, nameSpan: name.span, type: type, initializer: value, span: previous.span(from: start)))
    if let type { addFieldCheck(of: name, type, from: start, isOfClass: true) }
    // Behind a semicolon, what follows is a member again.
    if previous.kind == .semicolon { synchronize() }
    return nil
  }

  /// Moves the fields collected from `outer` on from the open list to the tree.
  mutating func closeFields(from outer: Int) -> NodeList {
    let list = NodeList(start: ast.classFields.count, count: openFields.count &- outer)
    ast.classFields.append(contentsOf: openFields[outer...])
    openFields.removeSubrange(outer...)
    return list
  }
}
