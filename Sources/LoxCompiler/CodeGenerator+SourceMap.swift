import LoxBytecode
import LoxSyntax

/// The source map's entries for the code being generated.
extension CodeGenerator {
  /// The address of the next instruction.
  private var pc: UInt32 { UInt32(truncatingIfNeeded: builder.code.count) }

  /// Records that the code of a statement begins here.
  mutating func note(_ id: StatementID) {
    // The check of a field is no code of the script.
    guard program.sourceMap != nil, !isFieldCheck else { return }
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
