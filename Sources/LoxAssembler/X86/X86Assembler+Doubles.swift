extension X86 {
  /// Operations on doubles, by their opcodes. All but `sqrt` combine both operands; the first takes the result.
  package enum DoubleOperation: UInt8, Hashable, CaseIterable, Sendable {
    case sqrt = 0x51
    case add = 0x58
    case mul = 0x59
    case sub = 0x5c
    /// If an operand is not a number, or both are zeros, the result is the second.
    case min = 0x5d
    case div = 0x5e
    /// If an operand is not a number, or both are zeros, the result is the second.
    case max = 0x5f
  }

  /// Operations on all bits of vector registers, by their opcodes.
  package enum BitOperation: UInt8, Hashable, CaseIterable, Sendable {
    case andpd = 0x54
    case andnpd = 0x55
    case orpd = 0x56
    case xorpd = 0x57
    case pxor = 0xef
  }

  /// How `roundsd` rounds, by its number in encodings.
  package enum Rounding: UInt8, Hashable, CaseIterable, Sendable {
    /// To the nearest, and halves to the even one.
    case nearest, down, up, towardZero
  }
}

// SSE2 on doubles; `roundsd` is SSE4.1.
extension X86.Assembler {
  // MARK: Moves

  /// Copies the low double and leaves the high one, so it waits for what was in the destination; `movapd` does not.
  package mutating func movsd(_ destination: X86.VectorRegister, _ source: X86.VectorRegister) {
    encode(.two(0x10, prefix: 0xf2), .dword, destination.rawValue, .register(source.rawValue))
  }

  /// Loads a double and clears the rest of the register.
  package mutating func movsd(_ destination: X86.VectorRegister, _ source: X86.Memory) {
    encode(.two(0x10, prefix: 0xf2), .dword, destination.rawValue, .memory(source))
  }

  package mutating func movsd(_ destination: X86.Memory, _ source: X86.VectorRegister) {
    encode(.two(0x11, prefix: 0xf2), .dword, source.rawValue, .memory(destination))
  }

  /// Copies the whole register.
  package mutating func movapd(_ destination: X86.VectorRegister, _ source: X86.VectorRegister) {
    encode(.two(0x28, prefix: 0x66), .dword, destination.rawValue, .register(source.rawValue))
  }

  /// Copies the bits of a general register.
  package mutating func movq(_ destination: X86.VectorRegister, _ source: X86.Register) {
    encode(.two(0x6e, prefix: 0x66), .qword, destination.rawValue, .register(source.rawValue))
  }

  /// Copies the bits of the low double.
  package mutating func movq(_ destination: X86.Register, _ source: X86.VectorRegister) {
    encode(.two(0x7e, prefix: 0x66), .qword, source.rawValue, .register(destination.rawValue))
  }

  // MARK: Arithmetic

  package mutating func double(
    _ operation: X86.DoubleOperation, _ destination: X86.VectorRegister, _ source: X86.VectorRegister
  ) {
    encode(.two(operation.rawValue, prefix: 0xf2), .dword, destination.rawValue, .register(source.rawValue))
  }

  package mutating func double(
    _ operation: X86.DoubleOperation, _ destination: X86.VectorRegister, _ source: X86.Memory
  ) {
    encode(.two(operation.rawValue, prefix: 0xf2), .dword, destination.rawValue, .memory(source))
  }

  /// Of the whole registers.
  package mutating func bits(
    _ operation: X86.BitOperation, _ destination: X86.VectorRegister, _ source: X86.VectorRegister
  ) {
    encode(.two(operation.rawValue, prefix: 0x66), .dword, destination.rawValue, .register(source.rawValue))
  }

  /// With 16 bytes of memory, whose address must be a multiple of 16.
  package mutating func bits(
    _ operation: X86.BitOperation, _ destination: X86.VectorRegister, _ source: X86.Memory
  ) {
    encode(.two(operation.rawValue, prefix: 0x66), .dword, destination.rawValue, .memory(source))
  }

  package mutating func roundsd(
    _ destination: X86.VectorRegister, _ source: X86.VectorRegister, _ rounding: X86.Rounding
  ) {
    round(destination, .register(source.rawValue), rounding)
  }

  package mutating func roundsd(
    _ destination: X86.VectorRegister, _ source: X86.Memory, _ rounding: X86.Rounding
  ) {
    round(destination, .memory(source), rounding)
  }

  private mutating func round(
    _ destination: X86.VectorRegister, _ source: X86.Operand, _ rounding: X86.Rounding
  ) {
    encode(.three(0x0b, prefix: 0x66), .dword, destination.rawValue, source, tail: 1)
    // Bit 3: without the exception that says that the result is not exact.
    byte(8 | rounding.rawValue)
  }

  // MARK: Comparison

  /// Sets the flags as a comparison of unsigned numbers does; `p` if one is not a number, then with `b` and `e`.
  package mutating func ucomisd(_ first: X86.VectorRegister, _ second: X86.VectorRegister) {
    encode(.two(0x2e, prefix: 0x66), .dword, first.rawValue, .register(second.rawValue))
  }

  package mutating func ucomisd(_ first: X86.VectorRegister, _ second: X86.Memory) {
    encode(.two(0x2e, prefix: 0x66), .dword, first.rawValue, .memory(second))
  }

  // MARK: Conversion

  /// Converts a signed integer of 32 or 64 bits. Leaves the high double, so it waits for what was in the destination.
  package mutating func cvtsi2sd(
    _ destination: X86.VectorRegister, _ source: X86.Register, _ width: X86.Width = .qword
  ) {
    convert(0x2a, destination.rawValue, .register(source.rawValue), width)
  }

  package mutating func cvtsi2sd(
    _ destination: X86.VectorRegister, _ source: X86.Memory, _ width: X86.Width = .qword
  ) {
    convert(0x2a, destination.rawValue, .memory(source), width)
  }

  /// Converts to a signed integer, towards zero; the least one if there is no such integer.
  package mutating func cvttsd2si(
    _ destination: X86.Register, _ source: X86.VectorRegister, _ width: X86.Width = .qword
  ) {
    convert(0x2c, destination.rawValue, .register(source.rawValue), width)
  }

  package mutating func cvttsd2si(
    _ destination: X86.Register, _ source: X86.Memory, _ width: X86.Width = .qword
  ) {
    convert(0x2c, destination.rawValue, .memory(source), width)
  }

  /// Converts to a signed integer, to the nearest; the least one if there is no such integer.
  package mutating func cvtsd2si(
    _ destination: X86.Register, _ source: X86.VectorRegister, _ width: X86.Width = .qword
  ) {
    convert(0x2d, destination.rawValue, .register(source.rawValue), width)
  }

  private mutating func convert(
    _ opcode: UInt8, _ register: UInt8, _ operand: X86.Operand, _ width: X86.Width
  ) {
    if width != .dword && width != .qword { buffer.fail(.modifier) }
    encode(.two(opcode, prefix: 0xf2), width, register, operand)
  }
}
