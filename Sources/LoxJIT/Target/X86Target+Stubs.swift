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

  mutating func step(_ helper: Int, _ layout: RuntimeLayout) -> Label {
    let label = assembler.bindLabel()
    passState()
    assembler.call(Self.memory(.context(helper)))
    takeUp(layout)
    assembler.jmp(.rax)
    return label
  }

  private mutating func passState() {
    assembler.mov(.rdi, Self.register(.context))
    assembler.mov(.rdx, Self.register(.record))
    assembler.mov(.rcx, Self.register(.window))
    assembler.mov(.r8, Self.register(.frame))
    assembler.mov(.r9, Self.register(.fuel))
  }

  mutating func stepsHere(_ layout: RuntimeLayout, fail: Label) -> (ofOneWord: Label, ofTwoWords: Label) {
    let (common, isElsewhere, fails) = (assembler.makeLabel(), assembler.makeLabel(), assembler.makeLabel())
    let ofOneWord = assembler.bindLabel()
    add(.c, .record(layout.record.code), .double)
    assembler.mov(.rax, Self.register(.c))
    assembler.jmp(common)
    let ofTwoWords = assembler.bindLabel()
    add(.c, .record(layout.record.code), .double)
    sum(.a, .c, MemoryLayout<UInt32>.size, .double)
    assembler.bind(common)
    // The place of the next instruction; with it, the stack is aligned.
    assembler.push(.rax)
    passState()
    assembler.call(Self.memory(.context(layout.context.executeHere)))
    assembler.pop(.rcx)
    assembler.test(.rax, .rax, .byte)
    assembler.j(.e, fails)
    load(.window, .context(layout.context.registers), .double)
    load(.frame, .context(layout.context.frame), .double)
    load(.fuel, .context(layout.context.fuel), .double)
    assembler.cmp(Self.register(.record), Self.memory(.context(layout.context.function)))
    assembler.j(.ne, isElsewhere)
    assembler.cmp(.rcx, Self.memory(.context(layout.context.pc)))
    assembler.j(.ne, isElsewhere)
    assembler.ret()
    assembler.bind(isElsewhere)
    assembler.add(.rsp, 8)
    assembler.mov(.rdi, Self.register(.context))
    assembler.call(Self.memory(.context(layout.context.findPlace)))
    takeUp(layout)
    assembler.jmp(.rax)
    assembler.bind(fails)
    assembler.add(.rsp, 8)
    assembler.jmp(fail)
    return (ofOneWord, ofTwoWords)
  }
}
