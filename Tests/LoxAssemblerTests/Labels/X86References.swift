import LoxAssembler

extension LabelProgram where Assembler == X86.Assembler {
  /// All kinds of instructions that refer to labels.
  static func reference(_ kind: Int, to target: Int) -> Reference {
    func fixed(
      _ size: Int, _ emit: @escaping (inout X86.Assembler, Label) -> Void,
      _ text: @escaping (String) -> String
    ) -> Reference {
      Reference(target: target, shortSize: size, longSize: size, reach: 0...0, emit: emit) { label, _, _ in
        text(label)
      }
    }
    switch kind {
    case 0: return fixed(5, { $0.call($1) }, { "call \($0)" })
    case 1: return fixed(7, { $0.lea(.r9, $1) }, { "lea r9, [rip + \($0)]" })
    case 2:
      return fixed(8, { $0.movsd(.xmm3, X86.Memory($1, 8)) }, { "movsd xmm3, qword ptr [rip + \($0) + 8]" })
    case 3:
      return fixed(11, { $0.cmp(X86.Memory($1, -4), 1000) }, { "cmp qword ptr [rip + \($0) - 4], 1000" })
    case 4: return fixed(8, { $0.cmp(X86.Memory($1), 5) }, { "cmp qword ptr [rip + \($0)], 5" })
    case 5: return fixed(7, { $0.mov(X86.Memory($1), 5, .byte) }, { "mov byte ptr [rip + \($0)], 5" })
    case 6: return fixed(9, { $0.mov(X86.Memory($1), 5, .word) }, { "mov word ptr [rip + \($0)], 5" })
    case 7:
      return fixed(10, { $0.roundsd(.xmm1, X86.Memory($1), .down) }, { "roundsd xmm1, [rip + \($0)], 9" })
    case 8:
      return fixed(10, { $0.imul(.rax, X86.Memory($1), 1000, .dword) }, { "imul eax, [rip + \($0)], 1000" })
    case 9: return fixed(8, { $0.bt(X86.Memory($1), 3, .dword) }, { "bt dword ptr [rip + \($0)], 3" })
    case 10: return fixed(6, { $0.jmp(X86.Memory($1)) }, { "jmp [rip + \($0)]" })
    case 11: return fixed(7, { $0.test(X86.Memory($1), 8, .byte) }, { "test byte ptr [rip + \($0)], 8" })
    case 12..<20:
      return Reference(
        target: target, shortSize: 2, longSize: 5, reach: -126...129, emit: { $0.jmp($1) },
        text: { label, isShort, _ in "{disp\(isShort ? 8 : 32)} jmp \(label)" })
    default:
      let condition = X86.Condition.allCases[kind % 16]
      return Reference(
        target: target, shortSize: 2, longSize: 6, reach: -126...129, emit: { $0.j(condition, $1) },
        text: { label, isShort, _ in "{disp\(isShort ? 8 : 32)} j\(condition) \(label)" })
    }
  }

  static var kinds: Int { 52 }

  /// A random program, with a label at about every third step.
  static func random(_ numbers: inout RandomNumbers, aligns: Bool) -> LabelProgram {
    var program = LabelProgram()
    let count = 2 + numbers.below(120)
    program.labelCount = 1 + count / 3
    var labels = Array(0..<program.labelCount).shuffled(using: &numbers)
    for _ in 0..<count {
      if numbers.below(3) == 0, let label = labels.popLast() { program.steps.append(.label(label)) }
      switch numbers.below(aligns ? 10 : 9) {
      case 0..<3: program.steps.append(.filler(count: numbers.below(50), byte: 0x90))
      case 9: program.steps.append(.alignment(1 << numbers.below(7)))
      default:
        let target = numbers.below(program.labelCount)
        program.steps.append(.reference(reference(numbers.below(kinds), to: target)))
      }
    }
    for label in labels { program.steps.append(.label(label)) }
    return program
  }
}
