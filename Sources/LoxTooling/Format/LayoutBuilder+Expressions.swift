import LoxSource
import LoxSyntax

extension LayoutBuilder {
  /// Lays out an expression.
  ///
  /// The operators on the way to its leftmost operand are handled by loops, since there may be thousands of
  /// them. Those of the same precedence share a group, which contains the group of those that bind more
  /// tightly:
  ///
  ///     a.b * c + d - e == f        [ [ [ a.b * c ] + d - e ] == f ]
  ///
  /// A break between operators is indented, unless the expression is directly in parentheses. Enclosing
  /// expressions wait on a stack. The body of a function in the expression is laid out by the worklist, which then
  /// resumes the expression.
  mutating func expression(_ id: ExpressionID, isIndented: Bool = true) {
    expressionBases.append(openExpressions.count)
    run(begin(id, isIndented: isIndented))
  }

  /// Continues an expression after a part of it that the worklist has laid out.
  mutating func resumeExpression() {
    if let open = openExpressions.popLast() { run(open) }
  }

  private mutating func run(_ first: OpenExpression) {
    var open = first
    while true {
      switch proceed(&open) {
      case .part(let part, let isIndented):
        openExpressions.append(open)
        open = begin(part, isIndented: isIndented)
      case .suspended:
        openExpressions.append(open)
        return
      case .end:
        guard openExpressions.count > expressionBases.last ?? 0, let outer = openExpressions.popLast() else {
          expressionBases.removeLast()
          return
        }
        open = outer
      }
    }
  }

  /// An expression being laid out, from its leftmost operand on.
  struct OpenExpression {
    enum Stage {
      case operand
      /// After the operand of parentheses or of a prefix operator, or after another operand that has parts.
      case closing, operators
      /// Before the next argument, element or entry.
      case argument(of: ExpressionID, next: Int, isCompact: Bool)
      case element(of: ExpressionList, next: Int)
      case entry(of: NodeList, next: Int)
      /// After the key of an entry, in its brackets.
      case computedKey(of: NodeList, Int)
      /// After an index; if it is assigned to, before the value.
      case index(assigned: ExpressionID?)
      /// Between the values of a conditional expression.
      case otherwise(ExpressionID)
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

  /// What comes next: a part, something that the worklist lays out, or nothing.
  enum Progress {
    case part(ExpressionID, isIndented: Bool)
    case suspended
    case end
  }

  private mutating func begin(_ id: ExpressionID, isIndented: Bool) -> OpenExpression {
    let base = spine.count
    var node = id
    while true {
      if let infix = infix(of: node) {
        spine.append(node)
        node = infix.left
      } else if case .optionalChain(let chain) = ast[node] {
        node = chain
      } else {
        break
      }
    }
    let opened = openRuns(from: base)
    return OpenExpression(
      leftmost: node, base: base, runs: opened.runs, isChain: opened.isChain, indents: isIndented ? 1 : 0)
  }

  /// Lays out an expression up to its next part.
  private mutating func proceed(_ open: inout OpenExpression) -> Progress {
    switch open.stage {
    case .operand:
      open.stage = .closing
      if let progress = operand(open.leftmost, &open) { return progress }
    case .closing:
      if case .grouping = ast[open.leftmost] { endParentheses() }
    case .operators: break
    case .argument(let call, let next, let isCompact):
      if let progress = argument(next, of: call, isCompact, &open) { return progress }
    case .element(let list, let next):
      if let progress = element(next, of: list, &open) { return progress }
    case .entry(let entries, let next):
      if let progress = entry(next, of: entries, &open) { return progress }
    case .computedKey(let entries, let index):
      take()
      take()
      space()
      open.stage = .entry(of: entries, next: index &+ 1)
      return .part(ast.mapEntries[Int(entries.start) &+ index].value, isIndented: true)
    case .index(let value):
      take()
      open.stage = .operators
      guard let value else { break }
      space()
      take()
      space()
      return .part(value, isIndented: true)
    case .otherwise(let value):
      line()
      take()
      space()
      open.stage = .operators
      return .part(value, isIndented: true)
    }
    return operators(&open)
  }

  /// How tightly a node's operator binds; consecutive nodes of the same level share a group.
  enum Level: UInt8 {
    case assignment, conditional, or, and, equality, comparison, coalescing, range, term, factor, call

    /// Whether operators of the level have a group, given whether calls have one.
    func isGrouped(_ isChain: Bool) -> Bool {
      switch self {
      case .call: isChain
      // No line breaks there.
      case .assignment, .range: false
      default: true
      }
    }
  }

  /// The left operand of a node, and how tightly it binds it; nil if the node begins with a token of its own.
  private func infix(of id: ExpressionID) -> (left: ExpressionID, level: Level)? {
    switch ast[id] {
    case .binary(let kind, let left, _):
      switch kind {
      case .add, .subtract: (left, .term)
      case .multiply, .divide, .remainder: (left, .factor)
      case .equal, .notEqual: (left, .equality)
      case .less, .lessEqual, .greater, .greaterEqual, .isInstance, .isIn: (left, .comparison)
      case .range, .closedRange: (left, .range)
      }
    case .logical(let kind, let left, _): (left, kind == .or ? .or : .and)
    case .conditional(let condition, _, _): (condition, .conditional)
    case .coalesce(let left, _): (left, .coalescing)
    case .get(let object, _), .getIfAny(let object, _), .index(let object, _), .indexIfAny(let object, _):
      (object, .call)
    case .set(let object, _, _), .setIndex(let object, _, _): (object, .assignment)
    case .compound(_, let target, _), .step(_, let target): (target, .assignment)
    case .call(let callee, _), .callIfAny(let callee, _): (callee, .call)
    case .nil, .boolean, .number, .string, .grouping, .unary, .variable, .assign, .this, .superMethod,
      .template,
      .list, .map, .spread, .function, .optionalChain, .switch, .invalid:
      nil
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
      if level == last { continue }
      last = level
      if level == .call {
        // Only more calls and properties follow within calls and properties.
        guard isChain(from: index) else { break }
        open()
        return (runs &+ 1, true)
      }
      guard level.isGrouped(false) else { continue }
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
    guard index &+ 1 < spine.count else { return false }
    switch (ast[spine[index]], ast[spine[index &+ 1]]) {
    case (.call, .get), (.call, .getIfAny): return true
    default: return false
    }
  }

  /// Lays out the operators on the spine, from the innermost on, up to one with another part, and closes
  /// their groups.
  private mutating func operators(_ open: inout OpenExpression) -> Progress {
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
      if let progress = operation(node, &open) { return progress }
    }
    if open.last.isGrouped(open.isChain) { endRun(&open.runs, open.indents) }
    open.last = .assignment
    return .end
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

  /// Lays out an operator of the spine up to its right part; nil if there is none.
  private mutating func operation(_ id: ExpressionID, _ open: inout OpenExpression) -> Progress? {
    open.stage = .operators
    switch ast[id] {
    case .binary(.range, _, let right), .binary(.closedRange, _, let right):
      take()
      return .part(right, isIndented: true)
    case .binary(_, _, let right), .logical(_, _, let right), .coalesce(_, let right):
      line()
      take()
      space()
      return .part(right, isIndented: true)
    case .conditional(_, let then, let otherwise):
      line()
      take()
      space()
      open.stage = .otherwise(otherwise)
      return .part(then, isIndented: true)
    case .get, .getIfAny:
      take()
      take()
    case .set(_, _, let value):
      take()
      take()
      space()
      take()
      space()
      return .part(value, isIndented: true)
    case .index(_, let index):
      take()
      open.stage = .index(assigned: nil)
      return .part(index, isIndented: true)
    case .indexIfAny(_, let index):
      take()
      take()
      open.stage = .index(assigned: nil)
      return .part(index, isIndented: true)
    case .setIndex(_, let index, let value):
      take()
      open.stage = .index(assigned: value)
      return .part(index, isIndented: true)
    case .compound(_, _, let value):
      space()
      take()
      space()
      return .part(value, isIndented: true)
    case .step(let op, _):
      take()
      // There is no token `--`.
      if op == .subtract { take() }
    case .call(_, let arguments):
      return call(id, arguments, &open)
    case .callIfAny(_, let arguments):
      take()
      return call(id, arguments, &open)
    case .nil, .boolean, .number, .string, .grouping, .unary, .variable, .assign, .this, .superMethod,
      .template,
      .list, .map, .spread, .function, .optionalChain, .switch, .invalid:
      // These are operands.
      break
    }
    return nil
  }

  /// Lays out an operand up to its part; nil if it has none.
  private mutating func operand(_ id: ExpressionID, _ open: inout OpenExpression) -> Progress? {
    switch ast[id] {
    case .grouping(let inner):
      beginParentheses()
      return .part(inner, isIndented: false)
    case .unary(_, let operand), .spread(let operand):
      take()
      return .part(operand, isIndented: true)
    case .assign(_, let value):
      take()
      space()
      take()
      space()
      return .part(value, isIndented: true)
    case .superMethod:
      take()
      take()
      take()
    case .nil, .boolean, .number, .string, .variable, .this:
      take()
    case .template: takeVerbatim(to: ast.span(of: id).end)
    case .list(let elements):
      if elements.count > 0 {
        beginParentheses()
        return element(0, of: elements, &open)
      }
      take()
      take()
    case .map(let entries):
      if entries.count > 0 {
        beginParentheses()
        return entry(0, of: entries, &open)
      }
      take()
      take()
    case .function(let function):
      schedule([.resume, .functionBody(function), .parameters(function, next: 0)])
      if ast[function].form == .anonymous {
        take()
        space()
      }
      return .suspended
    case .switch(let id):
      worklist.append(.resume)
      beginSwitch(id)
      return .suspended
    case .binary, .logical, .get, .set, .call, .conditional, .coalesce, .index, .setIndex, .compound, .step,
      .getIfAny,
      .indexIfAny, .callIfAny, .optionalChain, .invalid:
      // The first ones begin with another operand, and a source with errors is not laid out.
      break
    }
    return nil
  }

  // MARK: - Lists of parts

  /// The parenthesis of a call comes next.
  private mutating func call(
    _ id: ExpressionID, _ arguments: ExpressionList, _ open: inout OpenExpression
  ) -> Progress? {
    guard arguments.count > 0 else {
      take()
      take()
      return nil
    }
    let isCompact = isCompact(arguments, before: ast.operatorOffset(of: id))
    if isCompact { take() } else { beginParentheses() }
    return argument(0, of: id, isCompact, &open)
  }

  /// Continues with an argument of a call, or ends the call if there is none.
  private mutating func argument(
    _ index: Int, of call: ExpressionID, _ isCompact: Bool, _ open: inout OpenExpression
  ) -> Progress? {
    let arguments: ExpressionList
    switch ast[call] {
    case .call(_, let list), .callIfAny(_, let list): arguments = list
    default: arguments = ExpressionList(start: 0, count: 0)
    }
    guard index < Int(arguments.count) else {
      if isCompact {
        if token.kind == .comma { take() }
        take()
      } else {
        takeLastComma()
        endParentheses()
      }
      open.stage = .operators
      return nil
    }
    if index > 0 {
      take()
      if isCompact { space() } else { line() }
    }
    open.stage = .argument(of: call, next: index &+ 1, isCompact: isCompact)
    return .part(ast.expressionLists[Int(arguments.start) &+ index], isIndented: true)
  }

  /// Whether the last argument, and only that, has brackets of its own for what it consists of. Then the parentheses of the
  /// call are on the lines of those brackets.
  private func isCompact(_ arguments: ExpressionList, before end: UInt32) -> Bool {
    guard let last = ast[arguments].last, isBracketed(last) else { return false }
    return !hasComma(before: end) && !ast[arguments].dropLast().contains(where: isBracketed)
  }

  private func isBracketed(_ id: ExpressionID) -> Bool {
    var id = id
    while true {
      switch ast[id] {
      case .list(let elements): return elements.count > 0
      case .map(let entries): return entries.count > 0
      case .switch: return true
      case .function(let function):
        guard ast[function].isExpression, let body = ast[ast[function].body].first,
          case .return(let value?) = ast[body]
        else { return true }
        id = value
      default: return false
      }
    }
  }

  private mutating func element(
    _ index: Int, of list: ExpressionList, _ open: inout OpenExpression
  ) -> Progress? {
    guard index < Int(list.count) else {
      takeLastComma()
      endParentheses()
      open.stage = .operators
      return nil
    }
    if index > 0 {
      take()
      line()
    }
    open.stage = .element(of: list, next: index &+ 1)
    return .part(ast.expressionLists[Int(list.start) &+ index], isIndented: true)
  }

  private mutating func entry(_ first: Int, of entries: NodeList, _ open: inout OpenExpression) -> Progress? {
    var index = first
    while index < Int(entries.count) {
      if index > 0 {
        take()
        line()
      }
      let entry = ast.mapEntries[Int(entries.start) &+ index]
      take()
      switch entry.form {
      case .shorthand:
        index &+= 1
        continue
      case .name, .literal:
        take()
        space()
      case .computed:
        open.stage = .computedKey(of: entries, index)
        return .part(entry.key, isIndented: true)
      case .spread: break
      }
      open.stage = .entry(of: entries, next: index &+ 1)
      return .part(entry.value, isIndented: true)
    }
    takeLastComma()
    endParentheses()
    open.stage = .operators
    return nil
  }

  // MARK: - Parentheses

  /// Begins a group in parentheses, or in brackets.
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

  /// A comma after the last part breaks the group.
  mutating func takeLastComma() {
    guard token.kind == .comma else { return }
    take()
    forceBreak()
  }
}
