/// The global variables that the code of a program defines or assigns, by the indices of their names in `Program.strings`.
public struct GlobalUse: Sendable {
  private var defined: BitSet
  private var assigned: BitSet

  init(of program: Program) {
    defined = BitSet(capacity: program.strings.count)
    assigned = BitSet(capacity: program.strings.count)
    for function in program.functions {
      let constants = program.constants[function.constants.range]
      var pc = Int(function.code.start)
      let end = pc + Int(function.code.count)
      while pc < end {
        let opcode = Instruction(word: program.code[pc]).rawOpcode
        let length = InstructionRules.all[Int(opcode)].length
        if opcode == Opcode.defineGlobal.rawValue || opcode == Opcode.setGlobal.rawValue, pc + 1 < end,
          case .global(let name)? = constants.dropFirst(Int(program.code[pc + 1])).first
        {
          if opcode == Opcode.setGlobal.rawValue {
            assigned.insert(Int(name))
          } else {
            defined.insert(Int(name))
          }
        }
        pc += length
      }
    }
  }

  public func isDefined(_ name: UInt32) -> Bool { defined.contains(Int(name)) }

  public func isWritten(_ name: UInt32) -> Bool {
    defined.contains(Int(name)) || assigned.contains(Int(name))
  }
}

extension Program {
  /// What its code does with global variables, found by a walk over it. The program must be verified.
  public var globalUse: GlobalUse { GlobalUse(of: self) }
}
