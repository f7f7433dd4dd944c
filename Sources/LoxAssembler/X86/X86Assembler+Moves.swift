extension X86.Assembler {

  /// Copies a register. A copy of a register to itself is not left out: as a `dword`, it clears the upper half.
  package mutating func mov(_ destination: X86.Register, _ source: X86.Register, _ width: X86.Width = .qword)
  {
    encode(
      .one(0x88 | width.opcodeBit), width, source.rawValue, .register(destination.rawValue),
      needsPrefix: width == .byte && (source.needsPrefixAsByte || destination.needsPrefixAsByte))
  }

  /// Loads. What is narrower than `dword` leaves the rest of the register; see `movzx` and `movsx`.
  package mutating func mov(_ destination: X86.Register, _ source: X86.Memory, _ width: X86.Width = .qword) {
    encode(
      .one(0x8a | width.opcodeBit), width, destination.rawValue, .memory(source),
      needsPrefix: width == .byte && destination.needsPrefixAsByte)
  }

  /// Stores.
  package mutating func mov(_ destination: X86.Memory, _ source: X86.Register, _ width: X86.Width = .qword) {
    encode(
      .one(0x88 | width.opcodeBit), width, source.rawValue, .memory(destination),
      needsPrefix: width == .byte && source.needsPrefixAsByte)
  }

  /// Stores a constant: of 64 bits, one that 32 bits hold with their sign.
  package mutating func mov(_ destination: X86.Memory, _ value: Int, _ width: X86.Width = .qword) {
    encode(.one(0xc6 | width.opcodeBit), width, 0, .memory(destination), tail: width.immediateSize)
    immediate(value, width)
  }

  /// Sets all of a register, and no flags, in the shortest way.
  package mutating func mov(_ destination: X86.Register, _ value: UInt64) {
    if value <= UInt32.max {
      prefix(destination, isWide: false)
      byte(0xb8 | destination.rawValue & 7)
      buffer.append(value, count: 4)
    } else if value >= 0xffff_ffff_8000_0000 {
      encode(.one(0xc7), .qword, 0, .register(destination.rawValue))
      buffer.append(value, count: 4)
    } else {
      prefix(destination, isWide: true)
      byte(0xb8 | destination.rawValue & 7)
      buffer.append(value, count: 8)
    }
  }

  /// Sets the low byte of a register.
  package mutating func movByte(_ destination: X86.Register, _ value: UInt8) {
    if destination.needsPrefixAsByte {
      byte(0x40)
    } else {
      prefix(destination, isWide: false)
    }
    byte(0xb0 | destination.rawValue & 7)
    byte(value)
  }

  /// Appends the REX prefix, if any, of an instruction that has a register in its opcode.
  mutating func prefix(_ register: X86.Register, isWide: Bool) {
    let rex: UInt8 = (isWide ? 8 : 0) | (register.rawValue >> 3)
    if rex != 0 { byte(0x40 | rex) }
  }

  // MARK: Extension

  /// Copies and clears the rest of the register.
  package mutating func movzx(_ destination: X86.Register, _ source: X86.Register, from width: X86.Width) {
    switch width {
    case .qword, .dword: mov(destination, source, width)
    case .word: encode(.two(0xb7), .dword, destination.rawValue, .register(source.rawValue))
    case .byte:
      encode(
        .two(0xb6), .dword, destination.rawValue, .register(source.rawValue),
        needsPrefix: source.needsPrefixAsByte)
    }
  }

  /// Loads and clears the rest of the register.
  package mutating func movzx(_ destination: X86.Register, _ source: X86.Memory, from width: X86.Width) {
    switch width {
    case .qword, .dword: mov(destination, source, width)
    case .word: encode(.two(0xb7), .dword, destination.rawValue, .memory(source))
    case .byte: encode(.two(0xb6), .dword, destination.rawValue, .memory(source))
    }
  }

  /// Copies and extends with the sign: to all 64 bits, or to the lower half, clearing the upper one.
  package mutating func movsx(
    _ destination: X86.Register, _ source: X86.Register, from width: X86.Width, to result: X86.Width = .qword
  ) {
    extend(
      destination, .register(source.rawValue), from: width, to: result,
      needsPrefix: width == .byte && source.needsPrefixAsByte)
  }

  /// Loads and extends with the sign.
  package mutating func movsx(
    _ destination: X86.Register, _ source: X86.Memory, from width: X86.Width, to result: X86.Width = .qword
  ) {
    extend(destination, .memory(source), from: width, to: result, needsPrefix: false)
  }

  private mutating func extend(
    _ destination: X86.Register, _ source: X86.Operand, from width: X86.Width, to result: X86.Width,
    needsPrefix: Bool
  ) {
    switch (width, result) {
    case (.byte, .dword), (.byte, .qword):
      encode(.two(0xbe), result, destination.rawValue, source, needsPrefix: needsPrefix)
    case (.word, .dword), (.word, .qword): encode(.two(0xbf), result, destination.rawValue, source)
    case (.dword, .qword): encode(.one(0x63), result, destination.rawValue, source)
    default: buffer.fail(.modifier)
    }
  }

  // MARK: Addresses

  /// Computes the address of a memory operand.
  package mutating func lea(_ destination: X86.Register, _ source: X86.Memory, _ width: X86.Width = .qword) {
    if width == .byte { buffer.fail(.modifier) }
    encode(.one(0x8d), width, destination.rawValue, .memory(source))
  }

  /// The address of a label.
  package mutating func lea(_ destination: X86.Register, _ label: Label) {
    lea(destination, X86.Memory(label))
  }

  // MARK: Stack

  package mutating func push(_ source: X86.Register) {
    prefix(source, isWide: false)
    byte(0x50 | source.rawValue & 7)
  }

  package mutating func push(_ source: X86.Memory) { encode(.one(0xff), .dword, 6, .memory(source)) }

  package mutating func pop(_ destination: X86.Register) {
    prefix(destination, isWide: false)
    byte(0x58 | destination.rawValue & 7)
  }

  package mutating func pop(_ destination: X86.Memory) { encode(.one(0x8f), .dword, 0, .memory(destination)) }
}
