import LoxAssembler

extension X86Forms {
  static let moves: [FormGroup] = {
    let widths = X86.Width.allCases
    var groups = registers("mov", widths) { $0.mov($1, $2, $3) }
    groups += loads("mov", widths) { $0.mov($1, $2, $3) }
    groups += stores("mov", widths) { $0.mov($1, $2, $3) }
    groups += memoryConstants("mov", widths, O.immediates) {
      (assembler, memory: X86.Memory, value: Int, width) in
      assembler.mov(memory, value, width)
    }
    groups += loads("lea", O.wide) { $0.lea($1, $2, $3) }
    return groups + [allAddresses, wholeRegisters, lowBytes]
  }()

  private static let allAddresses = FormGroup(
    "mov qword, register, memory with all addresses",
    O.allAddresses.enumerated().map { number, memory in
      let register = O.register(number)
      return .x86("mov \(register), \(memory.text(.qword))") { $0.mov(register, memory) }
    })

  /// Constants for which the lower half is set, which are extended with their sign, and which are there as a whole.
  private static let wholeRegisters: FormGroup = {
    let narrow: [UInt64] = [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]
    let signed: [UInt64] = [.max, 0xffff_ffff_8000_0000]
    let wide: [UInt64] = [0x1_0000_0000, 0xffff_ffff_7fff_ffff, 0x8000_0000_0000_0000, 0x0123_4567_89ab_cdef]
    var forms: [Form] = []
    for register in O.registers {
      for value in narrow {
        forms.append(.x86("mov \(register.text(.dword)), \(value)") { $0.mov(register, value) })
      }
      for value in signed {
        forms.append(.x86("mov \(register), \(Int64(bitPattern: value))") { $0.mov(register, value) })
      }
      for value in wide {
        forms.append(.x86("movabs \(register), \(value)") { $0.mov(register, value) })
      }
    }
    return FormGroup("mov qword, register, immediate", forms)
  }()

  private static let lowBytes = FormGroup(
    "mov byte, register, immediate",
    O.registers.flatMap { register in
      [0, 0x7f, 0x80, 0xff].map { (value: UInt8) in
        .x86("mov \(register.text(.byte)), \(value)") { $0.movByte(register, value) }
      }
    })

  /// The name of an extension, and the widths of its operands.
  private static let kinds: [(name: String, isSigned: Bool, from: X86.Width, to: X86.Width)] = [
    ("movzx", false, .byte, .dword), ("movzx", false, .word, .dword), ("movsx", true, .byte, .dword),
    ("movsx", true, .word, .dword), ("movsx", true, .byte, .qword), ("movsx", true, .word, .qword),
    ("movsxd", true, .dword, .qword), ("mov", false, .dword, .dword),
  ]

  static let extensions: [FormGroup] = kinds.flatMap { name, isSigned, from, to in
    [
      FormGroup(
        "\(name) \(to) from \(from), register, register",
        O.registerPairs.map { first, second in
          .x86("\(name) \(first.text(to)), \(second.text(from))") {
            if isSigned {
              $0.movsx(first, second, from: from, to: to)
            } else {
              $0.movzx(first, second, from: from)
            }
          }
        }),
      FormGroup(
        "\(name) \(to) from \(from), register, memory",
        O.addresses.enumerated().map { number, memory in
          let register = O.register(number)
          return .x86("\(name) \(register.text(to)), \(memory.text(from))") {
            if isSigned {
              $0.movsx(register, memory, from: from, to: to)
            } else {
              $0.movzx(register, memory, from: from)
            }
          }
        }),
    ]
  }

  static let stack: [FormGroup] =
    unary("push", [.qword], { a, r, _ in a.push(r) }, { a, m, _ in a.push(m) })
    + unary("pop", [.qword], { a, r, _ in a.pop(r) }, { a, m, _ in a.pop(m) })
}
