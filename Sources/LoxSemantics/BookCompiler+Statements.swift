import LoxSyntax

extension BookCompiler {
  /// A statement, or a method, that contains other statements and is not complete.
  enum OpenStatement {
    case block
    case function, method
    case `class`(hasSuperclass: Bool)
    /// An `if` whose branch is not complete, with the jump over the branch; `outer` is the number of jumps of
    /// other chains that are waiting.
    case then(jump: Int, outer: Int)
    case `else`(outer: Int)
    /// A loop whose body is not complete, with the exit jump, which a `for` may lack.
    case `while`(start: Int, exit: Int)
    case `for`(start: Int, exit: Int?)
  }

  /// Compiles a declaration; enclosing statements wait on a stack.
  mutating func declaration() {
    var isComplete = beginDeclaration()
    while true {
      if isComplete {
        guard let outer = statementStack.last else { return synchronize() }
        isComplete = proceed(behindPartOf: outer)
      } else if let innermost = statementStack.last {
        isComplete = proceed(with: innermost)
      }
    }
  }

  /// Begins a statement that contains others.
  private mutating func begin(_ statement: OpenStatement) -> Bool {
    statementStack.append(statement)
    // If nesting is not allowed, the rest of the source looks empty, so the statement ends next.
    _ = mayNest()
    return false
  }

  /// Ends the innermost incomplete statement.
  private mutating func end() -> Bool {
    statementStack.removeLast()
    return true
  }

  /// Continues a statement, one part of which is now complete. The result, here and below, is whether the
  /// statement is complete as well.
  private mutating func proceed(behindPartOf open: OpenStatement) -> Bool {
    switch open {
    case .block, .function, .method:
      synchronize()
      return false
    case .class: return false
    case .then(let jump, let outer): return endThen(jump, outer)
    case .else(let outer): return endChain(outer)
    case .while(let start, let exit): return endLoop(start: start, exit: exit)
    case .for(let start, let exit):
      _ = endLoop(start: start, exit: exit)
      endScope()
      return true
    }
  }

  /// Begins the next part of a statement, or ends it if there is none.
  private mutating func proceed(with open: OpenStatement) -> Bool {
    switch open {
    case .block:
      guard endList() else { return false }
      endScope()
      return end()
    case .function:
      guard endList() else { return false }
      endBody()
      defineVariable()
      return end()
    case .method:
      guard endList() else { return false }
      endBody()
      emit(2)
      _ = end()
      return false
    case .class(let hasSuperclass):
      if current.kind != .rightBrace && current.kind != .endOfFile { return beginMethod() }
      endClass(hasSuperclass: hasSuperclass)
      return end()
    case .then, .else, .while, .for:
      return statement()
    }
  }

  /// Compiles declarations up to the first that contains others, or up to and including the closing brace.
  /// Returns whether it reached the brace.
  private mutating func endList() -> Bool {
    while current.kind != .rightBrace && current.kind != .endOfFile {
      guard beginDeclaration() else { return false }
      synchronize()
    }
    consume(.rightBrace, or: .unclosedBlock)
    return true
  }

  private mutating func beginDeclaration() -> Bool {
    if match(.class) { return beginClass() }
    if match(.fun) {
      declareName(or: .expectedFunctionName)
      markInitialized()
      return begin(.function, .function)
    }
    if match(.var) {
      variableDeclaration()
      return true
    }
    return statement()
  }

  private mutating func statement() -> Bool {
    if match(.print) {
      expressionStatement(or: .expectedSemicolonAfterValue)
    } else if match(.for) {
      return beginFor()
    } else if match(.if) {
      return begin(condition(outer: elseJumps.count))
    } else if match(.return) {
      returnStatement()
    } else if match(.while) {
      return beginWhile()
    } else if match(.leftBrace) {
      beginScope()
      return begin(.block)
    } else {
      expressionStatement(or: .expectedSemicolonAfterExpression)
    }
    return true
  }

  // MARK: - Declarations

  /// Declares a variable by name; a global's name becomes a constant.
  private mutating func declareName(or error: DiagnosticID) {
    consume(.identifier, or: error)
    declareVariable()
    if function.scopeDepth == 0 { makeConstant() }
  }

  private mutating func variableDeclaration() {
    declareName(or: .expectedVariableName)
    if match(.equal) { expression() } else { emit(1) }
    consume(.semicolon, or: .expectedSemicolonAfterVariable)
    defineVariable()
  }

  private mutating func begin(_ kind: Function.Kind, _ statement: OpenStatement) -> Bool {
    beginFunction(kind)
    beginScope()
    consume(.leftParenthesis, or: .expectedParenthesisAfterFunctionName)
    if current.kind != .rightParenthesis {
      var count = 0
      repeat {
        count &+= 1
        if count > 255 { reportAtCurrent(.tooManyParameters) }
        declareName(or: .expectedParameterName)
        defineVariable()
      } while match(.comma)
    }
    consume(.rightParenthesis, or: .unclosedParameters)
    consume(.leftBrace, or: .expectedFunctionBody)
    return begin(statement)
  }

  private mutating func endBody() {
    let upvalueCount = endFunction()
    makeConstant()
    emit(2 &+ 2 &* upvalueCount)
  }

  private mutating func beginClass() -> Bool {
    consume(.identifier, or: .expectedClassName)
    let name = name(of: previous)
    makeConstant()
    declareVariable()
    emit(2)
    defineVariable()

    superclasses.append(false)
    let hasSuperclass = match(.less)
    if hasSuperclass {
      consume(.identifier, or: .expectedSuperclassName)
      let superclass = self.name(of: previous)
      variable(superclass)
      if superclass == name { report(.inheritanceFromItself) }
      beginScope()
      addLocal(.super)
      defineVariable()
      variable(name)
      emit(1)
      superclasses[superclasses.count - 1] = true
    }
    variable(name)
    consume(.leftBrace, or: .expectedClassBody)
    return begin(.class(hasSuperclass: hasSuperclass))
  }

  private mutating func beginMethod() -> Bool {
    consume(.identifier, or: .expectedMethodName)
    makeConstant()
    return begin(name(of: previous) == .initializer ? .initializer : .method, .method)
  }

  private mutating func endClass(hasSuperclass: Bool) {
    consume(.rightBrace, or: .unclosedClassBody)
    emit(1)
    if hasSuperclass { endScope() }
    superclasses.removeLast()
  }

  // MARK: - Statements

  private mutating func expressionStatement(or error: DiagnosticID) {
    expression()
    consume(.semicolon, or: error)
    emit(1)
  }

  private mutating func returnStatement() {
    if function.kind == .script { report(.returnOutsideFunction) }
    if match(.semicolon) {
      emitReturn()
      return
    }
    if function.kind == .initializer { report(.returnValueFromInitializer) }
    expression()
    consume(.semicolon, or: .expectedSemicolonAfterReturnValue)
    emit(1)
  }

  // MARK: - Control flow

  /// The head of an `if`. A chain of `else if` does not nest: the jumps to its end wait together.
  private mutating func condition(outer: Int) -> OpenStatement {
    consume(.leftParenthesis, or: .expectedParenthesisAfterIf)
    expression()
    consume(.rightParenthesis, or: .unclosedCondition)
    let jump = emitJump()
    emit(1)
    return .then(jump: jump, outer: outer)
  }

  private mutating func endThen(_ jump: Int, _ outer: Int) -> Bool {
    elseJumps.append(emitJump())
    patchJump(from: jump)
    emit(1)
    guard match(.else) else { return endChain(outer) }
    statementStack[statementStack.count &- 1] = match(.if) ? condition(outer: outer) : .else(outer: outer)
    return false
  }

  private mutating func endChain(_ outer: Int) -> Bool {
    while elseJumps.count > outer, let jump = elseJumps.popLast() { patchJump(from: jump) }
    return end()
  }

  private mutating func beginWhile() -> Bool {
    let start = function.codeSize
    consume(.leftParenthesis, or: .expectedParenthesisAfterWhile)
    expression()
    consume(.rightParenthesis, or: .unclosedCondition)
    let exit = emitJump()
    emit(1)
    return begin(.while(start: start, exit: exit))
  }

  private mutating func beginFor() -> Bool {
    beginScope()
    consume(.leftParenthesis, or: .expectedParenthesisAfterFor)
    if match(.var) {
      variableDeclaration()
    } else if !match(.semicolon) {
      expressionStatement(or: .expectedSemicolonAfterExpression)
    }

    var start = function.codeSize
    var exit: Int?
    if !match(.semicolon) {
      expression()
      consume(.semicolon, or: .expectedSemicolonAfterLoopCondition)
      exit = emitJump()
      emit(1)
    }
    if !match(.rightParenthesis) {
      let body = emitJump()
      let increment = function.codeSize
      expression()
      emit(1)
      consume(.rightParenthesis, or: .unclosedForClauses)
      emitLoop(to: start)
      start = increment
      patchJump(from: body)
    }
    return begin(.for(start: start, exit: exit))
  }

  private mutating func endLoop(start: Int, exit: Int?) -> Bool {
    emitLoop(to: start)
    if let exit {
      patchJump(from: exit)
      emit(1)
    }
    return end()
  }
}
