import LoxAssembler
import LoxBytecode

/// What shared code answers.
enum SharedAnswer {
  /// Nothing has changed: the machine is to execute the instruction.
  static let step = 0
  static let field = 1
  static let method = 2
  static let closure = 3
}

/// Code that templates call instead of having it: what is too long to be in each of them, or rare. It is the same for all functions.
///
/// Shared code may change all registers for templates, and keeps those that hold what is known, unless it stands for a call.
extension Baseline {
  static func makeSharedCode(_ layout: RuntimeLayout) throws(AssemblyError) -> SharedCode {
    var baseline = Baseline(
      Function(kind: .script, name: 0, arity: 0), of: Program(sourceName: "", source: []), layout)
    baseline.isShared = true
    return try baseline.shareAll()
  }

  private mutating func shareAll() throws(AssemblyError) -> SharedCode {
    let labels = [
      share { $0.shareTakingObject() }, share { $0.shareBarrier() }, share { $0.shareElementBarrier() },
      share { $0.shareReading() }, share { $0.shareWriting() },
      share { $0.shareInvocation() }, share { $0.shareCoreInvocation() }, share { $0.shareCallee() },
      share { $0.shareConstruction() }, share { $0.shareGettingElement() },
      share { $0.shareSettingElement() }, share { $0.shareGoingOn() }, share { $0.shareMemberCall() },
      share { $0.shareOperatorCall() },
    ]
    let code = try target.finish()
    let offsets = try labels.map { label throws(AssemblyError) -> Int in
      guard let offset = code.offset(of: label) else { throw .unboundLabel }
      return offset
    }
    return SharedCode(
      code: code.bytes, takeObject: offsets[0], barrier: offsets[1], elementBarrier: offsets[2],
      readOther: offsets[3], writeOther: offsets[4], invokeOther: offsets[5], invokeCore: offsets[6],
      findCallee: offsets[7], construct: offsets[8], getOther: offsets[9], setOther: offsets[10],
      goOn: offsets[11], callMember: offsets[12], callOperator: offsets[13])
  }

  private mutating func share(_ body: (inout Baseline) -> Void) -> Label {
    let label = target.makeLabel()
    target.bind(label)
    body(&self)
    return label
  }

  mutating func answer(_ answer: Int, in register: Register) {
    target.set(register, UInt64(answer))
    target.returnFromShared()
  }

  // MARK: - Barriers

  /// The old object in `a` has got the value in `b`.
  private mutating func shareBarrier() {
    let done = target.makeLabel()
    callBarrier(to: done)
    target.bind(done)
    target.returnFromShared()
  }

  /// Remembers the old object in `a` if the value in `b` is young, or goes to a label.
  mutating func callBarrier(to done: Label) {
    branchUnlessYoung(.b, to: done)
    target.beginHelp(keepsHolders: true)
    target.callHelper(.context(layout.context.rememberObject), .a, nil)
    target.endHelp(keepsHolders: true)
  }

  /// The old storage in `a` has got the value in `b`, so many bytes behind its first element as `c` says.
  private mutating func shareElementBarrier() {
    let done = target.makeLabel()
    target.copy(.d, .c, .word)
    branchUnlessYoung(.b, to: done)
    target.sum(.d, .d, layout.objects.elementsValues, .word)
    target.beginHelp(keepsHolders: true)
    target.callHelper(.context(layout.context.rememberElement), .a, .d)
    target.endHelp(keepsHolders: true)
    target.bind(done)
    target.returnFromShared()
  }

  // MARK: - Calls

  /// Calls the value in `a`, which is not what the cache at the address in `e` knows, with so many arguments as `c` says, and in a window whose
  /// number is above that. There is room for the function then, and it is paid for: its record is in `a`, its closure in `c`, and what
  /// its first register gets in `b`. Or `a` is 0.
  private mutating func shareCallee() {
    let (isUsed, isUnknown, isNoClosure) = (target.makeLabel(), target.makeLabel(), target.makeLabel())
    target.copy(.b, .a, .double)
    target.shiftRight(.a, 32, .double)
    target.branch(.notEqual, .a, Int(layout.values.closureTag), .word, to: isNoClosure)
    // A site that has learned nothing learns, unless the callee is young.
    target.load(.a, .recordAt(.e, layout.callCache.callee), .double)
    target.branch(.notEqual, .a, .context(layout.context.undefinedBits), .double, to: isUsed)
    target.branch(.aboveOrEqual, .b, layout.memory.nurseryEnd, .word, to: isUnknown)
    target.bind(isUsed)
    findClosure(.b, orBranchTo: isUnknown)
    target.copy(.a, .d, .double)
    target.returnFromShared()

    // A method that is bound to its receiver.
    target.bind(isNoClosure)
    target.branch(.notEqual, .a, Int(layout.values.objectTag), .word, to: isUnknown)
    target.copy(.b, .b, .word)
    target.branch(.notEqual, .cage(.b, 0), layout.objects.boundMethodKind, .word, to: isUnknown)
    target.load(.a, .cage(.b, layout.objects.boundReceiver), .double)
    target.store(.a, .context(layout.context.operand), .double)
    target.load(.b, .cage(.b, layout.objects.boundMethod), .double)
    findClosure(.b, orBranchTo: isUnknown)
    target.copy(.a, .d, .double)
    target.load(.b, .context(layout.context.operand), .double)
    target.returnFromShared()
    target.bind(isUnknown)
    answer(0, in: .a)
  }

  /// Finds the record, in `d`, of the function in a register; its closure is in `c`. The number of arguments is in `c` before, and above it
  /// that of the window, for which there must be room; the call is paid for. Changes `a` and `e`.
  mutating func findClosure(_ function: Register, orBranchTo label: Label) {
    target.copy(.a, function, .double)
    target.shiftRight(.a, 32, .double)
    target.branch(.notEqual, .a, Int(layout.values.closureTag), .word, to: label)
    target.copy(.a, function, .word)
    target.load(.a, .cage(.a, layout.objects.closureFunction), .word)
    target.branch(.aboveOrEqual, .a, .context(layout.context.recordCount), .double, to: label)
    target.load(.d, .context(layout.context.records), .double)
    target.load(.d, .entry(.d, .a), .double)
    target.branch(.equal, .d, 0, .double, to: label)
    target.copy(.e, .c, .word)
    target.and(.e, 0xff)
    target.branch(.notEqual, .e, .recordAt(.d, layout.record.arity), .word, to: label)
    target.copy(.e, function, .double)
    target.copy(.a, .c, .word)
    target.shiftRight(.a, 8, .word)
    target.shiftLeft(.a, valueSize.trailingZeroBitCount, .word)
    target.add(.a, .window, .double)
    branchUnlessRoom(orBranchTo: label)
    pay(orBranchTo: label)
    target.copy(function, .e, .double)
    target.copy(.c, function, .word)
  }

  /// Makes an instance of the class that the cache at the address in `e` knows, for a window so many bytes up as `b` says, if its initializer
  /// can be entered. The instance is in `a` then, or 0.
  private mutating func shareConstruction() {
    let (isUnknown, fill, isFull) = (target.makeLabel(), target.makeLabel(), target.makeLabel())
    let known = layout.callCache
    target.load(.d, .recordAt(.e, known.record), .double)
    target.copy(.a, .b, .word)
    target.add(.a, .window, .double)
    branchUnlessRoom(orBranchTo: isUnknown)
    target.load(.b, .recordAt(.d, layout.record.codeCount), .word)
    target.branch(.less, .fuel, .b, to: isUnknown)
    target.load(.d, .context(layout.context.heap), .double)
    target.load(.a, .heapAt(.d, layout.heap.top), .word)
    target.load(.c, .recordAt(.e, known.instanceSize), .word)
    target.add(.c, .a, .word)
    target.branch(.above, .c, .heapAt(.d, layout.heap.limit), .word, to: isUnknown)
    target.store(.c, .heapAt(.d, layout.heap.top), .word)
    // The shape, no fields out of line, and nil in those inline.
    target.load(.b, .recordAt(.e, known.shape), .word)
    target.store(.b, .cage(.a, 0), .double)
    target.load(.b, .context(layout.context.nilBits), .double)
    target.sum(.d, .a, layout.objects.instanceFields, .word)
    target.branch(.aboveOrEqual, .d, .c, .word, to: isFull)
    target.bind(fill)
    target.store(.b, .cage(.d, 0), .double)
    target.add(.d, valueSize, .word)
    target.branch(.below, .d, .c, .word, to: fill)
    target.bind(isFull)
    target.set(.b, UInt64(layout.values.instanceTag) << 32)
    target.or(.a, .b, .double)
    target.returnFromShared()
    target.bind(isUnknown)
    answer(0, in: .a)
  }
}
