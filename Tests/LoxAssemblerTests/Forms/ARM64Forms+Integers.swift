import LoxAssembler

extension ARM64Forms {
  static let products: [FormGroup] =
    registers("mul") { $0.mul($1, $2, $3, $4) } + registers("sdiv") { $0.sdiv($1, $2, $3, $4) }
    + registers("udiv") { $0.udiv($1, $2, $3, $4) } + registers("clz") { $0.clz($1, $2, $3) }
    + registers("rbit") { $0.rbit($1, $2, $3) } + O.widths.flatMap(sumsOfProducts) + [smull, smulh]

  private static func sumsOfProducts(_ width: ARM64.Width) -> [FormGroup] {
    let added = O.triples.indices.map { number in
      let (d, n, m, a) = operands(number)
      return Form.arm64("madd \(d.text(width)), \(n.text(width)), \(m.text(width)), \(a.text(width))") {
        $0.madd(d, n, m, plus: a, width)
      }
    }
    let subtracted = O.triples.indices.map { number in
      let (d, n, m, a) = operands(number)
      return Form.arm64("msub \(d.text(width)), \(n.text(width)), \(m.text(width)), \(a.text(width))") {
        $0.msub(d, n, m, from: a, width)
      }
    }
    return [FormGroup("madd \(width)", added), FormGroup("msub \(width)", subtracted)]
  }

  private static let smull = FormGroup(
    "smull",
    O.registerTriples.map { d, n, m in
      Form.arm64("smull \(d.text(.x)), \(n.text(.w)), \(m.text(.w))") { $0.smull(d, n, m) }
    })

  private static let smulh = FormGroup(
    "smulh",
    O.registerTriples.map { d, n, m in
      Form.arm64("smulh \(d.text(.x)), \(n.text(.x)), \(m.text(.x))") { $0.smulh(d, n, m) }
    })

  private static func operands(
    _ number: Int
  ) -> (ARM64.Register, ARM64.Register, ARM64.Register, ARM64.Register) {
    let (a, b, c) = O.triples[number]
    return (O.registers[a], O.registers[b], O.registers[c], O.registers[number % 32])
  }

  // MARK: Conditions

  static let selections: [FormGroup] = ARM64.Condition.allCases.flatMap(selections)

  private static func selections(_ condition: ARM64.Condition) -> [FormGroup] {
    var groups = selection("csel", condition) { $0.csel($1, $2, $3, condition, $4) }
    groups += selection("csinc", condition) { $0.csinc($1, $2, $3, condition, $4) }
    groups += selection("csinv", condition) { $0.csinv($1, $2, $3, condition, $4) }
    groups += selection("csneg", condition) { $0.csneg($1, $2, $3, condition, $4) }
    for width in O.widths {
      let forms = O.registers.map { d in
        Form.arm64("cset \(d.text(width)), \(condition)") { $0.cset(d, condition, width) }
      }
      groups.append(FormGroup("cset \(width), \(condition)", forms))
    }
    let doubles = O.vectorTriples.map { d, n, m in
      Form.arm64("fcsel \(d), \(n), \(m), \(condition)") { $0.fcsel(d, n, m, condition) }
    }
    groups.append(FormGroup("fcsel, \(condition)", doubles))
    return groups
  }

  private static func selection(
    _ name: String, _ condition: ARM64.Condition,
    _ emit: (inout ARM64.Assembler, ARM64.Register, ARM64.Register, ARM64.Register, ARM64.Width) -> Void
  ) -> [FormGroup] {
    O.widths.map { width in
      FormGroup(
        "\(name) \(width), \(condition)",
        O.registerTriples.map { d, n, m in
          .arm64("\(name) \(d.text(width)), \(n.text(width)), \(m.text(width)), \(condition)") {
            emit(&$0, d, n, m, width)
          }
        })
    }
  }

  // MARK: Shifts

  static let shifts: [FormGroup] =
    registers("lsl") { (a, d, n, m: ARM64.Register, w) in a.lsl(d, n, m, w) }
    + registers("lsr") { (a, d, n, m: ARM64.Register, w) in a.lsr(d, n, m, w) }
    + registers("asr") { (a, d, n, m: ARM64.Register, w) in a.asr(d, n, m, w) }
    + constants("lsl") { $0.lsl($1, $2, $3, $4) } + constants("lsr") { $0.lsr($1, $2, $3, $4) }
    + constants("asr") { $0.asr($1, $2, $3, $4) }
    + [
      FormGroup(
        "sxtw",
        O.registerTriples.map { d, n, _ in .arm64("sxtw \(d.text(.x)), \(n.text(.w))") { $0.sxtw(d, n) } })
    ]

  private static func constants(
    _ name: String, _ emit: (inout ARM64.Assembler, ARM64.Register, ARM64.Register, Int, ARM64.Width) -> Void
  ) -> [FormGroup] {
    O.widths.map { width in
      FormGroup(
        "\(name) \(width), immediate",
        O.registerTriples.enumerated().map { number, registers in
          let (d, n, _) = registers
          let count = number % width.bits
          return .arm64("\(name) \(d.text(width)), \(n.text(width)), #\(count)") {
            emit(&$0, d, n, count, width)
          }
        })
    }
  }

  static let fields: [FormGroup] =
    field("ubfx") { $0.ubfx($1, $2, from: $3, count: $4, $5) }
    + field("sbfx") { $0.sbfx($1, $2, from: $3, count: $4, $5) }
    + field("ubfiz") { $0.ubfiz($1, $2, to: $3, count: $4, $5) }
    + field("bfi") { $0.bfi($1, $2, to: $3, count: $4, $5) }

  private static func field(
    _ name: String,
    _ emit: (inout ARM64.Assembler, ARM64.Register, ARM64.Register, Int, Int, ARM64.Width) -> Void
  ) -> [FormGroup] {
    O.widths.map { width in
      var forms: [Form] = []
      for start in 0..<width.bits {
        for count in [1, 2, width.bits / 2, width.bits - start] where start + count <= width.bits {
          let (d, n) = (O.registers[start % 32], O.registers[(start * 3 + count) % 32])
          forms.append(
            .arm64("\(name) \(d.text(width)), \(n.text(width)), #\(start), #\(count)") {
              emit(&$0, d, n, start, count, width)
            })
        }
      }
      return FormGroup("\(name) \(width)", forms)
    }
  }
}
