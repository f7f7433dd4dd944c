import LoxBytecode
import LoxGenerator
import Testing

extension SplitMix64 {
  /// A number of a kind that breaks checks: small, huge, or next to one of these.
  mutating func word() -> UInt32 {
    switch UInt8.random(in: 0..<4, using: &self) {
    case 0: .random(in: 0..<16, using: &self)
    case 1: .random(in: UInt32.max - 16 ... .max, using: &self)
    case 2: 1 << UInt32.random(in: 0..<32, using: &self)
    default: .random(in: 0 ... .max, using: &self)
    }
  }
}

@Suite struct MutationTests {
  #if DEBUG
    private static let rounds = 20_000
  #else
    private static let rounds = 100_000
  #endif

  /// The verifier and the disassembler accept any bytes as input, and verified code stays within bounds.
  @Test func code() {
    var random = SplitMix64(seed: 1)
    var accepted = 0
    for round in 0..<Self.rounds {
      var program = Sample.program
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let place = Int.random(in: 0..<program.code.count, using: &random)
        switch UInt8.random(in: 0..<4, using: &random) {
        case 0: program.code[place] = random.word()
        case 1: program.code[place] ^= 1 << UInt32.random(in: 0..<32, using: &random)
        case 2: program.code[place] &+= random.word()
        default:
          let shift = UInt32.random(in: 0..<4, using: &random) * 8
          program.code[place] &= ~(0xff << shift)
          program.code[place] |= .random(in: 0..<64, using: &random) << shift
        }
      }
      if (try? program.verify()) != nil {
        accepted += 1
        walk(program, &random)
      }
      if round % 100 == 0 { #expect(!Disassembler(program).text.isEmpty) }
    }
    #expect((Self.rounds / 100..<Self.rounds / 100 * 99).contains(accepted))
  }

  /// The same for the tables that go with the code.
  @Test func tables() {
    var random = SplitMix64(seed: 2)
    var accepted = 0
    for round in 0..<20_000 {
      var program = Sample.program
      for _ in 0..<Int.random(in: 1...2, using: &random) { mutateTables(&program, &random) }
      if (try? program.verify()) != nil {
        accepted += 1
        walk(program, &random)
      }
      if round % 10 == 0 { _ = Disassembler(program).text }
    }
    #expect((100..<19_900).contains(accepted))
  }

  private func mutateTables(_ program: inout Program, _ random: inout SplitMix64) {
    let function = Int.random(in: 0..<program.functions.count, using: &random)
    let word = random.word()
    func element(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
    switch UInt8.random(in: 0..<19, using: &random) {
    case 0: program.functions[function].registerCount = word
    case 1: program.functions[function].arity = UInt8(truncatingIfNeeded: word)
    case 2: program.functions[function].kind = Function.Kind(rawValue: UInt8(word & 3)) ?? .script
    case 3: program.functions[function].name = word
    case 4: mutate(&program.functions[function].code, word)
    case 5: mutate(&program.functions[function].constants, word)
    case 6: mutate(&program.functions[function].caches, word)
    case 7: mutate(&program.functions[function].captures, word)
    case 8: mutate(&program.functions[function].positions, word)
    case 9: mutate(&program.functions[function].heights, word)
    case 10: program.functions[function].shortcut = word & 1 == 0 ? .getter(word) : .setter(word)
    case 11: program.strings[element(program.strings.count)].start = word
    case 12: program.constants[element(program.constants.count)] = .string(word)
    case 13: program.captures[element(program.captures.count)].index = UInt16(truncatingIfNeeded: word)
    case 14: program.positions[element(program.positions.count)] = UInt8(truncatingIfNeeded: word)
    case 15: program.heights[element(program.heights.count)].pc = word
    case 16: mutate(&program.functions[function].handlers, word)
    case 17: program.functions[function].member = Function.Member(rawValue: UInt8(word & 3)) ?? .method
    default: program.functions[function].isOfClass.toggle()
    }
  }

  private func mutate(_ run: inout Run, _ word: UInt32) {
    if word & 1 == 0 { run.start = word >> 1 } else { run.count = word >> 1 }
  }

  /// Runs each function along a random path, and checks that it touches only what it may.
  private func walk(_ program: Program, _ random: inout SplitMix64) {
    for function in program.functions {
      var pc = 0
      for _ in 0..<24 {
        guard pc >= 0, pc < function.code.count else {
          Issue.record("execution leaves the function")
          return
        }
        let place = Int(function.code.start) + pc
        let instruction = Instruction(word: program.code[place])
        let layout = Opcode.layouts[Int(instruction.rawOpcode)]
        let operands =
          layout.format == .abc
          ? [instruction.a, instruction.b, instruction.c] : [instruction.a, instruction.d]
        for (role, operand) in zip(layout.roles, operands) {
          let limit =
            switch role {
            case .none: 1
            case .read, .write, .highRead, .highWrite, .window: Int(function.registerCount)
            case .constant: Int(function.constants.count)
            case .capture: Int(function.captures.count)
            case .argumentCount, .literal: Int.max
            case .checked: 2
            case .typeRole: 8
            case .variableCount: 3
            }
          if operand >= limit { Issue.record("\(layout.name) uses \(role) \(operand) of \(limit)") }
        }
        if layout.endsFlow && !layout.isJump { break }
        pc += layout.length
        let isTaken = layout.name == "jump" || layout.name == "loop" || Bool.random(using: &random)
        if layout.isJump, isTaken {
          pc += Int(Int32(bitPattern: program.code[place + 1]))
        }
      }
    }
  }
}
