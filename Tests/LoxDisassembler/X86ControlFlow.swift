import LoxAssembler

/// The instructions of some code that can be reached, and which registers hold no more than 32 bits before each of them.
///
/// This is what a proof about indices needs: an access to `[base + index]` is within 4 GiB of the base only if the index is such a register.
package struct X86ControlFlow {
  /// Of the general registers, by their numbers as bits.
  private typealias Registers = UInt16

  /// The instructions that are reached, by their offsets.
  package private(set) var instructions: [Int: X86Instruction] = [:]
  private var narrow: [Int: Registers] = [:]
  private var worklist: [Int] = []

  /// Follows the code from its entries, at which nothing is known of registers. Places whose address the code takes, those that it calls,
  /// and those after calls, are entries as well. Where it goes by an address, or beyond its bytes by a jump, is not followed.
  ///
  /// Nil if anything that is reached is no instruction of those that the assembler has, if an instruction is in the middle of another, or
  /// if there is a way out at the end of the code.
  package init?(_ code: [UInt8], entries: [Int]) {
    for entry in entries {
      guard reach(entry, 0, in: code) else { return nil }
    }
    while let offset = worklist.popLast() {
      guard let instruction = instructions[offset] ?? X86Instruction(at: offset, in: code) else { return nil }
      instructions[offset] = instruction
      let end = offset + instruction.length
      let after = Self.narrow(narrow[offset] ?? 0, after: instruction)
      if case .code(let place)? = instruction.address, !instruction.accesses { reach(place, 0, in: code) }
      switch instruction.flow {
      case .next: guard reach(end, after, in: code) else { return nil }
      case .jump(let target): reach(target, after, in: code)
      case .branch(let target):
        reach(target, after, in: code)
        guard reach(end, after, in: code) else { return nil }
      case .call(let target):
        reach(target, 0, in: code)
        guard reach(end, 0, in: code) else { return nil }
      case .callOfAddress: guard reach(end, 0, in: code) else { return nil }
      case .jumpToAddress, .return, .trap: break
      }
    }
    var end = 0
    for (offset, instruction) in instructions.sorted(by: { $0.key < $1.key }) {
      guard offset >= end else { return nil }
      end = offset + instruction.length
    }
  }

  /// Whether the register holds no more than 32 bits before the instruction at this offset, whichever way led there.
  package func isNarrow(_ register: X86.Register, at offset: Int) -> Bool {
    (narrow[offset] ?? 0) >> register.rawValue & 1 == 1
  }

  /// Notes that the code may come here with these narrow registers; false if here is no code.
  @discardableResult
  private mutating func reach(_ offset: Int, _ registers: Registers, in code: [UInt8]) -> Bool {
    guard code.indices.contains(offset) else { return false }
    let known = narrow[offset]
    let meet = registers & (known ?? registers)
    if known != meet {
      narrow[offset] = meet
      worklist.append(offset)
    }
    return true
  }

  private static func narrow(_ registers: Registers, after instruction: X86Instruction) -> Registers {
    var after = registers
    for result in instruction.results {
      let bit: Registers = 1 << result.register.rawValue
      switch (result.width, instruction.origin) {
      case (.dword, _): after |= bit
      // The upper half stays.
      case (.word, _), (.byte, _): break
      case (.qword, .register(let source)) where registers >> source.rawValue & 1 == 1: after |= bit
      case (.qword, _): after &= ~bit
      }
    }
    return after
  }
}
