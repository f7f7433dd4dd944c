import LoxAssembler
import LoxDisassembler
import Testing

/// What is reached, and which registers are narrow there. `probe` notes places, at which the tests ask.
@Suite struct X86ControlFlowTests {
  typealias Memory = X86.Memory

  /// The answers for a register at the places that the program notes, from the first instruction on.
  private func answers(
    _ register: X86.Register, _ emit: (inout X86.Assembler, _ probe: (inout X86.Assembler) -> Void) -> Void
  ) throws -> [Bool] {
    var assembler = X86.Assembler()
    var probes: [Label] = []
    emit(&assembler) { probes.append($0.bindLabel()) }
    let code = try assembler.finish()
    let flow = try #require(X86ControlFlow(code.bytes, entries: [0]))
    return probes.map { flow.isNarrow(register, at: code.offset(of: $0) ?? -1) }
  }

  @Test func straightCode() throws {
    let answers = try answers(.rax) { a, probe in
      probe(&a)
      a.mov(.rax, Memory(.rbx), .dword)
      probe(&a)
      a.mov(.rcx, Memory(.r14, .rax))
      a.add(.rax, 8, .dword)
      probe(&a)
      a.mov(.rax, .rcx)
      probe(&a)
      a.mov(.rcx, 5)
      a.mov(.rax, .rcx)
      probe(&a)
      a.set(.e, .rax)
      probe(&a)
      a.add(.rax, 1)
      probe(&a)
      a.cmov(.e, .rax, .rdx, .dword)
      probe(&a)
      a.pop(.rax)
      probe(&a)
      a.ret()
    }
    #expect(answers == [false, true, true, false, true, true, false, true, false])
  }

  @Test func joins() throws {
    for isWide in [false, true] {
      let answers = try answers(.rax) { a, probe in
        let other = a.makeLabel()
        a.mov(.rax, Memory(.rbx), .dword)
        a.test(.rcx, .rcx)
        a.j(.e, other)
        a.mov(.rax, Memory(.rbx, 8), isWide ? .qword : .dword)
        a.bind(other)
        probe(&a)
        a.ret()
      }
      #expect(answers == [!isWide])
    }
  }

  @Test func loops() throws {
    for isWide in [false, true] {
      let answers = try answers(.rax) { a, probe in
        a.xor(.rax, .rax, .dword)
        let loop = a.bindLabel()
        probe(&a)
        a.cmp(.rax, 100)
        a.add(.rax, 8, isWide ? .qword : .dword)
        a.j(.b, loop)
        a.ud2()
      }
      #expect(answers == [!isWide])
    }
  }

  @Test func entries() throws {
    let answers = try answers(.rax) { a, probe in
      let (function, back) = (a.makeLabel(), a.makeLabel())
      a.mov(.rax, 1)
      a.call(Memory(.r15))
      probe(&a)
      a.mov(.rax, 1)
      a.call(function)
      probe(&a)
      a.mov(.rax, 1)
      a.lea(.rcx, back)
      a.jmp(Memory(.r12))
      a.bind(function)
      probe(&a)
      a.mov(.rax, 1)
      a.jmp(back)
      a.bind(back)
      probe(&a)
      a.ret()
    }
    #expect(answers == [false, false, false, false])
  }

  /// Data is not reached; jumps to other code end there.
  @Test func unreached() throws {
    var assembler = X86.Assembler()
    let (constant, outside) = (assembler.makeLabel(), assembler.makeLabel())
    assembler.bind(outside, outside: 1000)
    assembler.movsd(.xmm0, Memory(constant))
    assembler.jmp(outside)
    assembler.bind(constant)
    assembler.data(.max)
    let code = try assembler.finish()
    let flow = try #require(X86ControlFlow(code.bytes, entries: [0]))
    #expect(flow.instructions.count == 2)
  }

  @Test func refused() {
    // A jump into itself, an end without a jump, a call that returns to nothing, and a system call.
    let others: [[UInt8]] = [
      [0x75, 0xff, 0xc0, 0xc3], [0x90], [0x74, 0xfe], [0xff, 0xd0], [0x0f, 0x05, 0xc3],
    ]
    for bytes in others { #expect(X86ControlFlow(bytes, entries: [0]) == nil, "\(hexadecimal(bytes))") }
    // The second entry is in the middle of an instruction.
    #expect(X86ControlFlow([0xb8, 0xc3, 0, 0, 0, 0xc3], entries: [0, 1]) == nil)
    #expect(X86ControlFlow([0xb8, 0xc3, 0, 0, 0, 0xc3], entries: [0, 5]) != nil)
  }
}
