import LoxAssembler

extension X86Forms {
  static let doubles: [FormGroup] =
    X86.DoubleOperation.allCases.flatMap { operation in
      vectors("\(operation)sd", "qword", { $0.double(operation, $1, $2) }, { $0.double(operation, $1, $2) })
    }
    + X86.BitOperation.allCases.flatMap { operation in
      vectors("\(operation)", "xmmword", { $0.bits(operation, $1, $2) }, { $0.bits(operation, $1, $2) })
    }
    + vectors("movsd", "qword", { $0.movsd($1, $2) }, { $0.movsd($1, $2) })
    + vectors("ucomisd", "qword", { $0.ucomisd($1, $2) }, { $0.ucomisd($1, $2) })
    + rounding + [stores, copies, fromGeneral, toGeneral]

  /// An instruction with vector registers, or a vector register and memory.
  private static func vectors(
    _ name: String, _ size: String, suffix: String = "",
    _ emitRegisters: (inout X86.Assembler, X86.VectorRegister, X86.VectorRegister) -> Void,
    _ emitMemory: (inout X86.Assembler, X86.VectorRegister, X86.Memory) -> Void
  ) -> [FormGroup] {
    [
      FormGroup(
        "\(name)\(suffix), vector, vector",
        O.vectorPairs.map { first, second in
          .x86("\(name) \(first), \(second)\(suffix)") { emitRegisters(&$0, first, second) }
        }),
      FormGroup(
        "\(name)\(suffix), vector, memory",
        O.addresses.enumerated().map { number, memory in
          let vector = O.vector(number)
          return .x86("\(name) \(vector), \(size) ptr \(memory.text)\(suffix)") {
            emitMemory(&$0, vector, memory)
          }
        }),
    ]
  }

  private static let rounding: [FormGroup] = X86.Rounding.allCases.flatMap { rounding in
    vectors(
      "roundsd", "qword", suffix: ", \(8 | rounding.rawValue)", { $0.roundsd($1, $2, rounding) },
      { $0.roundsd($1, $2, rounding) })
  }

  private static let stores = FormGroup(
    "movsd, memory, vector",
    O.addresses.enumerated().map { number, memory in
      let vector = O.vector(number)
      return .x86("movsd \(memory.text(.qword)), \(vector)") { $0.movsd(memory, vector) }
    })

  private static let copies = FormGroup(
    "movapd, vector, vector",
    O.vectorPairs.map { first, second in .x86("movapd \(first), \(second)") { $0.movapd(first, second) } })

  private static let fromGeneral = FormGroup(
    "movq, vector, register",
    O.mixedPairs.map { vector, register in .x86("movq \(vector), \(register)") { $0.movq(vector, register) } }
  )

  private static let toGeneral = FormGroup(
    "movq, register, vector",
    O.mixedPairs.map { vector, register in .x86("movq \(register), \(vector)") { $0.movq(register, vector) } }
  )

  // MARK: Conversion

  static let conversions: [FormGroup] = [X86.Width.dword, .qword].flatMap { width in
    [
      FormGroup(
        "cvtsi2sd \(width), vector, register",
        O.mixedPairs.map { vector, register in
          .x86("cvtsi2sd \(vector), \(register.text(width))") { $0.cvtsi2sd(vector, register, width) }
        }),
      FormGroup(
        "cvtsi2sd \(width), vector, memory",
        O.addresses.enumerated().map { number, memory in
          let vector = O.vector(number)
          return .x86("cvtsi2sd \(vector), \(memory.text(width))") { $0.cvtsi2sd(vector, memory, width) }
        }),
      FormGroup(
        "cvttsd2si \(width), register, vector",
        O.mixedPairs.map { vector, register in
          .x86("cvttsd2si \(register.text(width)), \(vector)") { $0.cvttsd2si(register, vector, width) }
        }),
      FormGroup(
        "cvttsd2si \(width), register, memory",
        O.addresses.enumerated().map { number, memory in
          let register = O.register(number)
          return .x86("cvttsd2si \(register.text(width)), \(memory.text(.qword))") {
            $0.cvttsd2si(register, memory, width)
          }
        }),
      FormGroup(
        "cvtsd2si \(width), register, vector",
        O.mixedPairs.map { vector, register in
          .x86("cvtsd2si \(register.text(width)), \(vector)") { $0.cvtsd2si(register, vector, width) }
        }),
    ]
  }
}
