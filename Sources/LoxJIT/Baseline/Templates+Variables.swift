import LoxAssembler
import LoxBytecode

/// Variables beyond registers: globals, captures, boxes.
extension Baseline {
  mutating func getGlobal(_ i: Instruction) {
    target.load(.a, constant(word), .word)
    target.load(.b, .cage(.a, 0), .double)
    let isUndefined = hints.coreGlobals.contains(word) ? outOfLine { $0.getCoreName(i) } : step()
    target.branch(.equal, .b, .context(layout.context.undefinedBits), .double, to: isUndefined)
    target.store(.b, register(i.a), .double)
  }

  /// A global variable that nobody has defined, but whose name the core library has.
  private mutating func getCoreName(_ i: Instruction) {
    target.load(.a, nameOfCore(word), .word)
    target.branch(.equal, .a, 0, .word, to: step())
    // Names are numbered from 1 here.
    target.add(.a, -1, .word)
    target.set(.b, UInt64(layout.values.coreTag) << 32)
    target.or(.a, .b, .double)
    target.store(.a, register(i.a), .double)
    target.jump(following)
  }

  mutating func setGlobal(_ i: Instruction) {
    target.load(.a, constant(word), .word)
    target.load(.b, .context(layout.context.undefinedBits), .double)
    target.branch(.equal, .b, .cage(.a, 0), .double, to: step())
    target.load(.b, register(i.a), .double)
    target.store(.b, .cage(.a, 0), .double)
  }

  mutating func defineGlobal(_ i: Instruction) {
    target.load(.a, constant(word), .word)
    target.load(.b, register(i.a), .double)
    target.store(.b, .cage(.a, 0), .double)
  }

  // MARK: - Captures

  /// Loads the offset of the running closure, and returns where its capture is.
  private mutating func capture(_ number: Int) -> Place {
    target.load(.a, .frame(layout.frame.closure - layout.frame.size), .word)
    return field(.a, layout.objects.closureCaptures + number * valueSize, reach: layout.memory.loadReach)
  }

  /// A part of an object: if it is further away than the guard behind the cage is large, the sum is made in 32 bits.
  mutating func field(_ object: Register, _ displacement: Int, reach: Int) -> Place {
    guard displacement + valueSize > reach else { return .cage(object, displacement) }
    target.add(object, displacement, .word)
    return .cage(object, 0)
  }

  mutating func getCapture(_ i: Instruction) {
    load(i.a, capture(i.d))
  }

  mutating func getCapturedBox(_ i: Instruction) {
    let capture = capture(i.d)
    target.load(.a, capture, .word)
    load(i.a, .cage(.a, layout.objects.boxValue))
  }

  mutating func setCapturedBox(_ i: Instruction) {
    let capture = capture(i.d)
    target.load(.a, capture, .word)
    storeInBox(register(i.a))
  }

  // MARK: - Boxes

  mutating func makeBox(_ i: Instruction) {
    allocate(layout.objects.boxSize, orBranchTo: step())
    target.set(.b, UInt64(layout.objects.boxKind) | UInt64(layout.objects.boxSize) << 32)
    target.store(.b, .cage(.a, 0), .double)
    target.load(.b, register(i.b), .double)
    target.store(.b, .cage(.a, layout.objects.boxValue), .double)
    store(.a, layout.values.objectTag, register(i.a))
  }

  /// Stores a value that refers to the object whose offset is in a register. Changes `b`.
  // PERF: in one piece, as it will be read.
  mutating func store(_ object: Register, _ tag: UInt32, _ place: Place) {
    target.set(.b, UInt64(tag) << 32)
    target.or(.b, object, .double)
    target.store(.b, place, .double)
  }

  /// Room in eden for an object of this size: its offset is in `a`. Changes `b` and `d`.
  mutating func allocate(_ size: Int, orBranchTo label: Label) {
    target.load(.d, .context(layout.context.heap), .double)
    target.load(.a, .heapAt(.d, layout.heap.top), .word)
    target.sum(.b, .a, size, .word)
    target.branch(.above, .b, .heapAt(.d, layout.heap.limit), .word, to: label)
    target.store(.b, .heapAt(.d, layout.heap.top), .word)
  }

  mutating func getBox(_ i: Instruction) {
    target.load(.a, register(i.b), .word)
    load(i.a, .cage(.a, layout.objects.boxValue))
  }

  mutating func setBox(_ i: Instruction) {
    target.load(.a, register(i.a), .word)
    storeInBox(register(i.b))
  }

  /// Stores a value in the box whose offset is in `a`.
  private mutating func storeInBox(_ value: Place) {
    target.load(.b, value, .double)
    target.store(.b, .cage(.a, layout.objects.boxValue), .double)
    let done = target.makeLabel()
    let isOld = outOfLine { code in
      code.callBarrier()
      code.takeObjectAgain()
      code.target.jump(done)
    }
    branchIfOld(.a, to: isOld)
    target.bind(done)
  }

  // MARK: - The write barrier

  mutating func branchIfOld(_ object: Register, to label: Label) {
    target.branch(.aboveOrEqual, object, layout.memory.nurseryEnd, .word, to: label)
  }

  /// The old object whose offset is in `a` has got the value in `b`: if it comes to refer to a young one, it is remembered. Afterwards, nothing
  /// is in the scratch registers.
  mutating func callBarrier() { target.callShared(.context(layout.context.barrier)) }

  /// Branches unless a value refers to an object in the nursery. Changes `c`.
  mutating func branchUnlessYoung(_ value: Register, to label: Label) {
    target.copy(.c, value, .double)
    target.shiftRight(.c, 48, .double)
    target.branch(.below, .c, Int(layout.values.firstObject >> 48), .word, to: label)
    target.branch(.aboveOrEqual, value, layout.memory.nurseryEnd, .word, to: label)
  }
}
