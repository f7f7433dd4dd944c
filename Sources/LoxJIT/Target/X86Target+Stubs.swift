import LoxAssembler

extension X86Target {
  /// The registers that a function must leave as they were, except for `rsp`.
  private static let kept: [X86.Register] = [.rbx, .rbp, .r12, .r13, .r14, .r15]
  /// Calls find the stack aligned to 16 bytes: below the return address and the registers is room for one word.
  private static let padding = 8

  mutating func enter(_ layout: RuntimeLayout) -> Label {
    let label = assembler.bindLabel()
    for register in Self.kept { assembler.push(register) }
    assembler.sub(.rsp, Self.padding)
    assembler.mov(Self.register(.context), .rdi)
    load(.cage, .context(layout.context.cage), .double)
    takeUp(layout)
    assembler.jmp(.rsi)
    return label
  }

  mutating func returnToSwift() {
    assembler.add(.rsp, Self.padding)
    for register in Self.kept.reversed() { assembler.pop(register) }
    assembler.ret()
  }

  mutating func step(_ layout: RuntimeLayout) -> Label {
    let label = assembler.bindLabel()
    assembler.mov(.rdi, Self.register(.context))
    assembler.mov(.rdx, Self.register(.record))
    assembler.mov(.rcx, Self.register(.window))
    assembler.mov(.r8, Self.register(.frame))
    assembler.mov(.r9, Self.register(.fuel))
    assembler.call(Self.memory(.context(layout.context.execute)))
    takeUp(layout)
    assembler.jmp(.rax)
    return label
  }
}
