extension ARM64 {
  /// Operations on bits, by their numbers in encodings.
  package enum Logic: UInt32, Hashable, CaseIterable, Sendable {
    case and, orr, eor
    /// `and`, with flags.
    case ands
  }
}

// Arm ARM, tables "Logical (immediate)" and "(shifted register)".
extension ARM64.Assembler {
  package mutating func logic(
    _ operation: ARM64.Logic, _ destination: ARM64.Register, _ first: ARM64.Register,
    _ second: ARM64.Register, _ modifier: ARM64.Modifier = .none,
    _ width: ARM64.Width = .x
  ) {
    logic(operation, isInverted: false, destination, first, second, modifier, width)
  }

  package mutating func logic(
    _ operation: ARM64.Logic, _ destination: ARM64.Register, _ first: ARM64.Register,
    _ value: ARM64.LogicalImmediate
  ) {
    let result = operation == .ands ? zero(destination) : stack(destination)
    word(
      0x1200_0000 | value.width.flag | operation.rawValue << 29 | value.fields | zero(first) << 5 | result)
  }

  /// With a constant that must be a `LogicalImmediate`.
  package mutating func logic(
    _ operation: ARM64.Logic, _ destination: ARM64.Register, _ first: ARM64.Register, _ value: UInt64,
    _ width: ARM64.Width = .x
  ) {
    guard let immediate = ARM64.LogicalImmediate(value, width) else {
      return buffer.fail(.immediate(Int(truncatingIfNeeded: value)))
    }
    logic(operation, destination, first, immediate)
  }

  private mutating func logic(
    _ operation: ARM64.Logic, isInverted: Bool, _ destination: ARM64.Register, _ first: ARM64.Register,
    _ second: ARM64.Register,
    _ modifier: ARM64.Modifier, _ width: ARM64.Width
  ) {
    guard let (kind, amount) = modifier.shift else { return buffer.fail(.modifier) }
    let count = field(amount, below: width.bits)
    let registers = zero(second) << 16 | zero(first) << 5 | zero(destination)
    word(
      0x0a00_0000 | width.flag | operation.rawValue << 29 | (isInverted ? 1 << 21 : 0) | kind << 22 | count
        << 10
        | registers)
  }

  // MARK: Names

  package mutating func and(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    _ modifier: ARM64.Modifier = .none, _ width: ARM64.Width = .x
  ) {
    logic(.and, destination, first, second, modifier, width)
  }
  package mutating func orr(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    _ modifier: ARM64.Modifier = .none, _ width: ARM64.Width = .x
  ) {
    logic(.orr, destination, first, second, modifier, width)
  }
  package mutating func eor(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    _ modifier: ARM64.Modifier = .none, _ width: ARM64.Width = .x
  ) {
    logic(.eor, destination, first, second, modifier, width)
  }
  /// The bits of the first that the second does not have.
  package mutating func bic(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    _ modifier: ARM64.Modifier = .none, _ width: ARM64.Width = .x
  ) {
    logic(.and, isInverted: true, destination, first, second, modifier, width)
  }
  package mutating func mvn(
    _ destination: ARM64.Register, _ source: ARM64.Register, _ modifier: ARM64.Modifier = .none,
    _ width: ARM64.Width = .x
  ) {
    logic(.orr, isInverted: true, destination, .zr, source, modifier, width)
  }
  /// Sets the flags by the bits that both operands have.
  package mutating func tst(
    _ first: ARM64.Register, _ second: ARM64.Register, _ modifier: ARM64.Modifier = .none,
    _ width: ARM64.Width = .x
  ) {
    logic(.ands, .zr, first, second, modifier, width)
  }

  package mutating func and(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ value: UInt64, _ width: ARM64.Width = .x
  ) {
    logic(.and, destination, first, value, width)
  }
  package mutating func orr(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ value: UInt64, _ width: ARM64.Width = .x
  ) {
    logic(.orr, destination, first, value, width)
  }
  package mutating func eor(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ value: UInt64, _ width: ARM64.Width = .x
  ) {
    logic(.eor, destination, first, value, width)
  }
  package mutating func tst(_ first: ARM64.Register, _ value: UInt64, _ width: ARM64.Width = .x) {
    logic(.ands, .zr, first, value, width)
  }
}
