import LoxBytecode
import LoxSource

@testable import LoxRuntime

/// A script written as instructions, for opcodes that only extended Lox has.
struct Assembly {
  private var program = Program(sourceName: "assembly", source: [])
  private var script: Function
  private var constants: [Constant] = []
  private var caches: [CacheDescriptor] = []
  private(set) var code: [UInt32] = []

  init(registers: UInt32 = 24) {
    script = Function(kind: .script, name: 0, arity: 0)
    script.registerCount = registers
    _ = string("")
  }

  private mutating func string(_ text: String) -> UInt32 {
    program.strings.append(StringRange(start: program.stringBytes.count, count: text.utf8.count))
    program.stringBytes += Array(text.utf8)
    return UInt32(program.strings.count - 1)
  }

  // MARK: - Instructions

  mutating func emit(_ opcode: Opcode, _ a: Int, _ b: Int = 0, _ c: Int = 0, word: Int? = nil) {
    code.append(Instruction(opcode, a: UInt8(a), b: UInt8(b), c: UInt8(c)).word)
    if let word { code.append(UInt32(bitPattern: Int32(word))) }
  }

  mutating func emit(_ opcode: Opcode, _ a: Int, d: Int) {
    code.append(Instruction(opcode, a: UInt8(a), d: UInt16(d)).word)
  }

  private mutating func load(_ register: Int, _ constant: Constant) {
    constants.append(constant)
    emit(.loadConstant, register, d: constants.count - 1)
  }

  mutating func load(_ register: Int, _ number: Double) { load(register, .number(number.bitPattern)) }
  mutating func load(_ register: Int, _ text: String) { load(register, .string(string(text))) }
  mutating func load(_ register: Int, _ boolean: Bool) { load(register, .boolean(boolean)) }
  mutating func loadNil(_ register: Int) { load(register, .nil) }

  /// An instruction with a cache for a name.
  mutating func emit(_ opcode: Opcode, _ a: Int, _ b: Int = 0, named name: String) {
    let kind = Opcode.layouts[Int(opcode.rawValue)].cacheKind ?? .call
    caches.append(CacheDescriptor(kind: kind, name: kind == .call ? 0 : string(name)))
    emit(opcode, a, b, word: caches.count - 1)
  }

  /// A list of numbers in a register; uses the last two registers.
  mutating func list(_ register: Int, _ numbers: [Double]) {
    emit(.newList, register, d: numbers.count)
    for number in numbers {
      load(Int(script.registerCount) - 1, number)
      emit(.append, register, Int(script.registerCount) - 1)
    }
  }

  /// A string that is an object of its own, made of two halves; uses the last register.
  mutating func freshString(_ register: Int, _ text: String) {
    let half = text.count / 2
    load(register, String(text.prefix(half)))
    load(Int(script.registerCount) - 1, String(text.dropFirst(half)))
    emit(.add, register, register, Int(script.registerCount) - 1)
  }

  /// A loop over what is in the first register of a window.
  mutating func iterate(_ window: Int, variables: Int = 1, _ body: (inout Assembly) -> Void) {
    code.append(Instruction(.beginIteration, argumentCount: UInt8(variables), window: UInt16(window)).word)
    emit(.jump, 0, word: 0)
    let start = code.count
    body(&self)
    code[start - 1] = UInt32(code.count - start)
    code.append(Instruction(.next, argumentCount: UInt8(variables), window: UInt16(window)).word)
    code.append(UInt32(bitPattern: Int32(start - code.count - 1)))
  }

  /// A loop with a counter from 0, in a register; uses the two registers after it.
  mutating func count(_ register: Int, to end: Double, _ body: (inout Assembly) -> Void) {
    load(register, 0)
    load(register + 1, 1)
    load(register + 2, end)
    let start = code.count
    body(&self)
    emit(.add, register, register, register + 1)
    emit(.loopIfLess, register, register + 2, word: start - code.count - 2)
  }

  mutating func print(_ register: Int) { emit(.print, register) }

  // MARK: - Running

  var image: ProgramImage {
    get throws {
      var program = program
      var script = script
      program.code = code + [Instruction(.returnNil).word]
      script.code = Run(start: 0, count: program.code.count)
      program.constants = constants
      script.constants = Run(start: 0, count: constants.count)
      program.caches = caches
      script.caches = Run(start: 0, count: caches.count)
      program.functions = [script]
      return try ProgramImage(program)
    }
  }

  /// What it prints, line by line; the last line is the message of the error, if there is one.
  func run(_ change: (inout MachineOptions) -> Void = { _ in }) throws -> [String] {
    var output: [UInt8] = []
    var options = MachineOptions { bytes in
      output += bytes
      return true
    }
    options.heapLimit = 16 << 20
    change(&options)
    let image = try image
    guard let machine = VirtualMachine(options: options) else { return ["no machine"] }
    var lines: [String] = []
    do throws(RuntimeError) {
      try machine.run(image)
    } catch {
      lines.append(error.message)
    }
    machine.flush()
    let problems = machine.heapProblems
    return String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .dropLast().map(String.init) + lines + problems
  }

  /// Runs in all modes, which must agree: as hosts do it, with a collection and verification at each allocation, and observed.
  static func output(registers: UInt32 = 24, _ write: (inout Assembly) -> Void) throws -> [String] {
    var assembly = Assembly(registers: registers)
    write(&assembly)
    let plain = try assembly.run()
    let stressed = try assembly.run { $0.stressCollector = true }
    let crossed = try assembly.run { $0.stressCrossings = true }
    return plain == stressed && plain == crossed
      ? plain : ["modes differ"] + plain + ["---"] + stressed + ["---"] + crossed
  }
}
