import LoxAssembler
import LoxBytecode

/// Iterations: here of lists, and of ranges with step 1; of maps and strings, what the machine does at once.
extension Baseline {
  /// The parts of an iteration: what is iterated, where that ends, and the number of the next element.
  mutating func next(_ i: Instruction) {
    let (iterated, end, index) = (register(i.window), register(i.window + 1), register(i.window + 2))
    let (step, found) = (step(), target.makeLabel())
    let isOther = outOfLine { $0.goOn(i, step) }
    let isList = outOfLine { code in
      code.target.load(.a, iterated, .double)
      code.branchUnlessList(.a, to: isOther)
      code.target.load(.b, .cage(.a, code.layout.objects.listCount), .word)
      code.target.branch(.notEqual, .b, end, .double, to: step)
      code.target.load(.a, .cage(.a, code.layout.objects.listStorage), .word)
      code.target.load(.c, index, .double)
      let place = code.element(in: .a)
      code.target.load(.a, place, .double)
      code.target.jump(found)
    }
    let isAtEnd = outOfLine { $0.endIteration(iterated, end, step, isOther) }
    target.load(.d, index, .double)
    target.branch(.aboveOrEqual, .d, end, .double, to: isAtEnd)
    target.load(.a, iterated, .double)
    branchUnlessNumber(.a, to: isList)
    target.convert(.a, .d, .double)
    target.calculate(.add, .a, iterated)
    target.branchIfNaN(.a, to: step)
    target.move(.a, DoubleRegister.a)
    target.bind(found)
    pay(-jumpDistance)
    target.load(.d, index, .double)
    if i.a != 1 {
      target.convert(.a, .d, .double)
      target.store(DoubleRegister.a, register(i.window + 3))
    }
    target.add(.d, 1, .double)
    target.store(.d, index, .double)
    // The last variable has the element.
    target.store(.a, register(i.window + 2 + i.a), .double)
    target.jump(jumpTarget)
  }

  /// The end of a range, or of a list that has not changed.
  private mutating func endIteration(_ iterated: Place, _ end: Place, _ step: Label, _ isOther: Label) {
    let isNoNumber = target.makeLabel()
    target.load(.a, iterated, .double)
    branchUnlessNumber(.a, to: isNoNumber)
    target.jump(following)
    target.bind(isNoNumber)
    branchUnlessList(.a, to: isOther)
    target.load(.b, .cage(.a, layout.objects.listCount), .word)
    target.branch(.notEqual, .b, end, .double, to: step)
    target.jump(following)
  }

  /// Lets the machine execute this instruction, which is likely to switch to another fiber.
  mutating func switchFiber() {
    target.set(.c, UInt64(offset(of: pc + 1)))
    target.jump(.context(layout.context.switchFiber))
  }

  /// The next element of a fiber, entry of a map, or character of a string.
  private mutating func goOn(_ i: Instruction, _ step: Label) {
    let (isUnknown, isNoFiber) = (target.makeLabel(), target.makeLabel())
    target.load(.a, register(i.window), .double)
    branchUnlessTagged(.a, layout.values.objectTag, to: isNoFiber)
    target.copy(.a, .a, .word)
    target.branch(.notEqual, .cage(.a, 0), layout.objects.fiberKind, .word, to: isNoFiber)
    switchFiber()
    target.bind(isNoFiber)
    pay(-jumpDistance)
    target.address(.d, register(i.window))
    target.set(.c, UInt64(i.a))
    target.callShared(.context(layout.context.goOn))
    target.branch(.equal, .a, 0, .word, to: isUnknown)
    target.jump(jumpTarget)
    target.bind(isUnknown)
    target.add(.fuel, -jumpDistance, .double)
    target.jump(step)
  }

  /// Shared code: goes on with the iteration at the address in `d`, which has so many variables as `c` says. `a` is 0 if nothing was done.
  mutating func shareGoingOn() {
    target.shiftLeft(.c, 56, .double)
    target.or(.d, .c, .double)
    target.beginHelp(keepsHolders: false)
    target.callHelper(.context(layout.context.nextElement), .d, nil)
    target.endHelp(keepsHolders: false)
    target.returnFromShared()
  }

  /// Begins to iterate a list.
  mutating func beginIteration(_ i: Instruction) {
    let (step, none) = (step(), register(i.window + 2))
    target.load(.a, register(i.window), .double)
    branchUnlessList(.a, to: step)
    target.load(.b, .cage(.a, layout.objects.listCount), .word)
    target.store(.b, register(i.window + 1), .double)
    target.set(.b, 0)
    target.store(.b, none, .double)
  }

  /// Only instances have something to call.
  mutating func iterate(_ i: Instruction) {
    target.load(.a, register(i.window), .double)
    target.shiftRight(.a, 32, .double)
    target.branch(.equal, .a, Int(layout.values.instanceTag), .word, to: step())
  }

  /// Checks that a value is a list with so many elements, or at least so many.
  mutating func checkCount(_ i: Instruction, isExact: Bool) {
    let step = step()
    target.load(.a, register(i.a), .double)
    branchUnlessList(.a, to: step)
    target.load(.b, .cage(.a, layout.objects.listCount), .word)
    target.branch(isExact ? .notEqual : .below, .b, i.d, .word, to: step)
  }
}
