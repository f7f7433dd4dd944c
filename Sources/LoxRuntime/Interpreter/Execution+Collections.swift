import LoxBytecode

/// Lists and iterations. What is inline here is for lists that have the element, and for ranges with step 1.
extension Execution {
  @inline(always) mutating func append(_ i: Instruction) -> Bool {
    append(registers[i.b], to: registers[i.a].ref)
  }

  /// Adds an element for which the list has room.
  @inline(always) func append(_ value: Value, to list: Ref) -> Bool {
    let count = cage.load32(list.offset, ListLayout.count)
    let storage = cage.ref(list, ListLayout.storage)
    if count < cage.load32(storage.offset, ElementsLayout.capacity), admits(storage, value) {
      store(value, place(UInt64(count), in: storage), storage)
      cage.store32(count &+ 1, list.offset, ListLayout.count)
      return true
    }
    return false
  }

  // MARK: - Elements

  @inline(always) private func place(_ index: UInt64, in storage: Ref) -> UInt32 {
    storage.offset &+ UInt32(ElementsLayout.values) &+ UInt32(truncatingIfNeeded: index) &* 8
  }

  /// Whether a storage may hold the value as it is.
  @inline(always) private func admits(_ storage: Ref, _ value: Value) -> Bool {
    value.isNumber || cage.has(storage, .elements)
  }

  /// The number of an element that a list has; `UInt64.max` if that needs a closer look.
  @inline(always) private func number(_ index: Value, of list: Value) -> UInt64 {
    guard cage.has(list, .list) else { return .max }
    return index.wholeNumber(below: UInt64(cage.load32(list.ref.offset, ListLayout.count))) ?? .max
  }

  @inline(always) private func store(_ value: Value, _ place: UInt32, _ storage: Ref) {
    cage.store(value, place)
    if !storage.isYoung && value.isYoung { machine.slowElementBarrier(storage, place) }
  }

  @inline(always) mutating func getElement(_ i: Instruction) -> Bool {
    let list = registers[i.b]
    let number = number(registers[i.c], of: list)
    if number == .max { return false }
    registers[i.a] = cage.value(place(number, in: cage.ref(list.ref, ListLayout.storage)))
    return true
  }

  @inline(always) mutating func setElement(_ i: Instruction) -> Bool {
    let list = registers[i.a]
    let number = number(registers[i.b], of: list)
    let storage = cage.ref(list.ref, ListLayout.storage)
    let value = registers[i.c]
    if number != .max, admits(storage, value) {
      store(value, place(number, in: storage), storage)
      return true
    }
    return false
  }

  // MARK: - Iterations

  @inline(always) mutating func next(_ i: Instruction) -> Bool {
    let window = registers.window(i.window)
    let iterated = window[0]
    let index = window[2].bits
    let element: Value
    guard index < window[1].bits else { return false }
    if iterated.isNumber {
      element = Value(iterated.number + Double(Int(truncatingIfNeeded: index)))
    } else if cage.has(iterated, .list) {
      let list = iterated.ref
      guard UInt64(cage.load32(list.offset, ListLayout.count)) == window[1].bits else { return false }
      element = cage.value(place(index, in: cage.ref(list, ListLayout.storage)))
    } else {
      return false
    }
    guard goBack() else { return false }
    window[2] = Value(bits: index &+ 1)
    // The last variable has the element.
    window[2 &+ i.a] = element
    if i.a != 1 { window[3] = Value(Double(Int(truncatingIfNeeded: index))) }
    return true
  }
}
