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
    if width == .word { byte(0x66) }
    if let prefix = opcode.prefix { byte(prefix) }
    var rex: UInt8 = width == .qword ? 8 : 0
    if register >= 8 { rex |= 4 }
    switch operand {
    case .register(let number): if number >= 8 { rex |= 1 }
    case .memory(let memory):
      check(memory)
      if let index = memory.index, index.register.rawValue >= 8 { rex |= 2 }
      if case .register(let base) = memory.base, base.rawValue >= 8 { rex |= 1 }
    }
    if rex != 0 || needsPrefix { byte(0x40 | rex) }
    switch opcode.map {
    case .one: break
    case .two: byte(0x0f)
    case .three:
      byte(0x0f)
      byte(0x3a)
    }
    byte(opcode.byte)
    switch operand {
    case .register(let number): byte(0xc0 | (register & 7) << 3 | number & 7)
    case .memory(let memory): encode(memory, register & 7, tail: tail)
    }
  }

  /// Appends ModRM, SIB and displacement of a memory operand.
  private mutating func encode(_ memory: X86.Memory, _ register: UInt8, tail: Int) {
    guard let displacement = Int32(exactly: memory.displacement) else {
      return buffer.fail(.displacement(memory.displacement))
    }
    switch memory.base {
    case .label(let label):
      byte(register << 3 | 5)
      buffer.append(.displacement(label, addend: displacement, tail: tail))
    case .register(let base):
      encode(base.rawValue & 7, memory.index, displacement, register)
    }
  }

  private mutating func encode(
    _ base: UInt8, _ index: X86.Memory.Index?, _ displacement: Int32, _ register: UInt8
  ) {
    // In place of rbp and r13 without displacement there are other modes.
    let size = displacement == 0 && base != 5 ? 0 : Int8(exactly: displacement) != nil ? 1 : 4
    let mode: UInt8 = size == 0 ? 0 : size == 1 ? 0x40 : 0x80
    if let index {
      // rsp as an index means that there is none.
      if index.register == .rsp { buffer.fail(.register) }
      byte(mode | register << 3 | 4)
      byte(index.scale.rawValue << 6 | (index.register.rawValue & 7) << 3 | base)
    } else if base == 4 {
      // rsp and r12 as a base are told by a SIB byte.
      byte(mode | register << 3 | 4)
      byte(0x24)
    } else {
      byte(mode | register << 3 | base)
    }
    buffer.append(UInt64(truncatingIfNeeded: displacement), count: size)
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
