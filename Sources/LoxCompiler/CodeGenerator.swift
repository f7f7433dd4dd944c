import LoxBytecode
import LoxSemantics
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
/// Recursion follows nesting, which the parser bounds; what a source can repeat without nesting (operators to the
/// left, `else if`, statements) is walked by loops.
struct CodeGenerator {
  let ast: AST
  let resolution: Resolution
  var program: Program
  var strings: StringPool
  /// The function being compiled.
  var builder = FunctionBuilder()
  /// The functions around it.
  private var enclosing: [FunctionBuilder] = []
  /// Builders to be used again.
  private var spare: [FunctionBuilder] = []
  /// By variable: its register, or that of its box, in the function that declares it.
  var registers: [UInt16]
  /// The operators between the root and the leftmost operand of each expression under way.
  var chain: [ExpressionID] = []
  /// What is left to do of the conditions under way.
  var conditionTasks: [ConditionTask] = []
  /// Why the tree cannot be compiled.
  private(set) var failure: Failure?

  struct Failure {
    var message: String
    var span: SourceSpan
  }

  init(ast: AST, resolution: Resolution) {
    self.ast = ast
    self.resolution = resolution
    program = Program(sourceName: ast.source.name, source: ast.source.bytes)
    strings = StringPool(names: ast.names)
    // `this` is never declared: it arrives in R[0].
    registers = Array(repeating: 0, count: resolution.variables.count)
  }

  // MARK: - Functions

  mutating func compileScript() {
    builder.begin(.script, resolution.script)
    program.functions.append(Function(kind: .script, name: 0, arity: 0))
    let name = strings.index(of: [], SourceSpan(start: 0, end: 0))
    compile(ast.script)
    endReachableCode()
    finish(0, name: name, arity: 0)
    program.strings = strings.strings
    program.stringBytes = strings.bytes
  }

  /// Compiles a function between instructions of the present one; returns its number.
  mutating func compile(_ id: FunctionID) -> Int {
    let declaration = ast[id]
    let number = program.functions.count
    let name = strings.index(of: declaration.name)
    let arity = UInt8(truncatingIfNeeded: declaration.parameters.count)
    program.functions.append(Function(kind: .function, name: name, arity: arity))

    enclosing.append(builder)
    builder = spare.popLast() ?? FunctionBuilder()
    builder.begin(Function.Kind(declaration.kind), resolution[id])
    declareParameters(of: id)
    compile(declaration.body)
    endReachableCode()
    finish(number, name: name, arity: arity)
    takeCaptures(of: id, number)
    program.functions[number].shortcut = shortcut(for: id)
    spare.append(builder)
    if let outer = enclosing.popLast() { builder = outer }
    return number
  }

  private mutating func declareParameters(of id: FunctionID) {
    let declaration = ast[id]
    let first = Int(resolution[id].firstParameter.index)
    let count = Int(declaration.parameters.count)
    for index in 0..<count {
      registers[first &+ index] = UInt16(truncatingIfNeeded: builder.admitParameter(index &+ 1))
    }
    builder.fillScratch(afterParameters: count)
    for index in 0..<count where resolution.variables[first &+ index].isBoxed {
      let register = Int(registers[first &+ index])
      let span = ast.parameters[Int(declaration.parameters.start) &+ index].span
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
  private mutating func finish(_ number: Int, name: UInt32, arity: UInt8) {
    var function = Function(kind: builder.kind, name: name, arity: arity)
    function.registerCount = UInt32(truncatingIfNeeded: max(builder.peak, Int(arity) &+ 2))
    function.code = append(builder.code, to: &program.code)
    function.constants = append(builder.constants.constants, to: &program.constants)
    function.caches = append(builder.caches, to: &program.caches)
    function.positions = append(builder.positions, to: &program.positions)
    function.heights = append(builder.heights, to: &program.heights)
    program.functions[number] = function
  }

  private func append<Element>(_ elements: [Element], to all: inout [Element]) -> Run {
    let run = Run(start: all.count, count: elements.count)
    all.append(contentsOf: elements)
    return run
  }

  /// Notes where closures of a function find what they capture, in the function around it.
  private mutating func takeCaptures(of id: FunctionID, _ number: Int) {
    let captures = resolution[id].captures
    if captures.count > Program.maximumCaptureCount {
      fail("Too many closure variables in function.", at: ast[id].nameSpan)
    }
    let start = program.captures.count
    for capture in resolution[captures] { program.captures.append(source(of: capture)) }
    program.functions[number].captures = Run(start: start, count: Int(captures.count))
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

  mutating func fail(_ message: String, at span: SourceSpan) {
    if failure == nil { failure = Failure(message: message, span: span) }
  }
}
