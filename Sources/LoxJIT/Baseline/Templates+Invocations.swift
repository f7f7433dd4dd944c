import LoxAssembler
import LoxBytecode

/// Calls of methods, by the shapes that the instruction's cache knows.
extension Baseline {
  mutating func invoke(_ i: Instruction) {
    let (word, step) = (self.word, step())
    guard let method = layout.invokeCache.methods.first, let field = layout.invokeCache.fields.first else {
      return target.jump(step)
    }
    let enter = target.makeLabel()
    let isNoInstance =
      hints.stepsAtOnce.contains(word) ? step : outOfLine { $0.invokeCore(i, word, enter, step) }
    let isKnown = known.hasObject(i.window)
    let isAccessor = hints.getters.contains(word) || hints.setters.contains(word)
    let others = outOfLine { code in
      if isKnown {
        // It may be any object.
        code.target.load(.a, code.register(i.window), .double)
        code.branchUnlessTagged(.a, code.layout.values.instanceTag, to: isNoInstance)
      }
      code.invokeMethods(i, word, enter, isFirstToo: isAccessor)
      code.invokeOther(i, word, enter, step)
      guard isAccessor else { return }
      code.target.bind(enter)
      code.enter(i.window, orBranchTo: step)
    }
    loadInstance(i.window, orBranchTo: isNoInstance)
    guard !isAccessor else { return access(field, i, others, step) }
    target.branch(.notEqual, .header, cache(word, method.shape), .word, to: others)
    load(method, word)
    target.bind(enter)
    self.enter(i.window, orBranchTo: step)
  }

  /// The methods that the site knows, for other shapes than the first one's, or for that, too.
  private mutating func invokeMethods(_ i: Instruction, _ word: Int, _ enter: Label, isFirstToo: Bool) {
    for method in layout.invokeCache.methods.dropFirst(isFirstToo ? 0 : 1) {
      let isAnother = target.makeLabel()
      target.branch(.notEqual, .header, cache(word, method.shape), .word, to: isAnother)
      load(method, word)
      target.jump(enter)
      target.bind(isAnother)
    }
  }

  /// A getter or setter of the object that is known: what sites call that have learned nothing else.
  private mutating func access(
    _ field: RuntimeLayout.InvokeCache.Field, _ i: Instruction, _ others: Label, _ step: Label
  ) {
    let invocation = layout.invokeCache
    let isSetter = hints.setters.contains(word)
    target.branch(.notEqual, .header, cache(word, field.shape), .word, to: others)
    target.load(.d, cache(word, field.access), .word)
    target.branch(
      isSetter ? .below : .aboveOrEqual, .d, Int(isSetter ? invocation.storeBit : invocation.callBit), .word,
      to: others)
    target.load(.b, cache(word, field.cost), .word)
    target.branch(.less, .fuel, .b, to: step)
    target.subtract(.fuel, .b, .double)
    guard isSetter else {
      target.add(.d, .object, .word)
      target.load(.a, .cage(.d, 0), .double)
      return target.store(.a, register(i.window), .double)
    }
    target.and(.d, invocation.callBit - 1)
    target.add(.d, .object, .word)
    target.load(.b, register(i.window + 1), .double)
    target.store(.b, .cage(.d, 0), .double)
    let done = target.makeLabel()
    let isOld = outOfLine { code in
      code.target.copy(.a, .object, .word)
      code.callBarrier()
      code.target.jump(done)
    }
    branchIfOld(.object, to: isOld)
    target.bind(done)
    target.load(.a, .context(layout.context.nilBits), .double)
    target.store(.a, register(i.window), .double)
  }

  private mutating func load(_ method: RuntimeLayout.InvokeCache.Method, _ word: Int) {
    target.load(.d, cache(word, method.record), .double)
    target.load(.c, cache(word, method.closure), .word)
  }

  /// A getter, a setter, a field that holds a function, or a method of a shape that the site does not know.
  private mutating func invokeOther(_ i: Instruction, _ word: Int, _ enter: Label, _ step: Label) {
    let (isField, isClosure) = (target.makeLabel(), target.makeLabel())
    target.copy(.a, .object, .word)
    target.copy(.b, .header, .word)
    target.address(.e, cache(word, 0))
    target.set(.c, UInt64(i.argumentCount | i.window << 8))
    if i.argumentCount > 0 { target.load(.d, register(i.window + 1), .double) }
    target.callShared(.context(layout.context.invokeOther))
    target.branch(.equal, .e, SharedAnswer.step, .word, to: step)
    target.branch(.equal, .e, SharedAnswer.field, .word, to: isField)
    target.copy(.d, .a, .double)
    target.branch(.equal, .e, SharedAnswer.closure, .word, to: isClosure)
    target.jump(enter)
    target.bind(isField)
    target.store(.a, register(i.window), .double)
    target.jump(following)
    target.bind(isClosure)
    target.store(.b, register(i.window), .double)
    push(i.window)
  }

  /// Shared code: invokes on the instance whose offset is in `a`, and whose shape in `b`, with the address of the cache in `e`, the number of
  /// arguments and above it that of the window in `c`, and the first argument in `d`. The answer is in `e`:
  ///
  /// - `step`: nothing is done.
  /// - `field`: all is done, and the result in `a`.
  /// - `method`: the record of a function to enter is in `a`, and its closure in `c`.
  /// - `closure`: the same, but there is room for it, it is paid for, and the function itself, which is to be written to the window, in `b`.
  mutating func shareInvocation() {
    let isUnknown = target.makeLabel()
    for field in layout.invokeCache.fields {
      let isAnother = target.makeLabel()
      target.branch(.notEqual, .b, .recordAt(.e, field.shape), .word, to: isAnother)
      access(field, orBranchTo: isUnknown)
      target.bind(isAnother)
    }
    findMethod(orBranchTo: isUnknown)
    target.bind(isUnknown)
    answer(SharedAnswer.step, in: .e)
  }

  /// A getter or setter of the instance in `a`: one field instead of a frame, for the same fuel. Or a field that holds the function to call.
  private mutating func access(_ field: RuntimeLayout.InvokeCache.Field, orBranchTo isUnknown: Label) {
    let known = layout.invokeCache
    let (isCall, isSetter) = (target.makeLabel(), target.makeLabel())
    target.load(.b, .recordAt(.e, field.access), .word)
    target.branch(.aboveOrEqual, .b, Int(known.storeBit), .word, to: isSetter)
    target.branch(.aboveOrEqual, .b, Int(known.callBit), .word, to: isCall)
    pay(field, orBranchTo: isUnknown)
    target.add(.a, .b, .word)
    target.load(.a, .cage(.a, 0), .double)
    answer(SharedAnswer.field, in: .e)

    target.bind(isSetter)
    pay(field, orBranchTo: isUnknown)
    target.and(.b, known.callBit - 1)
    target.add(.b, .a, .word)
    target.store(.d, .cage(.b, 0), .double)
    target.copy(.b, .d, .double)
    let isYoung = target.makeLabel()
    target.branch(.below, .a, layout.memory.nurseryEnd, .word, to: isYoung)
    callBarrier(to: isYoung)
    target.bind(isYoung)
    target.load(.a, .context(layout.context.nilBits), .double)
    answer(SharedAnswer.field, in: .e)

    target.bind(isCall)
    target.and(.b, known.callBit - 1)
    target.add(.b, .a, .word)
    target.load(.b, .cage(.b, 0), .double)
    findClosure(.b, orBranchTo: isUnknown)
    target.copy(.a, .d, .double)
    answer(SharedAnswer.closure, in: .e)
  }

  /// Changes `c`.
  private mutating func pay(
    _ field: RuntimeLayout.InvokeCache.Field, orBranchTo isUnknown: Label
  ) {
    target.load(.c, .recordAt(.e, field.cost), .word)
    target.branch(.less, .fuel, .c, to: isUnknown)
    target.subtract(.fuel, .c, .double)
  }

  /// Sites that see more shapes than their caches know ask the machine for the method.
  private mutating func findMethod(orBranchTo isUnknown: Label) {
    if let last = layout.invokeCache.methods.last {
      target.branch(.equal, .recordAt(.e, last.shape), 0, .word, to: isUnknown)
    }
    // The helper gets the receiver and, above it, the number of arguments.
    target.and(.c, 0xff)
    target.shiftLeft(.c, 32, .double)
    target.or(.c, .a, .double)
    target.beginHelp(keepsHolders: false)
    target.callHelper(.context(layout.context.findMethod), .e, .c)
    target.endHelp(keepsHolders: false)
    target.branch(.equal, .a, 0, .double, to: isUnknown)
    target.load(.c, .context(layout.context.foundClosure), .word)
    answer(SharedAnswer.method, in: .e)
  }

  // MARK: - The core library

  /// A method of what is no instance.
  private mutating func invokeCore(_ i: Instruction, _ word: Int, _ enter: Label, _ step: Label) {
    if program.isExtended { switchFiberIfKnown(word) }
    target.load(.a, register(i.window), .double)
    target.address(.e, cache(word, 0))
    target.address(.d, register(i.window))
    target.set(.c, UInt64(i.argumentCount))
    if i.argumentCount > 0 { target.load(.b, register(i.window + 1), .double) }
    target.callShared(.context(layout.context.invokeCore))
    if program.isExtended { enterClassMethod(enter) }
    target.branch(.equal, .a, .context(layout.context.undefinedBits), .double, to: step)
    target.store(.a, register(i.window), .double)
    target.jump(following)
  }

  /// Enters the class's own method that shared code has found, if it has found one.
  private mutating func enterClassMethod(_ enter: Label) {
    let isNone = target.makeLabel()
    target.branch(.notEqual, .e, SharedAnswer.method, .word, to: isNone)
    target.copy(.d, .a, .double)
    target.jump(enter)
    target.bind(isNone)
  }

  /// Operations that switch to another fiber are the machine's.
  private mutating func switchFiberIfKnown(_ word: Int) {
    let isOther = target.makeLabel()
    target.load(.d, cache(word, layout.core.cacheByte), .byte)
    target.branch(.below, .d, Int(layout.core.fiberResume), .word, to: isOther)
    target.branch(.above, .d, Int(layout.core.fiberYield), .word, to: isOther)
    switchFiber()
    target.bind(isOther)
  }

  /// Shared code: a method that takes no memory and calls nothing, of the object in `a` and the window at the address in `d`, with so many
  /// arguments as `c` says, of which the first one is in `b`, and the address of the cache in `e`. The result is in `a`, or what is undefined.
  ///
  /// Or `e` is `SharedAnswer.method`: then the record of a class's own method, to be entered, is in `a`, and its closure in `c`.
  mutating func shareCoreInvocation() {
    let (isOther, isNoClass) = (target.makeLabel(), target.makeLabel())
    findClassMethod(orBranchTo: isNoClass)
    answer(SharedAnswer.method, in: .e)
    target.bind(isNoClass)
    target.branch(
      .notEqual, .recordAt(.e, layout.core.cacheByte), UInt32(layout.core.listAdd), .byte, to: isOther)
    shareAdding()
    target.bind(isOther)
    // The helper gets the window and, above it, the number of arguments.
    target.shiftLeft(.c, 56, .double)
    target.or(.d, .c, .double)
    callPaidHelper(.context(layout.context.invokeIntrinsic), .e, .d, keepsHolders: false)
    answer(SharedAnswer.field, in: .e)
  }

  /// Finds the record, in `a`, and the closure, in `c`, of the class's own method that the cache at the address in `e` knows. Else, nothing is
  /// changed but `object` and `header`.
  private mutating func findClassMethod(orBranchTo label: Label) {
    guard let method = layout.invokeCache.methods.first else { return target.jump(label) }
    target.copy(.object, .a, .double)
    target.shiftRight(.object, 32, .double)
    target.branch(.notEqual, .object, Int(layout.values.objectTag), .word, to: label)
    target.load(.header, .recordAt(.e, method.shape), .word)
    target.branch(.notEqual, .header, .a, .word, to: label)
    target.load(.header, .recordAt(.e, layout.invokeCache.version), .word)
    target.branch(.notEqual, .header, .context(layout.context.classMembersVersion), .word, to: label)
    target.load(.a, .recordAt(.e, method.record), .double)
    target.load(.c, .recordAt(.e, method.closure), .word)
  }

  /// `list.add(x)`, if there is room for the element.
  private mutating func shareAdding() {
    let isUnknown = target.makeLabel()
    target.branch(.notEqual, .c, 1, .word, to: isUnknown)
    target.copy(.d, .b, .double)
    branchUnlessList(.a, to: isUnknown)
    target.branch(.less, .fuel, layout.core.callCost, to: isUnknown)
    target.copy(.b, .d, .double)
    append(orBranchTo: isUnknown)
    target.add(.fuel, -layout.core.callCost, .double)
    target.load(.a, .context(layout.context.nilBits), .double)
    answer(SharedAnswer.field, in: .e)
    target.bind(isUnknown)
    target.load(.a, .context(layout.context.undefinedBits), .double)
    answer(SharedAnswer.field, in: .e)
  }
}
