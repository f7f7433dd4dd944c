import LoxAssembler

extension LabelProgram where Assembler == ARM64.Assembler {
  /// All kinds of instructions that refer to labels.
  static func reference(_ kind: Int, to target: Int) -> Reference {
    /// A conditional branch, and the opposite one.
    func conditional(
      _ limit: Int, _ emit: @escaping (inout ARM64.Assembler, Label) -> Void, _ text: String,
      _ opposite: String
    ) -> Reference {
      Reference(target: target, shortSize: 4, longSize: 8, reach: -limit...limit - 4, emit: emit) {
        label, isShort, _ in
        isShort ? "\(text) \(label)" : "\(opposite) . + 8; b \(label)"
      }
    }
    func load(
      _ name: String, _ longSize: Int, _ emit: @escaping (inout ARM64.Assembler, Label) -> Void
    ) -> Reference {
      Reference(target: target, shortSize: 4, longSize: longSize, reach: -0x10_0000...0xf_fffc, emit: emit) {
        label, isShort, distance in
        isShort ? "ldr \(name), \(label)" : farAddress("x5", distance) + "; ldr \(name), [x5]"
      }
    }
    switch kind {
    case 0: return conditional(1 << 20, { $0.cbz(.x4, $1, .w) }, "cbz w4,", "cbnz w4,")
    case 1: return conditional(1 << 20, { $0.cbnz(.zr, $1) }, "cbnz xzr,", "cbz xzr,")
    case 2: return conditional(1 << 15, { $0.tbz(.x7, bit: 3, $1) }, "tbz x7, #3,", "tbnz x7, #3,")
    case 3: return conditional(1 << 15, { $0.tbnz(.x30, bit: 63, $1) }, "tbnz x30, #63,", "tbz x30, #63,")
    case 4:
      return Reference(
        target: target, shortSize: 4, longSize: 8, reach: -0x10_0000...0xf_fffc, emit: { $0.adr(.x5, $1) },
        text: { label, isShort, distance in isShort ? "adr x5, \(label)" : farAddress("x5", distance) })
    case 5: return load("x5", 12) { $0.ldr(.x5, ARM64.Memory($1)) }
    case 6: return load("w5", 12) { $0.ldr(.x5, ARM64.Memory($1), .w) }
    case 7:
      return Reference(
        target: target, shortSize: 4, longSize: 4, reach: 0...0, emit: { $0.b($1) },
        text: { label, _, _ in "b \(label)" })
    case 8:
      return Reference(
        target: target, shortSize: 4, longSize: 4, reach: 0...0, emit: { $0.bl($1) },
        text: { label, _, _ in "bl \(label)" })
    default:
      let condition = ARM64.Condition.allCases[kind % 14]
      return conditional(1 << 20, { $0.b(condition, $1) }, "b.\(condition)", "b.\(condition.inverse)")
    }
  }

  private static func farAddress(_ register: String, _ distance: Int) -> String {
    let (low, pages) = (distance & 0xfff, distance >> 12)
    let operation = pages < 0 ? "sub" : "add"
    return "adr \(register), . + \(low); \(operation) \(register), \(register), #\(abs(pages)), lsl #12"
  }

  static var kinds: Int { 23 }

  /// A random program, in which some branches are out of reach.
  static func random(_ numbers: inout RandomNumbers, aligns: Bool) -> LabelProgram {
    var program = LabelProgram()
    let count = 2 + numbers.below(60)
    program.labelCount = 1 + count / 3
    var labels = Array(0..<program.labelCount).shuffled(using: &numbers)
    for _ in 0..<count {
      if numbers.below(3) == 0, let label = labels.popLast() { program.steps.append(.label(label)) }
      switch numbers.below(aligns ? 10 : 9) {
      case 0: program.steps.append(.filler(count: 4 * numbers.below(1 << 16), byte: 0))
      case 1: program.steps.append(.filler(count: 4 * numbers.below(1 << 13), byte: 0))
      case 2: program.steps.append(.filler(count: 4 * numbers.below(4), byte: 0))
      case 9: program.steps.append(.alignment(4 << numbers.below(5)))
      default:
        let target = numbers.below(program.labelCount)
        program.steps.append(.reference(reference(numbers.below(kinds), to: target)))
      }
    }
    for label in labels { program.steps.append(.label(label)) }
    return program
  }
}
