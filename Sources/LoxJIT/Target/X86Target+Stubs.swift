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
    target.sum(.c, .a, 4, .double)
    let step = target.step(layout)
    let stepHere = target.stepHere(layout)
    let code = try target.finish()
    for (label, path) in [
      (enter, \CompiledStubs.enter), (leave, \.leave), (leaveAtEntry, \.leaveAtEntry),
      (leaveParked, \.leaveParked),
      (fail, \.fail), (step, \.step), (finishMember, \.finishMember), (stepHere, \.stepHere),
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
  private mutating func step(_ layout: RuntimeLayout) -> Label {
    let label = assembler.bindLabel()
    execute(layout)
    assembler.jmp(.rax)
    return label
  }

  private mutating func execute(_ layout: RuntimeLayout) {
    assembler.mov(.rdi, Self.register(.context))
    assembler.mov(.rdx, Self.register(.record))
    assembler.mov(.rcx, Self.register(.window))
    assembler.mov(.r8, Self.register(.frame))
    assembler.mov(.r9, Self.register(.fuel))
    assembler.call(Self.memory(.context(layout.context.execute)))
    takeUp(layout)
  }

  /// The same, called: with so many bytes in `c` as the place is behind the function's first instruction. If the code goes on where it was
  /// called, this returns, which the processor has foreseen.
  private mutating func stepHere(_ layout: RuntimeLayout) -> Label {
    let (label, isElsewhere) = (assembler.bindLabel(), assembler.makeLabel())
    add(.c, .record(layout.record.code), .double)
    assembler.sub(.rsp, Self.padding)
    execute(layout)
    assembler.add(.rsp, Self.padding)
    assembler.cmp(.rax, X86.Memory(.rsp))
    assembler.j(.ne, isElsewhere)
    assembler.ret()
    assembler.bind(isElsewhere)
    assembler.add(.rsp, 8)
    assembler.jmp(.rax)
    return label
  }
}
