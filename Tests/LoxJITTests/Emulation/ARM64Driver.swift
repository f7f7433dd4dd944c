import LoxAssembler
import LoxExecution
import LoxJIT

/// The program around machine code for arm64: it enters each machine, and has the helpers.
struct ARM64Driver {
  private var assembler = ARM64.Assembler()
  private let layout: RuntimeLayout
  private(set) var helpers: [(Helper, Label)] = []

  /// The registers that a function must leave as they were (AAPCS64), and `x18`, which it must not touch.
  private static let kept: [ARM64.Register] = [
    .x18, .x19, .x20, .x21, .x22, .x23, .x24, .x25, .x26, .x27, .x28, .x29,
  ]
  private static let keptDoubles: [ARM64.VectorRegister] = [.d8, .d9, .d10, .d11, .d12, .d13, .d14, .d15]

  private static func pattern(_ number: Int) -> UInt64 { 0x7ab1_0000 + UInt64(number) }

  init(_ layout: RuntimeLayout, enter: Int, count: Int, machineSize: Int) {
    self.layout = layout
    let (enterLabel, done) = (assembler.makeLabel(), assembler.makeLabel())
    assembler.bind(enterLabel, outside: MemoryMap.stubs + enter)
    assembler.mov(.x9, MemoryMap.header)
    assembler.mov(.x10, MemoryMap.machines)
    assembler.str(.x10, ARM64.Memory(.x9))
    let loop = assembler.bindLabel()
    assembler.mov(.x9, MemoryMap.header)
    assembler.ldr(.x10, ARM64.Memory(.x9))
    assembler.mov(.x11, MemoryMap.machines + UInt64(count * machineSize))
    assembler.cmp(.x10, .x11)
    assembler.b(.hs, done)
    setPatterns()
    assembler.mov(.x12, .sp)
    assembler.str(.x12, ARM64.Memory(.x9, 16))
    assembler.mov(.x0, .x10)
    assembler.ldr(.x1, ARM64.Memory(.x10, MemoryMap.log + LogLayout.start))
    assembler.bl(enterLabel)
    assembler.mov(.x9, MemoryMap.header)
    assembler.ldr(.x10, ARM64.Memory(.x9))
    assembler.str(.x0, ARM64.Memory(.x10, MemoryMap.log + LogLayout.result))
    checkPatterns()
    assembler.mov(.x12, UInt64(machineSize))
    assembler.add(.x10, .x10, .x12)
    assembler.str(.x10, ARM64.Memory(.x9))
    assembler.b(loop)
    for helper in Helper.allCases { add(helper) }
    assembler.bind(done)
  }

  /// The code, which ends where the process is to end.
  func finish(_ end: (inout ARM64.Assembler) -> Void) throws(AssemblyError) -> Code {
    var assembler = assembler
    end(&assembler)
    return try assembler.finish()
  }

  private mutating func setPatterns() {
    for register in Self.kept { assembler.mov(register, Self.pattern(Int(register.rawValue))) }
    for (number, register) in Self.keptDoubles.enumerated() {
      assembler.mov(.x12, Self.pattern(64 + number))
      assembler.fmov(register, .x12)
    }
  }

  /// A bit for each register that has changed; bit 63 for the stack pointer.
  private mutating func checkPatterns() {
    assembler.mov(.x13, 0)
    for register in Self.kept {
      assembler.mov(.x12, Self.pattern(Int(register.rawValue)))
      note(register, bit: Int(register.rawValue))
    }
    for (number, register) in Self.keptDoubles.enumerated() {
      assembler.fmov(.x14, register)
      assembler.mov(.x12, Self.pattern(64 + number))
      note(.x14, bit: 40 + number)
    }
    assembler.ldr(.x12, ARM64.Memory(.x9, 16))
    assembler.mov(.x14, .sp)
    note(.x14, bit: 63)
    assembler.ldr(.x12, ARM64.Memory(.x9, 16))
    assembler.mov(.sp, .x12)
    assembler.str(.x13, ARM64.Memory(.x10, MemoryMap.log + LogLayout.problems))
  }

  private mutating func note(_ register: ARM64.Register, bit: Int) {
    assembler.cmp(register, .x12)
    assembler.cset(.x12, .ne)
    assembler.orr(.x13, .x13, .x12, .lsl(bit))
  }

  // MARK: Helpers

  private mutating func add(_ helper: Helper) {
    helpers.append((helper, assembler.bindLabel()))
    assembler.add(.x9, .x0, MemoryMap.log)
    assembler.ldr(.x10, ARM64.Memory(.x9, LogLayout.count))
    assembler.add(.x11, .x9, .x10, .lsl(6))
    assembler.add(.x11, .x11, LogLayout.calls)
    assembler.mov(.x12, UInt64(helper.rawValue))
    assembler.str(.x12, ARM64.Memory(.x11))
    assembler.mov(.x12, .sp)
    assembler.and(.x12, .x12, 15)
    assembler.str(.x12, ARM64.Memory(.x11, 8))
    let arguments: [ARM64.Register] = [.x1, .x2, .x3, .x4, .x5]
    for (number, register) in arguments.prefix(helper.argumentCount).enumerated() {
      assembler.str(register, ARM64.Memory(.x11, 16 + 8 * number))
    }
    assembler.add(.x10, .x10, 1)
    assembler.str(.x10, ARM64.Memory(.x9, LogLayout.count))
    if helper.parks { park(isHere: helper == .executeHere) }
    setResult(of: helper)
    spoil()
    assembler.ret()
  }

  private mutating func setResult(of helper: Helper) {
    let done = assembler.makeLabel()
    assembler.ldr(.x12, ARM64.Memory(.x9, LogLayout.ownResults + 8 * helper.rawValue))
    if helper != .executeHere {
      assembler.ldr(.x10, ARM64.Memory(.x9, LogLayout.resultIndex))
      assembler.ldr(.x11, ARM64.Memory(.x9, LogLayout.resultCount))
      assembler.cmp(.x10, .x11)
      assembler.b(.hs, done)
      assembler.add(.x11, .x9, .x10, .lsl(3))
      assembler.ldr(.x12, ARM64.Memory(.x11, LogLayout.results))
      assembler.add(.x10, .x10, 1)
      assembler.str(.x10, ARM64.Memory(.x9, LogLayout.resultIndex))
    }
    assembler.bind(done)
    assembler.mov(.x0, .x12)
  }

  private mutating func park(isHere: Bool) {
    let context = layout.context
    if isHere {
      assembler.ldr(.x12, ARM64.Memory(.x9, LogLayout.distance))
      assembler.add(.x1, .x1, .x12)
    }
    assembler.add(.x5, .x5, Helper.addedFuel)
    let state: [(ARM64.Register, Int)] = [
      (.x1, context.pc), (.x2, context.function), (.x3, context.registers), (.x4, context.frame),
      (.x5, context.fuel),
    ]
    for (register, offset) in state { assembler.str(register, ARM64.Memory(.x0, offset)) }
  }

  /// Functions may change these registers, so they do.
  private mutating func spoil() {
    for number in UInt8(1)...17 {
      guard let register = ARM64.Register(rawValue: number) else { continue }
      assembler.mov(register, 0xdead_0000_dead_0000 + UInt64(number))
    }
    for register in ARM64.VectorRegister.allCases where !(8...15).contains(register.rawValue) {
      assembler.fmov(register, .x1)
    }
  }
}
