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
    default: return value.fail(.damagedHeap)
    }
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
