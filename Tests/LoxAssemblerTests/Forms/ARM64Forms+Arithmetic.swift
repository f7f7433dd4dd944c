import LoxAssembler

extension ARM64Forms {
  typealias Sum = (
    inout ARM64.Assembler, ARM64.Register, ARM64.Register, ARM64.Register, ARM64.Modifier, ARM64.Width
  ) -> Void

  static let sums: [FormGroup] =
    sum("add", setsFlags: false) { $0.add($1, $2, $3, $4, $5) }
    + sum("sub", setsFlags: false) { $0.sub($1, $2, $3, $4, $5) }
    + sum("adds", setsFlags: true) { $0.adds($1, $2, $3, $4, $5) }
    + sum("subs", setsFlags: true) { $0.subs($1, $2, $3, $4, $5) }
    + comparisons

  private static func sum(_ name: String, setsFlags: Bool, _ emit: Sum) -> [FormGroup] {
    O.widths.flatMap { width in
      let shifts = [0, 1, width.bits - 1].flatMap { [ARM64.Modifier.lsl($0), .lsr($0), .asr($0)] }
      let shifted = modified(name, O.registers, O.registers, shifts, width, emit)
      let extensions = [0, 1, 4].flatMap {
        [
          ARM64.Modifier.uxtb($0), .uxth($0), .uxtw($0), .uxtx($0), .sxtb($0), .sxth($0), .sxtw($0),
          .sxtx($0),
        ]
      }
      let results = setsFlags ? O.registers : O.bases
      // The extensions of the whole register are written with a register of the width.
      let extended = modified(name, results, O.bases, extensions, width, emit)
      return [
        FormGroup("\(name) \(width), shifted", shifted), FormGroup("\(name) \(width), extended", extended),
        FormGroup(
          "\(name) \(width), stack pointer", modified(name, results, [.sp], [.lsl(0), .lsl(3)], width, emit)),
      ]
    }
  }

  private static func modified(
    _ name: String, _ results: [ARM64.Register], _ firsts: [ARM64.Register], _ modifiers: [ARM64.Modifier],
    _ width: ARM64.Width, _ emit: Sum
  ) -> [Form] {
    O.triples.indices.flatMap { number in
      let (a, b, c) = O.triples[number]
      let (d, n, m) = (results[a % results.count], firsts[b % firsts.count], O.registers[c])
      return (0..<3).map { step in
        let modifier = modifiers[(number * 3 + step) % modifiers.count]
        return Form.arm64(
          "\(name) \(d.text(width)), \(n.text(width)), \(m.text(modifier.width(width)))\(modifier.text)"
        ) { emit(&$0, d, n, m, modifier, width) }
      }
    }
  }

  private static let comparisons: [FormGroup] =
    registers("cmp") { $0.cmp($1, $2, .none, $3) } + registers("cmn") { $0.cmn($1, $2, .none, $3) }
    + registers("neg") { $0.neg($1, $2, .none, $3) }

  // MARK: Constants

  static let sumsOfConstants: [FormGroup] =
    sum("add", [1, 4095, 4096, 0xfff000, 0, -1, -4095, -4096], O.bases) { $0.add($1, $2, $3, $4) }
    + sum("sub", [1, 4095, 4096, 0xfff000, -1, -4095, -4096], O.bases) { $0.sub($1, $2, $3, $4) }
    + sum("adds", [1, 4095, 4096, 0xfff000, 0, -1, -4095], O.registers) { $0.adds($1, $2, $3, $4) }
    + sum("subs", [1, 4095, 4096, 0xfff000, 0, -1, -4095], O.registers) { $0.subs($1, $2, $3, $4) }
    + [comparisonsWithConstants] + twoSteps

  private static func sum(
    _ name: String, _ values: [Int], _ results: [ARM64.Register],
    _ emit: (inout ARM64.Assembler, ARM64.Register, ARM64.Register, Int, ARM64.Width) -> Void
  ) -> [FormGroup] {
    O.widths.map { width in
      FormGroup(
        "\(name) \(width), immediate",
        O.triples.flatMap { a, b, _ in
          values.map { value in
            .arm64("\(name) \(results[a].text(width)), \(O.bases[b].text(width)), #\(value)") {
              emit(&$0, results[a], O.bases[b], value, width)
            }
          }
        })
    }
  }

  private static let comparisonsWithConstants = FormGroup(
    "cmp, immediate",
    O.widths.flatMap { width in
      O.bases.flatMap { register in
        [0, 4095, 4096, -1].map { value in
          .arm64("cmp \(register.text(width)), #\(value)") { $0.cmp(register, value, width) }
        }
      }
    })

  private static let twoSteps: [FormGroup] = O.widths.map { width in
    FormGroup(
      "add and sub \(width), immediate of 24 bits",
      [(0x1001, "0x1000", "1"), (0xff_ffff, "0xfff000", "0xfff")].flatMap { value, high, low in
        O.bases.flatMap { register in
          let (d, n) = (register.text(width), ARM64.Register.x7.text(width))
          return [
            Form.arm64("add \(d), \(n), #\(high); add \(d), \(d), #\(low)") {
              $0.add(register, .x7, value, width)
            },
            .arm64("sub \(d), \(n), #\(high); sub \(d), \(d), #\(low)") {
              $0.sub(register, .x7, value, width)
            },
            .arm64("sub \(d), \(n), #\(high); sub \(d), \(d), #\(low)") {
              $0.add(register, .x7, -value, width)
            },
          ]
        }
      })
  }
}
