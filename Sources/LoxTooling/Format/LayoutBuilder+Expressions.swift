import LoxSyntax

extension LayoutBuilder {
  /// Lays out an expression.
  ///
  /// The operators on the way to its leftmost operand are handled by loops, since there may be thousands of them. Those of
  /// the same precedence share a group, in which the one of those that bind more tightly lies:
  ///
  ///     a.b * c + d - e == f        [ [ [ a.b * c ] + d - e ] == f ]
  /// What breaks between operators is indented, unless parentheses around it are.
  mutating func expression(_ id: ExpressionID, isIndented: Bool = true) {
    let base = spine.count
    var node = id
    while let left = leftOperand(of: node) {
      spine.append(node)
      node = left
    }
    let opened = openRuns(from: base)
    operand(node)
    operators(downTo: base, runs: opened.runs, isChain: opened.isChain, isIndented ? 1 : 0)
  }

  private func leftOperand(of id: ExpressionID) -> ExpressionID? {
    switch ast[id] {
    case .binary(_, let left, _), .logical(_, let left, _): left
    case .get(let object, _), .set(let object, _, _): object
    case .call(let callee, _): callee
    default: nil
    }
  }

  /// How tightly the operator of a node binds; nodes that follow each other share a group if it's the same.
  private enum Level: UInt8 {
    case assignment, or, and, equality, comparison, term, factor, call

    /// Whether operators of the level have a group, given whether calls have one.
    func isGrouped(_ isChain: Bool) -> Bool { self == .call ? isChain : self != .assignment }
  }

  private func level(of id: ExpressionID) -> Level {
    switch ast[id] {
    case .binary(let kind, _, _):
      switch kind {
      case .add, .subtract: .term
      case .multiply, .divide: .factor
      case .equal, .notEqual: .equality
      case .less, .lessEqual, .greater, .greaterEqual: .comparison
      }
    case .logical(let kind, _, _): kind == .or ? .or : .and
    case .set: .assignment
    default: .call
    }
  }

  /// Opens the groups of the operators on the spine, and says how many they are, and whether the innermost is a chain
  /// of calls.
  private mutating func openRuns(from base: Int) -> (runs: Int, isChain: Bool) {
    var runs = 0
    var last = Level.assignment
    for index in base..<spine.count {
      let level = level(of: spine[index])
      // Nothing breaks at an assignment.
      if level == last { continue }
      last = level
      if level == .call {
        // What lies within calls and properties are more of them.
        guard isChain(from: index) else { break }
        open()
        return (runs &+ 1, true)
      }
      open()
      runs &+= 1
    }
    return (runs, false)
  }

  /// Whether a run of calls and properties, the rest of the spine, has several calls of methods.
  private func isChain(from start: Int) -> Bool {
    var calls = 0
    for index in start..<spine.count where isMethodCall(index) {
      calls &+= 1
      if calls > 1 { return true }
    }
    return false
  }

  /// Whether a node of the spine is a call of a property, which comes next on the spine.
  private func isMethodCall(_ index: Int) -> Bool {
    guard index &+ 1 < spine.count, case .call = ast[spine[index]], case .get = ast[spine[index &+ 1]] else {
      return false
    }
    return true
  }

  /// Lays out the operators on the spine, from the innermost on, and closes their groups.
  private mutating func operators(downTo base: Int, runs: Int, isChain: Bool, _ indents: Int) {
    var runs = runs
    var last = Level.assignment
    while spine.count > base {
      let node = spine[spine.count &- 1]
      let level = level(of: node)
      if level != last {
        if last.isGrouped(isChain) { endRun(&runs, indents) }
        if level.isGrouped(isChain) { beginRun(runs, indents) }
        last = level
      }
      // In a chain, each method's name may begin a line.
      if isChain, spine.count &- 2 >= base, isMethodCall(spine.count &- 2) { softLine() }
      spine.removeLast()
      operation(node)
    }
    if last.isGrouped(isChain) { endRun(&runs, indents) }
  }

  /// The operators of an inner run are indented more than those of the outermost one.
  private mutating func beginRun(_ runs: Int, _ indents: Int) {
    for _ in 0..<(runs > 1 ? indents &+ 1 : indents) { indent() }
  }

  private mutating func endRun(_ runs: inout Int, _ indents: Int) {
    for _ in 0..<(runs > 1 ? indents &+ 1 : indents) { dedent() }
    runs &-= 1
    close()
  }

  /// Lays out an operator of the spine with what follows it.
  private mutating func operation(_ id: ExpressionID) {
    switch ast[id] {
    case .binary(_, _, let right), .logical(_, _, let right):
      line()
      take()
      space()
      expression(right)
    case .get:
      take()
      take()
    case .set(_, _, let value):
      take()
      take()
      space()
      take()
      space()
      expression(value)
    case .call(_, let arguments):
      list(Int(arguments.count)) { builder, index in
        builder.expression(builder.ast.expressionLists[Int(arguments.start) &+ index])
      }
    default:
      break
    }
  }

  private mutating func operand(_ id: ExpressionID) {
    switch ast[id] {
    case .grouping(let inner):
      parenthesized { builder in builder.expression(inner, isIndented: false) }
    case .unary(_, let operand):
      take()
      expression(operand)
    case .assign(_, let value):
      take()
      space()
      take()
      space()
      expression(value)
    case .superMethod:
      take()
      take()
      take()
    default:
      take()
    }
  }

  // MARK: - Parentheses

  /// Parentheses, and between them what the closure lays out.
  mutating func parenthesized(_ content: (inout LayoutBuilder) -> Void) {
    open()
    take()
    indent()
    softLine()
    content(&self)
    ownComments(keepsEmptyLines: false)
    dedent()
    softLine()
    take()
    close()
  }

  /// So many elements, with commas between them, in parentheses.
  mutating func list(_ count: Int, _ element: (inout LayoutBuilder, Int) -> Void) {
    if count == 0 {
      take()
      take()
      return
    }
    parenthesized { builder in
      for index in 0..<count {
        if index > 0 {
          builder.take()
          builder.line()
        }
        element(&builder, index)
      }
    }
  }
}
