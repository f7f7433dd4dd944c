// Arm ARM, table "Conditional select".
extension ARM64.Assembler {
  /// The first if the condition holds, else the second.
  package mutating func csel(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    _ condition: ARM64.Condition, _ width: ARM64.Width = .x
  ) {
    select(0x1a80_0000 | width.flag, destination, first, second, condition)
  }

  /// The first if the condition holds, else the second plus one.
  package mutating func csinc(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    _ condition: ARM64.Condition, _ width: ARM64.Width = .x
  ) {
    select(0x1a80_0400 | width.flag, destination, first, second, condition)
  }

  /// The first if the condition holds, else the inverted second.
  package mutating func csinv(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    _ condition: ARM64.Condition, _ width: ARM64.Width = .x
  ) {
    select(0x5a80_0000 | width.flag, destination, first, second, condition)
  }

  /// The first if the condition holds, else the negated second.
  package mutating func csneg(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    _ condition: ARM64.Condition, _ width: ARM64.Width = .x
  ) {
    select(0x5a80_0400 | width.flag, destination, first, second, condition)
  }

  /// 1 if the condition holds, else 0.
  package mutating func cset(
    _ destination: ARM64.Register, _ condition: ARM64.Condition, _ width: ARM64.Width = .x
  ) {
    csinc(destination, .zr, .zr, condition.inverse, width)
  }

  private mutating func select(
    _ encoding: UInt32, _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    _ condition: ARM64.Condition
  ) {
    binary(encoding | UInt32(condition.rawValue) << 12, destination, first, second)
  }
}
