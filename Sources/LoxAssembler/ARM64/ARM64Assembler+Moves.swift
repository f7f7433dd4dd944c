// Arm ARM, tables "Move wide (immediate)" and "PC-rel. addressing".
extension ARM64.Assembler {
  /// Copies a register.
  package mutating func mov(
    _ destination: ARM64.Register, _ source: ARM64.Register, _ width: ARM64.Width = .x
  ) {
    if destination == .sp || source == .sp {
      add(destination, source, 0, width)
    } else {
      orr(destination, .zr, source, .none, width)
    }
  }

  /// Sets all of a register, with as few instructions as there can be without a load: four at most.
  package mutating func mov(_ destination: ARM64.Register, _ value: UInt64) {
    let halves = (0..<4).map { value >> UInt64(16 * $0) & 0xffff }
    let zeros = halves.count { $0 == 0 }
    let ones = halves.count { $0 == 0xffff }
    // What 32 bits hold has two halves in any case, and may be the inverse of one.
    let isNarrow = value >> 32 == 0
    if zeros >= 3 {
      chain(destination, halves, isInverted: false)
    } else if ones >= 3 {
      chain(destination, halves, isInverted: true)
    } else if isNarrow, halves[0] == 0xffff || halves[1] == 0xffff {
      let shift = halves[1] == 0xffff ? 0 : 1
      movn(destination, UInt16(truncatingIfNeeded: ~halves[shift]), shift: 16 * shift, .w)
    } else if let immediate = ARM64.LogicalImmediate(value) ?? (isNarrow ? .init(value, .w) : nil) {
      logic(.orr, destination, .zr, immediate)
    } else {
      chain(destination, halves, isInverted: ones > zeros)
    }
  }

  /// `movz` or `movn` for one half, and `movk` for each that is different from the rest.
  private mutating func chain(_ destination: ARM64.Register, _ halves: [UInt64], isInverted: Bool) {
    let rest: UInt64 = isInverted ? 0xffff : 0
    var isFirst = true
    for (number, half) in halves.enumerated() where half != rest {
      let bits = UInt16(truncatingIfNeeded: half)
      if !isFirst {
        movk(destination, bits, shift: 16 * number)
      } else if isInverted {
        movn(destination, ~bits, shift: 16 * number)
      } else {
        movz(destination, bits, shift: 16 * number)
      }
      isFirst = false
    }
    guard isFirst else { return }
    if isInverted { movn(destination, 0) } else { movz(destination, 0) }
  }

  /// Sets one half of 16 bits, which begins at the bit `shift`, and clears the others.
  package mutating func movz(
    _ destination: ARM64.Register, _ value: UInt16, shift: Int = 0, _ width: ARM64.Width = .x
  ) {
    wide(2, destination, value, shift, width)
  }
  /// Sets the inverse of what `movz` does.
  package mutating func movn(
    _ destination: ARM64.Register, _ value: UInt16, shift: Int = 0, _ width: ARM64.Width = .x
  ) {
    wide(0, destination, value, shift, width)
  }
  /// Sets one half and leaves the others.
  package mutating func movk(
    _ destination: ARM64.Register, _ value: UInt16, shift: Int = 0, _ width: ARM64.Width = .x
  ) {
    wide(3, destination, value, shift, width)
  }

  private mutating func wide(
    _ operation: UInt32, _ destination: ARM64.Register, _ value: UInt16, _ shift: Int, _ width: ARM64.Width
  ) {
    if shift & 15 != 0 { buffer.fail(.modifier) }
    let number = field(shift >> 4, below: width.bits / 16)
    word(
      0x1280_0000 | width.flag | operation << 29 | number << 21 | UInt32(value) << 5 | zero(destination))
  }

  /// The address of a label; it must be within 16 MiB.
  package mutating func adr(_ destination: ARM64.Register, _ label: Label) {
    if destination == .zr { buffer.fail(.register) }
    buffer.append(.address(zero(destination), label))
  }
}
