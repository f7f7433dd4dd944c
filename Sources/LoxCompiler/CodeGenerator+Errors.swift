import LoxBytecode
import LoxSemantics
import LoxSyntax

/// `throw` and `try`. Handlers are entries in a table, so a `try` costs nothing as long as nothing is thrown.
///
///     start:  body                                    errors go to `catch`, or to `error` if there is none
///     end:    go to normal
///     catch:  tests, blocks, each of which goes to `normal`; errors in them go to `error`
///             throw what no test has matched
///     normal: kind = 0                                without a `finally`, all of this ends here
///             go to finally
///     error:  value = what was thrown, kind = 1
///     finally:
///             block
///             if kind == 1, throw value
///             if kind == 2, leave as the first exit says ...
///
/// A `return`, `break` or `continue` that leaves the body or a `catch` sets its kind, and goes to `finally`. So the block is there
/// once, however many ways lead through it.
extension CodeGenerator {
  /// A `finally` around the code that is being generated.
  struct FinallyContext {
    /// Where the block begins.
    var label: FunctionBuilder.Label
    /// The register of the kind; that of the value is behind it.
    var register: Int
    /// The number of enclosing functions, and of loops and `switch`es around the `try`.
    var depth: Int
    var jumpTargetCount: Int
    /// The ways out, whose kinds are from 2 on.
    var exits: [Exit] = []
  }

  /// A way out of a `try`.
  enum Exit: Equatable {
    case `return`
    /// To the end of the loop or `switch` with this index, or to its next round.
    case jump(target: Int, isNext: Bool)
  }

  /// The parts of a `try` that is being compiled.
  struct OpenTry {
    var id: TryID
    /// Where the code of the body is.
    var start: Int
    var end = 0
    /// The first free register before and after it.
    var top: Int
    var hasFinally: Bool
  }

  mutating func throwValue(of id: ExpressionID, at statement: StatementID) {
    let top = builder.top
    let value = evaluate(id)
    let span = tree.span(of: statement)
    builder.setPosition(span.start, span)
    builder.leave(Instruction(.throw, a: builder.near(value)))
    builder.top = top
  }

  // MARK: - Leaving

  /// The `finally` that a way out leads through; nil if there is none.
  private func finally(on exit: Exit) -> Int? {
    guard let last = finallies.indices.last, finallies[last].depth == depth else { return nil }
    switch exit {
    case .return: return last
    case .jump(let target, _): return target < finallies[last].jumpTargetCount ? last : nil
    }
  }

  mutating func breakOut() {
    if !jumpTargets.isEmpty { leave(by: .jump(target: jumpTargets.count &- 1, isNext: false)) }
  }

  mutating func continueLoop() {
    if let target = jumpTargets.lastIndex(where: { $0.next != nil }) {
      leave(by: .jump(target: target, isNext: true))
    }
  }

  /// Where `break` or `continue` goes, if no `finally` is on the way.
  func jumpTarget(isNext: Bool) -> FunctionBuilder.Label? {
    let index = isNext ? jumpTargets.lastIndex { $0.next != nil } : jumpTargets.indices.last
    guard let index, finally(on: .jump(target: index, isNext: isNext)) == nil else { return nil }
    return isNext ? jumpTargets[index].next : jumpTargets[index].exit
  }

  /// Goes where a way out leads. The value of a `return` is in the register.
  mutating func leave(by exit: Exit, with value: Int? = nil) {
    guard let index = finally(on: exit) else {
      switch exit {
      case .return:
        if let value { builder.leave(Instruction(.return, a: builder.near(value))) } else { returnDefault() }
      case .jump(let target, let isNext):
        if isNext, let next = jumpTargets[target].next {
          builder.jump(to: next)
        } else {
          builder.jump(to: jumpTargets[target].exit)
        }
      }
      return
    }
    let register = finallies[index].register
    if let value {
      if value != register &+ 1 { builder.move(to: register &+ 1, from: value) }
    } else if exit == .return, builder.kind == .initializer {
      builder.move(to: register &+ 1, from: 0)
    } else {
      builder.load(.nil, into: register &+ 1)
    }
    let known = finallies[index].exits.firstIndex(of: exit)
    let number = known ?? finallies[index].exits.count
    if known == nil { finallies[index].exits.append(exit) }
    builder.load(.number(Double(number &+ 2).bitPattern), into: register)
    builder.jump(to: finallies[index].label)
  }

  // MARK: - Parts of a `try`

  mutating func beginTry(_ id: TryID) {
    let top = builder.top
    builder.hasTry = true
    var open = OpenTry(id: id, start: builder.code.count, top: top, hasFinally: tree[id].finally != nil)
    if open.hasFinally {
      let label = builder.openLabel()
      let register = builder.align(2)
      builder.top = top
      // Counts among the registers of the function.
      builder.touch(register &+ 2)
      finallies.append(
        FinallyContext(
          label: label, register: register, depth: depth, jumpTargetCount: jumpTargets.count))
    }
    // Where each part goes when it ends.
    _ = builder.openLabel()
    open.start = builder.code.count
    worklist.append(.endTryBody(open))
    worklist.append(.statement(tree[id].body))
  }

  mutating func endTryBody(_ open: OpenTry) {
    var open = open
    open.end = builder.code.count
    builder.top = open.top
    if open.end == open.start || tree[open.id].catches.count == 0 {
      // Nothing can be caught.
      return endCatches(open)
    }
    if builder.isReachable { builder.jump(to: builder.openLabel(isNew: false)) }
    let register = builder.align(1)
    builder.top = register &+ 1
    builder.beginHandler(from: open.start, to: open.end, register: register)
    worklist.append(.catch(open, Int(tree[open.id].catches.start), register: register))
  }

  /// Tests whether a `catch` takes what is in the register, and begins with its block.
  mutating func beginCatch(_ index: Int, _ open: OpenTry, register: Int) {
    guard index < tree[open.id].catches.range.upperBound else {
      if builder.isReachable {
        builder.leave(Instruction(.rethrow, a: builder.near(register)))
      }
      builder.top = open.top
      return endCatches(open)
    }
    guard builder.isReachable else {
      builder.top = open.top
      return endCatches(open)
    }
    let branch = tree.ast.catches[index]
    _ = builder.openLabel()
    if let test = branch.test {
      let operand = evaluate(test)
      let result = builder.align(1)
      emit(.isInstance, to: result, register, operand, at: test)
      builder.top = result &+ 1
      noteBranch(on: test, if: false)
      builder.branch(
        Instruction(.jumpIfFalse, a: builder.near(result)), to: builder.openLabel(isNew: false))
    }
    builder.top = register &+ 1
    worklist.append(.endCatch(open, index, register: register))
    if let variable = tree.resolution.catchVariables[index] {
      // In a register of its own, since the next `catch` looks at what was thrown, too.
      let own = builder.reserve()
      builder.move(to: own, from: register)
      settle(variable, in: own, span: branch.nameSpan)
    }
    worklist.append(.statement(branch.body))
  }

  mutating func endCatch(_ open: OpenTry, _ index: Int, register: Int) {
    builder.top = register &+ 1
    if builder.isReachable { builder.jump(to: builder.label(beforeLast: 1)) }
    builder.bindLast()
    worklist.append(.catch(open, index &+ 1, register: register))
  }

  /// All parts but the `finally` are complete.
  private mutating func endCatches(_ open: OpenTry) {
    builder.bindLast()
    guard open.hasFinally, let finally = finallies.popLast() else { return }
    let isNormal = builder.isReachable
    let end = builder.code.count
    let register = finally.register
    builder.top = register &+ 2
    if isNormal {
      builder.load(.nil, into: register &+ 1)
      builder.load(.number(0), into: register)
      if end > open.start { builder.jump(to: finally.label) }
    }
    if end > open.start {
      builder.beginHandler(from: open.start, to: end, register: register &+ 1)
      builder.load(.number(1.0.bitPattern), into: register)
    }
    builder.bind(finally.label)
    worklist.append(.endFinally(open, finally, isNormal: isNormal))
    if let block = tree[open.id].finally { worklist.append(.statement(block)) }
  }

  mutating func endFinally(_ open: OpenTry, _ finally: FinallyContext, isNormal: Bool) {
    defer { builder.top = open.top }
    guard builder.isReachable else { return }
    let (kind, value) = (finally.register, finally.register &+ 1)
    builder.top = value &+ 1
    testKind(1, kind) { $0.builder.leave(Instruction(.rethrow, a: $0.builder.near(value))) }
    for (number, exit) in finally.exits.enumerated() {
      testKind(number &+ 2, kind) { $0.leave(by: exit, with: exit == .return ? value : nil) }
    }
    // Behind it, there is nothing that could be reached.
    if !isNormal { returnDefault() }
  }

  private mutating func testKind(
    _ number: Int, _ register: Int, _ body: (inout CodeGenerator) -> Void
  ) {
    let label = builder.openLabel()
    let constant = builder.align(1)
    builder.load(.number(Double(number).bitPattern), into: constant)
    builder.top = constant &+ 1
    let first = builder.near(register)
    let second = builder.near(constant, scratch: 1)
    builder.branch(Instruction(.jumpIfNotEqual, a: first, b: second), to: label)
    builder.top = constant
    body(&self)
    builder.bindLast()
  }
}
