extension ARM64 {
  /// Operations on two doubles, by their numbers in encodings.
  package enum DoubleOperation: UInt32, Hashable, CaseIterable, Sendable {
    case fmul, fdiv, fadd, fsub
    /// If an operand is not a number, so is the result.
    case fmax
    /// If an operand is not a number, so is the result.
    case fmin
  }

  /// Operations on one double, by their numbers in encodings.
  package enum DoubleFunction: UInt32, Hashable, CaseIterable, Sendable {
    case fmov, fabs, fneg, fsqrt
    /// Rounds to the nearest, and halves to the even one.
    case frintn = 8
    /// Rounds up.
    case frintp
    /// Rounds down.
    case frintm
    /// Rounds towards zero.
    case frintz
    /// Rounds to the nearest, and halves away from zero.
    case frinta
  }
}

// Arm ARM, tables "Floating-point data-processing", "compare", "conditional select", and "Conversion between floating-point and integer".
extension ARM64.Assembler {
  package mutating func double(
    _ operation: ARM64.DoubleOperation, _ destination: ARM64.VectorRegister, _ first: ARM64.VectorRegister,
    _ second: ARM64.VectorRegister
  ) {
    word(
      0x1e60_0800 | operation.rawValue << 12 | UInt32(second.rawValue) << 16 | UInt32(first.rawValue) << 5
        | UInt32(destination.rawValue))
  }

  package mutating func double(
    _ function: ARM64.DoubleFunction, _ destination: ARM64.VectorRegister, _ source: ARM64.VectorRegister
  ) {
    word(
      0x1e60_4000 | function.rawValue << 15 | UInt32(source.rawValue) << 5 | UInt32(destination.rawValue))
  }

  /// Compares: the flags are those of equal, less (`mi`), greater, or not comparable (`vs`).
  package mutating func fcmp(_ first: ARM64.VectorRegister, _ second: ARM64.VectorRegister) {
    word(0x1e60_2000 | UInt32(second.rawValue) << 16 | UInt32(first.rawValue) << 5)
  }

  package mutating func fcmpWithZero(_ first: ARM64.VectorRegister) {
    word(0x1e60_2008 | UInt32(first.rawValue) << 5)
  }

  /// The first if the condition holds, else the second.
  package mutating func fcsel(
    _ destination: ARM64.VectorRegister, _ first: ARM64.VectorRegister, _ second: ARM64.VectorRegister,
    _ condition: ARM64.Condition
  ) {
    word(
      0x1e60_0c00 | UInt32(condition.rawValue) << 12 | UInt32(second.rawValue) << 16 | UInt32(first.rawValue)
        << 5
        | UInt32(destination.rawValue))
  }

  // MARK: Moves and conversion

  /// Copies the bits of a general register.
  package mutating func fmov(_ destination: ARM64.VectorRegister, _ source: ARM64.Register) {
    word(0x9e67_0000 | zero(source) << 5 | UInt32(destination.rawValue))
  }

  /// Copies the bits to a general register.
  package mutating func fmov(_ destination: ARM64.Register, _ source: ARM64.VectorRegister) {
    word(0x9e66_0000 | UInt32(source.rawValue) << 5 | zero(destination))
  }

  /// Converts a signed integer.
  package mutating func scvtf(
    _ destination: ARM64.VectorRegister, _ source: ARM64.Register, _ width: ARM64.Width = .x
  ) {
    word(0x1e62_0000 | width.flag | zero(source) << 5 | UInt32(destination.rawValue))
  }

  /// Converts to a signed integer, towards zero: the nearest that there is, or 0 for what is not a number.
  package mutating func fcvtzs(
    _ destination: ARM64.Register, _ source: ARM64.VectorRegister, _ width: ARM64.Width = .x
  ) {
    word(0x1e78_0000 | width.flag | UInt32(source.rawValue) << 5 | zero(destination))
  }
}
