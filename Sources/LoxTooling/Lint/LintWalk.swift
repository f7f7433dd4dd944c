import LoxSemantics
import LoxSource
import LoxSyntax

/// Walks over a tree in the order of execution, and records what the checks need to know.
///
/// It keeps what remains to be done in a worklist instead of recursing. On the way it finds assignments that are never read:
/// those that are followed by another one, or by the end of the variable's life, with nothing in between that could have
/// read the value or could have been reached in another way.
struct LintWalk {
  var facts: LintFacts
  let ast: AST
  let resolution: Resolution
  var worklist = Worklist<Action>()
  /// The functions around the current place.
  private var functions: [FunctionID] = []
  /// The class whose instances' methods the code is in; nil in the methods of the class itself.
  var owners: [ClassID?] = []
  /// How many blocks of `try` are around the place.
  private var tryDepth = 0
  /// The initializer around the current place, as an index into `facts.initializations`; -1 in other functions.
  private var initializers: [Int] = []
  /// By variable: the assignment whose value nothing has read yet, if it is in the current stretch.
  private var pending: [Assignment?]
  /// The number of the current stretch of code: a part that is executed from its beginning to its end.
  private var stretch = 0
  /// The local variables in scope, and how many there were when the open scopes began.
  private var scope: [VariableID] = []
  private var scopeStarts: [Int] = []
  /// By variable: whether the current place is inside the function or class that it names.
  private var isInside: [Bool]

  private struct Assignment {
    var span: SourceSpan
    var stretch: Int
  }

  /// What is done between nodes.
  enum Action {
    /// A name that is called.
    case callee(ExpressionID)
    case assigned(VariableID, SourceSpan)
    case declared(VariableID)
    case superCalled
    /// What comes next may be reached in several ways.
    case newStretch
    case beginScope, endScope
    case endFunction(VariableID?)
    case beginTry, endTry
    case endClass(VariableID?)
  }

  init(_ ast: AST, _ resolution: Resolution) {
    facts = LintFacts(ast, resolution)
    self.ast = ast
    self.resolution = resolution
    pending = Array(repeating: nil, count: resolution.variables.count)
    isInside = Array(repeating: false, count: resolution.variables.count)
  }

  mutating func run() {
    worklist.add(ast.script, in: ast)
    while let task = worklist.next() {
      switch task {
      case .node(.statement(let id)): visit(id)
      case .node(.expression(let id)): visit(id, isCallee: false)
      case .node(.function(let id)): begin(id, variable: nil)
      // Its statement has already entered it.
      case .node(.class): break
      case .action(let action): perform(action)
      }
    }
  }

  private mutating func perform(_ action: Action) {
    switch action {
    case .callee(let id): visit(id, isCallee: true)
    case .assigned(let variable, let span): assign(variable, span)
    case .declared(let variable): scope.append(variable)
    case .superCalled:
      if let initializer = initializers.last, initializer >= 0 {
        facts.initializations[initializer].callsSuper = true
      }
    case .newStretch: stretch &+= 1
    case .beginScope: scopeStarts.append(scope.count)
    case .endScope: endScope()
    case .beginTry: tryDepth &+= 1
    case .endTry: tryDepth &-= 1
    case .endFunction(let variable):
      endScope()
      if let ended = functions.popLast(), ast[ended].isOfClass { owners.removeLast() }
      initializers.removeLast()
      if let variable { isInside[Int(variable.index)] = false }
    case .endClass(let variable):
      owners.removeLast()
      if let variable { isInside[Int(variable.index)] = false }
    }
  }

  /// The class whose instance `this` is here.
  var owner: ClassID? { owners.last ?? nil }

  // MARK: - Scopes

  private mutating func endScope() {
    let start = scopeStarts.popLast() ?? 0
    while scope.count > start, let variable = scope.popLast() {
      if let last = pending[Int(variable.index)], last.stretch == stretch { report(last, of: variable) }
    }
  }

  private mutating func assign(_ variable: VariableID, _ span: SourceSpan) {
    // A call of a closure may read what it captures at any time.
    if resolution[variable].isCaptured { return }
    // After an error in the block of a `try`, what is around it goes on with the value that it has by then.
    if tryDepth > 0 {
      pending[Int(variable.index)] = nil
      return
    }
    if let last = pending[Int(variable.index)], last.stretch == stretch { report(last, of: variable) }
    pending[Int(variable.index)] = Assignment(span: span, stretch: stretch)
  }

  private mutating func report(_ assignment: Assignment, of variable: VariableID) {
    facts.unreadAssignments.append((variable, assignment.span))
  }

  private mutating func read(_ variable: VariableID, isCallee: Bool) {
    if !isInside[Int(variable.index)] { facts.locals[Int(variable.index)].reads &+= 1 }
    if !isCallee { facts.locals[Int(variable.index)].isPassedOn = true }
    pending[Int(variable.index)] = nil
  }

  // MARK: - Statements

  /// Adds a part that may be skipped or repeated.
  mutating func addBranch(_ node: Node) {
    worklist.add(.newStretch)
    worklist.add(node)
    worklist.add(.newStretch)
  }

  private mutating func visit(_ id: StatementID) {
    switch ast[id] {
    case .empty, .expression, .print, .return, .throw: worklist.addChildren(of: id, in: ast)
    case .variable(let name, let initializer): declare(id, name, initializer)
    case .constant(let name, let initializer): declare(id, name, initializer)
    case .destructuring(let pattern, let value):
      addDeclarations(of: pattern)
      worklist.add(value)
    case .break, .continue: stretch &+= 1
    case .forIn(let loop): visit(loop)
    case .switch(let id): visit(id)
    case .try(let id): visit(id)
    case .import(let id): visit(id)
    case .block:
      worklist.add(.endScope)
      worklist.addChildren(of: id, in: ast)
      worklist.add(.beginScope)
    case .if(let condition, let then, let otherwise):
      if let otherwise { addBranch(.statement(otherwise)) }
      addBranch(.statement(then))
      noteCondition(condition, isLoop: false)
      worklist.add(condition)
    case .while(let condition, let body):
      noteCondition(condition, isLoop: true)
      addBranch(.statement(body))
      addBranch(.expression(condition))
    case .for(let loop): visit(ast.forLoops[Int(loop.index)])
    case .function(let function): declareFunction(id, function)
    case .class(let declaration): declareClass(id, declaration)
    }
  }

  mutating func noteCondition(_ condition: ExpressionID, isLoop: Bool) {
    facts.conditions.append((condition, owner, isLoop))
  }

  private mutating func visit(_ loop: ForLoop) {
    worklist.add(.endScope)
    if let increment = loop.increment { addBranch(.expression(increment)) }
    addBranch(.statement(loop.body))
    if let condition = loop.condition {
      noteCondition(condition, isLoop: true)
      addBranch(.expression(condition))
    }
    if let initializer = loop.initializer { worklist.add(initializer) }
    worklist.add(.beginScope)
  }

  private mutating func declare(_ id: StatementID, _ name: NameID, _ initializer: ExpressionID?) {
    if let variable = local(declaredBy: id) {
      // Without an initializer, no value is assigned that should be read.
      if initializer != nil { worklist.add(.assigned(variable, ast.nameSpan(ofVariable: id))) }
      worklist.add(.declared(variable))
      facts.localValues[variable] = LintFacts.Value(first: initializer, type: ast.variableTypes[id])
    } else {
      facts.globals[Int(name.index)].declarations &+= 1
      facts.globalValues[name] = LintFacts.Value(first: initializer, type: ast.variableTypes[id])
    }
    if let initializer { worklist.add(initializer) }
    if let type = ast.variableTypes[id] { worklist.add(ast[type].expression) }
  }

  private func local(declaredBy id: StatementID) -> VariableID? {
    if case .local(let variable) = resolution.declaration(of: id) { variable } else { nil }
  }

  private mutating func declareFunction(_ id: StatementID, _ function: FunctionID) {
    let variable = local(declaredBy: id)
    note(.function(function), ast[function].name, variable)
    facts.functionVariables[Int(function.index)] = variable
    begin(function, variable: variable)
  }

  private mutating func note(_ declaration: LintFacts.Declaration, _ name: NameID, _ variable: VariableID?) {
    if let variable {
      facts.locals[Int(variable.index)].declaration = declaration
      isInside[Int(variable.index)] = true
    } else {
      facts.globals[Int(name.index)].declarations &+= 1
      facts.globals[Int(name.index)].declaration = declaration
    }
  }

  private mutating func begin(_ id: FunctionID, variable: VariableID?) {
    functions.append(id)
    initializers.append(-1)
    let function = ast[id]
    if function.isOfClass { owners.append(nil) }
    if function.kind == .initializer, let owner, ast[owner].superclass != nil {
      initializers[initializers.count &- 1] = facts.initializations.count
      facts.initializations.append(LintFacts.Initialization(owner: owner, function: id))
    }
    worklist.add(.endFunction(variable))
    worklist.add(function.body, in: ast)
    if let type = function.type { worklist.add(ast[type].expression) }
    for parameter in ast[function.parameters].reversed() {
      if let type = parameter.type { worklist.add(ast[type].expression) }
      if let pattern = parameter.pattern { addDeclarations(of: pattern) }
      if let value = parameter.defaultValue { addBranch(.expression(value)) }
    }
    scopeStarts.append(scope.count)
    let first = resolution[id].firstParameter
    for (index, parameter) in ast[function.parameters].enumerated() {
      let variable = VariableID(Int(first.index) &+ index)
      scope.append(variable)
      if let type = parameter.type { facts.localValues[variable] = LintFacts.Value(first: nil, type: type) }
    }
  }

  private mutating func declareClass(_ id: StatementID, _ declaration: ClassID) {
    let variable = local(declaredBy: id)
    let node = ast[declaration]
    note(.class(declaration), node.name, variable)
    owners.append(declaration)
    worklist.add(.endClass(variable))
    for member in ast.members(of: node).reversed() {
      switch member {
      case .function(let field) where ast[field].member == .field:
        if let type = ast[ast[field].parameters].first?.type { worklist.add(ast[type].expression) }
      case .function(let method): worklist.add(.function(method))
      case .field(let index):
        worklist.add(ast.classFields[index].initializer)
        if let type = ast.classFields[index].type { worklist.add(ast[type].expression) }
      }
    }
    noteMethods(of: declaration)
    if let superclass = node.superclass { worklist.add(superclass) }
  }

  private mutating func noteMethods(of id: ClassID) {
    for method in ast[ast[id].methods] {
      let function = ast[method]
      if function.member == .field {
        guard let field = ast[function.parameters].first else { continue }
        facts.isField[Int(field.name.index)] = true
        facts.fieldTypes[LintFacts.MethodKey(owner: id, name: field.name, isOfClass: function.isOfClass)] =
          field.type
        continue
      }
      let key = LintFacts.MethodKey(owner: id, name: function.name, isOfClass: function.isOfClass)
      guard function.member == .method else {
        facts.accessors.insert(key)
        facts.isField[Int(key.name.index)] = true
        continue
      }
      if let first = facts.methods.updateValue(method, forKey: key) {
        facts.duplicateMethods.append((method, first))
      } else if !key.isOfClass {
        facts.methodCounts[Int(key.name.index)] &+= 1
      }
    }
    for field in ast.classFields[ast[id].fields.range] {
      facts.isField[Int(field.name.index)] = true
      if facts.isMarkedUnused(field.name) {
        facts.ownPrivateNames.insert(LintFacts.MethodKey(owner: id, name: field.name))
      }
    }
  }

  // MARK: - Expressions

  private mutating func visit(_ id: ExpressionID, isCallee: Bool) {
    switch ast[id] {
    case .nil, .boolean, .number, .string, .grouping, .unary, .binary, .template, .list, .map, .spread,
      .index,
      .setIndex, .invalid:
      worklist.addChildren(of: id, in: ast)
    case .getIfAny(let object, let name):
      notePrivateUse(of: name, id, object)
      worklist.add(object)
    case .function(let function): begin(function, variable: nil)
    case .conditional, .coalesce, .indexIfAny, .callIfAny, .optionalChain, .switch, .compound, .step:
      visitExtended(id)
    case .logical(_, let left, let right):
      addBranch(.expression(right))
      worklist.add(left)
    case .variable(let name):
      if let variable = variable(of: id) {
        read(variable, isCallee: isCallee)
      } else {
        facts.globalUses.append(id)
        if !isCallee { facts.globals[Int(name.index)].isPassedOn = true }
      }
    case .assign(let name, let value):
      if let variable = variable(of: id) {
        worklist.add(.assigned(variable, ast.span(of: id)))
      } else {
        facts.globalUses.append(id)
        facts.globals[Int(name.index)].isAssigned = true
      }
      worklist.add(value)
    case .get(let object, let name):
      notePrivateUse(of: name, id, object)
      notePropertyUse(id, of: object)
      worklist.add(object)
    case .set(let object, let name, let value):
      facts.isField[Int(name.index)] = true
      notePrivateUse(of: name, id, object)
      notePropertyUse(id, of: object)
      worklist.add(value)
      // Setting a field does not use anything that the superclass's initializer does.
      if case .this = ast[object] { break }
      worklist.add(object)
    case .call(let callee, let arguments): call(id, callee, arguments)
    case .this: noteThis(id)
    case .superMethod:
      if let owner { facts.propertyUses.append(LintFacts.Use(expression: id, owner: owner)) }
    }
  }

  private mutating func call(_ id: ExpressionID, _ callee: ExpressionID, _ arguments: ExpressionList) {
    facts.calls.append((id, owner))
    if case .superMethod(.initializer) = ast[callee] { worklist.add(.superCalled) }
    for index in (0..<Int(arguments.count)).reversed() {
      worklist.add(ast.expressionLists[Int(arguments.start) &+ index])
    }
    worklist.add(.callee(callee))
  }

  mutating func notePropertyUse(_ id: ExpressionID, of object: ExpressionID) {
    guard case .this = ast[object], let owner else { return }
    facts.propertyUses.append(LintFacts.Use(expression: id, owner: owner))
  }

  private mutating func noteThis(_ id: ExpressionID) {
    guard let initializer = initializers.last, initializer >= 0,
      !facts.initializations[initializer].callsSuper
    else { return }
    facts.initializations[initializer].earlyUses.append(id)
  }

  /// The local variable that a name refers to.
  mutating func variable(of id: ExpressionID) -> VariableID? {
    var variable: VariableID?
    switch resolution.binding(of: id) {
    case .local(let local): variable = local
    case .capture(let index):
      guard let function = functions.last else { return nil }
      variable = resolution.captures[Int(resolution[function].captures.start) &+ Int(index)].variable
    case .global, .none: break
    }
    facts.variables[Int(id.index)] = variable
    return variable
  }
}
