import LoxSyntax

extension LayoutBuilder {
  /// Lays out an expression.
  ///
  /// The operators on the way to its leftmost operand are handled by loops, since there may be thousands of
  /// them. Those of the same precedence share a group, which contains the group of those that bind more
  /// tightly:
  ///
  ///     a.b * c + d - e == f        [ [ [ a.b * c ] + d - e ] == f ]
  /// What breaks between operators is indented, unless parentheses around it are.
  ///
  /// A break between operators is indented, unless the expression is directly in parentheses. Enclosing
  /// expressions wait on a stack.
  mutating func expression(_ id: ExpressionID, isIndented: Bool = true) {
    var open = begin(id, isIndented: isIndented)
    while true {
      // Either a part of it comes next, or it is complete.
      if let part = proceed(&open) {
        openExpressions.append(open)
        open = begin(part.id, isIndented: part.isIndented)
      } else {
        guard let outer = openExpressions.popLast() else { return }
        open = outer
      }
    }
  }

  /// An expression being laid out, from its leftmost operand on.
  struct OpenExpression {
    enum Stage {
      case operand
      /// After the operand of parentheses or of a prefix operator.
      case closing, operators
      case argument(of: ExpressionID, next: Int)
    }

    var stage = Stage.operand
    var leftmost: ExpressionID
    /// The number of spine nodes that belong to enclosing expressions.
    var base: Int
    var runs: Int
    var isChain: Bool
    var indents: Int
    /// The level of the last operators laid out.
    var last = Level.assignment
  }

  private mutating func begin(_ id: ExpressionID, isIndented: Bool) -> OpenExpression {
    let base = spine.count
    var node = id
    while let infix = infix(of: node) {
      spine.append(node)
      node = infix.left
    }
    let opened = openRuns(from: base)
    return OpenExpression(
      leftmost: node, base: base, runs: opened.runs, isChain: opened.isChain, indents: isIndented ? 1 : 0)
  }

  private typealias PartOfExpression = (id: ExpressionID, isIndented: Bool)

  /// Lays out an expression up to its next part; nil at its end.
  private mutating func proceed(_ open: inout OpenExpression) -> PartOfExpression? {
    switch open.stage {
    case .operand:
      if let part = operand(open.leftmost) {
        open.stage = .closing
        return part
      }
    case .closing:
      if case .grouping = ast[open.leftmost] { endParentheses() }
    case .operators: break
    case .argument(let call, let next):
      if let argument = argument(next, of: call, &open) { return argument }
    }
    return operators(&open)
  }

  /// How tightly a node's operator binds; consecutive nodes of the same level share a group.
  enum Level: UInt8 {
    case assignment, or, and, equality, comparison, term, factor, call

    /// Whether operators of the level have a group, given whether calls have one.
    func isGrouped(_ isChain: Bool) -> Bool { self == .call ? isChain : self != .assignment }
  }

  /// The left operand of a node, and how tightly it binds it; nil if the node begins with a token of its own.
  private func infix(of id: ExpressionID) -> (left: ExpressionID, level: Level)? {
    switch ast[id] {
    case .binary(let kind, let left, _):
      switch kind {
      case .add, .subtract: (left, .term)
      case .multiply, .divide, .remainder: (left, .factor)
      case .isInstance, .isIn: (left, .comparison)
      case .range, .closedRange: (left, .term)
      case .equal, .notEqual: (left, .equality)
      case .less, .lessEqual, .greater, .greaterEqual: (left, .comparison)
      }
    case .logical(let kind, let left, _): (left, kind == .or ? .or : .and)
    case .get(let object, _): (object, .call)
    case .set(let object, _, _): (object, .assignment)
    case .call(let callee, _): (callee, .call)
    case .nil, .boolean, .number, .string, .grouping, .unary, .variable, .assign, .this, .superMethod,
      .invalid:
      nil
    default: nil
    }
  }

  private func level(of id: ExpressionID) -> Level { infix(of: id)?.level ?? .call }

  /// Opens the groups of the operators on the spine. Returns their number, and whether the innermost is a
  /// chain of calls.
  private mutating func openRuns(from base: Int) -> (runs: Int, isChain: Bool) {
    var runs = 0
    var last = Level.assignment
    for index in base..<spine.count {
      let level = level(of: spine[index])
      // No line breaks at an assignment.
      if level == last { continue }
      last = level
      if level == .call {
        // Only more calls and properties follow within calls and properties.
        guard isChain(from: index) else { break }
        open()
        return (runs &+ 1, true)
      }
      open()
      runs &+= 1
    }
    return (runs, false)
  }

  /// Whether a run of calls and properties, the rest of the spine, contains several method calls.
  private func isChain(from start: Int) -> Bool {
    var calls = 0
    for index in start..<spine.count where isMethodCall(index) {
      calls &+= 1
      if calls > 1 { return true }
    }
    return false
  }

  /// Whether a spine node is a call of a property, which comes next on the spine.
  private func isMethodCall(_ index: Int) -> Bool {
    guard index &+ 1 < spine.count, case .call = ast[spine[index]], case .get = ast[spine[index &+ 1]] else {
      return false
    }
    return true
  }

  /// Lays out the operators on the spine, from the innermost on, up to one with another part, and closes
  /// their groups.
  private mutating func operators(_ open: inout OpenExpression) -> PartOfExpression? {
    while spine.count > open.base {
      let node = spine[spine.count &- 1]
      let level = level(of: node)
      if level != open.last {
        if open.last.isGrouped(open.isChain) { endRun(&open.runs, open.indents) }
        if level.isGrouped(open.isChain) { beginRun(open.runs, open.indents) }
        open.last = level
      }
      // In a chain, each method's name may begin a line.
      if open.isChain, spine.count &- 2 >= open.base, isMethodCall(spine.count &- 2) { softLine() }
      spine.removeLast()
      if let part = operation(node, &open) { return part }
    }
    if open.last.isGrouped(open.isChain) { endRun(&open.runs, open.indents) }
    open.last = .assignment
    return nil
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

  /// Lays out an operator of the spine up to its right part, which is returned; nil if there is none.
  private mutating func operation(_ id: ExpressionID, _ open: inout OpenExpression) -> PartOfExpression? {
    open.stage = .operators
    switch ast[id] {
    case .binary(_, _, let right), .logical(_, _, let right):
      line()
      take()
      space()
      return (right, true)
    case .get:
      take()
      take()
    case .set(_, _, let value):
      take()
      take()
      space()
      take()
      space()
      return (value, true)
    case .call(_, let arguments):
      guard arguments.count > 0 else {
        take()
        take()
        break
      }
      beginParentheses()
      return argument(0, of: id, &open)
    case .nil, .boolean, .number, .string, .grouping, .unary, .variable, .assign, .this, .superMethod,
      .invalid:
      // These are operands.
      break
    default: break
    }
    return nil
  }

  /// Continues with an argument of a call, or ends the call if there is none.
  private mutating func argument(
    _ index: Int, of call: ExpressionID, _ open: inout OpenExpression
  ) -> PartOfExpression? {
    guard case .call(_, let arguments) = ast[call], index < Int(arguments.count) else {
      endParentheses()
      open.stage = .operators
      return nil
    }
    if index > 0 {
      take()
      line()
    }
    open.stage = .argument(of: call, next: index &+ 1)
    return (ast.expressionLists[Int(arguments.start) &+ index], true)
  }

  /// Lays out an operand up to its part, which is returned; nil if it has none.
  private mutating func operand(_ id: ExpressionID) -> PartOfExpression? {
    switch ast[id] {
    case .grouping(let inner):
      beginParentheses()
      return (inner, false)
    case .unary(_, let operand):
      take()
      return (operand, true)
    case .assign(_, let value):
      take()
      space()
      take()
      space()
      return (value, true)
    case .superMethod:
      take()
      take()
      take()
    case .nil, .boolean, .number, .string, .variable, .this:
      take()
    case .binary, .logical, .get, .set, .call, .invalid:
      // The first ones begin with another operand, and a source with errors is not laid out.
      break
    default: takeAll(before: ast.span(of: id).end)
    }
    return nil
  }

  /// Adds all tokens up to an offset.
  mutating func takeAll(before end: UInt32) {
    var isFirst = true
    while token.span.start < end, token.kind != .endOfFile {
      if !isFirst, token.kind != .templateMiddle, token.kind != .templateTail { space() }
      take()
      isFirst = false
    }
  }

  // MARK: - Parentheses

  mutating func beginParentheses() {
    open()
    take()
    indent()
    softLine()
  }

  mutating func endParentheses() {
    ownComments(keepsEmptyLines: false)
    dedent()
    softLine()
    take()
    close()
  }
}
