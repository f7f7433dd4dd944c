import LoxBytecode

/// The instructions that the run loop's handlers leave to the machine, and those that have no handler.
///
/// The state of the run loop is parked: what an instruction changes is changed there.
extension Pinned where Pointee == Machine {
  /// Executes the instruction before `pc`. False, with the error set, if it fails, or if the run pauses.
  // PERF: each part of the state is an argument of its own, so that all are passed in registers.
  @inline(never) func slowExecute(
    _ pc: CodePointer, _ function: FunctionRecord, _ registers: Registers, _ frame: FramePointer, _ fuel: Int
  ) -> Bool {
    value.fiber.parked = Fiber.Parked(
      pc: pc, function: function, registers: registers, frame: frame, fuel: fuel)
    let i = pc.wordBefore(1)
    switch i.opcode {
    case .call: return call(i) { slowCall($0, i.argumentCount, $1) }
    case .invoke: return call(i) { slowInvoke($0, i.argumentCount, $1) }
    case .invokeSuper:
      let superclass = registers[i.window &+ i.argumentCount &+ 1]
      return call(i) { slowInvokeSuper($0, i.argumentCount, $1, superclass: superclass) }
    case .iterate: return call(i) { $0[0].isInstance ? slowIterate($0, $1) : done }
    case .callSpread: return call(i) { window, _ in slowCallSpread(window, nil) }
    case .invokeSpread: return call(i) { slowCallSpread($0, $1) }
    case .getProperty: return withCache { write(slowGetProperty(registers[i.b], $0), i) }
    case .setProperty: return withCache { slowSetProperty(registers, i.a, i.b, $0) }
    case .getSuper: return withCache { write(slowBindSuper(registers[i.b], registers[i.c], $0), i) }
    case .getPropertyIfAny:
      return withCache { write(slowGetPropertyIfAny(registers[i.b], $0, isCalled: false), i) }
    case .getMethodIfAny:
      return withCache { write(slowGetPropertyIfAny(registers[i.b], $0, isCalled: true), i) }
    case .getGlobal: return withWord { write(value.slowGetCoreName($0), i) }
    case .setGlobal: return withWord { value.failUndefinedGlobal($0) }
    case .closure: return withWord { slowClosure(registers, i.a, $0, function) }
    case .class: return withWord { write(slowClass($0, function), i) }
    case .method: return withWord { slowMethod(registers, i.a, $0, function) }
    case .inherit: return slowInherit(registers[i.a], from: registers[i.b])
    case .makeBox: return slowMakeBox(registers, i)
    case .text: return slowText(registers, i)
    case .print: return print(registers[i.a])
    case .noCase: return slowNoCase(registers[i.a])
    default: return slowCompute(registers, function, i)
    }
  }

  /// The same for operators, jumps and collections.
  @inline(never) private func slowCompute(
    _ registers: Registers, _ function: FunctionRecord, _ i: Instruction
  ) -> Bool {
    switch i.opcode {
    case .add: return slowAdd(registers, registers[i.b], registers[i.c], i)
    case .addConstant: return slowAdd(registers, registers[i.b], function.constant(i.c), i)
    case .subtract: return calculate(registers[i.b], registers[i.c], i) { $0 - $1 }
    case .subtractConstant: return calculate(registers[i.b], function.constant(i.c), i) { $0 - $1 }
    case .multiply: return calculate(registers[i.b], registers[i.c], i) { $0 * $1 }
    case .multiplyConstant: return calculate(registers[i.b], function.constant(i.c), i) { $0 * $1 }
    case .divide: return calculate(registers[i.b], registers[i.c], i) { $0 / $1 }
    case .divideConstant: return calculate(registers[i.b], function.constant(i.c), i) { $0 / $1 }
    case .modulo:
      return calculate(registers[i.b], registers[i.c], i) { $0.truncatingRemainder(dividingBy: $1) }
    case .negate: return slowNegate(registers, registers[i.b], i)
    case .equal, .notEqual, .jumpIfEqual, .jumpIfNotEqual, .jumpIfEqualConstant, .jumpIfNotEqualConstant:
      return testEquality(registers, function, i)
    case .less, .notLess: return testOrder(registers[i.b], registers[i.c], i)
    case .jumpIfLess, .jumpIfNotLess, .loopIfLess, .loopIfNotLess:
      return testOrder(registers[i.a], registers[i.b], i)
    case .jumpIfLessConstant, .jumpIfNotLessConstant, .loopIfLessConstant, .loopIfNotLessConstant:
      return testOrder(registers[i.a], function.constant(i.d), i)
    case .jumpIfGreaterConstant, .jumpIfNotGreaterConstant, .loopIfGreaterConstant,
      .loopIfNotGreaterConstant:
      return testOrder(function.constant(i.d), registers[i.a], i)
    case .loop: return goBack(if: true)
    case .newList: return slowNewList(registers, i)
    case .newMap: return slowNewMap(registers, i)
    case .newRange: return slowNewRange(registers, i, isClosed: false)
    case .newClosedRange: return slowNewRange(registers, i, isClosed: true)
    case .append: return slowAppend(registers, i.a, i.b)
    case .appendAll: return slowAppendAll(registers, i.a, i.b)
    case .getElement: return slowGetElement(registers, i, orNil: false)
    case .getElementIfAny: return slowGetElement(registers, i, orNil: true)
    case .setElement: return slowSetElement(registers, i)
    case .isIn: return slowIsIn(registers, i)
    case .isInstance: return slowIsInstance(registers, i)
    case .checkCount: return slowCheckCount(registers[i.a], i.d, isExact: true)
    case .checkCountAtLeast: return slowCheckCount(registers[i.a], i.d, isExact: false)
    case .beginIteration: return slowBeginIteration(registers.window(i.window))
    case .next:
      switch slowNext(registers.window(i.window), i.a) {
      case .element: return goBack(if: true)
      case .end: return goBack(if: false)
      case .failure: return false
      }
    default: return value.fail(.damagedHeap)
    }
  }

  // MARK: - Parts of an instruction

  /// Writes a result to register `a`; nil if there is an error instead.
  private func write(_ result: Value?, _ i: Instruction) -> Bool {
    guard let result else { return false }
    value.fiber.parked.registers[i.a] = result
    return value.refuel()
  }

  /// Executes what has a second word, and then skips that.
  private func withWord(_ body: (Int) -> Bool) -> Bool {
    guard body(value.fiber.parked.pc.word) else { return false }
    value.fiber.parked.pc.skipWord()
    return true
  }

  private func withCache(_ body: (InlineCache) -> Bool) -> Bool {
    withWord { body(value.fiber.parked.function.cache($0)) }
  }

  /// Calls what is in the instruction's window, and skips the second word first: there the callee returns to.
  private func call(_ i: Instruction, _ body: (Registers, InlineCache) -> CallTarget) -> Bool {
    let cache = value.fiber.parked.function.cache(value.fiber.parked.pc.word)
    value.fiber.parked.pc.skipWord()
    let target = body(value.fiber.parked.registers.window(i.window), cache)
    switch target.action {
    case .enter: return slowEnter(target.record, target.closure, i.window)
    case .done: return true
    case .fail: return false
    }
  }

  /// Begins a function whose window starts at the register, and which returns to the place that is parked.
  @inline(never) func slowEnter(_ record: FunctionRecord, _ closure: Ref, _ window: Int) -> Bool {
    var parked = value.fiber.parked
    let callee = parked.registers.window(window)
    guard value.growStacks(for: callee, record) else { return false }
    parked.frame.push(parked.pc, parked.function, windowBytes: window &* 8, closure: closure)
    parked.registers = callee
    parked.function = record
    parked.pc = record.code
    value.fiber.parked = parked
    return pay(record.cost)
  }

  /// Takes units of fuel, whatever there is; from time to time, sees to limits, or suspends the run. Then it goes on where it is parked.
  private func pay(_ cost: Int) -> Bool {
    value.fiber.parked.fuel &-= cost
    return value.fiber.parked.fuel >= 0 || slowRefuel()
  }

  private func calculate(_ x: Value, _ y: Value, _ i: Instruction, _ operation: (Double, Double) -> Double)
    -> Bool
  {
    guard x.isNumber && y.isNumber else { return value.fail(.operandsNotNumbers, about: x, y) }
    // The result may be a NaN, which must be the canonical one.
    value.fiber.parked.registers[i.a] = Value(operation(x.number, y.number))
    return true
  }

  // MARK: - Tests

  private func testEquality(_ registers: Registers, _ function: FunctionRecord, _ i: Instruction) -> Bool {
    let (x, y): (Value, Value)
    switch i.opcode {
    case .equal, .notEqual: (x, y) = (registers[i.b], registers[i.c])
    case .jumpIfEqual, .jumpIfNotEqual: (x, y) = (registers[i.a], registers[i.b])
    default: (x, y) = (registers[i.a], function.constant(i.d))
    }
    guard let areEqual = slowAreEqual(x, y) else { return false }
    switch i.opcode {
    case .equal: registers[i.a] = Value(areEqual)
    case .notEqual: registers[i.a] = Value(!areEqual)
    case .jumpIfEqual, .jumpIfEqualConstant: jump(if: areEqual)
    default: jump(if: !areEqual)
    }
    return true
  }

  /// Tests whether `x < y`.
  private func testOrder(_ x: Value, _ y: Value, _ i: Instruction) -> Bool {
    guard let isLess = slowIsLess(x, y) else { return false }
    switch i.opcode {
    case .less: value.fiber.parked.registers[i.a] = Value(isLess)
    case .notLess: value.fiber.parked.registers[i.a] = Value(!isLess)
    case .jumpIfLess, .jumpIfLessConstant, .jumpIfGreaterConstant: jump(if: isLess)
    case .jumpIfNotLess, .jumpIfNotLessConstant, .jumpIfNotGreaterConstant: jump(if: !isLess)
    case .loopIfLess, .loopIfLessConstant, .loopIfGreaterConstant: return goBack(if: isLess)
    default: return goBack(if: !isLess)
    }
    return true
  }

  private func jump(if isTaken: Bool) {
    if isTaken { value.fiber.parked.pc.jump() } else { value.fiber.parked.pc.skipWord() }
  }

  /// Goes back and pays for the words in between.
  private func goBack(if isTaken: Bool) -> Bool {
    let words = 0 &- value.fiber.parked.pc.distance
    jump(if: isTaken)
    return !isTaken || pay(words)
  }
}
