import LoxAssembler

/// What an instruction of arm64 does, as far as a proof about compiled code must know: what it may access, which registers it writes,
/// and where it goes. It is read from the word; of the assembler, only the names of operands are used.
package struct ARM64Instruction {
  /// The address of a memory operand.
  package enum Address: Hashable {
    case memory(ARM64.Memory)
    /// A place in the code, by its offset.
    case code(Int)
  }

  /// A general register, and how much of it is written: of a `w`, the upper half is cleared.
  package struct Result: Hashable {
    package var register: ARM64.Register
    package var width: ARM64.Width

    init(_ register: ARM64.Register, _ width: ARM64.Width) {
      (self.register, self.width) = (register, width)
    }
  }

  /// What is added to a register.
  package enum Addend: Hashable {
    case constant(Int)
    /// Of all of a register or of its low half, so many bits further up.
    case register(ARM64.Register, isWord: Bool, shift: Int)
  }

  /// Where the value of the results that are no changed base comes from.
  package enum Origin: Hashable {
    case memory
    case register(ARM64.Register)
    /// A sum of 64 bits.
    case sum(ARM64.Register, Addend)
    /// It is computed.
    case calculation
  }

  /// Where it goes; targets are offsets in the code.
  package enum Flow: Hashable {
    case next
    case jump(Int)
    case branch(Int)
    case call(Int)
    /// To an address from a register.
    case jumpToAddress
    case callOfAddress
    case `return`
    case trap
  }

  package var address: Address?
  /// How many bytes it reads or writes there; 0 if it only computes the address.
  package var size = 0
  /// Without those that are written to `zr`.
  package var results: [Result] = []
  package var origin = Origin.calculation
  package var flow = Flow.next
  /// The register that has the address where it goes.
  package var target: ARM64.Register?

  /// Reads the word at an offset; nil if it is no instruction of those that the assembler has.
  package init?(at offset: Int, in code: [UInt8]) {
    guard offset >= 0, offset & 3 == 0, code.count - offset >= 4 else { return nil }
    let word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(code[offset + $1]) << UInt32(8 * $1) }
    let reader = ARM64Reader(word: word, offset: offset)
    guard var instruction = reader.branch ?? reader.access ?? reader.calculation ?? reader.double else {
      return nil
    }
    instruction.results.removeAll { $0.register == .zr }
    self = instruction
  }

  init() {}

  init(_ results: Result...) {
    self.results = results
  }

  init(flow: Flow) {
    self.flow = flow
  }

  /// All instructions of some code; nil if there is anything else in it.
  package static func all(in code: [UInt8]) -> [ARM64Instruction]? {
    var result: [ARM64Instruction] = []
    for offset in stride(from: 0, to: code.count, by: 4) {
      guard let instruction = ARM64Instruction(at: offset, in: code) else { return nil }
      result.append(instruction)
    }
    return result
  }
}
