import LoxAssembler
import LoxExecution
import LoxJIT

/// The program around machine code for x86-64: it enters each machine, and has the helpers.
struct X86Driver {
  private var assembler = X86.Assembler()
  private let layout: RuntimeLayout
  private(set) var helpers: [(Helper, Label)] = []

  /// The registers that a function must leave as they were (System V ABI).
  private static let kept: [X86.Register] = [.rbx, .rbp, .r12, .r13, .r14, .r15]

  private static func pattern(_ register: X86.Register) -> UInt64 { 0x7ab1_0000 + UInt64(register.rawValue) }

  init(_ layout: RuntimeLayout, enter: Int, count: Int, machineSize: Int) {
    self.layout = layout
    let (enterLabel, done) = (assembler.makeLabel(), assembler.makeLabel())
    assembler.bind(enterLabel, outside: MemoryMap.stubs + enter)
    assembler.mov(.r8, MemoryMap.header)
    assembler.mov(.r9, MemoryMap.machines)
    assembler.mov(X86.Memory(.r8), .r9)
    let loop = assembler.bindLabel()
    assembler.mov(.r8, MemoryMap.header)
    assembler.mov(.rdi, X86.Memory(.r8))
    assembler.mov(.rax, MemoryMap.machines + UInt64(count * machineSize))
    assembler.cmp(.rdi, .rax)
    assembler.j(.ae, done)
    for register in Self.kept { assembler.mov(register, Self.pattern(register)) }
    assembler.mov(X86.Memory(.r8, 16), .rsp)
    assembler.mov(.rsi, X86.Memory(.rdi, MemoryMap.log + LogLayout.start))
    assembler.call(enterLabel)
    assembler.mov(.r8, MemoryMap.header)
    assembler.mov(.rdi, X86.Memory(.r8))
    assembler.mov(X86.Memory(.rdi, MemoryMap.log + LogLayout.result), .rax)
    checkPatterns()
    assembler.add(.rdi, machineSize)
    assembler.mov(X86.Memory(.r8), .rdi)
    assembler.jmp(loop)
    for helper in Helper.allCases { add(helper) }
    assembler.bind(done)
  }

  /// The code, which ends where the process is to end.
  func finish(_ end: (inout X86.Assembler) -> Void) throws(AssemblyError) -> Code {
    var assembler = assembler
    end(&assembler)
    return try assembler.finish()
  }

  /// A bit for each register that has changed; bit 30 for the stack pointer.
  private mutating func checkPatterns() {
    assembler.xor(.rdx, .rdx, .dword)
    for register in Self.kept {
      assembler.mov(.rcx, Self.pattern(register))
      note(register, bit: Int(register.rawValue))
    }
    assembler.mov(.rcx, X86.Memory(.r8, 16))
    note(.rsp, bit: 30)
    assembler.mov(.rsp, X86.Memory(.r8, 16))
    assembler.mov(X86.Memory(.rdi, MemoryMap.log + LogLayout.problems), .rdx)
  }

  private mutating func note(_ register: X86.Register, bit: Int) {
    assembler.cmp(register, .rcx)
    assembler.set(.ne, .rcx)
    assembler.movzx(.rcx, .rcx, from: .byte)
    assembler.shl(.rcx, bit)
    assembler.or(.rdx, .rcx)
  }

  // MARK: Helpers

  private mutating func add(_ helper: Helper) {
    helpers.append((helper, assembler.bindLabel()))
    assembler.lea(.r10, X86.Memory(.rdi, MemoryMap.log))
    assembler.mov(.r11, X86.Memory(.r10, LogLayout.count))
    assembler.mov(.rax, .r11)
    assembler.shl(.rax, 6)
    assembler.add(.rax, .r10)
    assembler.mov(X86.Memory(.rax, LogLayout.calls), helper.rawValue)
    // Before the call, the stack was aligned.
    assembler.push(.rbx)
    assembler.mov(.rbx, .rsp)
    assembler.and(.rbx, 15)
    assembler.mov(X86.Memory(.rax, LogLayout.calls + 8), .rbx)
    assembler.pop(.rbx)
    let arguments: [X86.Register] = [.rsi, .rdx, .rcx, .r8, .r9]
    for (number, register) in arguments.prefix(helper.argumentCount).enumerated() {
      assembler.mov(X86.Memory(.rax, LogLayout.calls + 16 + 8 * number), register)
    }
    assembler.add(X86.Memory(.r10, LogLayout.count), 1, .qword)
    if helper.parks { park(isHere: helper == .executeHere) }
    setResult(of: helper)
    spoil()
    assembler.ret()
  }

  private mutating func setResult(of helper: Helper) {
    let done = assembler.makeLabel()
    assembler.mov(.rax, X86.Memory(.r10, LogLayout.ownResults + 8 * helper.rawValue))
    if helper != .executeHere {
      assembler.mov(.r11, X86.Memory(.r10, LogLayout.resultIndex))
      assembler.cmp(.r11, X86.Memory(.r10, LogLayout.resultCount))
      assembler.j(.ae, done)
      assembler.mov(.rax, X86.Memory(.r10, .r11, .eight, LogLayout.results))
      assembler.add(X86.Memory(.r10, LogLayout.resultIndex), 1, .qword)
    }
    assembler.bind(done)
  }

  private mutating func park(isHere: Bool) {
    let context = layout.context
    if isHere { assembler.add(.rsi, X86.Memory(.r10, LogLayout.distance)) }
    assembler.add(.r9, Helper.addedFuel)
    let state: [(X86.Register, Int)] = [
      (.rsi, context.pc), (.rdx, context.function), (.rcx, context.registers), (.r8, context.frame),
      (.r9, context.fuel),
    ]
    for (register, offset) in state { assembler.mov(X86.Memory(.rdi, offset), register) }
  }

  /// Functions may change these registers, so they do.
  private mutating func spoil() {
    let volatile: [X86.Register] = [.rcx, .rdx, .rsi, .rdi, .r8, .r9, .r10, .r11]
    for register in volatile { assembler.mov(register, 0xdead_0000_dead_0000 + UInt64(register.rawValue)) }
    for register in X86.VectorRegister.allCases { assembler.movq(register, .rcx) }
  }
}
