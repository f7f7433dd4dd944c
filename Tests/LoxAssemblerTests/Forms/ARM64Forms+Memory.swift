import LoxAssembler

extension ARM64Forms {
  static let loads: [FormGroup] = [
    access("ldr", 8, .x) { $0.ldr($1, $2) }, access("ldr", 4, .w) { $0.ldr($1, $2, .w) },
    access("ldrh", 2, .w) { $0.ldrh($1, $2) }, access("ldrb", 1, .w) { $0.ldrb($1, $2) },
    access("ldrsw", 4, .x) { $0.ldrsw($1, $2) },
    access("ldrsh", 2, .x) { $0.ldrsh($1, $2) }, access("ldrsh", 2, .w) { $0.ldrsh($1, $2, .w) },
    access("ldrsb", 1, .x) { $0.ldrsb($1, $2) }, access("ldrsb", 1, .w) { $0.ldrsb($1, $2, .w) },
    access("str", 8, .x) { $0.str($1, $2) }, access("str", 4, .w) { $0.str($1, $2, .w) },
    access("strh", 2, .w) { $0.strh($1, $2) }, access("strb", 1, .w) { $0.strb($1, $2) },
    doubles("ldr") { $0.ldr($1, $2) }, doubles("str") { $0.str($1, $2) },
  ]

  private static func access(
    _ name: String, _ size: Int, _ width: ARM64.Width,
    _ emit: (inout ARM64.Assembler, ARM64.Register, ARM64.Memory) -> Void
  ) -> FormGroup {
    FormGroup(
      "\(name) \(width)",
      O.addresses(size: size).map { register, memory in
        .arm64("\(name) \(register.text(width)), \(memory.text(size: size))") { emit(&$0, register, memory) }
      })
  }

  private static func doubles(
    _ name: String, _ emit: (inout ARM64.Assembler, ARM64.VectorRegister, ARM64.Memory) -> Void
  ) -> FormGroup {
    FormGroup(
      "\(name), double",
      O.addresses(size: 8).enumerated().map { number, address in
        let register = O.vectors[number % 32]
        return .arm64("\(name) \(register), \(address.memory.text(size: 8))") {
          emit(&$0, register, address.memory)
        }
      })
  }

  static let pairs: [FormGroup] =
    O.widths.flatMap { width in
      [
        pair("ldp \(width)", width.bits / 8) { number, memory in
          let (first, second) = (O.registers[(number + 5) % 32], O.registers[(number + 9) % 32])
          return .arm64("ldp \(first.text(width)), \(second.text(width)), \(memory.text(size: 8))") {
            $0.ldp(first, second, memory, width)
          }
        },
        pair("stp \(width)", width.bits / 8) { number, memory in
          let (first, second) = (O.registers[(number + 5) % 32], O.registers[(number + 9) % 32])
          return .arm64("stp \(first.text(width)), \(second.text(width)), \(memory.text(size: 8))") {
            $0.stp(first, second, memory, width)
          }
        },
      ]
    } + [
      pair("ldp, doubles", 8) { number, memory in
        let (first, second) = (O.vectors[number], O.vectors[(number + 9) % 32])
        return .arm64("ldp \(first), \(second), \(memory.text(size: 8))") { $0.ldp(first, second, memory) }
      },
      pair("stp, doubles", 8) { number, memory in
        let (first, second) = (O.vectors[number], O.vectors[(number + 9) % 32])
        return .arm64("stp \(first), \(second), \(memory.text(size: 8))") { $0.stp(first, second, memory) }
      },
    ]

  private static func pair(_ name: String, _ size: Int, _ form: (Int, ARM64.Memory) -> Form) -> FormGroup {
    FormGroup(
      name,
      O.bases.enumerated().flatMap { number, base in
        [0, size, -size, 63 * size, -64 * size].flatMap { offset in
          [ARM64.Memory.Mode.offset, .preIndexed, .postIndexed].map {
            form(number, ARM64.Memory(base, offset, $0))
          }
        }
      })
  }
}
