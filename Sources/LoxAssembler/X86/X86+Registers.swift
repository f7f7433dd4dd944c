extension X86 {
  /// The general registers, by their numbers in encodings.
  package enum Register: UInt8, Hashable, CaseIterable, Sendable {
    case rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15
  }

  /// The vector registers, of which the instructions here use the low double.
  package enum VectorRegister: UInt8, Hashable, CaseIterable, Sendable {
    case xmm0, xmm1, xmm2, xmm3, xmm4, xmm5, xmm6, xmm7, xmm8, xmm9, xmm10, xmm11, xmm12, xmm13, xmm14, xmm15
  }

  /// How much of its operands an instruction uses. A `dword` instruction clears the upper half of a register that it writes;
  /// `word` and `byte` instructions leave the rest of it as it was.
  package enum Width: Hashable, CaseIterable, Sendable {
    case byte, word, dword, qword
  }

  /// What the flags say after a comparison (SDM volume 1, appendix B), by its number in encodings.
  package enum Condition: UInt8, Hashable, CaseIterable, Sendable {
    /// Overflow.
    case o
    case no
    /// Below, as unsigned numbers; also less, of doubles.
    case b
    case ae
    case e
    case ne
    case be
    case a
    /// The sign is set.
    case s
    case ns
    /// The parity is even; after `ucomisd`, an operand is not a number.
    case p
    case np
    /// Less, as signed numbers.
    case l
    case ge
    case le
    case g

    /// The condition that holds if and only if this one does not.
    package var inverse: Condition { Condition(rawValue: rawValue ^ 1) ?? self }
  }
}

extension X86.Register {
  /// Whether it is only with a REX prefix that its number means its low byte.
  var needsPrefixAsByte: Bool { 4...7 ~= rawValue }
}
