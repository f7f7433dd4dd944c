import LoxAssembler
import LoxBytecode

/// Jumps that depend on truth or on an order, and jumps back in loops.
extension Baseline {
  mutating func jump(ifFalsey isFalsey: Bool, _ i: Instruction) {
    target.load(.a, register(i.a), .double)
    target.subtract(.a, .context(layout.context.nilBits), .double)
    // Nil is followed by false.
    target.branch(isFalsey ? .belowOrEqual : .above, .a, 1, .double, to: jumpTarget)
  }

  mutating func jump(ifNil isNil: Bool, _ i: Instruction) {
    target.load(.a, register(i.a), .double)
    target.branch(
      isNil ? .equal : .notEqual, .a, .context(layout.context.nilBits), .double, to: jumpTarget)
  }

  // MARK: - Orders

  /// Branches if `R[A]` compares so with `R[B]`, or with `K[D]`.
  private mutating func branch(_ condition: DoubleCondition, _ i: Instruction, to label: Label) {
    let first = load(i.a)
    if Opcode(rawValue: i.rawOpcode)?.facts.comparesWithConstant == true {
      target.branch(condition, first, constant(i.d), to: label, unordered: step())
    } else {
      branch(condition, first, i.b, to: label, unordered: step())
    }
  }

  /// Branches if `R[A] < x`, or if not.
  private mutating func branchIfLess(_ i: Instruction, isInverted: Bool, to label: Label) {
    branch(isInverted ? .greaterOrEqual : .less, i, to: label)
  }

  /// Branches if `x < R[A]`, or if not.
  private mutating func branchIfGreater(_ i: Instruction, isInverted: Bool, to label: Label) {
    branch(isInverted ? .lessOrEqual : .greater, i, to: label)
  }

  mutating func jumpIfLess(_ i: Instruction, isInverted: Bool) {
    branchIfLess(i, isInverted: isInverted, to: jumpTarget)
  }

  mutating func jumpIfGreater(_ i: Instruction, isInverted: Bool) {
    branchIfGreater(i, isInverted: isInverted, to: jumpTarget)
  }

  /// Stores whether `R[B] < R[C]`, or not.
  mutating func setLess(_ i: Instruction, isInverted: Bool) {
    let done = target.makeLabel()
    let first = load(i.b)
    target.load(.a, .context(layout.context.falseBits), .double)
    // The result is that of the comparison, unless one more is added, as true follows false.
    branch(isInverted ? .less : .greaterOrEqual, first, i.c, to: done, unordered: step())
    target.add(.a, 1, .double)
    target.bind(done)
    target.store(.a, register(i.a), .double)
  }

  // MARK: - Jumps back

  /// Goes back and pays for the words in between, or lets the machine do so.
  mutating func goBack() {
    pay(-jumpDistance)
    target.jump(jumpTarget)
  }

  /// Takes units of fuel; if there are too few, the machine executes the instruction.
  mutating func pay(_ cost: Int) {
    target.branch(.less, .fuel, cost, to: step())
    target.add(.fuel, -cost, .double)
  }

  mutating func loopIfLess(_ i: Instruction, isInverted: Bool) {
    branchIfLess(i, isInverted: !isInverted, to: following)
    goBack()
  }

  mutating func loopIfGreater(_ i: Instruction, isInverted: Bool) {
    branchIfGreater(i, isInverted: !isInverted, to: following)
    goBack()
  }
}
