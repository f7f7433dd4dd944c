// Arm ARM, tables of "Branches, exception generating and system instructions". Targets may be as far as 128 MiB.
extension ARM64.Assembler {
  package mutating func b(_ label: Label) { buffer.append(.branch(isCall: false, label)) }

  /// Branches if the condition holds.
  package mutating func b(_ condition: ARM64.Condition, _ label: Label) {
    buffer.append(.conditional(.flags, 0x5400_0000 | UInt32(condition.rawValue), label))
  }

  /// Branches if the register is zero.
  package mutating func cbz(_ register: ARM64.Register, _ label: Label, _ width: ARM64.Width = .x) {
    buffer.append(.conditional(.register, 0x3400_0000 | width.flag | zero(register), label))
  }

  /// Branches if the register is not zero.
  package mutating func cbnz(_ register: ARM64.Register, _ label: Label, _ width: ARM64.Width = .x) {
    buffer.append(.conditional(.register, 0x3500_0000 | width.flag | zero(register), label))
  }

  /// Branches if the bit is 0.
  package mutating func tbz(_ register: ARM64.Register, bit: Int, _ label: Label) {
    test(0x3600_0000, register, bit, label)
  }

  /// Branches if the bit is 1.
  package mutating func tbnz(_ register: ARM64.Register, bit: Int, _ label: Label) {
    test(0x3700_0000, register, bit, label)
  }

  private mutating func test(_ encoding: UInt32, _ register: ARM64.Register, _ bit: Int, _ label: Label) {
    let bit = field(bit, below: 64)
    buffer.append(.conditional(.bit, encoding | (bit >> 5) << 31 | (bit & 31) << 19 | zero(register), label))
  }

  /// Branches, and leaves the address of the next instruction in `x30`.
  package mutating func bl(_ label: Label) { buffer.append(.branch(isCall: true, label)) }

  package mutating func br(_ target: ARM64.Register) { word(0xd61f_0000 | zero(target) << 5) }
  package mutating func blr(_ target: ARM64.Register) { word(0xd63f_0000 | zero(target) << 5) }
  package mutating func ret(_ target: ARM64.Register = .link) { word(0xd65f_0000 | zero(target) << 5) }

  // MARK: Others

  package mutating func nop() { word(0xd503_201f) }
  /// What comes next is fetched anew: nothing is executed that was there before.
  package mutating func isb() { word(0xd503_3fdf) }
  /// A breakpoint.
  package mutating func brk(_ reason: UInt16 = 0) { word(0xd420_0000 | UInt32(reason) << 5) }
}
