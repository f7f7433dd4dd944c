extension X86 {
  /// Shifts and rotations, by their numbers in encodings.
  package enum Shift: UInt8, Hashable, CaseIterable, Sendable {
    case rol, ror
    case shl = 4
    /// Fills with zeros.
    case shr = 5
    /// Fills with the sign.
    case sar = 7
  }
}

extension X86.Assembler {
  // MARK: Multiplication

  package mutating func imul(_ destination: X86.Register, _ source: X86.Register, _ width: X86.Width = .qword)
  {
    multiply(destination, .register(source.rawValue), width)
  }

  package mutating func imul(_ destination: X86.Register, _ source: X86.Memory, _ width: X86.Width = .qword) {
    multiply(destination, .memory(source), width)
  }

  package mutating func imul(
    _ destination: X86.Register, _ source: X86.Register, _ value: Int, _ width: X86.Width = .qword
  ) {
    multiply(destination, .register(source.rawValue), value, width)
  }

  package mutating func imul(
    _ destination: X86.Register, _ source: X86.Memory, _ value: Int, _ width: X86.Width = .qword
  ) {
    multiply(destination, .memory(source), value, width)
  }

  private mutating func multiply(_ destination: X86.Register, _ source: X86.Operand, _ width: X86.Width) {
    if width == .byte { buffer.fail(.modifier) }
    encode(.two(0xaf), width, destination.rawValue, source)
  }

  private mutating func multiply(
    _ destination: X86.Register, _ source: X86.Operand, _ value: Int, _ width: X86.Width
  ) {
    if width == .byte { buffer.fail(.modifier) }
    let value = width.signed(value)
    let immediateWidth = Self.isSmall(value) ? .byte : width
    encode(
      .one(immediateWidth == .byte ? 0x6b : 0x69), width, destination.rawValue, source,
      tail: immediateWidth.immediateSize)
    immediate(value, immediateWidth)
  }

  // MARK: One operand

  package mutating func neg(_ operand: X86.Register, _ width: X86.Width = .qword) {
    unary(0xf6, 3, operand, width)
  }
  package mutating func neg(_ operand: X86.Memory, _ width: X86.Width = .qword) {
    unary(0xf6, 3, operand, width)
  }
  package mutating func not(_ operand: X86.Register, _ width: X86.Width = .qword) {
    unary(0xf6, 2, operand, width)
  }
  package mutating func not(_ operand: X86.Memory, _ width: X86.Width = .qword) {
    unary(0xf6, 2, operand, width)
  }
  package mutating func inc(_ operand: X86.Register, _ width: X86.Width = .qword) {
    unary(0xfe, 0, operand, width)
  }
  package mutating func inc(_ operand: X86.Memory, _ width: X86.Width = .qword) {
    unary(0xfe, 0, operand, width)
  }
  package mutating func dec(_ operand: X86.Register, _ width: X86.Width = .qword) {
    unary(0xfe, 1, operand, width)
  }
  package mutating func dec(_ operand: X86.Memory, _ width: X86.Width = .qword) {
    unary(0xfe, 1, operand, width)
  }

  /// Divides `rdx` and `rax`, as one unsigned number, by the operand: the quotient goes to `rax`, the remainder to `rdx`. The processor
  /// traps if the operand is 0, or the quotient has too many bits.
  package mutating func div(_ operand: X86.Register, _ width: X86.Width = .qword) {
    unary(0xf6, 6, operand, width)
  }

  private mutating func unary(
    _ opcode: UInt8, _ extension: UInt8, _ operand: X86.Register, _ width: X86.Width
  ) {
    encode(
      .one(opcode | width.opcodeBit), width, `extension`, .register(operand.rawValue),
      needsPrefix: width == .byte && operand.needsPrefixAsByte)
  }

  private mutating func unary(_ opcode: UInt8, _ extension: UInt8, _ operand: X86.Memory, _ width: X86.Width)
  {
    encode(.one(opcode | width.opcodeBit), width, `extension`, .memory(operand))
  }

  // MARK: Shifts

  /// Shifts by a constant below the number of bits.
  package mutating func shift(
    _ operation: X86.Shift, _ operand: X86.Register, _ count: Int, _ width: X86.Width = .qword
  ) {
    if !(0..<width.bits ~= count) { buffer.fail(.immediate(count)) }
    unary(count == 1 ? 0xd0 : 0xc0, operation.rawValue, operand, width)
    if count != 1 { byte(UInt8(truncatingIfNeeded: count)) }
  }

  /// Shifts by `cl`, of which the low six bits count, or five if the width is less than 64 bits.
  package mutating func shiftByCL(
    _ operation: X86.Shift, _ operand: X86.Register, _ width: X86.Width = .qword
  ) {
    unary(0xd2, operation.rawValue, operand, width)
  }

  package mutating func shl(_ operand: X86.Register, _ count: Int, _ width: X86.Width = .qword) {
    shift(.shl, operand, count, width)
  }
  package mutating func shr(_ operand: X86.Register, _ count: Int, _ width: X86.Width = .qword) {
    shift(.shr, operand, count, width)
  }
  package mutating func sar(_ operand: X86.Register, _ count: Int, _ width: X86.Width = .qword) {
    shift(.sar, operand, count, width)
  }

  // MARK: Bits

  /// Copies a bit to the carry flag: the condition is `b` if it is set.
  package mutating func bt(_ operand: X86.Register, _ bit: Int, _ width: X86.Width = .qword) {
    testBit(.register(operand.rawValue), bit, width)
  }

  /// Copies a bit of memory to the carry flag.
  package mutating func bt(_ operand: X86.Memory, _ bit: Int, _ width: X86.Width = .qword) {
    testBit(.memory(operand), bit, width)
  }

  private mutating func testBit(_ operand: X86.Operand, _ bit: Int, _ width: X86.Width) {
    if width == .byte { buffer.fail(.modifier) }
    if !(0..<width.bits ~= bit) { buffer.fail(.immediate(bit)) }
    encode(.two(0xba), width, 4, operand, tail: 1)
    byte(UInt8(truncatingIfNeeded: bit))
  }

  /// Copies the bit with the number in a register, modulo the number of bits.
  package mutating func bt(_ operand: X86.Register, _ bit: X86.Register, _ width: X86.Width = .qword) {
    if width == .byte { buffer.fail(.modifier) }
    encode(.two(0xa3), width, bit.rawValue, .register(operand.rawValue))
  }
}

extension X86.Width {
  package var bits: Int {
    switch self {
    case .byte: 8
    case .word: 16
    case .dword: 32
    case .qword: 64
    }
  }
}
