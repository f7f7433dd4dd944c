import LoxAssembler

/// All instructions of `ARM64.Assembler`, except those that refer to labels.
enum ARM64Forms {
  static let all: [FormGroup] =
    sums + sumsOfConstants + logic + moves + products + selections + shifts + fields + loads + pairs + doubles
    + others

  typealias O = ARM64Operands

  /// An instruction with three registers, of all widths.
  static func registers(
    _ name: String,
    _ emit: (inout ARM64.Assembler, ARM64.Register, ARM64.Register, ARM64.Register, ARM64.Width) -> Void
  ) -> [FormGroup] {
    O.widths.map { width in
      FormGroup(
        "\(name) \(width), registers",
        O.registerTriples.map { d, n, m in
          .arm64("\(name) \(d.text(width)), \(n.text(width)), \(m.text(width))") { emit(&$0, d, n, m, width) }
        })
    }
  }

  /// An instruction with two registers, of all widths.
  static func registers(
    _ name: String, _ emit: (inout ARM64.Assembler, ARM64.Register, ARM64.Register, ARM64.Width) -> Void
  ) -> [FormGroup] {
    O.widths.map { width in
      FormGroup(
        "\(name) \(width), registers",
        O.registerTriples.map { d, n, _ in
          .arm64("\(name) \(d.text(width)), \(n.text(width))") { emit(&$0, d, n, width) }
        })
    }
  }

  static let others: [FormGroup] = [
    FormGroup(
      "branches to registers",
      O.registers.flatMap { register in
        [
          Form.arm64("br \(register.text(.x))") { $0.br(register) },
          .arm64("blr \(register.text(.x))") { $0.blr(register) },
          .arm64("ret \(register.text(.x))") { $0.ret(register) },
        ]
      }),
    FormGroup(
      "without registers",
      [
        .arm64("ret") { $0.ret() }, .arm64("nop") { $0.nop() }, .arm64("isb") { $0.isb() },
        .arm64("brk #0") { $0.brk() },
        .arm64("brk #0xffff") { $0.brk(0xffff) },
      ]),
  ]
}
