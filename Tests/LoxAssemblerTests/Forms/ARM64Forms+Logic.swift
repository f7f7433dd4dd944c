import LoxAssembler

extension ARM64Forms {
  static let logic: [FormGroup] =
    ARM64.Logic.allCases.flatMap { operation in
      shifted("\(operation)") { $0.logic(operation, $1, $2, $3, $4, $5) }
        + [constants(operation, .x, O.logicalImmediates)]
        + [
          constants(
            operation, .w,
            O.logicalImmediates.filter { $0 >> 32 == $0 & 0xffff_ffff }.map { $0 & 0xffff_ffff })
        ]
    }
    + shifted("bic") { $0.bic($1, $2, $3, $4, $5) }
    + registers("mvn") { $0.mvn($1, $2, .none, $3) } + registers("tst") { $0.tst($1, $2, .none, $3) }

  private static func shifted(_ name: String, _ emit: Sum) -> [FormGroup] {
    O.widths.map { width in
      let shifts = [0, 1, width.bits - 1].flatMap { [ARM64.Modifier.lsl($0), .lsr($0), .asr($0), .ror($0)] }
      return FormGroup(
        "\(name) \(width), shifted",
        O.registerTriples.enumerated().flatMap { number, registers in
          let (d, n, m) = registers
          return (0..<3).map { step in
            let shift = shifts[(number * 3 + step) % shifts.count]
            return Form.arm64("\(name) \(d.text(width)), \(n.text(width)), \(m.text(width))\(shift.text)") {
              emit(&$0, d, n, m, shift, width)
            }
          }
        })
    }
  }

  private static func constants(_ operation: ARM64.Logic, _ width: ARM64.Width, _ values: [UInt64])
    -> FormGroup
  {
    let results = operation == .ands ? O.registers : O.bases
    return FormGroup(
      "\(operation) \(width), all immediates",
      values.enumerated().map { number, value in
        let (d, n) = (results[number % 32], O.registers[number / 3 % 32])
        return .arm64("\(operation) \(d.text(width)), \(n.text(width)), #\(value)") {
          $0.logic(operation, d, n, value, width)
        }
      })
  }

  // MARK: Moves

  static let moves: [FormGroup] = {
    var groups = wide("movz") { $0.movz($1, $2, shift: $3, $4) }
    groups += wide("movn") { $0.movn($1, $2, shift: $3, $4) }
    groups += wide("movk") { $0.movk($1, $2, shift: $3, $4) }
    groups += registers("mov") { $0.mov($1, $2, $3) }
    return groups + [stackPointer, single, sequences]
  }()

  private static func wide(
    _ name: String, _ emit: (inout ARM64.Assembler, ARM64.Register, UInt16, Int, ARM64.Width) -> Void
  ) -> [FormGroup] {
    O.widths.map { width in
      FormGroup(
        "\(name) \(width)",
        O.registers.flatMap { register in
          stride(from: 0, to: width.bits, by: 16).flatMap { shift in
            [0, 1, 0x8000, 0xffff].map { value in
              .arm64("\(name) \(register.text(width)), #\(value), lsl #\(shift)") {
                emit(&$0, register, value, shift, width)
              }
            }
          }
        })
    }
  }

  private static let stackPointer = FormGroup(
    "mov, stack pointer",
    O.bases.flatMap { register in
      [
        Form.arm64("mov \(register.text(.x)), sp") { $0.mov(register, .sp) },
        .arm64("mov sp, \(register.text(.x))") { $0.mov(.sp, register) },
      ]
    })

  private static let single: FormGroup = {
    let wide: [UInt64] = [
      0, 1, 0xffff, 0x1_0000, 0xffff_0000, 0xabcd_0000_0000_0000, .max, .max - 1, ~0xabcd_0000,
      0x5555_5555_5555_5555,
      0x7fff_ffff_ffff_ffff, 0xffff_0000_ffff_0000, 0x7fff_fffe, 0x0001_0000_0001_0000,
    ]
    let narrow: [UInt64] = [0xffff_ffff, 0xffff_1234, 0x1234_ffff, 0x0f0f_0f0f]
    var forms: [Form] = []
    for register in O.registers where register != .zr {
      for value in wide {
        forms.append(.arm64("mov \(register.text(.x)), #\(value)") { $0.mov(register, value) })
      }
      for value in narrow {
        forms.append(.arm64("mov \(register.text(.w)), #\(value)") { $0.mov(register, value) })
      }
    }
    return FormGroup("mov, constants of one instruction", forms)
  }()

  private static let sequences = FormGroup(
    "mov, constants of several instructions",
    [
      .arm64("movz x3, #0x5678; movk x3, #0x1234, lsl #16") { $0.mov(.x3, 0x1234_5678) },
      .arm64("movn x3, #0xa987; movk x3, #0x1234, lsl #16") { $0.mov(.x3, 0xffff_ffff_1234_5678) },
      .arm64("movn x3, #0xfffe, lsl #16; movk x3, #2, lsl #32; movk x3, #3, lsl #48") {
        $0.mov(.x3, 0x0003_0002_0001_ffff)
      },
      .arm64("movz x3, #4; movk x3, #3, lsl #16; movk x3, #2, lsl #32; movk x3, #1, lsl #48") {
        $0.mov(.x3, 0x0001_0002_0003_0004)
      },
      .arm64("movz x3, #0x8000, lsl #16; movk x3, #0xfffd, lsl #48") { $0.mov(.x3, 0xfffd_0000_8000_0000) },
    ])
}
