import LoxBytecode

/// Instructions without a fast path: the run loop has one handler for all of them.
extension Execution {
  @inline(always) mutating func executeOutOfLine(_ i: Instruction) -> Bool {
    park()
    guard machine.slowExecute(registers, i) else { return false }
    // The second word was skipped.
    pc = machine.value.fiber.parked.pc
    return settle()
  }

  /// The same for calls.
  @inline(always) mutating func callOutOfLine(_ i: Instruction) -> Bool {
    let cache = function.cache(pc.word)
    pc.skipWord()
    park()
    return follow(machine.slowCallOutOfLine(registers.window(i.window), i, cache), i)
  }
}

extension Pinned where Pointee == Machine {
  @inline(never) func slowExecute(_ registers: Registers, _ i: Instruction) -> Bool {
    switch i.opcode {
    case .modulo: return slowModulo(registers, i)
    case .text: return slowText(registers, i)
    case .noCase: return slowNoCase(registers[i.a])
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
    case .inherit: return slowInherit(registers[i.a], from: registers[i.b])
    case .getPropertyIfAny, .getMethodIfAny:
      return takeWord { word in
        let cache = value.fiber.parked.function.cache(word)
        let isCalled = i.opcode == .getMethodIfAny
        guard let property = slowGetPropertyIfAny(registers[i.b], cache, isCalled: isCalled) else {
          return false
        }
        registers[i.a] = property
        return value.refuel()
      }
    case .class:
      return takeWord { word in
        guard let made = slowClass(word, value.fiber.parked.function) else { return false }
        registers[i.a] = made
        return true
      }
    case .method: return takeWord { slowMethod(registers, i.a, $0, value.fiber.parked.function) }
    default: return compare(registers, i)
    }
  }

  /// The comparisons whose operands are not two different numbers: strings, NaN, or an error.
  private func compare(_ registers: Registers, _ i: Instruction) -> Bool {
    let function = value.fiber.parked.function
    let (x, y): (Value, Value)
    switch i.opcode {
    case .less, .notLess: (x, y) = (registers[i.b], registers[i.c])
    case .jumpIfLess, .jumpIfNotLess, .loopIfLess, .loopIfNotLess: (x, y) = (registers[i.a], registers[i.b])
    case .jumpIfLessConstant, .jumpIfNotLessConstant, .loopIfLessConstant, .loopIfNotLessConstant:
      (x, y) = (registers[i.a], function.constant(i.d))
    case .jumpIfGreaterConstant, .jumpIfNotGreaterConstant, .loopIfGreaterConstant, .loopIfNotGreaterConstant:
      (x, y) = (function.constant(i.d), registers[i.a])
    default: return value.fail(.damagedHeap)
    }
    guard let isLess = slowIsLess(x, y) else { return false }
    switch i.opcode {
    case .less: registers[i.a] = Value(isLess)
    case .notLess: registers[i.a] = Value(!isLess)
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
    guard isTaken else { return true }
    value.fiber.parked.fuel &-= words
    return value.fiber.parked.fuel >= 0 || slowRefuel()
  }

  /// Executes what has a second word, and then skips that.
  private func takeWord(_ body: (Int) -> Bool) -> Bool {
    guard body(value.fiber.parked.pc.word) else { return false }
    value.fiber.parked.pc.skipWord()
    return true
  }

  @inline(never) func slowCallOutOfLine(_ window: Registers, _ i: Instruction, _ cache: InlineCache)
    -> CallTarget
  {
    switch i.opcode {
    case .iterate: return window[0].isInstance ? slowIterate(window, cache) : done
    case .callSpread: return slowCallSpread(window, nil)
    default: return slowCallSpread(window, cache)
    }
  }
}
