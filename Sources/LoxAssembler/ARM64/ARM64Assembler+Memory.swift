// Arm ARM, tables "Load/store register" with their kinds of addresses, and "Load register (literal)".
extension ARM64.Assembler {
  package mutating func ldr(_ destination: ARM64.Register, _ source: ARM64.Memory, _ width: ARM64.Width = .x)
  {
    if case .label(let label) = source.base {
      check(source)
      let encoding: UInt32 = width == .w ? 0x1800_0000 : 0x5800_0000
      return buffer.append(.load(encoding | zero(destination), isGeneral: destination != .zr, label))
    }
    access(width == .w ? 2 : 3, 1, destination, source)
  }

  /// Loads 32 bits and extends them with their sign.
  package mutating func ldrsw(_ destination: ARM64.Register, _ source: ARM64.Memory) {
    access(2, 2, destination, source)
  }

  /// Loads 16 bits and clears the rest.
  package mutating func ldrh(_ destination: ARM64.Register, _ source: ARM64.Memory) {
    access(1, 1, destination, source)
  }
  /// Loads 8 bits and clears the rest.
  package mutating func ldrb(_ destination: ARM64.Register, _ source: ARM64.Memory) {
    access(0, 1, destination, source)
  }

  /// Loads 16 bits and extends them with their sign.
  package mutating func ldrsh(
    _ destination: ARM64.Register, _ source: ARM64.Memory, _ width: ARM64.Width = .x
  ) {
    access(1, width == .x ? 2 : 3, destination, source)
  }

  /// Loads 8 bits and extends them with their sign.
  package mutating func ldrsb(
    _ destination: ARM64.Register, _ source: ARM64.Memory, _ width: ARM64.Width = .x
  ) {
    access(0, width == .x ? 2 : 3, destination, source)
  }

  package mutating func str(_ source: ARM64.Register, _ destination: ARM64.Memory, _ width: ARM64.Width = .x)
  {
    access(width == .w ? 2 : 3, 0, source, destination)
  }

  /// Stores the low 16 bits.
  package mutating func strh(_ source: ARM64.Register, _ destination: ARM64.Memory) {
    access(1, 0, source, destination)
  }
  /// Stores the low 8 bits.
  package mutating func strb(_ source: ARM64.Register, _ destination: ARM64.Memory) {
    access(0, 0, source, destination)
  }

  package mutating func ldr(_ destination: ARM64.VectorRegister, _ source: ARM64.Memory) {
    if case .label(let label) = source.base {
      check(source)
      return buffer.append(.load(0x5c00_0000 | UInt32(destination.rawValue), isGeneral: false, label))
    }
    access(3, 1 | 1 << 4, UInt32(destination.rawValue), source)
  }

  package mutating func str(_ source: ARM64.VectorRegister, _ destination: ARM64.Memory) {
    access(3, 1 << 4, UInt32(source.rawValue), destination)
  }

  // MARK: Encoding

  private mutating func access(
    _ size: UInt32, _ operation: UInt32, _ register: ARM64.Register, _ memory: ARM64.Memory
  ) {
    // What a load does that changes its own base is not defined.
    if memory.mode != .offset, memory.base == .register(register) { buffer.fail(.register) }
    access(size, operation, zero(register), memory)
  }

  /// - Parameters:
  ///   - size: The logarithm of the number of bytes.
  ///   - operation: The field `opc`; bit 4 says that the register is a vector register.
  private mutating func access(
    _ size: UInt32, _ operation: UInt32, _ register: UInt32, _ memory: ARM64.Memory
  ) {
    check(memory)
    guard case .register(let base) = memory.base else { return buffer.fail(.register) }
    let encoding = 0x3800_0000 | size << 30 | operation << 22 | stack(base) << 5 | register
    if let index = memory.index {
      let scale: UInt32 = index.isScaled ? 1 << 12 : 0
      let kind = UInt32(index.extension.rawValue) << 13
      return word(encoding | 1 << 21 | 2 << 10 | zero(index.register) << 16 | kind | scale)
    }
    let displacement = memory.displacement
    let bytes = 1 << Int(size)
    if memory.mode == .offset, ARM64.Memory.isScaled(displacement, size: bytes) {
      return word(encoding | 1 << 24 | UInt32(truncatingIfNeeded: displacement / bytes) << 10)
    }
    guard ARM64.Memory.isUnscaled(displacement) else { return buffer.fail(.displacement(displacement)) }
    let mode: UInt32 =
      switch memory.mode {
      case .offset: 0
      case .postIndexed: 1
      case .preIndexed: 3
      }
    word(encoding | (UInt32(truncatingIfNeeded: displacement) & 0x1ff) << 12 | mode << 10)
  }
}
