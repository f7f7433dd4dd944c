import LoxBytecode
import LoxSemantics
import LoxSource
import LoxSyntax

/// Generates the code of all functions of a tree in one walk.
///
/// An expression is evaluated into a register that its user requests, or wherever it is cheapest: a local
/// variable is used in its own register. Only an expression's last instruction writes the requested register,
/// so `a = b + a` can add into `a`. Temporaries are used like a stack, and the arguments of a call are in
/// consecutive registers:
///
///     var x = f(a + 1, b);      getGlobal    r4, f
///                               addConstant  r5, r2, 1
///                               move         r6, r3
///                               call         r4(r5..r6)      x is r4
///
/// Nothing recurses: a worklist holds what remains to be done of the current statements, and a stack holds
/// the enclosing expressions.
struct CodeGenerator: ~Copyable {
  /// The piece of the script that is being compiled.
  private(set) var tree: Tree
  var program: Program
  var strings = StringPool()
  /// The function being compiled.
  var builder = FunctionBuilder()
  /// The enclosing functions, followed by builders to be used again.
  private var enclosing: [FunctionBuilder] = []
  /// The number of enclosing functions.
  private(set) var depth = 0
  /// By variable: its register, or that of its box, in the function that declares it.
  var registers: [UInt16] = []
  /// The worklist of the current statements, the next item last.
  var worklist: [StatementTask] = []
  /// The enclosing expressions.
  var openExpressions: [OpenExpression] = []
  /// For each current expression, the operators between its root and its leftmost operand.
  var chain: [ExpressionID] = []
  /// The worklist of the current conditions.
  var conditionTasks: [ConditionTask] = []
  /// The numbers of the functions in the expressions that are about to be compiled.
  var functionNumbers: [FunctionID: Int] = [:]
  /// The labels of the enclosing loops and `switch`es.
  var jumpTargets: [JumpTarget] = []
  /// The `finally` blocks around what is being compiled, those of enclosing functions included.
  var finallies: [FinallyContext] = []
  /// The variables that are modules, and the number of their import.
  var importedModules: [NameID: UInt32] = [:]
  /// The local variables that are in scope, by their index in the source map, those of the current function last.
  var openLocals: [Int] = []
  /// The number of the function being compiled.
  var currentFunction: UInt32 = 0
  /// Why the tree cannot be compiled.
  private(set) var failure: Failure?

  struct Failure {
    var id: DiagnosticID
    var span: SourceSpan
  }

  init(_ source: Source, makesSourceMap: Bool = false) {
    tree = Tree(AST(source: source, profile: .book), Resolution())
    program = Program(sourceName: source.name, source: source.bytes)
    if makesSourceMap { program.sourceMap = SourceMap() }
  }

  // MARK: - The script

  /// Compiles the next piece of the script. Takes the tree's names, and returns them with the strings added.
  ///
  /// `growth` is the size of the whole script relative to the pieces so far, including this one.
  mutating func compile(_ ast: inout AST, _ resolution: Resolution, growth: Double = 1) {
    swap(&ast.names, &strings.table)
    let isFirst = program.functions.isEmpty
    if isFirst { beginScript() }
    program.isExtended = ast.profile == .extended
    tree = Tree(ast, resolution)
    // `this` is never declared: it arrives in R[0].
    registers.removeAll(keepingCapacity: true)
    registers.append(contentsOf: repeatElement(0, count: resolution.variables.count))
    compile(ast.script)
    // So that the next change of the tree does not find it shared.
    tree = Tree(AST(source: ast.source, profile: ast.profile), Resolution())
    swap(&ast.names, &strings.table)
    if isFirst, growth > 1 { reserveCapacity(growth: growth) }
  }

  /// Reserves room for a script that continues as it began: an array that doubles exists twice while it
  /// moves.
  private mutating func reserveCapacity(growth: Double) {
    builder.reserveCapacity(growth: growth)
    program.functions.reserveCapacity(growth: growth)
    program.classes.reserveCapacity(growth: growth)
    program.code.reserveCapacity(growth: growth)
    program.constants.reserveCapacity(growth: growth)
    program.caches.reserveCapacity(growth: growth)
    program.captures.reserveCapacity(growth: growth)
    program.positions.reserveCapacity(growth: growth)
    program.heights.reserveCapacity(growth: growth)
  }

  private mutating func beginScript() {
    builder.begin(.script, FunctionScope(enclosing: nil), sourceSize: program.source.count)
    program.functions.append(Function(kind: .script, name: 0, arity: 0))
    // The name of the script is the first string.
    _ = strings.index(of: [], SourceSpan(start: 0, end: 0))
  }

  /// The program made of all pieces.
  consuming func finish() throws(CompileError) -> Program {
    endReachableCode()
    finish(0, name: 0, arity: 0, declaration: 0)
    program.strings = strings.strings
    program.stringBytes = strings.bytes
    guard let failure else { return program }
    let source = tree.ast.source
    let diagnostic = CompilerMessage(failure.id, at: failure.span, in: source, lines: LineTable(source))
    throw CompileError(diagnostics: [diagnostic])
  }

  // MARK: - Functions

  /// Begins a function between instructions of the current one; its body and its end come next on the
  /// worklist.
  mutating func begin(_ id: FunctionID) {
    // Numbers follow source order.
    let number = UInt32(truncatingIfNeeded: program.functions.count)
    program.functions.append(Function(kind: .function, name: 0, arity: 0))
    if tree[id].member == .field { program.functions[Int(number)].member = .field }
    if enclosing.count == depth { enclosing.append(FunctionBuilder()) }
    swap(&builder, &enclosing[depth])
    depth &+= 1
    builder.begin(
      Function.Kind(tree[id].kind), tree.scope(of: id), sourceSize: program.source.count)
    builder.resultType = tree[id].type
    declareParameters(of: id)
    worklist.append(.endFunction(id, outer: currentFunction))
    currentFunction = number
    noteParameterNames(of: id)
    schedule(tree[id].body)
    if hasPrologue(id) { worklist.append(.parameters(id, from: 0)) }
  }

  /// Ends a function, and returns to the enclosing one.
  mutating func end(_ id: FunctionID, outer: UInt32) {
    let number = Int(currentFunction)
    keepLocals()
    currentFunction = outer
    endReachableCode()
    let declaration = tree[id]
    let arity = UInt8(truncatingIfNeeded: declaration.parameters.count)
    finish(
      number, name: strings.index(of: declaration.name), arity: arity,
      declaration: declaration.nameSpan.start)
    if tree.ast.profile == .extended {
      noteParameters(of: id, number)
      noteMember(id, number)
    }
    takeCaptures(of: id, number)
    // A call that a cache answers would execute none of the code that the source map covers.
    if program.sourceMap == nil { program.functions[number].shortcut = shortcut(for: id) }
    depth &-= 1
    swap(&builder, &enclosing[depth])
  }

  /// Notes how many arguments a function needs, and whether it takes any number of them.
  private mutating func noteParameters(of id: FunctionID, _ number: Int) {
    let parameters = tree.ast[tree[id].parameters]
    let required = parameters.prefix { $0.defaultValue == nil && !$0.isRest }
    program.functions[number].requiredCount = UInt8(truncatingIfNeeded: required.count)
    program.functions[number].hasRest = parameters.last?.isRest == true
  }

  private mutating func noteMember(_ id: FunctionID, _ number: Int) {
    program.functions[number].isOfClass = tree[id].isOfClass
    switch tree[id].member {
    case .getter: program.functions[number].member = .getter
    case .setter: program.functions[number].member = .setter
    case .field: program.functions[number].member = .field
    case .none, .method, .operator: break
    }
  }

  private mutating func declareParameters(of id: FunctionID) {
    let declaration = tree[id]
    let first = Int(tree.scope(of: id).firstParameter.index)
    let count = Int(declaration.parameters.count)
    for index in 0..<count {
      registers[first &+ index] = UInt16(truncatingIfNeeded: builder.admitParameter(index &+ 1))
    }
    builder.fillScratch(afterParameters: count)
    if hasPrologue(id) { return }
    for index in 0..<count { makeBox(ofParameter: index, of: id) }
  }

  /// Puts a parameter that closures share into a box.
  mutating func makeBox(ofParameter index: Int, of id: FunctionID) {
    let variable = VariableID(Int(tree.scope(of: id).firstParameter.index) &+ index)
    guard tree.isBoxed(variable) else { return }
    let register = Int(registers[Int(variable.index)])
    let span = tree.ast.parameters[Int(tree[id].parameters.start) &+ index].span
    builder.setPosition(span.start, span)
    builder.emit(.makeBox, to: register, register)
  }

  /// Returns at the end of a body. Every function's last instruction is a return.
  private mutating func endReachableCode() {
    if builder.isReachable || !builder.endsInReturn { returnDefault() }
  }

  /// Returns the result of a function without a `return`.
  mutating func returnDefault() {
    if builder.kind == .initializer {
      builder.leave(Instruction(.return, a: 0))
    } else {
      checkNoResult()
      builder.leave(Instruction(.returnNil))
    }
  }

  /// Moves the builder's contents into the program.
  private mutating func finish(_ number: Int, name: UInt32, arity: UInt8, declaration: UInt32) {
    var function = Function(kind: builder.kind, name: name, arity: arity, declaration: declaration)
    function.registerCount = UInt32(truncatingIfNeeded: max(builder.peak, Int(arity) &+ 2))
    function.code = program.code.append(run: builder.code)
    function.constants = program.constants.append(run: builder.constants.constants)
    function.caches = program.caches.append(run: builder.caches)
    function.positions = program.positions.append(run: builder.takePositions())
    function.heights = program.heights.append(run: builder.heights)
    function.handlers = program.handlers.append(run: builder.handlers)
    program.functions[number] = function
  }

  /// Records where closures of a function find their captures in the enclosing function.
  private mutating func takeCaptures(of id: FunctionID, _ number: Int) {
    let captures = tree.scope(of: id).captures
    if captures.count > Program.maximumCaptureCount {
      fail(.tooManyCaptures, at: tree[id].nameSpan)
    }
    let run = Run(start: program.captures.count, count: Int(captures.count))
    for index in captures.start..<captures.start &+ captures.count {
      program.captures.append(source(of: tree.resolution.captures[Int(index)]))
    }
    noteCaptures(captures)
    program.functions[number].captures = run
  }

  private func source(of capture: Capture) -> CaptureSource {
    switch capture.source {
    case .local(let variable):
      CaptureSource(isRegister: true, index: registers[Int(variable.index)])
    case .capture(let index):
      CaptureSource(isRegister: false, index: UInt16(truncatingIfNeeded: index))
    case .global, .none:
      CaptureSource(isRegister: true, index: 0)
    }
  }

  mutating func fail(_ id: DiagnosticID, at span: SourceSpan) {
    if failure == nil { failure = Failure(id: id, span: span) }
  }
}

extension Array {
  /// Reserves this many times the elements, and a few more.
  mutating func reserveCapacity(growth: Double) {
    reserveCapacity(Int(Double(count) * growth * 1.05))
  }

  /// Appends elements; returns where they are.
  fileprivate mutating func append(run elements: [Element]) -> Run {
    let run = Run(start: count, count: elements.count)
    // Avoids a second copy for a large script without functions.
    if isEmpty { self = elements } else { append(contentsOf: elements) }
    return run
  }
}
