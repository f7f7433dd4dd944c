// Arm ARM, tables "Data-processing (1 source)", "(2 source)" and "(3 source)".
extension ARM64.Assembler {
  package mutating func madd(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    plus addend: ARM64.Register, _ width: ARM64.Width = .x
  ) {
    ternary(0x1b00_0000 | width.flag, destination, first, second, addend)
  }

  /// Subtracts the product from another register.
  package mutating func msub(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    from minuend: ARM64.Register, _ width: ARM64.Width = .x
  ) {
    ternary(0x1b00_8000 | width.flag, destination, first, second, minuend)
  }

  package mutating func mul(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    _ width: ARM64.Width = .x
  ) {
    madd(destination, first, second, plus: .zr, width)
  }

  /// The product of 64 bits of signed numbers of 32.
  package mutating func smull(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register
  ) {
    ternary(0x9b20_0000, destination, first, second, .zr)
  }

  /// The upper half of the product of signed numbers.
  package mutating func smulh(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register
  ) {
    ternary(0x9b40_0000, destination, first, second, .zr)
  }

  private mutating func ternary(
    _ encoding: UInt32, _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    _ third: ARM64.Register
  ) {
    word(encoding | zero(second) << 16 | zero(third) << 10 | zero(first) << 5 | zero(destination))
  }

  /// The quotient, towards zero; 0 if the divisor is 0.
  package mutating func sdiv(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    _ width: ARM64.Width = .x
  ) {
    binary(0x1ac0_0c00 | width.flag, destination, first, second)
  }

  /// The quotient of unsigned numbers; 0 if the divisor is 0.
  package mutating func udiv(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    _ width: ARM64.Width = .x
  ) {
    binary(0x1ac0_0800 | width.flag, destination, first, second)
  }

  mutating func binary(
    _ encoding: UInt32, _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register
  ) {
    word(encoding | zero(second) << 16 | zero(first) << 5 | zero(destination))
  }

  /// The number of zeros above the highest one.
  package mutating func clz(
    _ destination: ARM64.Register, _ source: ARM64.Register, _ width: ARM64.Width = .x
  ) {
    word(0x5ac0_1000 | width.flag | zero(source) << 5 | zero(destination))
  }

  /// All bits in the opposite order.
  package mutating func rbit(
    _ destination: ARM64.Register, _ source: ARM64.Register, _ width: ARM64.Width = .x
  ) {
    word(0x5ac0_0000 | width.flag | zero(source) << 5 | zero(destination))
  }
}
