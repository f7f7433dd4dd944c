import LoxBuiltins
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
    value.calls.parked = CallStack.Parked(
      pc: pc, function: function, registers: registers, frame: frame, fuel: fuel)
    let i = pc.wordBefore(1)
    if let isDone = executeIntrinsic(i, registers, function) { return isDone }
    if value.memberNames != nil, let isDone = callMember(registers, function, i) { return isDone }
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
    case .setProperty: return withCache { slowSetProperty(registers, i.a, i.b, isChecked: i.c != 0, $0) }
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
    case .throw: return slowThrow(registers, i.a, again: false)
    case .rethrow: return slowThrow(registers, i.a, again: true)
    case .finish: return i.a == 0 ? finishMember() : executeNative(i)
    case .importModule: return slowImport(i)
    case .classField: return withWord { slowClassField(registers, i, function.constant($0)) }
    case .add: return slowAdd(registers, registers[i.b], registers[i.c], i)
    case .addConstant: return slowAdd(registers, registers[i.b], function.constant(i.c), i)
    case .subtract: return calculate(registers[i.b], registers[i.c], i) { $0 - $1 }
    case .subtractConstant: return calculate(registers[i.b], function.constant(i.c), i) { $0 - $1 }
    case .multiply: return calculate(registers[i.b], registers[i.c], i) { $0 * $1 }
    case .multiplyConstant: return calculate(registers[i.b], function.constant(i.c), i) { $0 * $1 }
    case .divide: return calculate(registers[i.b], registers[i.c], i) { $0 / $1 }
    case .divideConstant: return calculate(registers[i.b], function.constant(i.c), i) { $0 / $1 }
    case .modulo: return calculate(registers[i.b], registers[i.c], i) { $0.remainder(truncating: $1) }
    case .negate: return slowNegate(registers, registers[i.b], i)
    case .equal: return isEqual(registers[i.b], registers[i.c]) { set(i, $0) }
    case .notEqual: return isEqual(registers[i.b], registers[i.c]) { set(i, !$0) }
    case .jumpIfEqual: return isEqual(registers[i.a], registers[i.b]) { jump(if: $0) }
    case .jumpIfNotEqual: return isEqual(registers[i.a], registers[i.b]) { jump(if: !$0) }
    case .jumpIfEqualConstant: return isEqual(registers[i.a], function.constant(i.d)) { jump(if: $0) }
    case .jumpIfNotEqualConstant: return isEqual(registers[i.a], function.constant(i.d)) { jump(if: !$0) }
    case .less: return isLess(registers[i.b], registers[i.c]) { set(i, $0) }
    case .notLess: return isLess(registers[i.b], registers[i.c]) { set(i, !$0) }
    case .jumpIfLess: return isLess(registers[i.a], registers[i.b]) { jump(if: $0) }
    case .jumpIfNotLess: return isLess(registers[i.a], registers[i.b]) { jump(if: !$0) }
    case .jumpIfLessConstant: return isLess(registers[i.a], function.constant(i.d)) { jump(if: $0) }
    case .jumpIfNotLessConstant: return isLess(registers[i.a], function.constant(i.d)) { jump(if: !$0) }
    case .jumpIfGreaterConstant: return isLess(function.constant(i.d), registers[i.a]) { jump(if: $0) }
    case .jumpIfNotGreaterConstant: return isLess(function.constant(i.d), registers[i.a]) { jump(if: !$0) }
    case .loop: return goBack(if: true)
    case .loopIfLess: return isLess(registers[i.a], registers[i.b]) { goBack(if: $0) }
    case .loopIfNotLess: return isLess(registers[i.a], registers[i.b]) { goBack(if: !$0) }
    case .loopIfLessConstant: return isLess(registers[i.a], function.constant(i.d)) { goBack(if: $0) }
    case .loopIfNotLessConstant: return isLess(registers[i.a], function.constant(i.d)) { goBack(if: !$0) }
    case .loopIfGreaterConstant: return isLess(function.constant(i.d), registers[i.a]) { goBack(if: $0) }
    case .loopIfNotGreaterConstant: return isLess(function.constant(i.d), registers[i.a]) { goBack(if: !$0) }
    case .newList: return slowNewList(registers, i)
    case .newMap: return slowNewMap(registers, i)
    case .newRange: return slowNewRange(registers, i, isClosed: false)
    case .newClosedRange: return slowNewRange(registers, i, isClosed: true)
    case .append: return slowAppend(registers, i.a, i.b)
    case .appendAll: return slowAppendAll(registers, i.a, i.b)
    case .getElement: return slowGetElement(registers, i, orNil: false)
    case .getElementIfAny: return slowGetElement(registers, i, orNil: true)
    case .setElement: return slowSetElement(registers, i)
    case .isIn: return callContains(registers, i) ?? slowIsIn(registers, i)
    case .isInstance: return slowIsInstance(registers, i)
    case .checkCount: return slowCheckCount(registers[i.a], i.d, isExact: true)
    case .checkCountAtLeast: return slowCheckCount(registers[i.a], i.d, isExact: false)
    case .checkGlobalType: return withWord { slowCheckGlobalType(registers[i.a], $0, i) }
    case .checkType: return slowCheckType(registers[i.a], registers[i.b], i)
    case .beginIteration: return slowBeginIteration(registers.window(i.window))
    case .beginRange: return slowBeginRange(registers.window(i.window), isClosed: false)
    case .beginClosedRange: return slowBeginRange(registers.window(i.window), isClosed: true)
    case .next:
      let iterated = registers[i.window]
      if value.cage.has(iterated, .fiber) { return slowNextOfFiber(iterated.ref) }
      switch slowNext(registers.window(i.window), i.a) {
      case .element: return goBack(if: true)
      case .end: return goBack(if: false)
      case .failure: return false
      }
    default: return value.fail(.damagedHeap)
    }
  }

  /// Does what the instruction's cache knows to take no more than a few steps; nil if nothing was done.
  @inline(__always) private func executeIntrinsic(
    _ i: Instruction, _ registers: Registers, _ function: FunctionRecord
  ) -> Bool? {
    switch i.opcode {
    case .getGlobal:
      guard let core = function.coreName(value.calls.parked.pc.word).flatMap(CoreOperation.Identity.init),
        core != .errorType, core != .hostErrorType
      else { return nil }
      registers[i.a] = Value(core)
    case .getElement, .getElementIfAny:
      if value.cage.has(registers[i.b], .map) {
        registers[i.a] = value.getEntry(registers[i.c], ofMap: registers[i.b].ref) ?? .nil
        return value.refuel()
      }
      guard let character = getCharacter(of: registers[i.b], at: registers[i.c]) else { return nil }
      registers[i.a] = character
      return true
    case .setElement:
      guard value.cage.has(registers[i.a], .map) else { return nil }
      return setEntry(registers, i.a, i.b, i.c) && value.refuel()
    case .isInstance:
      guard let isInstance = isOfCore(registers[i.b], registers[i.c]) else { return nil }
      registers[i.a] = Value(isInstance)
      return true
    case .checkGlobalType:
      guard isOfCore(registers[i.a], ofGlobal: value.calls.parked.pc.word, function) else { return nil }
      value.calls.parked.pc.skipWord()
      return true
    case .next:
      guard nextAtOnce(registers.window(i.window), i.a) else { return nil }
      return goBack(if: true)
    case .getProperty:
      let (object, cache) = (registers[i.b], function.cache(value.calls.parked.pc.word))
      if object.isInstance {
        let accessor = cache.ofGet.hostMember.member(for: value.cage.header(object.ref))
        if accessor.isNull { return nil }
        guard let property = getOfHost(accessor, of: object) else { return false }
        registers[i.a] = property
      } else {
        guard let property = getIntrinsic(object, cache) else { return nil }
        registers[i.a] = property
      }
    case .setProperty:
      let (object, cache) = (registers[i.a], function.cache(value.calls.parked.pc.word))
      if object.isInstance {
        let member = cache.ofSet.hostMember.member(for: value.cage.header(object.ref))
        if member.isNull { return nil }
        if value.cage.has(member, .closure) {
          guard setChecked(object, to: registers[i.b], cache, member) else { return nil }
        } else {
          guard setOfHost(member, of: object, to: registers[i.b]) else { return false }
        }
      } else {
        guard setIntrinsic(object, registers[i.b], cache) else { return nil }
      }
    case .call:
      let callee = registers[i.window]
      guard callee.has(.object), value.cage.has(callee.ref, .native) else { return nil }
      value.calls.parked.pc.skipWord()
      return callHost(callee.ref, registers.window(i.window), i.argumentCount).action != .fail
    case .invoke:
      let cache = function.cache(value.calls.parked.pc.word)
      let (window, known) = (registers.window(i.window), cache.ofInvoke)
      if window[0].isInstance {
        let method = known.hostMember.member(for: value.cage.header(window[0].ref))
        if method.isNull { return nil }
        value.calls.parked.pc.skipWord()
        return callHost(method, window, i.argumentCount).action != .fail
      }
      if window[0].has(.object), known.first.shape == window[0].ref.offset,
        known.version == value.classMembersVersion
      {
        value.calls.parked.pc.skipWord()
        return slowEnter(known.first.record, known.first.closure, i.window)
      }
      if let target = switchFibersAtOnce(cache.core, window, i.argumentCount) {
        return target.action != .fail
      }
      guard let isDone = callIntrinsic(window, i.argumentCount, cache) else { return nil }
      guard isDone else { return false }
    default: return nil
    }
    value.calls.parked.pc.skipWord()
    return true
  }

  // MARK: - Parts of an instruction

  /// Writes a result to register `a`; nil if there is an error instead.
  private func write(_ result: Value?, _ i: Instruction) -> Bool {
    guard let result else { return false }
    value.calls.parked.registers[i.a] = result
    return value.refuel()
  }

  /// Executes what has a second word, and then skips that.
  private func withWord(_ body: (Int) -> Bool) -> Bool {
    guard body(value.calls.parked.pc.word) else { return false }
    value.calls.parked.pc.skipWord()
    return true
  }

  private func withCache(_ body: (InlineCache) -> Bool) -> Bool {
    withWord { body(value.calls.parked.function.cache($0)) }
  }

  /// Calls what is in the instruction's window, and skips the second word first: there the callee returns to.
  private func call(_ i: Instruction, _ body: (Registers, InlineCache) -> CallTarget) -> Bool {
    let cache = value.calls.parked.function.cache(value.calls.parked.pc.word)
    value.calls.parked.pc.skipWord()
    let target = body(value.calls.parked.registers.window(i.window), cache)
    switch target.action {
    case .enter: return slowEnter(target.record, target.closure, i.window)
    case .done, .switched: return true
    case .fail: return false
    }
  }

  /// Begins a function whose window starts at the register, and which returns to the place that is parked.
  @inline(never) func slowEnter(_ record: FunctionRecord, _ closure: Ref, _ window: Int) -> Bool {
    let callee = value.calls.parked.registers.window(window)
    guard
      value.calls.hasRoom(callee, value.calls.parked.frame, record) || value.growStacks(for: callee, record)
    else { return false }
    value.calls.parked.frame.push(
      value.calls.parked.pc, value.calls.parked.function, windowBytes: window &* 8, closure: closure)
    value.calls.parked.registers = callee
    value.calls.parked.function = record
    value.calls.parked.pc = record.entry
    return pay(record.cost)
  }

  /// Takes units of fuel, whatever there is; from time to time, sees to limits, or suspends the run. Then it goes on where it is parked.
  func pay(_ cost: Int) -> Bool {
    value.calls.parked.fuel &-= cost
    return value.calls.parked.fuel >= 0 || slowRefuel()
  }

  private func calculate(_ x: Value, _ y: Value, _ i: Instruction, _ operation: (Double, Double) -> Double)
    -> Bool
  {
    guard x.isNumber && y.isNumber else { return value.fail(.operandsNotNumbers, about: x, y) }
    // The result may be a NaN, which must be the canonical one.
    value.calls.parked.registers[i.a] = Value(operation(x.number, y.number))
    return true
  }

  /// Calls the value that a computed property has left where its object was.
  func callResult(_ i: Instruction) -> Bool {
    call(i) { window, _ in slowCall(window, i.argumentCount, value.noCache) }
  }

  // MARK: - Tests

  /// Goes on with a test that an operator of a class has decided.
  func completeTest(_ i: Instruction, _ isLess: Bool) -> Bool {
    switch i.opcode {
    case .less: set(i, isLess)
    case .notLess: set(i, !isLess)
    case .jumpIfLess, .jumpIfLessConstant: jump(if: isLess)
    case .jumpIfNotLess, .jumpIfNotLessConstant: jump(if: !isLess)
    case .loopIfLess, .loopIfLessConstant: goBack(if: isLess)
    default: goBack(if: !isLess)
    }
  }

  /// Does something that depends on whether two values are equal. The run loop leaves that to the machine for strings only.
  private func isEqual(_ x: Value, _ y: Value, _ body: (Bool) -> Bool) -> Bool {
    guard x.bits != y.bits, x.isString, y.isString else {
      return body(x.isNumber && y.isNumber ? x.number == y.number : x.bits == y.bits)
    }
    guard let isEqual = slowCompareStrings(x.ref, y.ref) else { return false }
    return body(isEqual)
  }

  private func isLess(_ x: Value, _ y: Value, _ body: (Bool) -> Bool) -> Bool {
    guard let isLess = slowIsLess(x, y) else { return false }
    return body(isLess)
  }

  private func set(_ i: Instruction, _ result: Bool) -> Bool {
    value.calls.parked.registers[i.a] = Value(result)
    return true
  }

  private func jump(if isTaken: Bool) -> Bool {
    if isTaken { value.calls.parked.pc.jump() } else { value.calls.parked.pc.skipWord() }
    return true
  }

  /// Goes back and pays for the words in between.
  func goBack(if isTaken: Bool) -> Bool {
    let words = 0 &- value.calls.parked.pc.distance
    return jump(if: isTaken) && (!isTaken || pay(words))
  }
}
