import LoxAssembler
import Testing

/// What cannot be encoded is refused, and stops nothing.
@Suite struct FailureTests {
  private func expect(
    x86 error: AssemblyError, at location: SourceLocation = #_sourceLocation,
    _ emit: (inout X86.Assembler) -> Void
  ) {
    var assembler = X86.Assembler()
    emit(&assembler)
    #expect(throws: error, sourceLocation: location) { try assembler.finish() }
  }

  private func expect(
    arm64 error: AssemblyError, at location: SourceLocation = #_sourceLocation,
    _ emit: (inout ARM64.Assembler) -> Void
  ) {
    var assembler = ARM64.Assembler()
    emit(&assembler)
    #expect(throws: error, sourceLocation: location) { try assembler.finish() }
  }

  @Test func labels() {
    expect(x86: .unboundLabel) { $0.jmp($0.makeLabel()) }
    expect(x86: .unboundLabel) { $0.lea(.rax, $0.makeLabel()) }
    expect(x86: .labelBoundTwice) {
      let label = $0.bindLabel()
      $0.bind(label)
    }
    var other = X86.Assembler()
    let foreign = other.makeLabel()
    expect(x86: .unknownLabel) { $0.bind(foreign) }
    expect(x86: .unknownLabel) { $0.call(foreign) }
    expect(arm64: .unboundLabel) { $0.cbz(.x0, $0.makeLabel()) }
    expect(arm64: .unknownLabel) { $0.b(foreign) }
  }

  /// The first problem is the one that is thrown.
  @Test func firstProblem() {
    expect(x86: .immediate(64)) {
      $0.shl(.rax, 64)
      $0.jmp($0.makeLabel())
      $0.mov(X86.Memory(.rax, .max), .rcx)
    }
  }

  // MARK: x86-64

  @Test func x86Operands() {
    expect(x86: .displacement(0x8000_0000)) { $0.mov(.rax, X86.Memory(.rbx, 0x8000_0000)) }
    expect(x86: .displacement(-0x8000_0001)) { $0.movsd(X86.Memory(.rbx, .rcx, -0x8000_0001), .xmm0) }
    expect(x86: .register) { $0.mov(.rax, X86.Memory(.rbx, .rsp)) }
    expect(x86: .immediate(0x8000_0000)) { $0.add(.rcx, 0x8000_0000) }
    expect(x86: .immediate(-0x8000_0001)) { $0.cmp(X86.Memory(.rbx), -0x8000_0001) }
    expect(x86: .immediate(0x1_0000_0000)) { $0.add(.rcx, 0x1_0000_0000, .dword) }
    expect(x86: .immediate(0x8000_0000)) { $0.mov(X86.Memory(.rbx), 0x8000_0000) }
    expect(x86: .immediate(0x1_0000)) { $0.mov(X86.Memory(.rbx), 0x1_0000, .word) }
    expect(x86: .immediate(256)) { $0.xor(.rax, 256, .byte) }
    expect(x86: .immediate(-129)) { $0.test(.rdx, -129, .byte) }
    expect(x86: .immediate(32)) { $0.shr(.rax, 32, .dword) }
    expect(x86: .immediate(-1)) { $0.sar(.rax, -1) }
    expect(x86: .immediate(64)) { $0.bt(.rax, 64) }
    expect(x86: .immediate(-1)) { $0.nop(-1) }
    expect(x86: .modifier) { $0.imul(.rax, .rcx, .byte) }
    expect(x86: .modifier) { $0.cmov(.e, .rax, .rcx, .byte) }
    expect(x86: .modifier) { $0.movsx(.rax, .rcx, from: .dword, to: .dword) }
    expect(x86: .modifier) { $0.cvtsi2sd(.xmm0, .rax, .word) }
    for alignment in [0, -1, 3, 8192, .max, .min] {
      expect(x86: .alignment(alignment)) { $0.align(to: alignment) }
    }
  }

  @Test func x86Distances() {
    expect(x86: .outOfReach(0x8000_0000)) { $0.bind($0.makeLabel(), outside: 0x8000_0000) }
    expect(x86: .outOfReach(-0x8000_0005)) {
      let label = $0.makeLabel()
      $0.bind(label, outside: -0x8000_0000)
      $0.jmp(label)
    }
    expect(x86: .outOfReach(0xffff_fff7)) {
      let label = $0.makeLabel()
      $0.bind(label, outside: 0x7fff_ffff)
      $0.mov(.rax, X86.Memory(label, 0x7fff_ffff))
    }
  }

  // MARK: arm64

  @Test func arm64Operands() {
    expect(arm64: .displacement(32768)) { $0.ldr(.x0, ARM64.Memory(.x1, 32768)) }
    expect(arm64: .displacement(257)) { $0.ldr(.x0, ARM64.Memory(.x1, 257)) }
    expect(arm64: .displacement(-257)) { $0.strb(.x0, ARM64.Memory(.x1, -257)) }
    expect(arm64: .displacement(256)) { $0.ldr(.d0, ARM64.Memory(.x1, 256, .preIndexed)) }
    expect(arm64: .displacement(512)) { $0.ldp(.x0, .x1, ARM64.Memory(.x2, 512)) }
    expect(arm64: .displacement(4)) { $0.stp(.x0, .x1, ARM64.Memory(.x2, 4)) }
    expect(arm64: .immediate(0x100_0000)) { $0.add(.x0, .x1, 0x100_0000) }
    expect(arm64: .immediate(4097)) { $0.cmp(.x0, 4097) }
    expect(arm64: .immediate(.min)) { $0.sub(.x0, .x1, .min) }
    expect(arm64: .immediate(5)) { $0.and(.x0, .x1, 5) }
    expect(arm64: .immediate(0)) { $0.orr(.x0, .x1, 0) }
    expect(arm64: .immediate(-1)) { $0.eor(.x0, .x1, .max) }
    expect(arm64: .immediate(32)) { $0.lsl(.x0, .x1, 32, .w) }
    expect(arm64: .immediate(-1)) { $0.asr(.x0, .x1, -1) }
    expect(arm64: .immediate(64)) { $0.tbz(.x0, bit: 64, $0.bindLabel()) }
    expect(arm64: .immediate(60)) { $0.ubfx(.x0, .x1, from: 60, count: 5) }
    expect(arm64: .immediate(0)) { $0.bfi(.x0, .x1, to: 0, count: 0) }
    expect(arm64: .immediate(64)) { $0.add(.x0, .x1, .x2, .lsl(64)) }
    expect(arm64: .immediate(2)) { $0.movz(.x0, 1, shift: 32, .w) }
    expect(arm64: .modifier) { $0.movk(.x0, 1, shift: 8) }
    expect(arm64: .modifier) { $0.add(.x0, .x1, .x2, .ror(1)) }
    expect(arm64: .modifier) { $0.add(.x0, .x1, .x2, .uxtw(5)) }
    expect(arm64: .modifier) { $0.add(.sp, .x1, .x2, .asr(1)) }
    expect(arm64: .modifier) { $0.and(.x0, .x1, .x2, .uxtw(0)) }
    for alignment in [0, -1, 3, 8192, .max, .min] {
      expect(arm64: .alignment(alignment)) { $0.align(to: alignment) }
    }
  }

  /// Where 31 does not mean the register that is given.
  @Test func arm64Registers() {
    expect(arm64: .register) { $0.ldr(.x0, ARM64.Memory(.zr)) }
    expect(arm64: .register) { $0.ldr(.sp, ARM64.Memory(.x0)) }
    expect(arm64: .register) { $0.ldr(.x0, ARM64.Memory(.x1, .sp, .lsl)) }
    expect(arm64: .register) { $0.add(.x0, .x1, .sp) }
    expect(arm64: .register) { $0.add(.x0, .zr, 1) }
    expect(arm64: .register) { $0.add(.zr, .x0, 1) }
    expect(arm64: .register) { $0.subs(.sp, .x0, 1) }
    expect(arm64: .register) { $0.subs(.sp, .x0, .x1, .uxtw(0)) }
    expect(arm64: .register) { $0.add(.zr, .x0, .x1, .uxtw(0)) }
    expect(arm64: .register) { $0.add(.x0, .zr, .x1, .uxtw(0)) }
    expect(arm64: .register) { $0.add(.sp, .zr, .x1) }
    expect(arm64: .register) { $0.and(.x0, .sp, .x1) }
    expect(arm64: .register) { $0.and(.zr, .x0, 1) }
    expect(arm64: .register) { $0.mov(.sp, 1) }
    expect(arm64: .register) { $0.mul(.x0, .x1, .sp) }
    expect(arm64: .register) { $0.cbz(.sp, $0.bindLabel()) }
    expect(arm64: .register) { $0.br(.sp) }
    expect(arm64: .register) { $0.fmov(.d0, .sp) }
    expect(arm64: .register) { $0.ldp(.x0, .x0, ARM64.Memory(.x1)) }
    expect(arm64: .register) { $0.ldp(.d3, .d3, ARM64.Memory(.x1)) }
    expect(arm64: .register) { $0.ldr(.x1, ARM64.Memory(.x1, 8, .postIndexed)) }
    expect(arm64: .register) { $0.stp(.x0, .x1, ARM64.Memory(.x1, 16, .preIndexed)) }
    expect(arm64: .register) { $0.ldp(.x0, .x1, ARM64.Memory(.x2, .x3, .lsl)) }
    expect(arm64: .register) { $0.str(.x0, ARM64.Memory($0.bindLabel())) }
    expect(arm64: .register) { $0.ldrb(.x0, ARM64.Memory($0.bindLabel())) }
  }

  @Test func arm64Distances() {
    /// The instruction, with a label that far from it.
    func expect(
      _ distance: Int, _ error: AssemblyError?, at location: SourceLocation = #_sourceLocation,
      _ emit: (inout ARM64.Assembler, Label) -> Void
    ) {
      var assembler = ARM64.Assembler()
      let label = assembler.makeLabel()
      assembler.bind(label, outside: distance)
      emit(&assembler, label)
      if let error {
        #expect(throws: error, sourceLocation: location) { try assembler.finish() }
      } else {
        #expect(throws: Never.self, sourceLocation: location) { try assembler.finish() }
      }
    }
    let far = 128 << 20
    expect(far - 4, nil) { $0.b($1) }
    expect(far, .outOfReach(far)) { $0.b($1) }
    expect(-far, nil) { $0.bl($1) }
    expect(-far - 4, .outOfReach(-far - 4)) { $0.bl($1) }
    expect(2, .outOfReach(2)) { $0.b($1) }
    expect(far, nil) { $0.cbz(.x0, $1) }
    expect(far + 4, .outOfReach(far)) { $0.b(.eq, $1) }
    expect((16 << 20) - 4, nil) { $0.adr(.x0, $1) }
    expect(16 << 20, .outOfReach(16 << 20)) { $0.adr(.x0, $1) }
    expect(16 << 20, .outOfReach(16 << 20)) { $0.ldr(.x0, ARM64.Memory($1)) }
    expect((1 << 20) - 4, nil) { $0.ldr(.d0, ARM64.Memory($1)) }
    expect(1 << 20, .outOfReach(1 << 20)) { $0.ldr(.d0, ARM64.Memory($1)) }
    expect(1 << 20, .outOfReach(1 << 20)) { $0.ldr(.zr, ARM64.Memory($1)) }
  }

  // MARK: Rules

  /// A rule about addresses is a function of operands: here, all are in a window that begins at one register.
  @Test func rules() throws {
    var x86 = X86.Assembler { $0.base == .register(.rbx) && $0.index == nil && 0..<64 ~= $0.displacement }
    x86.mov(.rax, X86.Memory(.rbx, 8))
    x86.push(X86.Memory(.rbx, 56))
    #expect(try x86.finish().bytes.isEmpty == false)
    for memory in [
      X86.Memory(.rcx), X86.Memory(.rbx, 64), X86.Memory(.rbx, .rax), X86.Memory(x86.bindLabel()),
    ] {
      var forbidden = x86
      forbidden.addsd(.xmm0, memory)
      #expect(throws: AssemblyError.forbiddenOperand) { try forbidden.finish() }
    }
    var arm64 = ARM64.Assembler { $0.base == .register(.x19) && $0.mode == .offset }
    arm64.str(.x0, ARM64.Memory(.x19))
    #expect(try arm64.finish().bytes.count == 4)
    let label = arm64.bindLabel()
    let forbidden: [(inout ARM64.Assembler) -> Void] = [
      { $0.ldr(.x0, ARM64.Memory(.x1)) }, { $0.ldr(.x0, ARM64.Memory(.x19, 8, .postIndexed)) },
      { $0.stp(.x0, .x1, ARM64.Memory(.sp)) }, { $0.ldr(.d0, ARM64.Memory(label)) },
      { $0.ldr(.x0, ARM64.Memory(label)) },
    ]
    for emit in forbidden {
      var assembler = arm64
      emit(&assembler)
      #expect(throws: AssemblyError.forbiddenOperand) { try assembler.finish() }
    }
  }
}
