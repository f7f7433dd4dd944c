import LoxAssembler
import LoxBytecode

/// Elements of lists, and iterations: for lists that have the element, and ranges with step 1.
extension Baseline {
  /// Loads the offset of a list to `a`. Changes `b`.
  mutating func loadList(_ list: Place, orBranchTo label: Label) {
    target.load(.a, list, .double)
    branchUnlessList(.a, to: label)
  }

  /// Branches unless a value is a list; then the register has its offset. Changes `b`.
  mutating func branchUnlessList(_ value: Register, to label: Label) {
    branchUnlessTagged(value, layout.values.objectTag, to: label)
    target.copy(value, value, .word)
    target.branch(.notEqual, .cage(value, 0), layout.objects.listKind, .word, to: label)
  }

  /// Branches unless a value has a tag. Changes `b`.
  mutating func branchUnlessTagged(_ value: Register, _ tag: UInt32, to label: Label) {
    target.copy(.b, value, .double)
    target.shiftRight(.b, 32, .double)
    target.branch(.notEqual, .b, Int(tag), .word, to: label)
  }

  /// Loads the offset of a list's storage to `a`, and the number of one of its elements to `c`.
  private mutating func loadElement(_ list: Place, _ index: Int, orBranchTo label: Label) {
    loadList(list, orBranchTo: label)
    target.convert(.c, load(index), orBranchTo: label)
    target.load(.b, .cage(.a, layout.objects.listCount), .word)
    // A number below zero is a large one without a sign.
    target.branch(.aboveOrEqual, .c, .b, .double, to: label)
    target.load(.a, .cage(.a, layout.objects.listStorage), .word)
  }

  /// Where an element is, with its number in `c`; then `c` is the place from the beginning of the values.
  fileprivate mutating func element(in storage: Register) -> Place {
    target.shiftLeft(.c, valueShift, .word)
    target.add(.c, storage, .word)
    return .cage(.c, layout.objects.elementsValues)
  }

  /// Values have 8 bytes.
  private var valueShift: Int { valueSize.trailingZeroBitCount }

  mutating func getElement(_ i: Instruction) {
    loadElement(register(i.b), i.c, orBranchTo: step())
    load(i.a, element(in: .a))
  }

  mutating func setElement(_ i: Instruction) {
    let step = step()
    loadElement(register(i.a), i.b, orBranchTo: step)
    target.load(.b, register(i.c), .double)
    branchUnlessAdmitted(to: step)
    storeElement()
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
      code.target.callShared(.context(code.layout.context.elementBarrier))
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

  // MARK: - Iterations

  /// The parts of an iteration: what is iterated, where that ends, and the number of the next element.
  mutating func next(_ i: Instruction) {
    let (iterated, end, index) = (register(i.window), register(i.window + 1), register(i.window + 2))
    let (step, found) = (step(), target.makeLabel())
    let isList = outOfLine { code in
      code.loadList(iterated, orBranchTo: step)
      code.target.load(.b, .cage(.a, code.layout.objects.listCount), .word)
      code.target.branch(.notEqual, .b, end, .double, to: step)
      code.target.load(.a, .cage(.a, code.layout.objects.listStorage), .word)
      code.target.load(.c, index, .double)
      let place = code.element(in: .a)
      code.target.load(.a, place, .double)
      code.target.jump(found)
    }
    target.load(.d, index, .double)
    target.branch(.aboveOrEqual, .d, end, .double, to: step)
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
}
