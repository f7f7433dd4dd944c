import LoxSemantics
import LoxSyntax

extension LintWalk {
  mutating func visit(_ id: ImportID) {
    let declaration = ast[id]
    if let name = declaration.binding {
      facts.globals[Int(name.index)].declarations &+= 1
      facts.imports.append((name, declaration.bindingSpan, id))
    }
    for imported in ast.names(of: id) {
      facts.globals[Int(imported.local.index)].declarations &+= 1
      facts.imports.append((imported.local, imported.localSpan, id))
    }
  }
}

/// What only extended Lox has.
extension LintWalk {
  // MARK: - Statements

  /// Adds the declaration of the variables of a pattern.
  mutating func addDeclarations(of pattern: PatternID) {
    let elements = ast[pattern].elements
    for index in elements.range.reversed() {
      let element = ast.patternElements[index]
      switch resolution.patternElements[index] {
      case .local(let variable): worklist.add(.declared(variable))
      case .global, .capture, .none: facts.globals[Int(element.name.index)].declarations &+= 1
      }
      if let value = element.defaultValue { addBranch(.expression(value)) }
    }
  }

  mutating func visit(_ id: ForInLoopID) {
    let loop = ast[id]
    worklist.add(.endScope)
    addBranch(.statement(loop.body))
    let variables = resolution.loopVariables[Int(id.index)]
    for (variable, local) in [(loop.second, variables.second), (loop.variable, variables.first)] {
      if let pattern = variable?.pattern { addDeclarations(of: pattern) }
      if let local { worklist.add(.declared(local)) }
    }
    worklist.add(.newStretch)
    worklist.add(loop.sequence)
    worklist.add(.beginScope)
    // The first of two variables can be left out; any other one has to be there.
    if let needed = loop.second == nil ? variables.first : variables.second {
      facts.locals[Int(needed.index)].isNeeded = true
    }
  }

  mutating func visit(_ id: SwitchID) {
    for branch in ast.cases(of: id).reversed() {
      worklist.add(.newStretch)
      if let value = branch.value {
        worklist.add(value)
      } else {
        worklist.add(.endScope)
        worklist.add(branch.body, in: ast)
        worklist.add(.beginScope)
      }
      worklist.add(.newStretch)
      for test in ast.switchTests[branch.tests.range].reversed() { addBranch(.expression(test.operand)) }
    }
    worklist.add(ast[id].subject)
  }

  mutating func visit(_ id: TryID) {
    if let finally = ast[id].finally { addBranch(.statement(finally)) }
    for index in ast[id].catches.range.reversed() {
      let handler = ast.catches[index]
      worklist.add(.endScope)
      addBranch(.statement(handler.body))
      if let variable = resolution.catchVariables[index] {
        // A name that is not used says what is caught.
        facts.locals[Int(variable.index)].isNeeded = true
        worklist.add(.declared(variable))
      }
      if let test = handler.test { addBranch(.expression(test)) }
      worklist.add(.beginScope)
    }
    worklist.add(.endTry)
    addBranch(.statement(ast[id].body))
    worklist.add(.beginTry)
  }

  // MARK: - Expressions

  /// Visits an expression that may skip a part of it, or that changes a variable.
  mutating func visitExtended(_ id: ExpressionID) {
    switch ast[id] {
    case .conditional(let condition, let then, let otherwise):
      addBranch(.expression(otherwise))
      addBranch(.expression(then))
      noteCondition(condition, isLoop: false)
      worklist.add(condition)
    case .coalesce(let left, let right), .indexIfAny(let left, let right):
      addBranch(.expression(right))
      worklist.add(left)
    case .optionalChain(let chain): addBranch(.expression(chain))
    case .callIfAny(let callee, let arguments):
      worklist.add(.newStretch)
      for argument in ast[arguments].reversed() { worklist.add(argument) }
      worklist.add(.newStretch)
      worklist.add(.callee(callee))
    case .compound(let op, let target, let value):
      if op == .coalesce {
        addBranch(.expression(value))
      } else {
        noteChange(of: target, in: id)
        worklist.add(value)
      }
      noteAssignment(to: target)
      worklist.add(target)
    case .step(_, let target):
      noteChange(of: target, in: id)
      noteAssignment(to: target)
      worklist.add(target)
    case .switch(let id): visit(id)
    default: worklist.addChildren(of: id, in: ast)
    }
  }

  /// A name that begins with `_` is that of a member which is meant for its own class.
  mutating func notePrivateUse(of name: NameID, _ id: ExpressionID, _ object: ExpressionID) {
    guard ast.profile == .extended, facts.isMarkedUnused(name) else { return }
    // In the methods of a class itself, the innermost entry is nil.
    let around = owners.suffix(2).last { $0 != nil } ?? nil
    if case .this = ast[facts.unwrapped(object)] {
      if let around { facts.ownPrivateNames.insert(LintFacts.MethodKey(owner: around, name: name)) }
    } else {
      facts.privateUses.append((id, around))
    }
  }

  private mutating func noteChange(of target: ExpressionID, in id: ExpressionID) {
    if case .variable = ast[target], let variable = variable(of: target) {
      worklist.add(.assigned(variable, ast.span(of: id)))
    }
  }

  private mutating func noteAssignment(to target: ExpressionID) {
    switch ast[target] {
    case .variable(let name):
      if variable(of: target) == nil { facts.globals[Int(name.index)].isAssigned = true }
    case .get(_, let name): facts.isField[Int(name.index)] = true
    default: break
    }
  }
}
