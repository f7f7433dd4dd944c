import LoxAssembler

extension ARM64Forms {
  static let doubles: [FormGroup] =
    ARM64.DoubleOperation.allCases.map { operation in
      FormGroup(
        "\(operation)",
        O.vectorTriples.map { d, n, m in
          .arm64("\(operation) \(d), \(n), \(m)") { $0.double(operation, d, n, m) }
        })
    }
    + ARM64.DoubleFunction.allCases.map { function in
      FormGroup(
        "\(function)",
        O.vectorTriples.map { d, n, _ in .arm64("\(function) \(d), \(n)") { $0.double(function, d, n) } })
    }
    + [comparisons, toGeneral, fromGeneral] + conversions

  private static let comparisons = FormGroup(
    "fcmp",
    O.vectorTriples.flatMap { n, m, _ in
      [Form.arm64("fcmp \(n), \(m)") { $0.fcmp(n, m) }, .arm64("fcmp \(n), #0.0") { $0.fcmpWithZero(n) }]
    })

  private static let toGeneral = FormGroup(
    "fmov to general",
    O.triples.map { a, b, _ in
      .arm64("fmov \(O.registers[a].text(.x)), \(O.vectors[b])") { $0.fmov(O.registers[a], O.vectors[b]) }
    })

  private static let fromGeneral = FormGroup(
    "fmov from general",
    O.triples.map { a, b, _ in
      .arm64("fmov \(O.vectors[a]), \(O.registers[b].text(.x))") { $0.fmov(O.vectors[a], O.registers[b]) }
    })

  private static let conversions: [FormGroup] = O.widths.flatMap { width in
    [
      FormGroup(
        "scvtf \(width)",
        O.triples.map { a, b, _ in
          .arm64("scvtf \(O.vectors[a]), \(O.registers[b].text(width))") {
            $0.scvtf(O.vectors[a], O.registers[b], width)
          }
        }),
      FormGroup(
        "fcvtzs \(width)",
        O.triples.map { a, b, _ in
          .arm64("fcvtzs \(O.registers[a].text(width)), \(O.vectors[b])") {
            $0.fcvtzs(O.registers[a], O.vectors[b], width)
          }
        }),
    ]
  }
}
