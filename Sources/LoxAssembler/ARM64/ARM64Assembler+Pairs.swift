// Arm ARM, tables "Load/store register pair". The displacement has 7 bits, in units of a register's size.
extension ARM64.Assembler {
  package mutating func ldp(
    _ first: ARM64.Register, _ second: ARM64.Register, _ source: ARM64.Memory, _ width: ARM64.Width = .x
  ) {
    if first == second { buffer.fail(.register) }
    pair(isLoad: true, first, second, source, width)
  }

  package mutating func stp(
    _ first: ARM64.Register, _ second: ARM64.Register, _ destination: ARM64.Memory, _ width: ARM64.Width = .x
  ) {
    pair(isLoad: false, first, second, destination, width)
  }

  package mutating func ldp(
    _ first: ARM64.VectorRegister, _ second: ARM64.VectorRegister, _ source: ARM64.Memory
  ) {
    if first == second { buffer.fail(.register) }
    pair(0x6c40_0000, UInt32(first.rawValue), UInt32(second.rawValue), source, size: 8)
  }

  package mutating func stp(
    _ first: ARM64.VectorRegister, _ second: ARM64.VectorRegister, _ destination: ARM64.Memory
  ) {
    pair(0x6c00_0000, UInt32(first.rawValue), UInt32(second.rawValue), destination, size: 8)
  }

  private mutating func pair(
    isLoad: Bool, _ first: ARM64.Register, _ second: ARM64.Register, _ memory: ARM64.Memory,
    _ width: ARM64.Width
  ) {
    // What an access does that changes the base that it loads or stores is not defined.
    if memory.mode != .offset, memory.base == .register(first) || memory.base == .register(second) {
      buffer.fail(.register)
    }
    let encoding: UInt32 = (width == .x ? 0xa800_0000 : 0x2800_0000) | (isLoad ? 1 << 22 : 0)
    pair(encoding, zero(first), zero(second), memory, size: width.bits / 8)
  }

  private mutating func pair(
    _ encoding: UInt32, _ first: UInt32, _ second: UInt32, _ memory: ARM64.Memory, size: Int
  ) {
    check(memory)
    guard case .register(let base) = memory.base, memory.index == nil else { return buffer.fail(.register) }
    let displacement = memory.displacement
    guard -64 * size..<64 * size ~= displacement, displacement & (size - 1) == 0 else {
      return buffer.fail(.displacement(displacement))
    }
    let units = UInt32(truncatingIfNeeded: displacement / size) & 0x7f
    let mode: UInt32 =
      switch memory.mode {
      case .postIndexed: 1
      case .offset: 2
      case .preIndexed: 3
      }
    word(encoding | mode << 23 | units << 15 | second << 10 | stack(base) << 5 | first)
  }
}
