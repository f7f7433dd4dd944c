import LoxBytecode
import LoxSemantics
import LoxSource
import LoxSyntax

/// Writes the code of all functions of a tree in one walk.
///
/// An expression is evaluated into a register that its user asks for, or wherever it is cheapest: a local variable is
/// used in its own register. Nothing but an expression's last instruction writes the register asked for, so that
/// `a = b + a` can add into `a`. Temporaries are used like a stack, and calls find their arguments in a row:
///
///     var x = f(a + 1, b);      getGlobal    r4, f
///                               addConstant  r5, r2, 1
///                               move         r6, r3
///                               call         r4(r5..r6)      x is r4
///
/// Nothing recurses: what remains to be done of the statements under way is an agenda, and the expressions around
/// the one under way lie on a stack.
struct CodeGenerator: ~Copyable {
  /// The piece of the script that is being compiled.
  private(set) var tree: Tree
  var program: Program
  var strings = StringPool()
  /// The function being compiled.
  var builder = FunctionBuilder()
  /// The functions around it, and behind these builders to be used again.
  private var enclosing: [FunctionBuilder] = []
  /// How many functions are around it.
  private var depth = 0
  /// By variable: its register, or that of its box, in the function that declares it.
  var registers: [UInt16] = []
  /// What is left to do of the statements under way, the next last.
  var agenda: [StatementTask] = []
  /// The expressions around the one under way.
  var openExpressions: [OpenExpression] = []
  /// The operators between the root and the leftmost operand of each expression under way.
  var chain: [ExpressionID] = []
  /// What is left to do of the conditions under way.
  var conditionTasks: [ConditionTask] = []
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

  /// Compiles the next piece of the script. Takes the tree's names, and gives them back with the strings among them.
  ///
  /// `growth` is how much greater than the pieces so far, with this one, the whole script is.
  mutating func compile(_ ast: inout AST, _ resolution: Resolution, growth: Double = 1) {
    swap(&ast.names, &strings.table)
    let isFirst = program.functions.isEmpty
    if isFirst { beginScript() }
    tree = Tree(ast, resolution)
    // `this` is never declared: it arrives in R[0].
    registers.removeAll(keepingCapacity: true)
    registers.append(contentsOf: repeatElement(0, count: resolution.variables.count))
    compile(ast.script)
    // Whoever changes the tree next must not find it shared.
    tree = Tree(AST(source: ast.source, profile: ast.profile), Resolution())
    swap(&ast.names, &strings.table)
    if isFirst, growth > 1 { reserveCapacity(growth: growth) }
  }

  /// Makes room for a script that goes on as it has begun: arrays that double would be there twice while they move.
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
    // The name of the script is the first of all strings.
    _ = strings.index(of: [], SourceSpan(start: 0, end: 0))
  }

  /// The program of all pieces.
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

  /// Begins a function between instructions of the present one; its body and its end come next on the agenda.
  mutating func begin(_ id: FunctionID) {
    // Numbers follow the order of the source.
    let number = UInt32(truncatingIfNeeded: program.functions.count)
    program.functions.append(Function(kind: .function, name: 0, arity: 0))
    if enclosing.count == depth { enclosing.append(FunctionBuilder()) }
    swap(&builder, &enclosing[depth])
    depth &+= 1
    builder.begin(
      Function.Kind(tree[id].kind), tree.scope(of: id), sourceSize: program.source.count)
    declareParameters(of: id)
    agenda.append(.endFunction(id, outer: currentFunction))
    currentFunction = number
    schedule(tree[id].body)
  }

  /// Ends a function, and goes back to the one around it.
  mutating func end(_ id: FunctionID, outer: UInt32) {
    let number = Int(currentFunction)
    currentFunction = outer
    endReachableCode()
    let declaration = tree[id]
    let arity = UInt8(truncatingIfNeeded: declaration.parameters.count)
    finish(
      number, name: strings.index(of: declaration.name), arity: arity,
      declaration: declaration.nameSpan.start)
    takeCaptures(of: id, number)
    // Calls that are answered by a cache would execute nothing of what the source map tells.
    if program.sourceMap == nil { program.functions[number].shortcut = shortcut(for: id) }
    depth &-= 1
    swap(&builder, &enclosing[depth])
  }

  private mutating func declareParameters(of id: FunctionID) {
    let declaration = tree[id]
    let first = Int(tree.scope(of: id).firstParameter.index)
    let count = Int(declaration.parameters.count)
    for index in 0..<count {
      registers[first &+ index] = UInt16(truncatingIfNeeded: builder.admitParameter(index &+ 1))
    }
    builder.fillScratch(afterParameters: count)
    for index in 0..<count where tree.isBoxed(VariableID(first &+ index)) {
      let register = Int(registers[first &+ index])
      let span = tree.ast.parameters[Int(declaration.parameters.start) &+ index].span
      builder.setPosition(span.start, span)
      builder.emit(.makeBox, to: register, register)
    }
  }

  /// Returns from the end of a body. Every function's last instruction is a return.
  private mutating func endReachableCode() {
    if builder.isReachable || !builder.endsInReturn { returnDefault() }
  }

  /// Returns what a function without a `return` returns.
  mutating func returnDefault() {
    if builder.kind == .initializer {
      builder.leave(Instruction(.return, a: 0))
    } else {
      builder.leave(Instruction(.returnNil))
    }
  }

  /// Moves what the builder holds into the program.
  private mutating func finish(_ number: Int, name: UInt32, arity: UInt8, declaration: UInt32) {
    var function = Function(kind: builder.kind, name: name, arity: arity, declaration: declaration)
    function.registerCount = UInt32(truncatingIfNeeded: max(builder.peak, Int(arity) &+ 2))
    function.code = program.code.append(run: builder.code)
    function.constants = program.constants.append(run: builder.constants.constants)
    function.caches = program.caches.append(run: builder.caches)
    function.positions = program.positions.append(run: builder.takePositions())
    function.heights = program.heights.append(run: builder.heights)
    program.functions[number] = function
  }

  /// Notes where closures of a function find what they capture, in the function around it.
  private mutating func takeCaptures(of id: FunctionID, _ number: Int) {
    let captures = tree.scope(of: id).captures
    if captures.count > Program.maximumCaptureCount {
      fail(.tooManyCaptures, at: tree[id].nameSpan)
    }
    let run = Run(start: program.captures.count, count: Int(captures.count))
    for index in captures.start..<captures.start &+ captures.count {
      program.captures.append(source(of: tree.resolution.captures[Int(index)]))
    }
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
  /// Makes room for so many times the elements, and a few more.
  mutating func reserveCapacity(growth: Double) {
    reserveCapacity(Int(Double(count) * growth * 1.05))
  }

  /// Appends elements; returns where they are.
  fileprivate mutating func append(run elements: [Element]) -> Run {
    let run = Run(start: count, count: elements.count)
    // Of a large script without functions there need not be two copies at once.
    if isEmpty { self = elements } else { append(contentsOf: elements) }
    return run
  }
}
