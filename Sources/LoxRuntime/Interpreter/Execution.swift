import LoxBuiltins
import LoxBytecode

/// The state of the run loop, in locals: where the code is, the window, the frame, the fuel.
///
/// Each opcode has one handler, a method that the loop inlines; the result is whether it has executed the instruction. A handler
/// does what is fast in a few machine instructions. For all else it says false before it has changed anything: then the machine executes
/// the whole instruction (`SlowExecution.swift`).
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
    machine.value.calls.parked = CallStack.Parked(
      pc: pc, function: function, registers: registers, frame: frame, fuel: fuel)
  }

  /// Lets the machine execute the instruction that was fetched, and goes on where it leaves off. False if the run fails, or pauses.
  // PERF: the struct itself is not passed: if its address escaped, its fields would live in memory.
  @inline(always) mutating func executeSlowly() -> Bool {
    guard machine.slowExecute(pc, function, registers, frame, fuel) else { return false }
    let parked = machine.value.calls.parked
    pc = parked.pc
    function = parked.function
    registers = parked.registers
    frame = parked.frame
    fuel = parked.fuel
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
    if value == .undefined { return false }
    pc.skipWord()
    registers[i.a] = value
    return true
  }

  @inline(always) mutating func setGlobal(_ i: Instruction) -> Bool {
    let slot = function.globalSlot(pc.word)
    if cage.value(slot) == .undefined { return false }
    pc.skipWord()
    cage.store(registers[i.a], slot)
    return true
  }

  @inline(always) mutating func defineGlobal(_ i: Instruction) -> Bool {
    cage.store(registers[i.a], function.globalSlot(pc.word))
    pc.skipWord()
    return true
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
    let box = heap.value.allocateYoung(size: BoxLayout.size)
    if box.isNull { return false }
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
    store(registers[i.b].number + registers[i.c].number, i)
  }

  @inline(always) mutating func addConstant(_ i: Instruction) -> Bool {
    store(registers[i.b].number + function.constant(i.c).number, i)
  }

  @inline(always) mutating func subtract(_ i: Instruction) -> Bool {
    store(registers[i.b].number - registers[i.c].number, i)
  }

  @inline(always) mutating func subtractConstant(_ i: Instruction) -> Bool {
    store(registers[i.b].number - function.constant(i.c).number, i)
  }

  @inline(always) mutating func multiply(_ i: Instruction) -> Bool {
    store(registers[i.b].number * registers[i.c].number, i)
  }

  @inline(always) mutating func multiplyConstant(_ i: Instruction) -> Bool {
    store(registers[i.b].number * function.constant(i.c).number, i)
  }

  @inline(always) mutating func divide(_ i: Instruction) -> Bool {
    store(registers[i.b].number / registers[i.c].number, i)
  }

  @inline(always) mutating func divideConstant(_ i: Instruction) -> Bool {
    store(registers[i.b].number / function.constant(i.c).number, i)
  }

  /// Whole numbers from 0; what the machine does for others takes longer.
  @inline(always) mutating func modulo(_ i: Instruction) -> Bool {
    let x = registers[i.b]
    guard x.bits != Value.negativeZero, let whole = x.wholeNumber(below: 1 << 53),
      let divisor = registers[i.c].wholeNumber(below: 1 << 53), divisor != 0
    else { return false }
    registers[i.a] = Value(Double(whole % divisor))
    return true
  }

  /// Whether a value is a number; the machine knows the other classes.
  @inline(always) mutating func isInstance(_ i: Instruction) -> Bool {
    guard registers[i.c].bits == Value(CoreOperation.Identity.numberType).bits else { return false }
    registers[i.a] = Value(registers[i.b].isNumber)
    return true
  }

  /// Whether a value is of the class that a global variable holds: numbers, strings, and instances of this very class. The machine knows the
  /// others.
  @inline(always) mutating func checkGlobalType(_ i: Instruction) -> Bool {
    let (value, global) = (registers[i.a], function.constant(pc.word))
    let type = cage.value(UInt32(truncatingIfNeeded: global.bits))
    if value.isInstance {
      if type != Value(.object, cage.class(ofShape: cage.shape(ofInstance: value.ref))) { return false }
    } else {
      let core = value.isNumber ? CoreOperation.Identity.numberType : .stringType
      guard type == .undefined, global.bits >> 32 == UInt64(FunctionRecord.coreWord(core.rawValue)),
        value.isNumber || value.isString
      else { return false }
    }
    pc.skipWord()
    return true
  }

  @inline(always) mutating func negate(_ i: Instruction) -> Bool {
    store(-registers[i.b].number, i)
  }

  @inline(always) mutating func not(_ i: Instruction) -> Bool {
    registers[i.a] = Value(registers[i.b].isFalsey)
    return true
  }

  @inline(always) mutating func equal(_ i: Instruction) -> Bool {
    let (x, y) = (registers[i.b], registers[i.c])
    if areStrings(x, y) { return false }
    registers[i.a] = Value(isEqual(x, y))
    return true
  }

  @inline(always) mutating func notEqual(_ i: Instruction) -> Bool {
    let (x, y) = (registers[i.b], registers[i.c])
    if areStrings(x, y) { return false }
    registers[i.a] = Value(!isEqual(x, y))
    return true
  }

  @inline(always) mutating func less(_ i: Instruction) -> Bool {
    let (x, y) = (registers[i.b], registers[i.c])
    guard areComparable(x, y) else { return false }
    registers[i.a] = Value(x.number < y.number)
    return true
  }

  @inline(always) mutating func notLess(_ i: Instruction) -> Bool {
    let (x, y) = (registers[i.b], registers[i.c])
    guard areComparable(x, y) else { return false }
    registers[i.a] = Value(!(x.number < y.number))
    return true
  }

  /// Whether both are numbers that have an order.
  @inline(always) private func areComparable(_ x: Value, _ y: Value) -> Bool {
    x.number < y.number || x.number >= y.number
  }

  /// Numbers compare as numbers, all else by identity, but for strings that are two objects.
  @inline(always) private func isEqual(_ x: Value, _ y: Value) -> Bool {
    x.number == y.number || areIdentical(x, y)
  }

  /// Whether two values have the same bits, but for the NaN that equals nothing.
  @inline(always) func areIdentical(_ x: Value, _ y: Value) -> Bool {
    x.bits == y.bits && x.bits != Value.canonicalNaN
  }

  /// Whether both are strings that must be compared by their bytes: two objects of which one is not interned.
  @inline(always) func areStrings(_ x: Value, _ y: Value) -> Bool {
    x.isString && y.isString && x.bits != y.bits
      && cage.flags(x.ref) & cage.flags(y.ref) & HeaderFlags.interned == 0
  }
}
