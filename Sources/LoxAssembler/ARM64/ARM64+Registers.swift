extension ARM64 {
  /// The general registers. In encodings, the number 31 means `zr` or `sp`, depending on the instruction; here they are two.
  package enum Register: UInt8, Hashable, CaseIterable, Sendable {
    case x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11, x12, x13, x14, x15
    case x16, x17, x18, x19, x20, x21, x22, x23, x24, x25, x26, x27, x28, x29, x30
    /// Reads as zero; what is written to it is dropped.
    case zr
    case sp

    /// The register of the caller's address.
    package static var link: Register { .x30 }
  }

  /// The vector registers, of which the instructions here use the low double.
  package enum VectorRegister: UInt8, Hashable, CaseIterable, Sendable {
    case d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, d10, d11, d12, d13, d14, d15
    case d16, d17, d18, d19, d20, d21, d22, d23, d24, d25, d26, d27, d28, d29, d30, d31
  }

  /// How much of its operands an instruction uses: 32 bits, clearing the upper half of a register that it writes, or all 64.
  package enum Width: Hashable, CaseIterable, Sendable {
    case w, x

    package var bits: Int { self == .w ? 32 : 64 }
    /// The bit `sf`.
    var flag: UInt32 { self == .w ? 0 : 1 << 31 }
  }

  /// What the flags say after a comparison (Arm ARM, "Condition code"), by its number in encodings.
  package enum Condition: UInt8, Hashable, CaseIterable, Sendable {
    case eq, ne
    /// Higher or the same, as unsigned numbers.
    case hs
    /// Lower, as unsigned numbers.
    case lo
    /// The sign is set; also less, of doubles.
    case mi
    case pl
    /// Overflow; of doubles, one is not a number.
    case vs
    case vc
    /// Higher, as unsigned numbers; also greater, or not a number, of doubles.
    case hi
    /// Lower or the same, as unsigned numbers; also less or equal, of doubles.
    case ls
    /// Of signed numbers; also greater or equal, of doubles.
    case ge
    /// Of signed numbers; of doubles, also if one is not a number.
    case lt
    /// Of signed numbers; also greater, of doubles.
    case gt
    /// Of signed numbers; of doubles, also if one is not a number.
    case le

    /// The condition that holds if and only if this one does not.
    package var inverse: Condition { Condition(rawValue: rawValue ^ 1) ?? self }
  }
}

extension ARM64.Register {
  /// The number in encodings.
  var number: UInt32 { self == .sp ? 31 : UInt32(rawValue) }
}
