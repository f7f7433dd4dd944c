import LoxAssembler

extension X86Forms {
  static let arithmetic: [FormGroup] = X86.Arithmetic.allCases.flatMap(arithmetic)

  private static func arithmetic(_ operation: X86.Arithmetic) -> [FormGroup] {
    let name = "\(operation)"
    let widths = X86.Width.allCases
    var groups = registers(name, widths) { $0.arithmetic(operation, $1, $2, $3) }
    groups += loads(name, widths) { $0.arithmetic(operation, $1, $2, $3) }
    groups += stores(name, widths) { $0.arithmetic(operation, $1, $2, $3) }
    groups += constants(name, widths, O.immediates) { $0.arithmetic(operation, $1, $2, $3) }
    groups += memoryConstants(name, widths, O.immediates) { $0.arithmetic(operation, $1, $2, $3) }
    return groups
  }

  static let tests: [FormGroup] =
    registers("test", X86.Width.allCases) { $0.test($1, $2, $3) }
    + stores("test", X86.Width.allCases) { $0.test($1, $2, $3) }
    + constants("test", X86.Width.allCases, O.immediates) { $0.test($1, $2, $3) }
    + memoryConstants("test", X86.Width.allCases, O.immediates) { $0.test($1, $2, $3) }

  static let integers: [FormGroup] = {
    let widths = X86.Width.allCases
    var groups = registers("imul", O.wide) { $0.imul($1, $2, $3) }
    groups += loads("imul", O.wide) { $0.imul($1, $2, $3) }
    groups += multiplications
    groups += unary("neg", widths, { $0.neg($1, $2) }, { $0.neg($1, $2) })
    groups += unary("not", widths, { $0.not($1, $2) }, { $0.not($1, $2) })
    groups += unary("inc", widths, { $0.inc($1, $2) }, { $0.inc($1, $2) })
    groups += unary("dec", widths, { $0.dec($1, $2) }, { $0.dec($1, $2) })
    return groups + widths.map(division)
  }()

  private static func division(_ width: X86.Width) -> FormGroup {
    FormGroup(
      "div \(width), register",
      O.registers.map { register in .x86("div \(register.text(width))") { $0.div(register, width) } })
  }

  private static let multiplications: [FormGroup] = O.wide.flatMap { width in
    let immediates = O.immediates(width)
    return [
      FormGroup(
        "imul \(width), register, register, immediate",
        O.registerPairs.enumerated().map { number, pair in
          let value = immediates[number % immediates.count]
          return .x86("imul \(pair.0.text(width)), \(pair.1.text(width)), \(value)") {
            $0.imul(pair.0, pair.1, value, width)
          }
        }),
      FormGroup(
        "imul \(width), register, memory, immediate",
        O.addresses.enumerated().map { number, memory in
          let value = immediates[number % immediates.count]
          let register = O.register(number)
          return .x86("imul \(register.text(width)), \(memory.text(width)), \(value)") {
            $0.imul(register, memory, value, width)
          }
        }),
    ]
  }

  static let shifts: [FormGroup] = X86.Shift.allCases.flatMap { operation in
    constants("\(operation)", X86.Width.allCases, { [1, 2, 7, $0.bits - 1] }) {
      $0.shift(operation, $1, $2, $3)
    }
      + X86.Width.allCases.map { width in
        FormGroup(
          "\(operation) \(width), register, cl",
          O.registers.map { register in
            .x86("\(operation) \(register.text(width)), cl") { $0.shiftByCL(operation, register, width) }
          })
      }
  }

  static let bits: [FormGroup] =
    registers("bt", O.wide) { $0.bt($1, $2, $3) }
    + constants("bt", O.wide, { [0, 1, $0.bits - 1] }) { $0.bt($1, $2, $3) }
    + memoryConstants("bt", O.wide, { [0, 1, $0.bits - 1] }) { $0.bt($1, $2, $3) }
}
