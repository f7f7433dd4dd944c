import LoxAssembler

/// What an instruction of x86-64 does, as far as a proof about compiled code must know: what it may access, which registers it writes,
/// and where it goes. It is read from the bytes; of the assembler, only the names of registers and widths are used.
package struct X86Instruction {
  /// The address of a memory operand.
  package enum Address: Hashable {
    case memory(X86.Memory)
    /// A place in the code, by its offset.
    case code(Int)
  }

  /// A general register, and how much of it is written: of a `dword`, the upper half is cleared.
  package struct Result: Hashable {
    package var register: X86.Register
    package var width: X86.Width
  }

  /// Where the value of the result comes from.
  package enum Origin: Hashable {
    case memory
    case register(X86.Register)
    case constant
    /// It is computed.
    case calculation
  }

  /// Where it goes; targets are offsets in the code.
  package enum Flow: Hashable {
    case next
    case jump(Int)
    case branch(Int)
    case call(Int)
    /// To an address from a register or from memory.
    case jumpToAddress
    case callOfAddress
    case `return`
    case trap
  }

  package var length = 0
  /// The address of its memory operand, if it has one; what `push`, `pop`, calls and `ret` do with the stack is not said.
  package var address: Address?
  /// Whether it reads or writes there: not if it only computes the address.
  package var accesses = true
  package var results: [Result] = []
  package var origin = Origin.calculation
  package var flow = Flow.next

  /// Reads the instruction at an offset; nil if it is none of those that the assembler has.
  package init?(at offset: Int, in code: [UInt8]) {
    var reader = X86Reader(code, at: offset)
    guard let instruction = reader.read() else { return nil }
    self = instruction
    length = reader.offset - offset
  }

  init() {}

  /// All instructions of some code, by their offsets; nil if there is anything else in it.
  package static func all(in code: [UInt8]) -> [(offset: Int, instruction: X86Instruction)]? {
    var result: [(Int, X86Instruction)] = []
    var offset = 0
    while offset < code.count {
      guard let instruction = X86Instruction(at: offset, in: code) else { return nil }
      result.append((offset, instruction))
      offset += instruction.length
    }
    return result
  }
}
