extension X86 {
  /// Operations of two operands, of which the first takes the result; by their numbers in encodings.
  package enum Arithmetic: UInt8, Hashable, CaseIterable, Sendable {
    case add, or, adc, sbb, and, sub, xor
    /// Like `sub`, without a result.
    case cmp
  }
}

extension X86.Assembler {
  package mutating func arithmetic(
    _ operation: X86.Arithmetic, _ destination: X86.Register, _ source: X86.Register,
    _ width: X86.Width = .qword
  ) {
    encode(
      .one(operation.rawValue << 3 | width.opcodeBit), width, source.rawValue,
      .register(destination.rawValue),
      needsPrefix: width == .byte && (source.needsPrefixAsByte || destination.needsPrefixAsByte))
  }

  package mutating func arithmetic(
    _ operation: X86.Arithmetic, _ destination: X86.Register, _ source: X86.Memory,
    _ width: X86.Width = .qword
  ) {
    encode(
      .one(operation.rawValue << 3 | 2 | width.opcodeBit), width, destination.rawValue, .memory(source),
      needsPrefix: width == .byte && destination.needsPrefixAsByte)
  }

  package mutating func arithmetic(
    _ operation: X86.Arithmetic, _ destination: X86.Memory, _ source: X86.Register,
    _ width: X86.Width = .qword
  ) {
    encode(
      .one(operation.rawValue << 3 | width.opcodeBit), width, source.rawValue, .memory(destination),
      needsPrefix: width == .byte && source.needsPrefixAsByte)
  }

  /// With a constant: one that 32 bits hold with their sign or, if the width is less than 64 bits, any pattern of bits.
  package mutating func arithmetic(
    _ operation: X86.Arithmetic, _ destination: X86.Register, _ value: Int, _ width: X86.Width = .qword
  ) {
    let value = width.signed(value)
    if destination.rawValue == 0, width == .byte || !Self.isSmall(value) {
      if width == .word { byte(0x66) }
      if width == .qword { byte(0x48) }
      byte(operation.rawValue << 3 | 4 | width.opcodeBit)
      return immediate(value, width)
    }
    arithmetic(
      operation, .register(destination.rawValue), value, width,
      needsPrefix: width == .byte && destination.needsPrefixAsByte)
  }

  /// With a constant: one that 32 bits hold with their sign or, if the width is less than 64 bits, any pattern of bits.
  package mutating func arithmetic(
    _ operation: X86.Arithmetic, _ destination: X86.Memory, _ value: Int, _ width: X86.Width = .qword
  ) {
    arithmetic(operation, .memory(destination), width.signed(value), width, needsPrefix: false)
  }

  private mutating func arithmetic(
    _ operation: X86.Arithmetic, _ destination: X86.Operand, _ value: Int, _ width: X86.Width,
    needsPrefix: Bool
  ) {
    let isShort = width != .byte && Self.isSmall(value)
    let immediateWidth = isShort ? .byte : width
    encode(
      .one(isShort ? 0x83 : 0x80 | width.opcodeBit), width, operation.rawValue, destination,
      needsPrefix: needsPrefix,
      tail: immediateWidth.immediateSize)
    immediate(value, immediateWidth)
  }

  // MARK: Test

  /// Sets the flags by the bits that both operands have.
  package mutating func test(_ first: X86.Register, _ second: X86.Register, _ width: X86.Width = .qword) {
    encode(
      .one(0x84 | width.opcodeBit), width, second.rawValue, .register(first.rawValue),
      needsPrefix: width == .byte && (first.needsPrefixAsByte || second.needsPrefixAsByte))
  }

  package mutating func test(_ first: X86.Memory, _ second: X86.Register, _ width: X86.Width = .qword) {
    encode(
      .one(0x84 | width.opcodeBit), width, second.rawValue, .memory(first),
      needsPrefix: width == .byte && second.needsPrefixAsByte)
  }

  package mutating func test(_ first: X86.Register, _ value: Int, _ width: X86.Width = .qword) {
    if first.rawValue == 0 {
      if width == .word { byte(0x66) }
      if width == .qword { byte(0x48) }
      byte(0xa8 | width.opcodeBit)
    } else {
      encode(
        .one(0xf6 | width.opcodeBit), width, 0, .register(first.rawValue),
        needsPrefix: width == .byte && first.needsPrefixAsByte)
    }
    immediate(value, width)
  }

  package mutating func test(_ first: X86.Memory, _ value: Int, _ width: X86.Width = .qword) {
    encode(.one(0xf6 | width.opcodeBit), width, 0, .memory(first), tail: width.immediateSize)
    immediate(value, width)
  }
}
