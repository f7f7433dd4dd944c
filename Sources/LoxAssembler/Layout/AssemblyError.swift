/// Why there is no code. An assembler keeps the first reason, and `finish` throws it.
package enum AssemblyError: Error, Hashable, Sendable {
  /// A label that is used, but bound nowhere.
  case unboundLabel
  case labelBoundTwice
  /// A label of another assembler.
  case unknownLabel
  /// A distance that no form of the instruction can express.
  case outOfReach(Int)
  /// An immediate operand that the instruction has no room for.
  case immediate(Int)
  /// A displacement that the address has no room for.
  case displacement(Int)
  /// A register that cannot stand where it does, such as the stack pointer as an index.
  case register
  /// An extension or a shift that the instruction does not have.
  case modifier
  /// An alignment that is not a power of two up to 4096.
  case alignment(Int)
  /// A memory operand that the assembler's rule does not admit.
  case forbiddenOperand
}
