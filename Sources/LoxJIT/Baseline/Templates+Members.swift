import LoxAssembler
import LoxBytecode

/// Calls of members of classes by instructions that are no calls: of operators, getters and setters.
///
/// They are what the machine does (`MemberCalls`): two frames are pushed, and the member returns to `finish`. `Stubs` has the rest.
extension Baseline {
  /// Where an instruction goes whose first operand is no number: to the operator of its class, or to the machine.
  mutating func operate(_ operation: ClassOperator, _ first: Int, _ second: Place?) -> Label {
    let step = step()
    // The book's language has no operators.
    guard program.isExtended else { return step }
    return outOfLine { code in
      code.target.load(.a, code.register(first), .double)
      code.branchUnlessTagged(.a, code.layout.values.instanceTag, to: step)
      if let second { code.target.load(.b, second, .double) }
      code.jumpToOperator(operation)
    }
  }

  /// Calls the operator of the instance in `a`, with the operand in `b`.
  mutating func jumpToOperator(_ operation: ClassOperator) {
    target.set(.e, UInt64(operation.rawValue * layout.memberEntry.countOfOperator))
    jumpToMember(layout.context.callOperator, operation.argumentCount)
  }

  /// Calls a computed property of the value in `a`, by what the site knows; `b` has the value that a setter gets.
  mutating func jumpToProperty(_ entry: Int, _ argumentCount: Int) {
    target.load(.e, cache(word, entry), .double)
    jumpToMember(layout.context.callMember, argumentCount)
  }

  private mutating func jumpToMember(_ code: Int, _ argumentCount: Int) {
    target.set(.c, UInt64(argumentCount | offset(of: pc + 1) << 8))
    target.jump(.context(code))
  }

  // MARK: - Shared code

  /// Shared code, to which templates jump: as below, of the operator that the table knows, of which the first entry's number is in `e`. The
  /// operand is no string: the machine knows what is done with that.
  mutating func shareOperatorCall() {
    let isUnknown = target.makeLabel()
    target.copy(.d, .b, .double)
    target.shiftRight(.d, 32, .double)
    target.branch(.equal, .d, Int(layout.values.stringTag), .word, to: isUnknown)
    target.copy(.object, .a, .word)
    target.load(.d, .cage(.object, 0), .word)
    target.shiftRight(.d, valueSize.trailingZeroBitCount, .word)
    target.and(.d, UInt32(layout.memberEntry.countOfOperator - 1))
    target.add(.d, .e, .word)
    target.load(.e, .context(layout.context.operators), .double)
    target.branch(.equal, .e, 0, .double, to: isUnknown)
    target.load(.e, .entry(.e, .d), .double)
    callMember(orBranchTo: isUnknown)
    stepHere(isUnknown)
  }

  /// Shared code, to which templates jump: calls the member of which `e` has what is known, of the value in `a`, with the argument in `b`. The
  /// number of arguments is in `c`, and above that how far behind the beginning of the function the first word of the instruction ends. Or
  /// the machine executes that.
  mutating func shareMemberCall() {
    let isUnknown = target.makeLabel()
    callMember(orBranchTo: isUnknown)
    stepHere(isUnknown)
  }

  /// Lets the machine execute the instruction.
  private mutating func stepHere(_ label: Label) {
    target.bind(label)
    target.shiftRight(.c, 8, .word)
    target.add(.c, .record(layout.record.code), .double)
    target.jump(.context(layout.context.step))
  }

  private mutating func callMember(orBranchTo label: Label) {
    target.copy(.object, .a, .double)
    target.shiftRight(.object, 32, .double)
    target.branch(.notEqual, .object, Int(layout.values.instanceTag), .word, to: label)
    target.copy(.object, .a, .word)
    target.load(.header, .cage(.object, 0), .word)
    target.branch(.notEqual, .header, .e, .word, to: label)
    target.shiftRight(.e, 32, .double)
    target.copy(.e, .e, .word)
    findMember(orBranchTo: label)
    pushMember()
  }

  /// Finds the record, in `d`, of the closure in `e`, and sees to it that the number of arguments is right, that there is room for its window,
  /// whose address is in `header` then, and for two frames, and pays. Changes `object`.
  private mutating func findMember(orBranchTo label: Label) {
    target.load(.d, .cage(.e, layout.objects.closureFunction), .word)
    target.branch(.aboveOrEqual, .d, .context(layout.context.recordCount), .double, to: label)
    target.load(.header, .context(layout.context.records), .double)
    target.load(.d, .entry(.header, .d), .double)
    target.branch(.equal, .d, 0, .double, to: label)
    target.copy(.header, .c, .word)
    target.and(.header, 0xff)
    target.branch(.notEqual, .header, .recordAt(.d, layout.record.arity), .word, to: label)
    target.load(.header, .record(layout.record.windowBytes), .word)
    target.add(.header, .window, .double)
    target.load(.object, .recordAt(.d, layout.record.windowBytes), .word)
    target.add(.object, .header, .double)
    target.branch(.above, .object, .context(layout.context.stackLimit), .double, to: label)
    target.sum(.object, .frame, layout.frame.size, .double)
    target.branch(.aboveOrEqual, .object, .context(layout.context.frameLimit), .double, to: label)
    target.load(.object, .recordAt(.d, layout.record.codeCount), .word)
    target.branch(.less, .fuel, .object, to: label)
    target.subtract(.fuel, .object, .double)
  }

  /// Pushes the frame of the rest of the instruction, and that of the member; then it is entered.
  private mutating func pushMember() {
    let (frame, next) = (layout.frame, layout.frame.size)
    target.shiftRight(.c, 8, .word)
    target.add(.c, .record(layout.record.code), .double)
    target.add(.c, MemoryLayout<UInt32>.size, .double)
    target.store(.c, .frame(frame.returnAddress), .double)
    target.store(.record, .frame(frame.function), .double)
    target.store(0, .frame(frame.window))
    target.load(.c, .frame(frame.closure - next), .word)
    target.store(.c, .frame(frame.closure), .word)
    target.load(.c, .context(layout.context.finish), .double)
    target.store(.c, .frame(next + frame.returnAddress), .double)
    target.store(.record, .frame(next + frame.function), .double)
    target.load(.c, .record(layout.record.windowBytes), .word)
    target.store(.c, .frame(next + frame.window), .word)
    target.store(.e, .frame(next + frame.closure), .word)
    target.add(.frame, 2 * next, .double)
    target.copy(.window, .header, .double)
    target.copy(.record, .d, .double)
    target.store(.a, register(0), .double)
    let isReady = target.makeLabel()
    target.branch(.equal, .recordAt(.d, layout.record.arity), 0, .word, to: isReady)
    target.store(.b, register(1), .double)
    target.bind(isReady)
    target.jump(.recordAt(.d, layout.record.nativeEntry))
  }
}
