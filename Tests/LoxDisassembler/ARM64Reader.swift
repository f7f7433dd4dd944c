import LoxAssembler

/// A word, and its meaning as one of the groups of instructions: Arm ARM, "A64 instruction set encoding".
struct ARM64Reader {
  let word: UInt32
  let offset: Int

  // MARK: Fields

  func has(_ bits: UInt32, of mask: UInt32) -> Bool { word & mask == bits }

  func field(_ start: Int, _ count: Int) -> Int { Int(word >> UInt32(start)) & (1 << count - 1) }

  func signedField(_ start: Int, _ count: Int) -> Int {
    let value = field(start, count)
    return value >> (count - 1) == 0 ? value : value - 1 << count
  }

  /// The register with its number at this bit, where 31 is `zr`, or `sp`.
  func register(_ start: Int, orStack isStack: Bool = false) -> ARM64.Register {
    let number = field(start, 5)
    return number == 31 && isStack ? .sp : ARM64.Register(rawValue: UInt8(number)) ?? .zr
  }

  var width: ARM64.Width { field(31, 1) == 0 ? .w : .x }

  // MARK: Branches

  var branch: ARM64Instruction? {
    if has(0x1400_0000, of: 0x7c00_0000) {
      let target = offset + 4 * signedField(0, 26)
      if field(31, 1) == 0 { return ARM64Instruction(flow: .jump(target)) }
      return call(.call(target))
    }
    if has(0x5400_0000, of: 0xff00_0010) || has(0x3400_0000, of: 0x7e00_0000) {
      return ARM64Instruction(flow: .branch(offset + 4 * signedField(5, 19)))
    }
    if has(0x3600_0000, of: 0x7e00_0000) {
      return ARM64Instruction(flow: .branch(offset + 4 * signedField(5, 14)))
    }
    if has(0xd61f_0000, of: 0xffff_fc1f) { return toRegister(ARM64Instruction(flow: .jumpToAddress)) }
    if has(0xd63f_0000, of: 0xffff_fc1f) { return toRegister(call(.callOfAddress)) }
    if has(0xd65f_0000, of: 0xffff_fc1f) { return ARM64Instruction(flow: .return) }
    if has(0xd420_0000, of: 0xffe0_001f) { return ARM64Instruction(flow: .trap) }
    // `nop` and `isb`
    return word == 0xd503_201f || word == 0xd503_3fdf ? ARM64Instruction() : nil
  }

  private func call(_ flow: ARM64Instruction.Flow) -> ARM64Instruction {
    var instruction = ARM64Instruction(ARM64Instruction.Result(.link, .x))
    instruction.flow = flow
    return instruction
  }

  private func toRegister(_ instruction: ARM64Instruction) -> ARM64Instruction {
    var instruction = instruction
    instruction.target = register(5)
    return instruction
  }

  // MARK: Calculation

  var calculation: ARM64Instruction? {
    let setsFlags = field(29, 1) == 1
    if has(0x1000_0000, of: 0x9f00_0000) {
      var instruction = ARM64Instruction(.init(register(0), .x))
      instruction.address = .code(offset + signedField(5, 19) * 4 + field(29, 2))
      return instruction
    }
    // Constants: sums, bits, halves, runs of bits.
    if has(0x1100_0000, of: 0x1f80_0000) {
      let size = field(10, 12) << (field(22, 1) == 1 ? 12 : 0)
      let sum = result(orStack: !setsFlags)
      return sum.with(register(5, orStack: true), .constant(field(30, 1) == 1 ? -size : size), width)
    }
    if has(0x1200_0000, of: 0x1f80_0000) { return result(orStack: field(29, 2) != 3) }
    if has(0x1280_0000, of: 0x1f80_0000) || has(0x1300_0000, of: 0x1f80_0000) { return result() }
    // Registers: bits, sums, products, quotients and shifts, selections.
    if has(0x2a00_03e0, of: 0x7fe0_ffe0) {
      var copy = result()
      copy.origin = .register(register(16))
      return copy
    }
    if has(0x0b00_0000, of: 0x5fe0_0000) {
      return result().with(register(5), .register(register(16), isWord: false, shift: field(10, 6)), width)
    }
    if has(0x0a00_0000, of: 0x1f00_0000) || has(0x0b00_0000, of: 0x1f20_0000) { return result() }
    // An addition of the low half, `uxtw`.
    if has(0x0b20_4000, of: 0x5fe0_e000) {
      return result(orStack: !setsFlags)
        .with(register(5, orStack: true), .register(register(16), isWord: true, shift: field(10, 3)), width)
    }
    if has(0x0b20_0000, of: 0x1fe0_0000) { return result(orStack: !setsFlags) }
    if has(0x1b00_0000, of: 0x7f00_0000) || has(0x1ac0_0000, of: 0x3fe0_0000)
      || has(0x1a80_0000, of: 0x3fe0_0000)
    {
      return result()
    }
    return nil
  }

  private func result(orStack isStack: Bool = false) -> ARM64Instruction {
    ARM64Instruction(.init(register(0, orStack: isStack), width))
  }

  // MARK: Doubles

  var double: ARM64Instruction? {
    // To general registers: `fmov`, `fcvtzs`.
    if has(0x9e66_0000, of: 0xffff_fc00) || has(0x1e78_0000, of: 0x7fff_fc00) { return result() }
    // From general registers: `fmov`, `scvtf`.
    if has(0x9e67_0000, of: 0xffff_fc00) || has(0x1e62_0000, of: 0x7fff_fc00) { return ARM64Instruction() }
    // Operations on two, on one, comparisons and selections.
    let others: [(bits: UInt32, mask: UInt32)] = [
      (0x1e60_0800, 0xffe0_0c00), (0x1e60_4000, 0xffe0_7c00), (0x1e60_2000, 0xffe0_fc17),
      (0x1e60_0c00, 0xffe0_0c00),
    ]
    return others.contains { has($0.bits, of: $0.mask) } ? ARM64Instruction() : nil
  }
}

extension ARM64Instruction {
  /// With the sum that its result is, if that has 64 bits.
  fileprivate func with(_ base: ARM64.Register, _ addend: Addend, _ width: ARM64.Width) -> ARM64Instruction {
    var instruction = self
    if width == .x { instruction.origin = .sum(base, addend) }
    return instruction
  }
}
