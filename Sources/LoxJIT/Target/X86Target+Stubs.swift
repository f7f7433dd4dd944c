import LoxAssembler

extension X86Target {
  /// The registers that a function must leave as they were, except for `rsp`.
  private static let kept: [X86.Register] = [.rbx, .rbp, .r12, .r13, .r14, .r15]
  /// Calls find the stack aligned to 16 bytes: below the return address and the registers is room for one word.
  private static let padding = 8

  static func makeStubs(_ layout: RuntimeLayout) throws(AssemblyError) -> CompiledStubs {
    var target = X86Target(layout.memory)
    var stubs = CompiledStubs()
    let enter = target.enter(layout)
    let end = target.assembler.makeLabel()
    let leaveAtEntry = target.assembler.bindLabel()
    target.load(.a, .record(layout.record.code), .double)
    let leave = target.leave(layout)
    let leaveParked = target.assembler.bindLabel()
    target.set(.a, 1)
    target.jump(end)
    let fail = target.assembler.bindLabel()
    target.set(.a, 0)
    target.bind(end)
    target.returnToSwift()
    let finishMember = target.assembler.bindLabel()
    // The machine wants the place behind the instruction to which members return.
    target.sum(.c, .a, MemoryLayout<UInt32>.size, .double)
    _ = target.step(layout.context.finishMemberOfMachine, layout)
    let step = target.step(layout.context.execute, layout)
    let stepsHere = target.stepsHere(layout, fail: fail)
    let code = try target.finish()
    for (label, path) in [
      (enter, \CompiledStubs.enter), (leave, \.leave), (leaveAtEntry, \.leaveAtEntry),
      (leaveParked, \.leaveParked),
      (fail, \.fail), (step, \.step), (finishMember, \.finishMember), (stepsHere.ofOneWord, \.stepHere),
      (stepsHere.ofTwoWords, \.stepTwoHere),
    ] {
      guard let offset = code.offset(of: label) else { throw .unboundLabel }
      stubs[keyPath: path] = offset
    }
    stubs.code = code.bytes
    return stubs
  }

  /// A C function of the context and an address: takes up the state that is parked, and jumps there.
  private mutating func enter(_ layout: RuntimeLayout) -> Label {
    let label = assembler.bindLabel()
    for register in Self.kept { assembler.push(register) }
    assembler.sub(.rsp, Self.padding)
    assembler.mov(Self.register(.context), .rdi)
    load(.cage, .context(layout.context.cage), .double)
    takeUp(layout)
    assembler.jmp(.rsi)
    return label
  }

  private mutating func takeUp(_ layout: RuntimeLayout) {
    load(.window, .context(layout.context.registers), .double)
    load(.record, .context(layout.context.function), .double)
    load(.frame, .context(layout.context.frame), .double)
    load(.fuel, .context(layout.context.fuel), .double)
  }

  /// Parks the state; the place in the bytecode is in `a`.
  private mutating func leave(_ layout: RuntimeLayout) -> Label {
    let label = assembler.bindLabel()
    store(.a, .context(layout.context.pc), .double)
    store(.record, .context(layout.context.function), .double)
    store(.window, .context(layout.context.registers), .double)
    store(.frame, .context(layout.context.frame), .double)
    store(.fuel, .context(layout.context.fuel), .double)
    return label
  }

  private mutating func returnToSwift() {
    assembler.add(.rsp, Self.padding)
    for register in Self.kept.reversed() { assembler.pop(register) }
    assembler.ret()
  }

  /// Lets the machine execute the instruction before the place in `c`: with the context and the state as arguments. The result is the
  /// address where to go on with the state that is parked then.
  private mutating func step(_ helper: Int, _ layout: RuntimeLayout) -> Label {
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

  /// The same, called, for an instruction of one word or two, with so many bytes in `c` as the place is behind the function's first one.
  ///
  /// If the code goes on with the next instruction, this returns, as the processor has foreseen, and the machine need not look where that is.
  private mutating func stepsHere(_ layout: RuntimeLayout, fail: Label) -> (
    ofOneWord: Label, ofTwoWords: Label
  ) {
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
