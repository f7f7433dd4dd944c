import LoxAssembler
import LoxBytecode

/// Calls and returns. A call looks at all that it needs before it changes anything, as the run loop does: registers, a frame, and fuel.
extension Baseline {
  mutating func call(_ i: Instruction) {
    let (word, step, enter) = (self.word, step(), target.makeLabel())
    let known = layout.callCache
    let isPaid = target.makeLabel()
    let isAnother = outOfLine { code in
      code.target.address(.e, code.cache(word, 0))
      code.target.set(.c, UInt64(i.argumentCount | i.window << 8))
      code.target.callShared(.context(code.layout.context.findCallee))
      code.target.branch(.equal, .a, 0, .double, to: step)
      code.target.copy(.d, .a, .double)
      code.target.store(.b, code.register(i.window), .double)
      code.target.jump(isPaid)
    }
    let isClass = outOfLine { $0.construct(i, word, enter, step) }
    target.load(.a, register(i.window), .double)
    target.branch(.notEqual, .a, cache(word, known.callee), .double, to: isAnother)
    target.branch(.notEqual, cache(word, known.shape), 0, .word, to: isClass)
    target.bind(enter)
    target.load(.d, cache(word, known.record), .double)
    target.load(.c, cache(word, known.closure), .word)
    reserve(i.window, orBranchTo: step)
    target.bind(isPaid)
    push(i.window)
  }

  mutating func invokeSuper(_ i: Instruction) {
    let (word, step, known) = (self.word, step(), layout.callCache)
    target.load(.a, register(i.window + i.argumentCount + 1), .double)
    target.branch(.notEqual, .a, cache(word, known.callee), .double, to: step)
    target.load(.d, cache(word, known.record), .double)
    target.load(.c, cache(word, known.closure), .word)
    enter(i.window, orBranchTo: step)
  }

  /// Makes an instance of the class that the site knows, and begins its initializer if it has one.
  private mutating func construct(_ i: Instruction, _ word: Int, _ enter: Label, _ step: Label) {
    target.address(.e, cache(word, 0))
    target.set(.b, UInt64(i.window * valueSize))
    target.callShared(.context(layout.context.construct))
    target.branch(.equal, .a, 0, .double, to: step)
    target.store(.a, register(i.window), .double)
    target.branch(.notEqual, cache(word, layout.callCache.closure), 0, .word, to: enter)
    target.jump(following)
  }

  // MARK: - Entering a function

  /// Begins the function whose record is in `d`, with the closure in `c`; its window starts at a register.
  mutating func enter(_ window: Int, orBranchTo step: Label) {
    reserve(window, orBranchTo: step)
    push(window)
  }

  /// Sees to registers, a frame and fuel for the function whose record is in `d`.
  private mutating func reserve(_ window: Int, orBranchTo step: Label) {
    target.address(.a, register(window))
    branchUnlessRoom(orBranchTo: step)
    pay(orBranchTo: step)
  }

  /// Branches unless there are registers and a frame for the function whose record is in `d`, and whose window is in `a`. Changes `a`, `b`.
  mutating func branchUnlessRoom(orBranchTo step: Label) {
    target.load(.b, .recordAt(.d, layout.record.windowBytes), .word)
    target.add(.a, .b, .double)
    target.branch(.above, .a, .context(layout.context.stackLimit), .double, to: step)
    target.branch(.aboveOrEqual, .frame, .context(layout.context.frameLimit), .double, to: step)
  }

  /// Pays for a call of the function whose record is in `d`, or branches. Changes `b`.
  mutating func pay(orBranchTo step: Label) {
    target.load(.b, .recordAt(.d, layout.record.codeCount), .word)
    target.branch(.less, .fuel, .b, to: step)
    target.subtract(.fuel, .b, .double)
  }

  /// Pushes a frame and goes to the function whose record is in `d`, with the closure in `c`.
  mutating func push(_ window: Int) {
    target.load(.a, .record(layout.record.code), .double)
    target.add(.a, offset(of: next), .double)
    target.store(.a, .frame(layout.frame.returnAddress), .double)
    target.store(.record, .frame(layout.frame.function), .double)
    target.store(UInt32(window * valueSize), .frame(layout.frame.window))
    target.store(.c, .frame(layout.frame.closure), .word)
    target.add(.frame, layout.frame.size, .double)
    target.add(.window, window * valueSize, .double)
    target.copy(.record, .d, .double)
    target.jump(.recordAt(.d, layout.record.nativeEntry))
  }

  // MARK: - Returns

  mutating func `return`(_ i: Instruction) {
    target.load(.a, register(i.a), .double)
    leave()
  }

  /// There is one at the end of each function, and mostly control never gets there.
  mutating func returnNil() {
    target.load(.a, .context(layout.context.nilBits), .double)
    if let label = sharedLabels.leave { target.jump(label) } else { leave() }
  }

  /// Returns the value in `a`, to machine code or to the run loop.
  private mutating func leave() {
    let isMember = exit(sharedLabels.finishMember, layout.context.finishMember)
    let hasNoCode = exit(sharedLabels.leaveToRunLoop, layout.context.leave)
    (sharedLabels.finishMember, sharedLabels.leaveToRunLoop) = (isMember, hasNoCode)
    if sharedLabels.leave == nil {
      let label = target.makeLabel()
      target.bind(label)
      sharedLabels.leave = label
    }
    target.store(.a, register(0), .double)
    target.add(.frame, -layout.frame.size, .double)
    target.load(.a, .frame(layout.frame.returnAddress), .double)
    target.load(.record, .frame(layout.frame.function), .double)
    target.load(.b, .frame(layout.frame.window), .word)
    target.subtract(.window, .b, .double)
    target.branch(.equal, .a, .context(layout.context.finish), .double, to: isMember)
    target.load(.d, .record(layout.record.nativePlaces), .double)
    target.branch(.equal, .d, 0, .double, to: hasNoCode)
    target.load(.d, .native(places: .d, pc: .a), .word)
    target.add(.d, .record(layout.record.nativeEntry), .double)
    target.jump(Register.d)
  }

  private mutating func exit(_ known: Label?, _ exit: Int) -> Label {
    known ?? outOfLine { $0.target.jump(.context(exit)) }
  }
}
