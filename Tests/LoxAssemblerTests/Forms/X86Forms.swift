import LoxAssembler

/// All instructions of `X86.Assembler`, except those that refer to labels.
enum X86Forms {
  static let all: [FormGroup] =
    moves + extensions + stack + arithmetic + tests + integers + shifts + bits + flow + doubles + conversions

  typealias O = X86Operands

  /// An instruction with two registers of a width.
  static func registers(
    _ name: String, _ widths: [X86.Width],
    _ emit: (inout X86.Assembler, X86.Register, X86.Register, X86.Width) -> Void
  ) -> [FormGroup] {
    widths.map { width in
      FormGroup(
        "\(name) \(width), register, register",
        O.registerPairs.map { first, second in
          .x86("\(name) \(first.text(width)), \(second.text(width))") { emit(&$0, first, second, width) }
        })
    }
  }

  /// An instruction that loads.
  static func loads(
    _ name: String, _ widths: [X86.Width],
    _ emit: (inout X86.Assembler, X86.Register, X86.Memory, X86.Width) -> Void
  ) -> [FormGroup] {
    widths.map { width in
      FormGroup(
        "\(name) \(width), register, memory",
        O.addresses.enumerated().map { number, memory in
          let register = O.register(number)
          return .x86("\(name) \(register.text(width)), \(memory.text(width))") {
            emit(&$0, register, memory, width)
          }
        })
    }
  }

  /// An instruction whose first operand is in memory.
  static func stores(
    _ name: String, _ widths: [X86.Width],
    _ emit: (inout X86.Assembler, X86.Memory, X86.Register, X86.Width) -> Void
  ) -> [FormGroup] {
    widths.map { width in
      FormGroup(
        "\(name) \(width), memory, register",
        O.addresses.enumerated().map { number, memory in
          let register = O.register(number)
          return .x86("\(name) \(memory.text(width)), \(register.text(width))") {
            emit(&$0, memory, register, width)
          }
        })
    }
  }

  /// An instruction with a register and a constant.
  static func constants(
    _ name: String, _ widths: [X86.Width], _ immediates: (X86.Width) -> [Int],
    _ emit: (inout X86.Assembler, X86.Register, Int, X86.Width) -> Void
  ) -> [FormGroup] {
    widths.map { width in
      FormGroup(
        "\(name) \(width), register, immediate",
        O.registers.flatMap { register in
          immediates(width).map { value in
            .x86("\(name) \(register.text(width)), \(value)") { emit(&$0, register, value, width) }
          }
        })
    }
  }

  /// An instruction with memory and a constant.
  static func memoryConstants(
    _ name: String, _ widths: [X86.Width], _ immediates: (X86.Width) -> [Int],
    _ emit: (inout X86.Assembler, X86.Memory, Int, X86.Width) -> Void
  ) -> [FormGroup] {
    widths.map { width in
      let immediates = immediates(width)
      return FormGroup(
        "\(name) \(width), memory, immediate",
        O.addresses.enumerated().map { number, memory in
          let value = immediates[number % immediates.count]
          return .x86("\(name) \(memory.text(width)), \(value)") { emit(&$0, memory, value, width) }
        })
    }
  }

  /// An instruction with one operand.
  static func unary(
    _ name: String, _ widths: [X86.Width],
    _ emitRegister: (inout X86.Assembler, X86.Register, X86.Width) -> Void,
    _ emitMemory: (inout X86.Assembler, X86.Memory, X86.Width) -> Void
  ) -> [FormGroup] {
    widths.flatMap { width in
      [
        FormGroup(
          "\(name) \(width), register",
          O.registers.map { register in
            .x86("\(name) \(register.text(width))") { emitRegister(&$0, register, width) }
          }),
        FormGroup(
          "\(name) \(width), memory",
          O.addresses.map { memory in
            .x86("\(name) \(memory.text(width))") { emitMemory(&$0, memory, width) }
          }),
      ]
    }
  }
}
