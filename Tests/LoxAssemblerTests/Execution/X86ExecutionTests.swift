import LoxAssembler
import LoxExecution
import Testing

/// What x86-64 code does.
@Suite(.enabled(if: Execution.canRunX86)) struct X86ExecutionTests {
  typealias Memory = X86.Memory

  @Test func loop() throws {
    let words = try Execution.x86([1000]) { a in
      let done = a.makeLabel()
      a.mov(.rcx, Memory(.rbx))
      a.xor(.rax, .rax, .dword)
      let loop = a.bindLabel()
      a.test(.rcx, .rcx)
      a.j(.e, done)
      a.add(.rax, .rcx)
      a.dec(.rcx)
      a.jmp(loop)
      a.bind(done)
      a.mov(Memory(.rbx, 8), .rax)
    }
    #expect(words[1] == 500_500)
  }

  @Test func doubles() throws {
    let values = [3.75, 0.5, -2.5, 9]
    let words = try Execution.x86(values.map(\.bitPattern)) { a in
      let (constant, over) = (a.makeLabel(), a.makeLabel())
      a.movsd(.xmm9, Memory(.rbx))
      a.addsd(.xmm9, Memory(.rbx, 8))
      a.mulsd(.xmm9, Memory(constant))
      a.movsd(Memory(.rbx, 32), .xmm9)
      a.movsd(.xmm1, Memory(.rbx, 16))
      for (number, rounding) in X86.Rounding.allCases.enumerated() {
        a.roundsd(.xmm15, .xmm1, rounding)
        a.movsd(Memory(.rbx, 40 + 8 * number), .xmm15)
      }
      a.sqrtsd(.xmm2, Memory(.rbx, 24))
      a.cvttsd2si(.rax, .xmm2)
      a.mov(Memory(.rbx, 72), .rax)
      a.xor(.rcx, .rcx, .dword)
      a.xorpd(.xmm3, .xmm3)
      a.divsd(.xmm3, .xmm3)
      a.ucomisd(.xmm3, .xmm3)
      a.set(.p, .rcx)
      a.mov(Memory(.rbx, 80), .rcx)
      a.mov(.rdx, UInt64(bitPattern: -7))
      a.cvtsi2sd(.xmm4, .rdx)
      a.movq(.rsi, .xmm4)
      a.mov(Memory(.rbx, 88), .rsi)
      a.jmp(over)
      a.align(to: 16)
      a.bind(constant)
      a.data((2.0).bitPattern)
      a.bind(over)
    }
    #expect(words[4...8].map(Double.init(bitPattern:)) == [8.5, -2, -3, -2, -2])
    #expect(words[9...10] == [3, 1])
    #expect(Double(bitPattern: words[11]) == -7)
  }

  @Test func calls() throws {
    let words = try Execution.x86 { a in
      let (function, over, target) = (a.makeLabel(), a.makeLabel(), a.makeLabel())
      a.mov(.rdi, 20)
      a.call(function)
      a.mov(Memory(.rbx), .rax)
      a.lea(.r12, function)
      a.call(.r12)
      a.mov(Memory(.rbx, 8), .rax)
      a.lea(.r13, target)
      a.mov(Memory(.rbx, 16), .r13)
      a.push(Memory(.rbx, 8))
      a.pop(.r8)
      a.jmp(Memory(.rbx, 16))
      a.ud2()
      a.bind(target)
      a.mov(Memory(.rbx, 24), .r8)
      a.jmp(over)
      // Twice the argument and one, which is the next argument.
      a.bind(function)
      a.lea(.rax, Memory(.rdi, .rdi, 1))
      a.mov(.rdi, .rax)
      a.ret()
      a.bind(over)
    }
    #expect(words[0...1] == [41, 83])
    #expect(words[3] == 83)
  }

  @Test func constants() throws {
    let constants = ConstantSamples.all
    let words = try Execution.x86 { a in
      for (number, constant) in constants.enumerated() {
        a.mov(.r10, constant)
        a.mov(Memory(.rbx, 8 * number), .r10)
      }
    }
    #expect(Array(words.prefix(constants.count)) == constants)
  }

  @Test func integers() throws {
    let words = try Execution.x86([0xffff_fffd_8000_0001, 0x1234]) { a in
      a.mov(.rax, Memory(.rbx, 4), .dword)
      a.movsx(.rcx, Memory(.rbx), from: .dword)
      a.movzx(.rdx, Memory(.rbx, 7), from: .byte)
      a.movsx(.rsi, Memory(.rbx, 6), from: .word)
      a.mov(.rdi, Memory(.rbx))
      a.shr(.rdi, 48)
      a.imul(.r8, .rdi, -3)
      a.bt(.rdi, 3)
      a.mov(.r9, 5)
      a.mov(.r10, 6)
      a.cmov(.b, .r9, .r10)
      a.mov(.rbp, 1)
      a.mov(.r11, Memory(.rbx, .rbp, .eight))
      a.not(.r11)
      let results: [X86.Register] = [.rax, .rcx, .rdx, .rsi, .rdi, .r8, .r9, .r11]
      for (number, register) in results.enumerated() { a.mov(Memory(.rbx, 16 + 8 * number), register) }
    }
    let expected: [UInt64] = [
      0xffff_fffd, 0xffff_ffff_8000_0001, 0xff, .max, 0xffff, 0xffff_ffff_fffd_0003, 6, 0xffff_ffff_ffff_edcb,
    ]
    #expect(Array(words[2...9]) == expected)
  }
}
