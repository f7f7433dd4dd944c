import LoxAssembler

/// What is known of an instruction by its opcode: SDM volume 2, appendix A.
struct X86Shape {
  enum Immediate {
    case none, byte
    /// As wide as the operands, but not more than 32 bits.
    case operand
    /// As wide as the operands.
    case whole
  }

  /// What takes the result, if that is a general register.
  enum Target {
    case nothing
    /// The register of the field `reg`.
    case register
    /// The operand of the field `r/m`, unless that is memory.
    case operand
    /// The register in the opcode.
    case opcode
    case accumulator
    /// `rax` and `rdx`.
    case quotient
  }

  /// The kinds of flow, without targets.
  enum Flow {
    case next, jump, branch, call, jumpToAddress, callOfAddress, `return`, trap
  }

  var hasOperands = false
  var immediate = Immediate.none
  var target = Target.nothing
  /// The width of the result, if it is not that of the prefixes.
  var width: X86.Width?
  /// Whether the field `reg` is a byte register, and the operand one.
  var hasByteRegister = false
  var hasByteOperand = false
  var accesses = true
  /// Whether it copies its operand, or its immediate operand, as it is.
  var copies = false
  /// Whether the operand can be memory: `bt` with a register would access memory far from the address.
  var takesMemory = true
  var flow = Flow.next

  /// With the fields `reg` and `r/m`.
  static func operands(_ target: Target, _ immediate: Immediate = .none, isByte: Bool = false) -> X86Shape {
    X86Shape(
      hasOperands: true, immediate: immediate, target: target, width: isByte ? .byte : nil,
      hasByteRegister: isByte,
      hasByteOperand: isByte)
  }

  /// With the field `r/m`; the field `reg` belongs to the opcode.
  static func operand(_ target: Target, _ immediate: Immediate = .none, isByte: Bool) -> X86Shape {
    X86Shape(
      hasOperands: true, immediate: immediate, target: target, width: isByte ? .byte : nil,
      hasByteOperand: isByte)
  }

  static func copy(_ shape: X86Shape) -> X86Shape {
    var result = shape
    result.copies = true
    return result
  }

  static func flow(_ flow: Flow, _ immediate: Immediate = .none) -> X86Shape {
    X86Shape(immediate: immediate, flow: flow)
  }

  // MARK: Opcodes

  /// Of one byte. `field` is the field `reg` of the next byte, which belongs to some opcodes.
  static func one(_ opcode: UInt8, field: UInt8) -> X86Shape? {
    let isByte = opcode & 1 == 0
    switch opcode {
    case 0x00..<0x40 where opcode & 7 < 6: return arithmetic(opcode, isByte: isByte)
    case 0x50...0x57: return X86Shape()
    case 0x58...0x5f: return X86Shape(target: .opcode, width: .qword)
    case 0x63: return .operands(.register)
    case 0x69: return .operands(.register, .operand)
    case 0x6b: return .operands(.register, .byte)
    case 0x70...0x7f: return .flow(.branch, .byte)
    case 0x80, 0x81:
      return .operand(field == 7 ? .nothing : .operand, isByte ? .byte : .operand, isByte: isByte)
    case 0x83: return .operand(field == 7 ? .nothing : .operand, .byte, isByte: false)
    case 0x84, 0x85: return .operands(.nothing, isByte: isByte)
    case 0x88, 0x89: return .copy(.operands(.operand, isByte: isByte))
    case 0x8a, 0x8b: return .copy(.operands(.register, isByte: isByte))
    case 0x8d:
      var shape = X86Shape.operands(.register)
      shape.accesses = false
      return shape
    case 0x8f where field == 0: return .operand(.operand, isByte: false)
    case 0x90: return X86Shape()
    case 0xa8, 0xa9: return X86Shape(immediate: isByte ? .byte : .operand)
    case 0xb0...0xb7: return X86Shape(immediate: .byte, target: .opcode, width: .byte)
    case 0xb8...0xbf: return .copy(X86Shape(immediate: .whole, target: .opcode))
    case 0xc0, 0xc1: return .operand(.operand, .byte, isByte: isByte)
    case 0xd0...0xd3: return .operand(.operand, isByte: isByte)
    case 0xc3: return .flow(.return)
    case 0xc6, 0xc7:
      return field == 0 ? .copy(.operand(.operand, isByte ? .byte : .operand, isByte: isByte)) : nil
    case 0xcc: return .flow(.trap)
    case 0xe8: return .flow(.call, .operand)
    case 0xe9: return .flow(.jump, .operand)
    case 0xeb: return .flow(.jump, .byte)
    case 0xf6, 0xf7: return unary(field, isByte: isByte)
    case 0xfe, 0xff: return increment(field, isByte: isByte)
    default: return nil
    }
  }

  private static func arithmetic(_ opcode: UInt8, isByte: Bool) -> X86Shape {
    let isComparison = opcode >> 3 == 7
    switch opcode & 7 {
    case 0, 1: return .operands(isComparison ? .nothing : .operand, isByte: isByte)
    case 2, 3: return .operands(isComparison ? .nothing : .register, isByte: isByte)
    default:
      return X86Shape(
        immediate: isByte ? .byte : .operand, target: isComparison ? .nothing : .accumulator,
        width: isByte ? .byte : nil)
    }
  }

  private static func unary(_ field: UInt8, isByte: Bool) -> X86Shape? {
    switch field {
    case 0: .operand(.nothing, isByte ? .byte : .operand, isByte: isByte)
    case 2, 3: .operand(.operand, isByte: isByte)
    case 6: .operand(.quotient, isByte: isByte)
    default: nil
    }
  }

  private static func increment(_ field: UInt8, isByte: Bool) -> X86Shape? {
    switch field {
    case 0, 1: return .operand(.operand, isByte: isByte)
    case 2 where !isByte: return X86Shape(hasOperands: true, flow: .callOfAddress)
    case 4 where !isByte: return X86Shape(hasOperands: true, flow: .jumpToAddress)
    case 6 where !isByte: return .operand(.nothing, isByte: false)
    default: return nil
    }
  }

  /// After `0F`, with the mandatory prefix.
  static func two(_ opcode: UInt8, field: UInt8, prefix: UInt8?) -> X86Shape? {
    switch (opcode, prefix) {
    case (0x0b, nil): return .flow(.trap)
    case (0x1f, nil), (0x1f, 0x66):
      var shape = X86Shape.operand(.nothing, isByte: false)
      shape.accesses = false
      return shape
    case (0x10, 0xf2), (0x11, 0xf2), (0x2a, 0xf2), (0x51, 0xf2), (0x58, 0xf2), (0x59, 0xf2),
      (0x5c...0x5f, 0xf2),
      (0x28, 0x66), (0x2e, 0x66), (0x54...0x57, 0x66), (0x6e, 0x66), (0xef, 0x66):
      return .operands(.nothing)
    case (0x2c, 0xf2), (0x2d, 0xf2): return .operands(.register)
    case (0x7e, 0x66): return .operands(.operand)
    case (0x40...0x4f, nil), (0x40...0x4f, 0x66): return .operands(.register)
    case (0x80...0x8f, nil): return .flow(.branch, .operand)
    case (0x90...0x9f, nil): return .operand(.operand, isByte: true)
    case (0xa3, nil), (0xa3, 0x66):
      var shape = X86Shape.operands(.nothing)
      shape.takesMemory = false
      return shape
    case (0xaf, nil), (0xaf, 0x66): return .operands(.register)
    case (0xba, nil), (0xba, 0x66): return field == 4 ? .operand(.nothing, .byte, isByte: false) : nil
    case (0xb6, nil), (0xbe, nil):
      var shape = X86Shape.operands(.register)
      shape.hasByteOperand = true
      return shape
    case (0xb7, nil), (0xbf, nil): return .operands(.register)
    default: return nil
    }
  }

  /// After `0F 3A`.
  static func three(_ opcode: UInt8, prefix: UInt8?) -> X86Shape? {
    opcode == 0x0b && prefix == 0x66 ? .operands(.nothing, .byte) : nil
  }
}
