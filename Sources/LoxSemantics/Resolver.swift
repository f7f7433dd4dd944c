import LoxSource
import LoxSyntax

/// Finds the variable that each name refers to, by the book's scoping rules.
///
/// Names are looked up in source order, so a name refers to the local that is declared *before* it, or to a
/// global. Statements are walked with a worklist instead of recursion. The parts of an expression precede it
/// contiguously in the tree, so those are walked by a loop.
///
/// Looking up a name costs the same however many variables are visible: `innermost` maps a name to the local
/// that it means now, and a local remembers the one that it shadows.
public struct Resolver {
  /// The piece of the script that is being resolved.
  var ast = AST(source: Source(name: "", bytes: []), profile: .book)
  var resolution = Resolution()
  var problems: [(id: DiagnosticID, span: SourceSpan, related: SourceSpan?)] = []
  var worklist = Worklist<Action>()
  /// The enclosing functions, the script first.
  var open: [OpenFunction] = []
  /// The counts of the innermost function, which change with each node; those of the enclosing functions are
  /// in `open`.
  var size = 0
  var constantUses = 0
  /// The enclosing classes.
  var openClasses: [OpenClass] = []
  /// The locals in scope, including those of all open functions.
  var locals: [Local] = []
  /// By name: one more than the index in `locals` of what it refers to, or 0.
  var innermost: [UInt32] = []
  /// The captures of all functions, as linked lists while the functions are open. Entry 0 is unused.
  var captureNodes: [CaptureNode] = []
  /// By name: one more than the class for which a field of this name was last counted.
  var fieldOwners: [UInt32] = []
  /// The fields counted for the open classes, with their previous owners.
  var countedFields: [CountedField] = []
  /// The constants among the global variables, and the first assignment to each global.
  var globalConstants: Set<NameID> = []
  var assignedGlobals: [NameID: SourceSpan] = [:]
  /// The types of variables, those of local ones for the current piece.
  var globalTypes: [NameID: DeclaredType] = [:]
  var localTypes: [VariableID: DeclaredType] = [:]
  /// By name: whether a global variable of this name was declared.
  var declaredGlobals: [Bool] = []
  /// The global variables that imports declare: whether each is a module itself.
  var importedGlobals: [NameID: Bool] = [:]

  /// A resolver for the first piece of a script.
  public init() {
    open.append(OpenFunction(id: nil, firstLocal: 0, unnamedSlots: 1, scope: FunctionScope(enclosing: nil)))
  }

  /// Resolves all names of a whole script, which may have syntax errors.
  public static func resolve(_ ast: AST) -> (resolution: Resolution, diagnostics: [CompilerMessage]) {
    var resolver = Resolver()
    let resolution = resolver.resolve(piece: ast)
    return (resolution, resolver.diagnostics(in: ast.source))
  }

  /// What is wrong with the pieces so far.
  func diagnostics(in source: Source) -> [CompilerMessage] {
    if problems.isEmpty { return [] }
    let lines = LineTable(source)
    return problems.map { id, span, related in
      CompilerMessage(id, at: span, related: related, in: source, lines: lines)
    }
  }

  /// Actions between nodes.
  enum Action {
    /// The newest local may be read from here on.
    case initializeLocal
    case endScope
    case endFunction
    case endClass
    case beginScope
    case declareLoopVariables(ForInLoopID)
    /// By its index in `AST.catches`.
    case declareCatchVariable(Int)
    /// Declare the variables of a pattern, from this element on; or this element, whose default value has been visited.
    case declareElements(PatternID, from: Int)
    case declareElement(PatternID, Int)
  }

  /// Resolves all names of the next piece of a script.
  ///
  /// Between the declarations of a script no locals are in scope. Pieces share only the names, and the counts
  /// in the scope of the script, which cover all pieces so far.
  mutating func resolve(piece: AST) -> Resolution {
    ast = piece
    prepareTables()
    worklist.add(ast.script, in: ast)
    while let task = worklist.next() {
      switch task {
      case .node(.statement(let id)): visit(id)
      case .node(.expression(let id)): visitAll(of: id)
      case .node(.function(let id)): beginFunction(id)
      case .node(.class(let id)): _ = beginClass(id)
      case .action(.initializeLocal): initializeLocal()
      case .action(.endScope): endScope()
      case .action(.endFunction): endFunction()
      case .action(.endClass): endClass()
      case .action(.beginScope): beginScope()
      case .action(.declareLoopVariables(let id)): declareVariables(of: id)
      case .action(.declareCatchVariable(let index)): declareVariable(ofCatch: index)
      case .action(.declareElements(let pattern, let first)): declareElements(of: pattern, from: first)
      case .action(.declareElement(let pattern, let index)):
        declareElement(index, of: pattern)
        declareElements(of: pattern, from: index &+ 1)
      }
    }
    var result = Resolution()
    swap(&result, &resolution)
    result.script = open[0].scope
    result.script.size = size
    result.script.constantUses = constantUses
    // So that the next change of the tree does not find it shared.
    ast = AST(source: Source(name: "", bytes: []), profile: .book)
    return result
  }

  private mutating func prepareTables() {
    resolution.bindings = BindingTable(count: ast.expressions.count)
    resolution.declarations = Array(repeating: .none, count: ast.statements.count)
    resolution.functions = Array(repeating: FunctionScope(enclosing: nil), count: ast.functions.count)
    resolution.classes = Array(repeating: ClassScope(), count: ast.classes.count)
    resolution.patternElements = Array(repeating: .none, count: ast.patternElements.count)
    resolution.loopVariables = Array(repeating: (nil, nil), count: ast.forInLoops.count)
    resolution.catchVariables = Array(repeating: nil, count: ast.catches.count)
    resolution.containsAssignment = ast.assignmentMarks()
    captureNodes.removeAll(keepingCapacity: true)
    captureNodes.append(CaptureNode())
    localTypes.removeAll(keepingCapacity: true)
    let newNames = ast.names.count &- innermost.count
    innermost.append(contentsOf: repeatElement(0, count: newNames))
    fieldOwners.append(contentsOf: repeatElement(0, count: newNames))
    declaredGlobals.append(contentsOf: repeatElement(false, count: newNames))
  }

  // MARK: - Statements

  private mutating func visit(_ id: StatementID) {
    count(size: 1)
    switch ast[id] {
    case .empty, .expression, .print, .if, .while, .return, .break, .continue, .throw:
      worklist.addChildren(of: id, in: ast)
    case .variable(let name, _):
      let span = ast.nameSpan(ofVariable: id)
      let type = ast.variableTypes[id].map(declaredType)
      let binding = declare(name, as: .local, span: span)
      note(type, of: name, binding)
      resolution.declarations[Int(id.index)] = binding
      worklist.add(.initializeLocal)
      worklist.addChildren(of: id, in: ast)
    case .constant(let name, _):
      let span = ast.nameSpan(ofVariable: id)
      let binding = declare(name, as: .local, span: span)
      markConstant(name, binding)
      resolution.declarations[Int(id.index)] = binding
      worklist.add(.initializeLocal)
      worklist.addChildren(of: id, in: ast)
    case .destructuring(let pattern, let value):
      worklist.add(.declareElements(pattern, from: 0))
      worklist.add(value)
    case .forIn(let loop):
      beginScope()
      worklist.add(.endScope)
      worklist.add(ast[loop].body)
      worklist.add(.declareLoopVariables(loop))
      worklist.add(ast[loop].sequence)
    case .switch(let id): visit(id)
    case .try(let id): visit(id)
    case .import(let id): visit(id)
    case .block, .for:
      beginScope()
      worklist.add(.endScope)
      worklist.addChildren(of: id, in: ast)
    case .function(let function):
      let declaration = ast[function]
      resolution.declarations[Int(id.index)] = declare(
        declaration.name, as: .function, span: declaration.nameSpan)
      initializeLocal()
      beginFunction(function)
    case .class(let classID):
      resolution.declarations[Int(id.index)] = beginClass(classID)
    }
  }

  private mutating func beginFunction(_ id: FunctionID) {
    let function = ast[id]
    let isMethod = function.kind != .function
    count(size: 1, constants: isMethod ? 2 : 1)
    leaveCounts()
    open.append(
      OpenFunction(
        id: id, firstLocal: locals.count, unnamedSlots: isMethod ? 0 : 1,
        scope: FunctionScope(enclosing: open[open.count - 1].id)))
    let current = open.count &- 1
    if isMethod {
      open[current].scope.this = .local(addLocal(.this, as: .this, span: function.nameSpan))
      initializeLocal()
      if !openClasses.isEmpty { openClasses[openClasses.count &- 1].countsFields = !function.isOfClass }
    }
    beginScope()
    open[current].scope.firstParameter = VariableID(resolution.variables.count)
    for index in 0..<Int(function.parameters.count) {
      let parameter = ast.parameters[Int(function.parameters.start) &+ index]
      if parameter.pattern == nil {
        _ = declare(parameter.name, as: .parameter, span: parameter.span)
      } else {
        _ = addLocal(parameter.name, as: .parameter, span: parameter.span)
      }
      initializeLocal()
    }
    worklist.add(.endFunction)
    worklist.add(function.body, in: ast)
    if ast.profile == .extended {
      noteTypes(of: function.parameters, first: open[current].scope.firstParameter)
      if let type = function.type { worklist.add(ast[type].expression) }
      visitDefaults(of: function.parameters)
    }
  }

  private mutating func beginClass(_ id: ClassID) -> Binding {
    let declaration = ast[id]
    let binding = declare(declaration.name, as: .class, span: declaration.nameSpan)
    initializeLocal()
    var scope = ClassScope()
    scope.declaration = binding
    // Besides the declaration itself, the superclass and methods mention the name.
    var mentions = 1
    if let superclass = declaration.superclass {
      mentions &+= 1
      visitAll(of: superclass)
      beginScope()
      scope.superVariable = addLocal(.super, as: .super, span: ast.span(of: superclass))
      initializeLocal()
    }
    count(size: 1, constants: binding == .global ? mentions : 1)
    resolution.classes[Int(id.index)] = scope
    openClasses.append(
      OpenClass(id: id, hasSuperclass: declaration.superclass != nil, firstField: countedFields.count))
    if ast.profile == .extended {
      checkMembers(of: id)
      let types = fieldTypes(of: id)
      openClasses[openClasses.count &- 1].fieldTypes = types
    }
    worklist.add(.endClass)
    for index in declaration.fields.range.reversed() { worklist.add(ast.classFields[index].initializer) }
    worklist.add(declaration.methods, in: ast)
    return binding
  }

  private mutating func endClass() {
    guard let ended = openClasses.popLast() else { return }
    if ended.hasSuperclass { endScope() }
    resolution.classes[Int(ended.id.index)].fieldHint = countedFields.count &- ended.firstField
    while countedFields.count > ended.firstField, let field = countedFields.popLast() {
      fieldOwners[Int(field.name.index)] = field.previousOwner
    }
  }

  // MARK: - Expressions

  /// Visits an expression and all its parts, from the first part on.
  private mutating func visitAll(of id: ExpressionID) {
    if ast.hasFunctionExpressions { return visitAllOutsideFunctions(of: id) }
    for index in ast.firstPart(of: id).index...id.index { visit(ExpressionID(Int(index))) }
  }

  mutating func visit(_ id: ExpressionID) {
    switch ast[id] {
    case .nil, .boolean, .invalid, .grouping, .unary, .binary, .logical, .call:
      count(size: 1)
    case .number, .string:
      count(size: 1, constants: 1)
    case .get(let object, let name):
      count(size: 1, constants: 1)
      checkImport(of: name, from: object, at: id)
    case .variable(let name):
      let binding = bind(name, at: id)
      count(size: 1, constants: binding == .global ? 1 : 0)
    case .assign(let name, _):
      let binding = bind(name, at: id)
      noteAssignment(of: name, at: ast.profile == .extended ? ast.nameSpan(of: id) : nil, by: id)
      count(size: 1, constants: binding == .global ? 1 : 0)
    case .set(let object, let name, _):
      count(size: 1, constants: 1)
      countField(name, of: object)
      noteAssignment(to: name, of: object, at: id)
      check(id, toProperty: name, of: object)
    case .this:
      count(size: 1)
      resolution.bindings[Int(id.index)] = bindThis(at: id)
    case .superMethod:
      count(size: 1, constants: 1)
      bindThis(at: id)
      bindSuper(id)
    case .compound(_, let target, _), .step(_, let target):
      count(size: 1)
      switch ast[target] {
      case .variable(let name): noteAssignment(of: name, at: ast.span(of: target), by: id)
      case .get(let object, let name):
        countField(name, of: object)
        noteAssignment(to: name, of: object, at: target)
        check(id, toProperty: name, of: object)
      default: break
      }
    case .template, .list, .map, .spread, .function, .conditional, .coalesce, .index, .setIndex, .getIfAny,
      .indexIfAny,
      .callIfAny, .optionalChain, .switch:
      count(size: 1)
    }
  }

  private mutating func bind(_ name: NameID, at id: ExpressionID) -> Binding {
    let binding = binding(of: name, at: id)
    resolution.bindings[Int(id.index)] = binding
    return binding
  }

  /// Resolves `this` for the current function.
  @discardableResult
  private mutating func bindThis(at id: ExpressionID) -> Binding {
    let current = open.count &- 1
    if open[current].scope.usesThis { return open[current].scope.this }
    let binding = binding(of: .this, at: id)
    // Outside all methods it is a syntax error.
    if binding == .global { return .none }
    open[current].scope.this = binding
    open[current].scope.usesThis = true
    return binding
  }

  private mutating func bindSuper(_ id: ExpressionID) {
    let binding = binding(of: .super, at: id)
    resolution.bindings[Int(id.index)] = binding == .global ? .none : binding
  }

  @inline(__always)
  private mutating func count(size: Int, constants: Int = 0) {
    self.size &+= size
    constantUses &+= constants
  }

  /// Records the field `name` for the innermost class if `object` is `this`.
  private mutating func countField(_ name: NameID, of object: ExpressionID) {
    guard case .this = ast[object], let owner = openClasses.last, owner.countsFields else { return }
    let previous = fieldOwners[Int(name.index)]
    if previous == owner.id.index &+ 1 { return }
    fieldOwners[Int(name.index)] = owner.id.index &+ 1
    countedFields.append(CountedField(name: name, previousOwner: previous))
  }
}
