import LoxAssembler
import LoxBytecode

/// Elements: here of lists that have them; of others, what the machine finds at once.
extension Baseline {
  /// Branches unless a value is a list; then the register has its offset. Changes `b`.
  mutating func branchUnlessList(_ value: Register, to label: Label) {
    branchUnlessTagged(value, layout.values.objectTag, to: label)
    target.copy(value, value, .word)
    target.branch(.notEqual, .cage(value, 0), layout.objects.listKind, .word, to: label)
  }

  /// Changes `b`. The book's language does nothing special with instances.
  private mutating func branch(ifInstance value: Register, to label: Label) {
    guard program.isExtended else { return }
    target.copy(.b, value, .double)
    target.shiftRight(.b, 32, .double)
    target.branch(.equal, .b, Int(layout.values.instanceTag), .word, to: label)
  }

  /// Branches unless a value has a tag. Changes `b`.
  mutating func branchUnlessTagged(_ value: Register, _ tag: UInt32, to label: Label) {
    target.copy(.b, value, .double)
    target.shiftRight(.b, 32, .double)
    target.branch(.notEqual, .b, Int(tag), .word, to: label)
  }

  /// Loads the offset of a list's storage to `a`, and the number of one of its elements to `c`.
  private mutating func loadElement(_ list: Int, _ index: Int, orBranchTo label: Label) {
    loadList(list, orBranchTo: label)
    target.convert(.c, load(index), orBranchTo: label)
    target.load(.b, .cage(.object, layout.objects.listCount), .word)
    // A number below zero is a large one without a sign.
    target.branch(.aboveOrEqual, .c, .b, .double, to: label)
    target.load(.a, .cage(.object, layout.objects.listStorage), .word)
  }

  /// Where an element is, with its number in `c`; then `c` is the place from the beginning of the values.
  mutating func element(in storage: Register) -> Place {
    target.shiftLeft(.c, valueShift, .word)
    target.add(.c, storage, .word)
    return .cage(.c, layout.objects.elementsValues)
  }

  /// Values have 8 bytes.
  private var valueShift: Int { valueSize.trailingZeroBitCount }

  mutating func getElement(_ i: Instruction) {
    let (step, done) = (step(), target.makeLabel())
    let holder = known.take(except: known.holder(of: i.c))
    let isInstance = operate(.getElement, i.b, register(i.c))
    let isNoList = outOfLine { code in
      code.target.load(.a, code.register(i.b), .double)
      code.branch(ifInstance: .a, to: isInstance)
      code.target.load(.b, code.register(i.c), .double)
      code.target.callShared(.context(code.layout.context.getOther))
      code.target.branch(.equal, .a, .context(code.layout.context.undefinedBits), .double, to: step)
      code.target.store(.a, code.register(i.a), .double)
      code.target.load(holder, code.register(i.a))
      if i.a != i.b { code.takeObject(i.b) }
      code.target.jump(done)
    }
    loadElement(i.b, i.c, orBranchTo: isNoList)
    target.load(holder, element(in: .a))
    target.store(holder, register(i.a))
    target.bind(done)
    known.noteObject(i.b)
    note(i.a, in: holder)
  }

  mutating func setElement(_ i: Instruction) {
    let (step, done) = (step(), target.makeLabel())
    let isNoList = outOfLine { code in
      code.target.load(.a, code.register(i.a), .double)
      code.target.load(.b, code.register(i.b), .double)
      code.target.load(.c, code.register(i.c), .double)
      code.target.callShared(.context(code.layout.context.setOther))
      code.target.branch(.equal, .a, 0, .word, to: step)
      code.takeObject(i.a)
      code.target.jump(done)
    }
    loadElement(i.a, i.b, orBranchTo: isNoList)
    known.noteObject(i.a)
    target.load(.b, register(i.c), .double)
    branchUnlessAdmitted(to: step)
    storeElement()
    target.bind(done)
  }

  /// Shared code: the element of the object in `a` for the key in `b`, if that is found at once; else, what is undefined. The result is
  /// in `a`.
  mutating func shareGettingElement() {
    callPaidHelper(.context(layout.context.getElement), .a, .b, keepsHolders: true)
    target.returnFromShared()
  }

  /// Shared code: sets that to the value in `c`. `a` is 0 if nothing was done.
  mutating func shareSettingElement() {
    target.store(.c, .context(layout.context.operand), .double)
    callPaidHelper(.context(layout.context.setElement), .a, .b, keepsHolders: true)
    target.returnFromShared()
  }

  /// Calls a helper that pays from the fuel, which is parked for that time.
  mutating func callPaidHelper(
    _ helper: Place, _ first: Register, _ second: Register, keepsHolders: Bool
  ) {
    target.store(.fuel, .context(layout.context.fuel), .double)
    target.beginHelp(keepsHolders: keepsHolders)
    target.callHelper(helper, first, second)
    target.endHelp(keepsHolders: keepsHolders)
    target.load(.fuel, .context(layout.context.fuel), .double)
  }

  /// Branches unless the storage in `a` may hold the value in `b`: one of numbers holds nothing else. Changes `e`.
  private mutating func branchUnlessAdmitted(to label: Label) {
    let (isAdmitted, kind) = (target.makeLabel(), layout.objects.elementsKind)
    let isNoNumber = outOfLine { code in
      code.target.branch(.notEqual, .cage(.a, 0), kind, .word, to: label)
      code.target.jump(isAdmitted)
    }
    branchUnlessNumber(.b, to: isNoNumber)
    target.bind(isAdmitted)
  }

  /// Branches unless a value is a number. Changes `e`.
  mutating func branchUnlessNumber(_ value: Register, to label: Label) {
    target.copy(.e, value, .double)
    target.shiftRight(.e, 48, .double)
    target.branch(.aboveOrEqual, .e, Int(layout.values.firstTagged >> 48), .word, to: label)
  }

  /// Stores the value in `b` as the element with the number in `c` of the storage in `a`.
  private mutating func storeElement() {
    let done = target.makeLabel()
    let isOld = outOfLine { code in
      // In shared code, there is a return address already.
      if code.isShared { code.target.beginHelp(keepsHolders: false) }
      code.target.callShared(.context(code.layout.context.elementBarrier))
      if code.isShared { code.target.endHelp(keepsHolders: false) } else { code.takeObjectAgain() }
      code.target.jump(done)
    }
    let place = element(in: .a)
    target.store(.b, place, .double)
    target.branch(.aboveOrEqual, .a, layout.memory.nurseryEnd, .word, to: isOld)
    target.bind(done)
  }

  mutating func append(_ i: Instruction) {
    target.load(.a, register(i.a), .word)
    target.load(.b, register(i.b), .double)
    append(orBranchTo: step())
  }

  /// Adds the value in `b` as an element for which the list in `a` has room.
  mutating func append(orBranchTo step: Label) {
    target.copy(.d, .a, .word)
    target.load(.c, .cage(.a, layout.objects.listCount), .word)
    target.load(.a, .cage(.a, layout.objects.listStorage), .word)
    target.branch(.aboveOrEqual, .c, .cage(.a, layout.objects.elementsCapacity), .word, to: step)
    branchUnlessAdmitted(to: step)
    target.add(.cage(.d, layout.objects.listCount), 1)
    storeElement()
  }
}
