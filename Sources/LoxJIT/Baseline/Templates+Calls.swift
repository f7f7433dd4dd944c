import LoxAssembler
import LoxBytecode

/// Calls and returns. A call looks at all that it needs before it changes anything, as the run loop does: registers, a frame, and fuel.
extension Baseline {
  mutating func call(_ i: Instruction) {
    let (word, step, enter) = (self.word, step(), target.makeLabel())
    let known = layout.callCache
    let isAnother = outOfLine { code in
      // A site that has learned nothing learns, unless the callee is young.
      let isUsed = code.target.makeLabel()
      code.target.load(.b, code.cache(word, known.callee), .double)
      code.target.branch(.notEqual, .b, .context(code.layout.context.undefinedBits), .double, to: isUsed)
      code.branchUnlessYoung(.a, to: step)
      code.target.bind(isUsed)
      code.callClosure(i, orBranchTo: step)
    }
    let isClass = outOfLine { $0.construct(i, word, enter, step) }
    target.load(.a, register(i.window), .double)
    target.branch(.notEqual, .a, cache(word, known.callee), .double, to: isAnother)
    target.branch(.notEqual, cache(word, known.shape), 0, .word, to: isClass)
    target.bind(enter)
    target.load(.d, cache(word, known.record), .double)
    target.load(.c, cache(word, known.closure), .word)
    self.enter(i.window, orBranchTo: step)
  }

  mutating func invokeSuper(_ i: Instruction) {
    let (word, step, known) = (self.word, step(), layout.callCache)
    target.load(.a, register(i.window + i.argumentCount + 1), .double)
    target.branch(.notEqual, .a, cache(word, known.callee), .double, to: step)
    target.load(.d, cache(word, known.record), .double)
    target.load(.c, cache(word, known.closure), .word)
    enter(i.window, orBranchTo: step)
  }

  // MARK: - Entering a function

  /// Begins the function whose record is in `d`, with the closure in `c`; its window starts at a register.
  mutating func enter(_ window: Int, orBranchTo step: Label) {
    branchUnlessRoom(window, orBranchTo: step)
    let isEmpty = outOfLine { code in
      code.target.add(.fuel, .b, .double)
      code.target.jump(step)
    }
    target.load(.b, .recordAt(.d, layout.record.codeCount), .word)
    target.subtract(.fuel, .b, ifNegative: isEmpty)
    push(window)
  }

  /// Branches unless there are registers and a frame for the function whose record is in `d`. Changes `a`.
  private mutating func branchUnlessRoom(_ window: Int, orBranchTo step: Label) {
    target.load(.a, .recordAt(.d, layout.record.windowBytes), .word)
    target.add(.a, .window, .double)
    target.add(.a, window * valueSize, .double)
    target.branch(.above, .a, .context(layout.context.stackLimit), .double, to: step)
    target.branch(.aboveOrEqual, .frame, .context(layout.context.frameLimit), .double, to: step)
  }

  /// Pushes a frame and goes to the function whose record is in `d`, with the closure in `c`.
  private mutating func push(_ window: Int) {
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

  /// Calls the value in `a`, which is written to the window, without the help of a cache; it must be a closure that takes so many
  /// arguments.
  mutating func callClosure(_ i: Instruction, orBranchTo step: Label) {
    target.copy(.b, .a, .double)
    target.shiftRight(.b, 32, .double)
    target.branch(.notEqual, .b, Int(layout.values.closureTag), .word, to: step)
    target.copy(.c, .a, .word)
    target.load(.b, .cage(.c, layout.objects.closureFunction), .word)
    target.branch(.aboveOrEqual, .b, .context(layout.context.recordCount), .double, to: step)
    target.load(.d, .context(layout.context.records), .double)
    target.load(.d, .entry(.d, .b), .double)
    target.branch(.equal, .d, 0, .double, to: step)
    target.branch(.notEqual, .recordAt(.d, layout.record.arity), UInt32(i.argumentCount), .word, to: step)
    target.copy(.e, .a, .double)
    branchUnlessRoom(i.window, orBranchTo: step)
    let isEmpty = outOfLine { code in
      code.target.add(.fuel, .b, .double)
      code.target.jump(step)
    }
    target.load(.b, .recordAt(.d, layout.record.codeCount), .word)
    target.subtract(.fuel, .b, ifNegative: isEmpty)
    target.store(.e, register(i.window), .double)
    push(i.window)
  }

  // MARK: - Classes

  /// Calls a class: makes an instance, and begins its initializer if it has one.
  private mutating func construct(_ i: Instruction, _ word: Int, _ enter: Label, _ step: Label) {
    let known = layout.callCache
    target.load(.d, cache(word, known.record), .double)
    branchUnlessRoom(i.window, orBranchTo: step)
    target.load(.b, .recordAt(.d, layout.record.codeCount), .word)
    target.branch(.less, .fuel, .b, to: step)
    target.load(.d, .context(layout.context.heap), .double)
    target.load(.a, .heapAt(.d, layout.heap.top), .word)
    target.load(.c, cache(word, known.instanceSize), .word)
    target.add(.c, .a, .word)
    target.branch(.above, .c, .heapAt(.d, layout.heap.limit), .word, to: step)
    target.store(.c, .heapAt(.d, layout.heap.top), .word)
    // The shape, no fields out of line, and nil in those inline.
    target.load(.b, cache(word, known.shape), .word)
    target.store(.b, .cage(.a, 0), .double)
    store(.a, layout.values.instanceTag, register(i.window))
    target.load(.b, .context(layout.context.nilBits), .double)
    let (fill, isFull) = (target.makeLabel(), target.makeLabel())
    target.add(.a, layout.objects.instanceFields, .word)
    target.bind(fill)
    target.branch(.aboveOrEqual, .a, .c, .word, to: isFull)
    target.store(.b, .cage(.a, 0), .double)
    target.add(.a, valueSize, .word)
    target.jump(fill)
    target.bind(isFull)
    target.branch(.notEqual, cache(word, known.closure), 0, .word, to: enter)
    target.jump(following)
  }

  // MARK: - Returns

  mutating func `return`(_ i: Instruction) {
    target.load(.a, register(i.a), .double)
    leave()
  }

  mutating func returnNil() {
    target.load(.a, .context(layout.context.nilBits), .double)
    leave()
  }

  /// Returns the value in `a`, to machine code or to the run loop.
  private mutating func leave() {
    let isMember = outOfLine { $0.target.jump(.context($0.layout.context.finishMember)) }
    let hasNoCode = outOfLine { $0.target.jump(.context($0.layout.context.leave)) }
    target.store(.a, register(0), .double)
    target.add(.frame, -layout.frame.size, .double)
    target.load(.a, .frame(layout.frame.returnAddress), .double)
    target.load(.record, .frame(layout.frame.function), .double)
    target.load(.b, .frame(layout.frame.window), .word)
    target.subtract(.window, .b, .double)
    target.branch(.equal, .a, .context(layout.context.finish), .double, to: isMember)
    target.load(.d, .record(layout.record.nativePlaces), .double)
    target.branch(.equal, .d, 0, .double, to: hasNoCode)
    target.jump(.native(places: .d, pc: .a))
  }
}
