import LoxBytecode
import LoxSemantics
import LoxSyntax

/// The source map's entries for the code being generated.
extension CodeGenerator {
  /// The address of the next instruction.
  private var pc: UInt32 { UInt32(truncatingIfNeeded: builder.code.count) }

  /// Records that the code of a statement begins here.
  mutating func note(_ id: StatementID) {
    // The check of a field is no code of the script.
    guard program.sourceMap != nil, !isFieldCheck else { return }
    endLocals(from: builder.top)
    switch tree[id] {
    case .block, .empty: break
    case .expression, .print, .variable, .if, .while, .for, .return, .function, .class, .constant,
      .destructuring, .forIn,
      .break, .continue, .switch, .throw, .try, .import:
      append(id, pc: pc)
    }
  }

  var isFieldCheck: Bool {
    depth > 0 && program.functions[Int(currentFunction)].member == .field
  }

  private mutating func append(_ id: StatementID, pc: UInt32?) {
    let statement = SourceMap.Statement(function: currentFunction, pc: pc, offset: tree.span(of: id).start)
    program.sourceMap?.statements.append(statement)
  }

  /// Records that a statement, and those in it, have no code.
  mutating func noteUnreachable(_ id: StatementID) {
    guard program.sourceMap != nil else { return }
    var worklist = Worklist<Never>()
    worklist.add(id)
    while let task = worklist.next() {
      // Statements in functions belong to those functions.
      guard case .node(.statement(let id)) = task else { continue }
      switch tree[id] {
      case .empty, .block: break
      case .expression, .print, .variable, .if, .while, .for, .return, .function, .class, .constant,
        .destructuring,
        .forIn, .break, .continue, .switch, .throw, .try, .import:
        append(id, pc: nil)
      }
      worklist.addChildren(of: id, in: tree.ast)
    }
  }

  // MARK: - Variables

  /// Records that a local variable has a register from here on.
  mutating func noteLocal(_ variable: VariableID, in register: Int) {
    guard program.sourceMap != nil else { return }
    let name = strings.index(of: tree.resolution[variable].name)
    openLocals.append(program.sourceMap?.locals.count ?? 0)
    let local = SourceMap.Local(
      function: currentFunction, register: UInt32(truncatingIfNeeded: register), name: name, start: pc,
      end: .max)
    program.sourceMap?.locals.append(local)
  }

  /// Records the parameters of a function that begins.
  mutating func noteParameterNames(of id: FunctionID) {
    guard program.sourceMap != nil else { return }
    let first = Int(tree.scope(of: id).firstParameter.index)
    let parameters = tree.ast[tree[id].parameters]
    for (index, parameter) in parameters.enumerated() where parameter.pattern == nil {
      noteLocal(VariableID(first &+ index), in: Int(registers[first &+ index]))
    }
  }

  /// Records that the local variables of the current function from this register on are gone: where a statement begins, only variables
  /// have registers.
  mutating func endLocals(from register: Int) {
    while let last = openLocals.last, let local = program.sourceMap?.locals[last],
      local.function == currentFunction, local.register >= register
    {
      let end = pc
      program.sourceMap?.locals[last].end = end
      openLocals.removeLast()
    }
  }

  /// Records that the local variables of the current function stay to its end.
  mutating func keepLocals() {
    while let last = openLocals.last, program.sourceMap?.locals[last].function == currentFunction {
      openLocals.removeLast()
    }
  }

  /// Records the names of what the closures of a function capture.
  mutating func noteCaptures(_ captures: CaptureList) {
    guard program.sourceMap != nil else { return }
    for index in captures.start..<captures.start &+ captures.count {
      let variable = tree.resolution.captures[Int(index)].variable
      program.sourceMap?.captureNames.append(strings.index(of: tree.resolution[variable].name))
    }
  }

  /// Records that a function is a method of a class.
  mutating func noteMethod(_ number: Int, of id: ClassID) {
    guard program.sourceMap != nil else { return }
    let name = strings.index(of: tree[id].name)
    program.sourceMap?.classNames[UInt32(truncatingIfNeeded: number)] = name
  }

  /// Records that the next instruction jumps if the truth of an expression is the given one.
  mutating func noteBranch(on id: ExpressionID, if truth: Bool) {
    guard program.sourceMap != nil else { return }
    let span = tree.ast.span(of: id)
    let branch = SourceMap.Branch(
      function: currentFunction, pc: pc, jumpsIfTrue: truth, span: span)
    program.sourceMap?.branches.append(branch)
  }
}
