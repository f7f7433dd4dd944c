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
struct CodeGenerator: ~Copyable {
  let tree: Tree
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

  init(_ tree: Tree) {
    self.tree = tree
    program = Program(sourceName: tree.ast.source.name, source: tree.ast.source.bytes)
    strings = StringPool(names: tree.ast.names)
    // `this` is never declared: it arrives in R[0].
    registers = Array(repeating: 0, count: tree.resolution.variables.count)
  }

  // MARK: - Functions

  mutating func compileScript() {
    builder.begin(.script, tree.resolution.script)
    program.functions.append(Function(kind: .script, name: 0, arity: 0))
    let name = strings.index(of: [], SourceSpan(start: 0, end: 0))
    compile(tree.ast.script)
    endReachableCode()
    finish(0, name: name, arity: 0)
    program.strings = strings.strings
    program.stringBytes = strings.bytes
  }

  /// Compiles a function between instructions of the present one; returns its number.
  mutating func compile(_ id: FunctionID) -> Int {
    let number = begin(id)
    compile(tree[id].body)
    end(id, number)
    return number
  }

  private mutating func begin(_ id: FunctionID) -> Int {
    // Numbers follow the order of the source.
    program.functions.append(Function(kind: .function, name: 0, arity: 0))
    var outer = spare.popLast() ?? FunctionBuilder()
    swap(&builder, &outer)
    enclosing.append(outer)
    builder.begin(Function.Kind(tree[id].kind), tree.scope(of: id))
    declareParameters(of: id)
    return program.functions.count &- 1
  }

  private mutating func end(_ id: FunctionID, _ number: Int) {
    endReachableCode()
    let declaration = tree[id]
    let arity = UInt8(truncatingIfNeeded: declaration.parameters.count)
    finish(number, name: strings.index(of: declaration.name), arity: arity)
    takeCaptures(of: id, number)
    program.functions[number].shortcut = shortcut(for: id)
    if var inner = enclosing.popLast() {
      swap(&builder, &inner)
      spare.append(inner)
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
  private mutating func finish(_ number: Int, name: UInt32, arity: UInt8) {
    var function = Function(kind: builder.kind, name: name, arity: arity)
    function.registerCount = UInt32(truncatingIfNeeded: max(builder.peak, Int(arity) &+ 2))
    function.code = program.code.append(run: builder.code)
    function.constants = program.constants.append(run: builder.constants.constants)
    function.caches = program.caches.append(run: builder.caches)
    function.positions = program.positions.append(run: builder.positions)
    function.heights = program.heights.append(run: builder.heights)
    program.functions[number] = function
  }

  /// Notes where closures of a function find what they capture, in the function around it.
  private mutating func takeCaptures(of id: FunctionID, _ number: Int) {
    let captures = tree.scope(of: id).captures
    if captures.count > Program.maximumCaptureCount {
      fail("Too many closure variables in function.", at: tree[id].nameSpan)
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

  mutating func fail(_ message: String, at span: SourceSpan) {
    if failure == nil { failure = Failure(message: message, span: span) }
  }
}

extension Array {
  /// Appends elements; returns where they are.
  fileprivate mutating func append(run elements: [Element]) -> Run {
    let run = Run(start: count, count: elements.count)
    // Of a large script without functions there need not be two copies at once.
    if isEmpty { self = elements } else { append(contentsOf: elements) }
    return run
  }
}
