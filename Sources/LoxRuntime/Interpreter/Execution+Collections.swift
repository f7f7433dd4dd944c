import LoxBytecode

/// Lists, maps, ranges, and iterations. What is inline here is for lists that have the element, and for ranges with step 1.
extension Execution {
  // MARK: - Making

  @inline(always) mutating func newList(_ i: Instruction) -> Bool {
    park()
    return machine.slowNewList(registers, i) && settle()
  }

  @inline(always) mutating func newMap(_ i: Instruction) -> Bool {
    park()
    return machine.slowNewMap(registers, i) && settle()
  }

  @inline(always) mutating func newRange(_ i: Instruction) -> Bool {
    park()
    return machine.slowNewRange(registers, i, isClosed: false)
  }

  @inline(always) mutating func newClosedRange(_ i: Instruction) -> Bool {
    park()
    return machine.slowNewRange(registers, i, isClosed: true)
  }

  @inline(always) mutating func append(_ i: Instruction) -> Bool {
    let list = registers[i.a].ref
    let count = cage.load32(list.offset, ListLayout.count)
    let storage = cage.ref(list, ListLayout.storage)
    if count < cage.load32(storage.offset, ElementsLayout.capacity) {
      let value = registers[i.b]
      if value.isNumber || cage.has(storage, .elements) {
        store(value, place(UInt64(count), in: storage), storage)
        cage.store32(count &+ 1, list.offset, ListLayout.count)
        return true
      }
    }
    park()
    return machine.slowAppend(registers, i.a, i.b) && settle()
  }

  @inline(always) mutating func appendAll(_ i: Instruction) -> Bool {
    park()
    return machine.slowAppendAll(registers, i.a, i.b) && settle()
  }

  @inline(always) mutating func noCase(_ i: Instruction) -> Bool {
    park()
    return machine.slowNoCase(registers[i.a])
  }

  // MARK: - Elements

  @inline(always) private func place(_ index: UInt64, in storage: Ref) -> UInt32 {
    storage.offset &+ UInt32(ElementsLayout.values) &+ UInt32(truncatingIfNeeded: index) &* 8
  }

  /// The number of an element that a list has; nil if that needs a closer look.
  @inline(always) private func number(_ index: Value, of list: Value) -> UInt64? {
    guard cage.has(list, .list) else { return nil }
    // PERF: a whole number from 0 is in the low bits of its sum with 2 to the power of 52. No conversion can trap.
    let shifted = index.number + 0x1p52
    let number = shifted.bitPattern &- (0x1p52).bitPattern
    guard number < UInt64(cage.load32(list.ref.offset, ListLayout.count)), shifted - 0x1p52 == index.number
    else { return nil }
    return number
  }

  @inline(always) private func store(_ value: Value, _ place: UInt32, _ storage: Ref) {
    cage.store(value, place)
    if !storage.isYoung && value.isYoung { machine.slowElementBarrier(storage, place) }
  }

  @inline(always) mutating func getElement(_ i: Instruction) -> Bool {
    let list = registers[i.b]
    if let number = number(registers[i.c], of: list) {
      registers[i.a] = cage.value(place(number, in: cage.ref(list.ref, ListLayout.storage)))
      return true
    }
    park()
    return machine.slowGetElement(registers, i, orNil: false) && settle()
  }

  @inline(always) mutating func setElement(_ i: Instruction) -> Bool {
    let list = registers[i.a]
    if let number = number(registers[i.b], of: list) {
      let storage = cage.ref(list.ref, ListLayout.storage)
      let value = registers[i.c]
      if value.isNumber || cage.has(storage, .elements) {
        store(value, place(number, in: storage), storage)
        return true
      }
    }
    park()
    return machine.slowSetElement(registers, i) && settle()
  }

  @inline(always) mutating func getElementIfAny(_ i: Instruction) -> Bool {
    park()
    return machine.slowGetElement(registers, i, orNil: true) && settle()
  }

  @inline(always) mutating func getPropertyIfAny(_ i: Instruction) -> Bool {
    park()
    guard let value = machine.slowGetPropertyIfAny(registers[i.b], function.cache(pc.word)) else {
      return false
    }
    registers[i.a] = value
    pc.skipWord()
    return settle()
  }

  @inline(always) mutating func isIn(_ i: Instruction) -> Bool {
    park()
    return machine.slowIsIn(registers, i) && settle()
  }

  @inline(always) mutating func isInstance(_ i: Instruction) -> Bool {
    park()
    return machine.slowIsInstance(registers, i) && settle()
  }

  @inline(always) mutating func checkCount(_ i: Instruction) -> Bool {
    park()
    return machine.slowCheckCount(registers[i.a], i.d, isExact: true)
  }

  @inline(always) mutating func checkCountAtLeast(_ i: Instruction) -> Bool {
    park()
    return machine.slowCheckCount(registers[i.a], i.d, isExact: false)
  }

  // MARK: - Calls

  @inline(always) mutating func callSpread(_ i: Instruction) -> Bool {
    pc.skipWord()
    park()
    return follow(machine.slowCallSpread(registers.window(i.window), nil), i)
  }

  @inline(always) mutating func invokeSpread(_ i: Instruction) -> Bool {
    let cache = function.cache(pc.word)
    pc.skipWord()
    park()
    return follow(machine.slowCallSpread(registers.window(i.window), cache), i)
  }

  // MARK: - Iterations

  @inline(always) mutating func iterate(_ i: Instruction) -> Bool {
    let cache = function.cache(pc.word)
    pc.skipWord()
    if !registers[i.window].isInstance { return true }
    park()
    return follow(machine.slowIterate(registers.window(i.window), cache), i)
  }

  @inline(always) mutating func beginIteration(_ i: Instruction) -> Bool {
    park()
    return machine.slowBeginIteration(registers.window(i.window))
  }

  @inline(always) mutating func next(_ i: Instruction) -> Bool {
    let window = registers.window(i.window)
    let iterated = window[0]
    let index = window[2].bits
    if cage.has(iterated, .list) {
      let list = iterated.ref
      if UInt64(cage.load32(list.offset, ListLayout.count)) == window[1].bits {
        if index >= window[1].bits { return end() }
        return step(window, i, cage.value(place(index, in: cage.ref(list, ListLayout.storage))))
      }
    } else if iterated.isNumber {
      if index >= window[1].bits { return end() }
      return step(window, i, Value(iterated.number + Double(index)))
    }
    park()
    switch machine.slowNext(window, i.a) {
    case .element:
      // What was charged is paid for.
      return settle() && goBack()
    case .end: return settle() && end()
    case .failure: return false
    }
  }

  /// The iteration has an element at its index: sets the variables, and goes back.
  @inline(always) private mutating func step(_ window: Registers, _ i: Instruction, _ element: Value) -> Bool
  {
    let index = window[2].bits
    window[2] = Value(bits: index &+ 1)
    if i.a == 1 {
      window[3] = element
    } else {
      window[3] = Value(Double(index))
      window[4] = element
    }
    return goBack()
  }

  @inline(always) private mutating func end() -> Bool {
    pc.skipWord()
    return true
  }
}
