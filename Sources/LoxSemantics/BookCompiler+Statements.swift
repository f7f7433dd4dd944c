import LoxSyntax

extension BookCompiler {
  mutating func declaration() {
    guard enter() else { return }
    if match(.class) {
      classDeclaration()
    } else if match(.fun) {
      functionDeclaration()
    } else if match(.var) {
      variableDeclaration()
    } else {
      statement()
    }
    leave()
    if isPanicking { synchronize() }
  }

  private mutating func statement() {
    if match(.print) {
      expressionStatement(or: "Expect ';' after value.")
    } else if match(.for) {
      forStatement()
    } else if match(.if) {
      ifStatement()
    } else if match(.return) {
      returnStatement()
    } else if match(.while) {
      whileStatement()
    } else if match(.leftBrace) {
      beginScope()
      block()
      endScope()
    } else {
      expressionStatement(or: "Expect ';' after expression.")
    }
  }

  /// Compiles a statement as the body of another.
  private mutating func body() {
    guard enter() else { return }
    statement()
    leave()
  }

  // MARK: - Declarations

  /// Declares a variable by its name; a global's name becomes a constant.
  private mutating func declareName(or message: String) {
    consume(.identifier, or: message)
    declareVariable()
    if function.scopeDepth == 0 { makeConstant() }
  }

  private mutating func variableDeclaration() {
    declareName(or: "Expect variable name.")
    if match(.equal) { expression() } else { emit(1) }
    consume(.semicolon, or: "Expect ';' after variable declaration.")
    defineVariable()
  }

  private mutating func functionDeclaration() {
    declareName(or: "Expect function name.")
    markInitialized()
    function(.function)
    defineVariable()
  }

  private mutating func function(_ kind: Function.Kind) {
    beginFunction(kind)
    beginScope()
    consume(.leftParenthesis, or: "Expect '(' after function name.")
    if current.kind != .rightParenthesis {
      var count = 0
      repeat {
        count &+= 1
        if count > 255 { reportAtCurrent("Can't have more than 255 parameters.") }
        declareName(or: "Expect parameter name.")
        defineVariable()
      } while match(.comma)
    }
    consume(.rightParenthesis, or: "Expect ')' after parameters.")
    consume(.leftBrace, or: "Expect '{' before function body.")
    if enter() {
      block()
      leave()
    }
    let upvalueCount = endFunction()
    makeConstant()
    emit(2 &+ 2 &* upvalueCount)
  }

  private mutating func classDeclaration() {
    consume(.identifier, or: "Expect class name.")
    let nameToken = previous
    let name = name(of: nameToken)
    makeConstant()
    declareVariable()
    emit(2)
    defineVariable()

    superclasses.append(false)
    let hasSuperclass = match(.less)
    if hasSuperclass {
      consume(.identifier, or: "Expect superclass name.")
      let superclass = self.name(of: previous)
      variable(superclass, false)
      if superclass == name { report("A class can't inherit from itself.") }
      beginScope()
      addLocal(.super)
      defineVariable()
      variable(name, false)
      emit(1)
      superclasses[superclasses.count - 1] = true
    }
    variable(name, false)
    consume(.leftBrace, or: "Expect '{' before class body.")
    while current.kind != .rightBrace && current.kind != .endOfFile { method() }
    consume(.rightBrace, or: "Expect '}' after class body.")
    emit(1)
    if hasSuperclass { endScope() }
    superclasses.removeLast()
  }

  private mutating func method() {
    consume(.identifier, or: "Expect method name.")
    makeConstant()
    function(name(of: previous) == .initializer ? .initializer : .method)
    emit(2)
  }

  // MARK: - Statements

  private mutating func block() {
    while current.kind != .rightBrace && current.kind != .endOfFile { declaration() }
    consume(.rightBrace, or: "Expect '}' after block.")
  }

  private mutating func expressionStatement(or message: String) {
    expression()
    consume(.semicolon, or: message)
    emit(1)
  }

  private mutating func ifStatement() {
    // A chain of `else if` is a loop here: the jumps to its end wait on a stack.
    let firstJump = elseJumps.count
    repeat {
      consume(.leftParenthesis, or: "Expect '(' after 'if'.")
      expression()
      consume(.rightParenthesis, or: "Expect ')' after condition.")
      let thenJump = emitJump()
      emit(1)
      body()
      elseJumps.append(emitJump())
      patchJump(from: thenJump)
      emit(1)
      guard match(.else) else { break }
      guard match(.if) else {
        body()
        break
      }
    } while true
    while elseJumps.count > firstJump, let jump = elseJumps.popLast() { patchJump(from: jump) }
  }

  private mutating func whileStatement() {
    let start = function.codeSize
    consume(.leftParenthesis, or: "Expect '(' after 'while'.")
    expression()
    consume(.rightParenthesis, or: "Expect ')' after condition.")
    let exit = emitJump()
    emit(1)
    body()
    emitLoop(to: start)
    patchJump(from: exit)
    emit(1)
  }

  private mutating func forStatement() {
    beginScope()
    consume(.leftParenthesis, or: "Expect '(' after 'for'.")
    if match(.var) {
      variableDeclaration()
    } else if !match(.semicolon) {
      expressionStatement(or: "Expect ';' after expression.")
    }

    var start = function.codeSize
    var exit: Int?
    if !match(.semicolon) {
      expression()
      consume(.semicolon, or: "Expect ';' after loop condition.")
      exit = emitJump()
      emit(1)
    }
    if !match(.rightParenthesis) {
      let body = emitJump()
      let increment = function.codeSize
      expression()
      emit(1)
      consume(.rightParenthesis, or: "Expect ')' after for clauses.")
      emitLoop(to: start)
      start = increment
      patchJump(from: body)
    }
    body()
    emitLoop(to: start)
    if let exit {
      patchJump(from: exit)
      emit(1)
    }
    endScope()
  }

  private mutating func returnStatement() {
    if function.kind == .script { report("Can't return from top-level code.") }
    if match(.semicolon) {
      emitReturn()
      return
    }
    if function.kind == .initializer { report("Can't return a value from an initializer.") }
    expression()
    consume(.semicolon, or: "Expect ';' after return value.")
    emit(1)
  }
}
