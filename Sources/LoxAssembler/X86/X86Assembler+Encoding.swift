// Prefixes, opcode, ModRM, SIB, displacement: SDM volume 2, chapter 2.
extension X86.Assembler {
  /// Appends all of an instruction but its immediate operand.
  ///
  /// - Parameters:
  ///   - width: Decides the prefixes `66` and `REX.W`; a byte instruction has an opcode of its own.
  ///   - register: The `reg` field: a register, or what the opcode leaves to it.
  ///   - needsPrefix: Whether there must be a REX prefix, as for the byte registers `spl`, `bpl`, `sil` and `dil`.
  ///   - tail: The size of the immediate operand that follows.
  mutating func encode(
    _ opcode: X86.Opcode, _ width: X86.Width, _ register: UInt8, _ operand: X86.Operand,
    needsPrefix: Bool = false,
    tail: Int = 0
  ) {
    // At most seven bytes and a small displacement: no instruction has all prefixes.
    var head = ShortBytes()
    if width == .word { head.append(0x66) }
    if let prefix = opcode.prefix { head.append(prefix) }
    var rex: UInt8 = width == .qword ? 8 : 0
    rex |= (register >> 3) << 2
    switch operand {
    case .register(let number): rex |= number >> 3
    case .memory(let memory):
      check(memory)
      if let index = memory.index { rex |= (index.register.rawValue >> 3) << 1 }
      if case .register(let base) = memory.base { rex |= base.rawValue >> 3 }
    }
    if rex != 0 || needsPrefix { head.append(0x40 | rex) }
    switch opcode.map {
    case .one: break
    case .two: head.append(0x0f)
    case .three:
      head.append(0x0f)
      head.append(0x3a)
    }
    head.append(opcode.byte)
    switch operand {
    case .register(let number):
      head.append(0xc0 | (register & 7) << 3 | number & 7)
      buffer.append(head.bits, count: head.count)
    case .memory(let memory): encode(memory, register & 7, after: &head, tail: tail)
    }
  }

  /// Appends ModRM, SIB and displacement of a memory operand, after the other bytes.
  private mutating func encode(
    _ memory: X86.Memory, _ register: UInt8, after head: inout ShortBytes, tail: Int
  ) {
    guard let displacement = Int32(exactly: memory.displacement) else {
      return buffer.fail(.displacement(memory.displacement))
    }
    switch memory.base {
    case .label(let label):
      head.append(register << 3 | 5)
      buffer.append(head.bits, count: head.count)
      buffer.append(.displacement(label, addend: displacement, tail: tail))
    case .register(let base):
      let base = base.rawValue & 7
      // In place of rbp and r13 without displacement there are other modes.
      let isNone = displacement == 0 && base != 5
      let small = Int8(exactly: displacement)
      let mode: UInt8 = isNone ? 0 : small != nil ? 0x40 : 0x80
      if let index = memory.index {
        // rsp as an index means that there is none.
        if index.register.rawValue == X86.Register.rsp.rawValue { buffer.fail(.register) }
        head.append(mode | register << 3 | 4)
        head.append(index.scale.rawValue << 6 | (index.register.rawValue & 7) << 3 | base)
      } else {
        head.append(mode | register << 3 | base)
        // rsp and r12 as a base are told by a SIB byte.
        if base == 4 { head.append(0x24) }
      }
      if let small, !isNone { head.append(UInt8(bitPattern: small)) }
      buffer.append(head.bits, count: head.count)
      if small == nil { buffer.append(UInt64(truncatingIfNeeded: displacement), count: 4) }
    }
  }

  /// Whether an immediate operand is one that eight bits hold.
  static func isSmall(_ immediate: Int) -> Bool { Int8(exactly: immediate) != nil }

  /// Appends an immediate operand of this many bytes, of which no more than four are there, and extended with their sign.
  mutating func immediate(_ value: Int, _ width: X86.Width) {
    let size = width.immediateSize
    // A pattern of bits is as good as a number, except where it would be extended.
    let limit = 1 << (8 * size - 1)
    let isRepresentable = -limit..<limit ~= value || width != .qword && limit..<2 * limit ~= value
    if !isRepresentable { buffer.fail(.immediate(value)) }
    buffer.append(UInt64(truncatingIfNeeded: value), count: size)
  }
}

extension X86.Width {
  /// The size of an immediate operand in bytes.
  var immediateSize: Int {
    switch self {
    case .byte: 1
    case .word: 2
    case .dword, .qword: 4
    }
  }

  /// What the lowest bit of many opcodes says.
  var opcodeBit: UInt8 { self == .byte ? 0 : 1 }

  /// The value extended with its sign from this width, if it is a pattern of that many bits.
  func signed(_ value: Int) -> Int {
    switch self {
    case .byte where 0x80...0xff ~= value: value - 0x100
    case .word where 0x8000...0xffff ~= value: value - 0x1_0000
    case .dword where 0x8000_0000...0xffff_ffff ~= value: value - 0x1_0000_0000
    default: value
    }
  }
}
