import LoxBytecode

/// The state of the run loop, in locals: where the code is, the window, the frame, the fuel.
///
/// Each opcode has one handler, a method that the loop inlines; the result is whether the run goes on. A handler does what is
/// fast in a few instructions, parks the state, and leaves all else to a partner of the machine that is not inlined
/// (`slow...`). No partner gets the struct itself: if its address escaped, its fields would live in memory.
struct Execution {
  var pc: CodePointer
  var registers: Registers
  var function: FunctionRecord
  var frame: FramePointer
  /// The units until the next interruption.
  var fuel: Int
  let cage: Cage
  let heap: Pinned<Heap>
  let machine: Pinned<Machine>

  /// Notes where the run loop stands, for whoever needs a trace or roots.
  @inline(always) func park() {
    // PERF: A call, since the stores in a hundred places would make the loop take minutes to compile.
    machine.slowPark(pc, function, registers, frame, fuel)
  }

  /// Goes on after a slow path that may have paid for what it did.
  @inline(always) mutating func settle() -> Bool {
    fuel = machine.value.fiber.parked.fuel
    return true
  }
}

// MARK: - Moves and variables

extension Execution {
  @inline(always) mutating func move(_ i: Instruction) -> Bool {
    registers[i.a] = registers[i.b]
    return true
  }

  @inline(always) mutating func moveFromHigh(_ i: Instruction) -> Bool {
    registers[i.a] = registers[i.d]
    return true
  }

  @inline(always) mutating func moveToHigh(_ i: Instruction) -> Bool {
    registers[i.d] = registers[i.a]
    return true
  }

  @inline(always) mutating func loadConstant(_ i: Instruction) -> Bool {
    registers[i.a] = function.constant(i.d)
    return true
  }

  @inline(always) mutating func loadConstantWide(_ i: Instruction) -> Bool {
    registers[i.a] = function.constant(pc.word)
    pc.skipWord()
    return true
  }

  @inline(always) mutating func getGlobal(_ i: Instruction) -> Bool {
    let value = cage.value(function.globalSlot(pc.word))
    if value == .undefined { return getCoreName(i) }
    pc.skipWord()
    registers[i.a] = value
    return true
  }

  @inline(always) mutating func setGlobal(_ i: Instruction) -> Bool {
    let slot = function.globalSlot(pc.word)
    if cage.value(slot) == .undefined { return failUndefinedGlobal() }
    pc.skipWord()
    cage.store(registers[i.a], slot)
    return true
  }

  @inline(always) mutating func defineGlobal(_ i: Instruction) -> Bool {
    cage.store(registers[i.a], function.globalSlot(pc.word))
    pc.skipWord()
    return true
  }

  @inline(always) private mutating func getCoreName(_ i: Instruction) -> Bool {
    park()
    guard let value = machine.value.slowGetCoreName(pc.word) else { return false }
    pc.skipWord()
    registers[i.a] = value
    return true
  }

  @inline(always) private func failUndefinedGlobal() -> Bool {
    park()
    return machine.value.failUndefinedGlobal(pc.word)
  }

  /// The capture of the running closure with this index, as an offset.
  @inline(always) private func capture(_ index: Int) -> UInt32 {
    frame.closure.offset &+ UInt32(truncatingIfNeeded: ClosureLayout.captures &+ index &* 8)
  }

  @inline(always) mutating func getCapture(_ i: Instruction) -> Bool {
    registers[i.a] = cage.value(capture(i.d))
    return true
  }

  @inline(always) mutating func getCapturedBox(_ i: Instruction) -> Bool {
    registers[i.a] = cage.value(cage.load32(capture(i.d)), BoxLayout.value)
    return true
  }

  @inline(always) mutating func setCapturedBox(_ i: Instruction) -> Bool {
    setBox(Ref(offset: cage.load32(capture(i.d))), to: registers[i.a])
    return true
  }

  @inline(always) mutating func makeBox(_ i: Instruction) -> Bool {
    var box = heap.value.allocateYoung(size: BoxLayout.size)
    if box.isNull {
      park()
      box = machine.allocate(size: BoxLayout.size)
      if box.isNull { return false }
    }
    cage.setHeader(box, .box, size: BoxLayout.size)
    cage.store(registers[i.b], box.offset, BoxLayout.value)
    registers[i.a] = Value(.object, box)
    return true
  }

  @inline(always) mutating func getBox(_ i: Instruction) -> Bool {
    registers[i.a] = cage.value(registers[i.b].ref.offset, BoxLayout.value)
    return true
  }

  @inline(always) mutating func setBox(_ i: Instruction) -> Bool {
    setBox(registers[i.a].ref, to: registers[i.b])
    return true
  }

  @inline(always) private func setBox(_ box: Ref, to value: Value) {
    cage.store(value, box.offset, BoxLayout.value)
    barrier(box, value)
  }

  /// An old object that comes to refer to a young one is remembered for the next collection.
  @inline(always) func barrier(_ object: Ref, _ value: Value) {
    if !object.isYoung && value.isYoung { machine.slowBarrier(object) }
  }
}

// MARK: - Arithmetic and comparison

extension Execution {
  /// Stores a result unless it is a NaN: a NaN came from an operand that is no number, or must be made canonical.
  @inline(always) private func store(_ result: Double, _ i: Instruction) -> Bool {
    guard result == result else { return false }
    registers[i.a] = Value(bits: result.bitPattern)
    return true
  }

  @inline(always) mutating func add(_ i: Instruction) -> Bool {
    let (x, y) = (registers[i.b], registers[i.c])
    if store(x.number + y.number, i) { return true }
    return slowAdd(x, y, i)
  }

  @inline(always) private mutating func slowAdd(_ x: Value, _ y: Value, _ i: Instruction) -> Bool {
    park()
    return machine.slowAdd(registers, x, y, i) && settle()
  }

  @inline(always) mutating func addConstant(_ i: Instruction) -> Bool {
    let (x, y) = (registers[i.b], function.constant(i.c))
    if store(x.number + y.number, i) { return true }
    return slowAdd(x, y, i)
  }

  @inline(always) mutating func subtract(_ i: Instruction) -> Bool {
    let (x, y) = (registers[i.b], registers[i.c])
    if store(x.number - y.number, i) { return true }
    park()
    return machine.slowArithmetic(registers, x, y, x.number - y.number, i)
  }

  @inline(always) mutating func subtractConstant(_ i: Instruction) -> Bool {
    let (x, y) = (registers[i.b], function.constant(i.c))
    if store(x.number - y.number, i) { return true }
    park()
    return machine.slowArithmetic(registers, x, y, x.number - y.number, i)
  }

  @inline(always) mutating func multiply(_ i: Instruction) -> Bool {
    let (x, y) = (registers[i.b], registers[i.c])
    if store(x.number * y.number, i) { return true }
    park()
    return machine.slowArithmetic(registers, x, y, x.number * y.number, i)
  }

  @inline(always) mutating func multiplyConstant(_ i: Instruction) -> Bool {
    let (x, y) = (registers[i.b], function.constant(i.c))
    if store(x.number * y.number, i) { return true }
    park()
    return machine.slowArithmetic(registers, x, y, x.number * y.number, i)
  }

  @inline(always) mutating func divide(_ i: Instruction) -> Bool {
    let (x, y) = (registers[i.b], registers[i.c])
    if store(x.number / y.number, i) { return true }
    park()
    return machine.slowArithmetic(registers, x, y, x.number / y.number, i)
  }

  @inline(always) mutating func divideConstant(_ i: Instruction) -> Bool {
    let (x, y) = (registers[i.b], function.constant(i.c))
    if store(x.number / y.number, i) { return true }
    park()
    return machine.slowArithmetic(registers, x, y, x.number / y.number, i)
  }

  @inline(always) mutating func negate(_ i: Instruction) -> Bool {
    let x = registers[i.b]
    if store(-x.number, i) { return true }
    park()
    return machine.slowNegate(registers, x, i)
  }

  @inline(always) mutating func not(_ i: Instruction) -> Bool {
    registers[i.a] = Value(registers[i.b].isFalsey)
    return true
  }

  @inline(always) mutating func equal(_ i: Instruction) -> Bool {
    let (x, y) = (registers[i.b], registers[i.c])
    if areStrings(x, y) {
      guard let areEqual = compareStrings(x, y) else { return false }
      registers[i.a] = Value(areEqual)
      return settle()
    }
    registers[i.a] = Value(isEqual(x, y))
    return true
  }

  @inline(always) mutating func notEqual(_ i: Instruction) -> Bool {
    let (x, y) = (registers[i.b], registers[i.c])
    if areStrings(x, y) {
      guard let areEqual = compareStrings(x, y) else { return false }
      registers[i.a] = Value(!areEqual)
      return settle()
    }
    registers[i.a] = Value(!isEqual(x, y))
    return true
  }

  @inline(always) mutating func less(_ i: Instruction) -> Bool {
    let (x, y) = (registers[i.b], registers[i.c])
    if x.number < y.number || x.number >= y.number {
      registers[i.a] = Value(x.number < y.number)
      return true
    }
    return executeOutOfLine(i)
  }

  @inline(always) mutating func notLess(_ i: Instruction) -> Bool {
    let (x, y) = (registers[i.b], registers[i.c])
    if x.number < y.number || x.number >= y.number {
      registers[i.a] = Value(!(x.number < y.number))
      return true
    }
    return executeOutOfLine(i)
  }

  /// Numbers compare as numbers, all else by identity, but for strings that are two objects.
  @inline(always) func isEqual(_ x: Value, _ y: Value) -> Bool {
    x.number == y.number || areIdentical(x, y)
  }

  /// Whether two values have the same bits, but for the NaN that equals nothing.
  @inline(always) func areIdentical(_ x: Value, _ y: Value) -> Bool {
    x.bits == y.bits && x.bits != Value.canonicalNaN
  }

  /// Whether both are strings, and two objects: then their bytes are compared, which is paid for by their length.
  @inline(always) func areStrings(_ x: Value, _ y: Value) -> Bool {
    x.isString && y.isString && x.bits != y.bits
  }

  /// Whether the bytes are the same; nil if there is no fuel for that.
  @inline(always) func compareStrings(_ x: Value, _ y: Value) -> Bool? {
    park()
    return machine.slowCompareStrings(x.ref, y.ref)
  }
}
