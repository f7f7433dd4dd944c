extension X86.Assembler {
  // MARK: Jumps

  package mutating func jmp(_ label: Label) { buffer.append(.jump(nil, label)) }
  package mutating func jmp(_ target: X86.Register) {
    encode(.one(0xff), .dword, 4, .register(target.rawValue))
  }
  /// Jumps to the address that is in memory.
  package mutating func jmp(_ target: X86.Memory) { encode(.one(0xff), .dword, 4, .memory(target)) }

  /// Jumps if the condition holds.
  package mutating func j(_ condition: X86.Condition, _ label: Label) {
    buffer.append(.jump(condition, label))
  }

  // MARK: Calls

  package mutating func call(_ label: Label) { buffer.append(.call(label)) }
  package mutating func call(_ target: X86.Register) {
    encode(.one(0xff), .dword, 2, .register(target.rawValue))
  }
  /// Calls the address that is in memory.
  package mutating func call(_ target: X86.Memory) { encode(.one(0xff), .dword, 2, .memory(target)) }
  package mutating func ret() { byte(0xc3) }

  // MARK: Without jumps

  /// Copies if the condition holds. As a `dword`, it clears the upper half in any case; memory is read in any case.
  package mutating func cmov(
    _ condition: X86.Condition, _ destination: X86.Register, _ source: X86.Register,
    _ width: X86.Width = .qword
  ) {
    move(condition, destination, .register(source.rawValue), width)
  }

  package mutating func cmov(
    _ condition: X86.Condition, _ destination: X86.Register, _ source: X86.Memory, _ width: X86.Width = .qword
  ) {
    move(condition, destination, .memory(source), width)
  }

  private mutating func move(
    _ condition: X86.Condition, _ destination: X86.Register, _ source: X86.Operand, _ width: X86.Width
  ) {
    if width == .byte { buffer.fail(.modifier) }
    encode(.two(0x40 | condition.rawValue), width, destination.rawValue, source)
  }

  /// Sets the low byte to 1 if the condition holds, else to 0.
  package mutating func set(_ condition: X86.Condition, _ destination: X86.Register) {
    encode(
      .two(0x90 | condition.rawValue), .byte, 0, .register(destination.rawValue),
      needsPrefix: destination.needsPrefixAsByte)
  }

  package mutating func set(_ condition: X86.Condition, _ destination: X86.Memory) {
    encode(.two(0x90 | condition.rawValue), .byte, 0, .memory(destination))
  }

  // MARK: Others

  /// Instructions that do nothing, of this many bytes up to 4096.
  package mutating func nop(_ count: Int = 1) {
    if !(0...4096 ~= count) { return buffer.fail(.immediate(count)) }
    X86.Part.pad(count, to: &buffer.bytes)
  }
  /// A breakpoint.
  package mutating func int3() { byte(0xcc) }
  /// An instruction that is none, and never will be.
  package mutating func ud2() {
    byte(0x0f)
    byte(0x0b)
  }
}
