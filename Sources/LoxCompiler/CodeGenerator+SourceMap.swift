import LoxBytecode
import LoxSyntax

/// What the tables for tools say of the code under way.
extension CodeGenerator {
  /// The place of the next instruction.
  private var pc: UInt32 { UInt32(truncatingIfNeeded: builder.code.count) }

  /// Notes that the code of a statement begins here.
  mutating func note(_ id: StatementID) {
    guard program.sourceMap != nil else { return }
    switch tree[id] {
    case .block, .empty: return
    default: break
    }
    append(id, pc: pc)
  }

  private mutating func append(_ id: StatementID, pc: UInt32?) {
    let statement = SourceMap.Statement(function: currentFunction, pc: pc, offset: tree.span(of: id).start)
    program.sourceMap?.statements.append(statement)
  }

  /// Notes that a statement, and those in it, have no code.
  mutating func noteUnreachable(_ id: StatementID) {
    guard program.sourceMap != nil else { return }
    var pending = [id]
    while let id = pending.popLast() {
      switch tree[id] {
      case .empty: continue
      case .block(let list):
        let start = Int(list.start)
        for index in start..<start &+ Int(list.count) { pending.append(tree.ast.statementLists[index]) }
        continue
      case .if(_, let then, let otherwise):
        pending.append(then)
        if let otherwise { pending.append(otherwise) }
      case .while(_, let body): pending.append(body)
      case .for(let loop): pending.append(tree[loop].body)
      default: break
      }
      append(id, pc: nil)
    }
  }

  /// Notes that a function is a method of a class.
  mutating func noteMethod(_ number: Int, of id: ClassID) {
    guard program.sourceMap != nil else { return }
    let name = strings.index(of: tree[id].name)
    program.sourceMap?.classNames[UInt32(truncatingIfNeeded: number)] = name
  }

  /// Notes that the next instruction jumps if the truth of an expression is the one given.
  mutating func noteBranch(on id: ExpressionID, if truth: Bool) {
    guard program.sourceMap != nil else { return }
    let span = tree.ast.span(of: id)
    let branch = SourceMap.Branch(
      function: currentFunction, pc: pc, jumpsIfTrue: truth, span: span)
    program.sourceMap?.branches.append(branch)
  }
}
