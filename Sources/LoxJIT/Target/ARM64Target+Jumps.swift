import LoxAssembler

/// Jumps and branches. Conditional ones reach 1 MiB; for those that go further the assembler makes two instructions, of which the second
/// reaches 128 MiB: more than any function has.
///
/// No instruction begins with a landing pad (`bti j`): each place of a function is a target of jumps, so it would cost a word everywhere,
/// and only pages that are mapped with `PROT_BTI` want it, which pages of machine code are not.
extension ARM64Target {
  mutating func jump(_ label: Label) { assembler.b(label) }

  mutating func jump(_ place: Place) {
    load(Self.operand, place, .double)
    assembler.br(Self.operand)
  }

  mutating func jump(_ register: Register) { assembler.br(Self.register(register)) }

  // MARK: Comparisons

  mutating func branch(
    _ condition: IntegerCondition, _ first: Register, _ second: Register, _ width: Width, to label: Label
  ) {
    assembler.cmp(Self.register(first), Self.register(second), .none, Self.width(width))
    assembler.b(Self.condition(condition), label)
  }

  mutating func branch(
    _ condition: IntegerCondition, _ first: Register, _ constant: Int, _ width: Width, to label: Label
  ) {
    branch(condition, Self.register(first), constant, width, with: Self.operand, to: label)
  }

  mutating func branch(
    _ condition: IntegerCondition, _ first: Register, _ place: Place, _ width: Width, to label: Label
  ) {
    load(Self.operand, place, width)
    assembler.cmp(Self.register(first), Self.operand, .none, Self.width(width))
    assembler.b(Self.condition(condition), label)
  }

  mutating func branch(
    _ condition: IntegerCondition, _ place: Place, _ constant: UInt32, _ width: Width, to label: Label
  ) {
    load(Self.operand, place, width)
    // The address is not needed any more.
    branch(condition, Self.operand, Int(constant), width, with: Self.address, to: label)
  }

  private mutating func branch(
    _ condition: IntegerCondition, _ first: ARM64.Register, _ constant: Int, _ width: Width,
    with free: ARM64.Register, to label: Label
  ) {
    switch (condition, constant) {
    case (.equal, 0): assembler.cbz(first, label, Self.width(width))
    case (.notEqual, 0): assembler.cbnz(first, label, Self.width(width))
    default:
      compare(first, constant, width, with: free)
      assembler.b(Self.condition(condition), label)
    }
  }

  /// Compares with a constant; if the instruction has no room for it, it goes to a register.
  mutating func compare(
    _ first: ARM64.Register, _ constant: Int, _ width: Width, with free: ARM64.Register
  ) {
    // Of a word, only the low half counts; perhaps there is room for it with a sign.
    let constant = width == .double ? constant : Int(Int32(truncatingIfNeeded: constant))
    if ARM64.Assembler.hasRoom(for: constant) {
      assembler.cmp(first, constant, Self.width(width))
    } else {
      let bits = UInt64(bitPattern: Int64(constant))
      assembler.mov(free, width == .double ? bits : bits & 0xffff_ffff)
      assembler.cmp(first, free, .none, Self.width(width))
    }
  }

  mutating func branch(_ condition: SignedCondition, _ first: Register, _ second: Register, to label: Label) {
    assembler.cmp(Self.register(first), Self.register(second))
    assembler.b(Self.condition(condition), label)
  }

  mutating func branch(_ condition: SignedCondition, _ first: Register, _ constant: Int, to label: Label) {
    compare(Self.register(first), constant, .double, with: Self.operand)
    assembler.b(Self.condition(condition), label)
  }

  private static func condition(_ condition: SignedCondition) -> ARM64.Condition {
    switch condition {
    case .less: .lt
    }
  }

  // MARK: Subtractions

  mutating func subtract(_ register: Register, _ amount: Register, ifNegative label: Label) {
    let register = Self.register(register)
    assembler.subs(register, register, Self.register(amount))
    assembler.b(.mi, label)
  }

  mutating func subtract(_ register: Register, _ amount: Int, ifNegative label: Label) {
    let register = Self.register(register)
    if ARM64.Assembler.hasRoom(for: amount) {
      assembler.subs(register, register, amount)
    } else {
      assembler.mov(Self.operand, UInt64(bitPattern: Int64(amount)))
      assembler.subs(register, register, Self.operand)
    }
    assembler.b(.mi, label)
  }
}
