import LoxAssembler

/// Calls of helpers and of shared code. The processor leaves the address of the caller in `x30`; on the stack, it is only where shared code
/// calls itself.
extension ARM64Target {
  mutating func callHelper(_ place: Place, _ first: Register, _ second: Register?) {
    if let second, second != .d { assembler.mov(.x2, Self.register(second)) }
    if first != .c { assembler.mov(.x1, Self.register(first)) }
    call(place)
  }

  /// Calls a function with the context and what is in the registers of the other arguments.
  mutating func call(_ place: Place) {
    assembler.mov(.x0, Self.register(.context))
    load(Self.operand, place, .double)
    assembler.blr(Self.operand)
  }

  // MARK: Shared code

  mutating func callShared(_ place: Place) {
    load(Self.operand, place, .double)
    assembler.blr(Self.operand)
  }

  mutating func returnFromShared() { assembler.ret() }

  /// Below `x30` is room for the holders, if they are kept; the stack stays aligned.
  private static func helpSize(_ keepsHolders: Bool) -> Int {
    16 + (keepsHolders ? 8 * DoubleRegister.holders.count : 0)
  }

  mutating func beginHelp(keepsHolders: Bool) {
    let size = Self.helpSize(keepsHolders)
    assembler.str(.link, ARM64.Memory(.sp, -size, .preIndexed))
    guard keepsHolders else { return }
    for (first, second, place) in Self.holderPairs { assembler.stp(first, second, place) }
  }

  mutating func endHelp(keepsHolders: Bool) {
    if keepsHolders {
      for (first, second, place) in Self.holderPairs { assembler.ldp(first, second, place) }
    }
    assembler.ldr(.link, ARM64.Memory(.sp, Self.helpSize(keepsHolders), .postIndexed))
  }

  private static var holderPairs: [(ARM64.VectorRegister, ARM64.VectorRegister, ARM64.Memory)] {
    let holders = DoubleRegister.holders
    return stride(from: 0, to: holders.count - 1, by: 2).map { index in
      (register(holders[index]), register(holders[index + 1]), ARM64.Memory(.sp, 16 + 8 * index))
    }
  }
}
