import LoxAssembler

extension ARM64Target {
  /// The registers that a function must leave as they were, in pairs; those that are not used here are as they were anyway.
  private static let kept: [(ARM64.Register, ARM64.Register)] = [(.x19, .x20), (.x21, .x22), (.x23, .x24)]
  /// On the stack, which is always aligned to 16 bytes: first the frame record of debuggers, that is the caller's frame and its address.
  private static var frameSize: Int { 16 + kept.count * 16 }

  mutating func enter(_ layout: RuntimeLayout) -> Label {
    let label = assembler.bindLabel()
    assembler.stp(.x29, .link, ARM64.Memory(.sp, -Self.frameSize, .preIndexed))
    assembler.mov(.x29, .sp)
    for (number, pair) in Self.kept.enumerated() {
      assembler.stp(pair.0, pair.1, ARM64.Memory(.sp, 16 + 16 * number))
    }
    // Another processor may have written the code, or this thread was on another one: nothing may be left here of what was at these
    // addresses before (Arm ARM, B2.4.4, "Concurrent modification and execution of instructions").
    assembler.isb()
    assembler.mov(Self.register(.context), .x0)
    load(.cage, .context(layout.context.cage), .double)
    takeUp(layout)
    assembler.br(.x1)
    return label
  }

  mutating func returnToSwift() {
    for (number, pair) in Self.kept.enumerated() {
      assembler.ldp(pair.0, pair.1, ARM64.Memory(.sp, 16 + 16 * number))
    }
    assembler.ldp(.x29, .link, ARM64.Memory(.sp, Self.frameSize, .postIndexed))
    assembler.ret()
  }

  mutating func step(_ helper: Int, _ layout: RuntimeLayout) -> Label {
    let label = assembler.bindLabel()
    passState()
    call(.context(helper))
    takeUp(layout)
    assembler.br(Self.register(Register.a))
    return label
  }

  /// The place is in `c`, which is the register of the second argument.
  private mutating func passState() {
    assembler.mov(.x2, Self.register(.record))
    assembler.mov(.x3, Self.register(.window))
    assembler.mov(.x4, Self.register(.frame))
    assembler.mov(.x5, Self.register(.fuel))
  }

  mutating func stepsHere(_ layout: RuntimeLayout, fail: Label) -> (ofOneWord: Label, ofTwoWords: Label) {
    let (common, isElsewhere) = (assembler.makeLabel(), assembler.makeLabel())
    let ofOneWord = assembler.bindLabel()
    add(.c, .record(layout.record.code), .double)
    copy(.a, .c, .double)
    jump(common)
    let ofTwoWords = assembler.bindLabel()
    add(.c, .record(layout.record.code), .double)
    sum(.a, .c, MemoryLayout<UInt32>.size, .double)
    bind(common)
    // Where this returns, and the place of the next instruction.
    assembler.stp(.link, Self.register(Register.a), ARM64.Memory(.sp, -16, .preIndexed))
    passState()
    call(.context(layout.context.executeHere))
    assembler.ldp(.link, Self.register(Register.b), ARM64.Memory(.sp, 16, .postIndexed))
    // A truth value of C has one byte.
    assembler.tst(.x0, 0xff, .w)
    assembler.b(.eq, fail)
    load(.window, .context(layout.context.registers), .double)
    load(.frame, .context(layout.context.frame), .double)
    load(.fuel, .context(layout.context.fuel), .double)
    branch(.notEqual, .record, .context(layout.context.function), .double, to: isElsewhere)
    branch(.notEqual, .b, .context(layout.context.pc), .double, to: isElsewhere)
    assembler.ret()
    bind(isElsewhere)
    call(.context(layout.context.findPlace))
    takeUp(layout)
    assembler.br(Self.register(Register.a))
    return (ofOneWord, ofTwoWords)
  }
}
