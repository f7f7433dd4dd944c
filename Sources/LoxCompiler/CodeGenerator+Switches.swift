import LoxBytecode
import LoxSemantics
import LoxSyntax

/// `switch`. Its cases are tested in order; `default` comes last, wherever it is written.
///
///       test 1 of case 1, if true go to body
///       test 2 of case 1, if false go to next
///     body:  ...  go to end
///     next:  ...
///     end:
extension CodeGenerator {
  /// A case, by its place in the order of the tests.
  private func branch(_ index: Int, of id: SwitchID) -> SwitchCase {
    let cases = tree.ast.cases(of: id)
    guard let other = cases.firstIndex(where: { $0.isDefault }) else {
      return cases[cases.startIndex &+ index]
    }
    let place = cases.startIndex &+ index
    if place < other { return cases[place] }
    return place &+ 1 < cases.endIndex ? cases[place &+ 1] : cases[other]
  }

  /// Jumps to the label opened last if the truth of a test is the given one.
  private mutating func emitTest(_ test: SwitchTest, subject: Int, operand: Int, if truth: Bool) {
    let label = builder.openLabel(isNew: false)
    setPosition(test.operand)
    noteBranch(on: test.operand, if: truth)
    if test.operation == .equal {
      let first = builder.near(subject)
      let second = builder.near(operand, scratch: 1)
      builder.branch(Instruction(truth ? .jumpIfEqual : .jumpIfNotEqual, a: first, b: second), to: label)
    } else {
      let result = builder.align(1)
      emit(test.operation, to: result, subject, operand, at: test.operand)
      builder.top = result &+ 1
      builder.branch(Instruction(truth ? .jumpIfTrue : .jumpIfFalse, a: builder.near(result)), to: label)
    }
    builder.top = subject &+ 1
  }

  // MARK: - Statements

  mutating func beginSwitch(_ id: SwitchID) {
    worklist.append(.setTop(builder.top))
    let subject = builder.align(1)
    evaluate(tree[id].subject, into: subject)
    builder.top = subject &+ 1
    let exit = builder.openLabel()
    jumpTargets.append(JumpTarget(exit: exit, next: nil))
    worklist.append(.caseOfSwitch(id, 0, subject: subject))
  }

  mutating func beginCase(_ index: Int, of id: SwitchID, subject: Int) {
    guard index < Int(tree[id].cases.count) else {
      jumpTargets.removeLast()
      builder.bindLast()
      return
    }
    let branch = branch(index, of: id)
    let tests = tree.ast.switchTests[branch.tests.range]
    _ = builder.openLabel()
    if builder.isReachable {
      _ = builder.openLabel()
      for (number, test) in tests.enumerated() {
        let operand = evaluate(test.operand)
        let isLast = number == tests.count - 1
        if isLast {
          // Falls through to the body.
          emitLastTest(test, subject: subject, operand: operand)
        } else {
          emitTest(test, subject: subject, operand: operand, if: true)
        }
      }
      builder.bindLast()
    }
    worklist.append(.endCase(id, index, subject: subject))
    if let value = branch.value {
      if builder.isReachable { perform(value) }
    } else {
      schedule(branch.body)
    }
  }

  /// Jumps to the label before the last one if the test fails.
  private mutating func emitLastTest(_ test: SwitchTest, subject: Int, operand: Int) {
    setPosition(test.operand)
    noteBranch(on: test.operand, if: false)
    let label = builder.label(beforeLast: 1)
    if test.operation == .equal {
      let first = builder.near(subject)
      let second = builder.near(operand, scratch: 1)
      builder.branch(Instruction(.jumpIfNotEqual, a: first, b: second), to: label)
    } else {
      let result = builder.align(1)
      emit(test.operation, to: result, subject, operand, at: test.operand)
      builder.top = result &+ 1
      builder.branch(Instruction(.jumpIfFalse, a: builder.near(result)), to: label)
    }
    builder.top = subject &+ 1
  }

  mutating func endCase(_ index: Int, of id: SwitchID, subject: Int) {
    builder.top = subject &+ 1
    if builder.isReachable, index &+ 1 < Int(tree[id].cases.count) {
      builder.jump(to: builder.label(beforeLast: 1))
    }
    builder.bindLast()
    worklist.append(.caseOfSwitch(id, index &+ 1, subject: subject))
  }

  // MARK: - Expressions

  mutating func beginCases(_ open: OpenExpression) -> Evaluation {
    _ = builder.openLabel()
    builder.top = open.base &+ 1
    var open = open
    open.left = 0
    return beginCase(open)
  }

  /// Begins the case with the index `open.left`.
  private mutating func beginCase(_ open: OpenExpression) -> Evaluation {
    guard case .switch(let id) = tree[open.id] else { return .value(open.base) }
    guard open.left < Int(tree[id].cases.count) else {
      if builder.isReachable {
        setPosition(open.id)
        builder.leave(Instruction(.noCase, a: builder.near(open.base)))
      }
      builder.bindLast()
      builder.top = open.target == nil ? open.base &+ 1 : open.entry
      return .value(open.target ?? open.base)
    }
    _ = builder.openLabel()
    _ = builder.openLabel()
    var open = open
    open.index = 0
    return beginTest(open)
  }

  private mutating func beginTest(_ open: OpenExpression) -> Evaluation {
    guard case .switch(let id) = tree[open.id] else { return .value(open.base) }
    let branch = branch(open.left, of: id)
    guard open.index < Int(branch.tests.count) else {
      builder.bindLast()
      guard let value = branch.value else { return .value(open.base) }
      builder.top = open.base &+ 1
      return wait(open, for: .caseValue, value, into: open.target ?? open.base)
    }
    return wait(open, for: .test, tree.ast.switchTests[Int(branch.tests.start) &+ open.index].operand)
  }

  mutating func endTest(_ open: OpenExpression, _ operand: Int) -> Evaluation {
    guard case .switch(let id) = tree[open.id] else { return .value(operand) }
    let branch = branch(open.left, of: id)
    let test = tree.ast.switchTests[Int(branch.tests.start) &+ open.index]
    if open.index == Int(branch.tests.count) &- 1 {
      emitLastTest(test, subject: open.base, operand: operand)
    } else {
      emitTest(test, subject: open.base, operand: operand, if: true)
    }
    var open = open
    open.index &+= 1
    return beginTest(open)
  }

  mutating func endCaseValue(_ open: OpenExpression) -> Evaluation {
    if builder.isReachable { builder.jump(to: builder.label(beforeLast: 1)) }
    builder.bindLast()
    var open = open
    open.left &+= 1
    builder.top = open.base &+ 1
    return beginCase(open)
  }
}
