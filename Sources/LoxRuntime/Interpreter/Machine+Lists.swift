import LoxBytecode

/// Lists. What allocates is given registers, or places on the host's stack, since lists and elements may move.
extension Pinned where Pointee == Machine {
  /// A new list with room for so many elements; nil, with the error set, if memory is out.
  func makeList(capacity: Int) -> Value? {
    let cage = value.cage
    guard capacity > 0 else {
      let list = allocate(size: ListLayout.size)
      guard !list.isNull else { return nil }
      value.charge(bytes: ListLayout.size)
      cage.initializeList(list, storage: .null)
      return Value(.object, list)
    }
    guard capacity <= value.heap.value.byteLimit / 8 else {
      _ = value.failOutOfMemory()
      return nil
    }
    let capacity = Heap.elementCapacity(atLeast: capacity)
    let size = ElementsLayout.values &+ capacity &* 8
    value.charge(bytes: ListLayout.size &+ size)
    if ListLayout.size &+ size <= Nursery.maximumObjectSize {
      // Both at once.
      let list = allocate(size: ListLayout.size &+ size)
      guard !list.isNull else { return nil }
      let storage = Ref(offset: list.offset &+ UInt32(ListLayout.size))
      cage.initializeStorage(storage, capacity: capacity)
      cage.initializeList(list, storage: storage)
      return Value(.object, list)
    }
    let storage = allocate(size: size)
    guard !storage.isNull, initializeStorage(storage, capacity: capacity) else { return nil }
    value.scratch = Value(.object, storage)
    let list = allocate(size: ListLayout.size)
    let kept = value.scratch
    value.scratch = .nil
    guard !list.isNull else { return nil }
    cage.initializeList(list, storage: kept.ref)
    return Value(.object, list)
  }

  /// Adds the value in register `b` to the list in register `a`; false, with the error set, if memory is out.
  func append(_ registers: Registers, _ a: Int, _ b: Int) -> Bool {
    let count = value.elements(ofList: registers[a].ref).count
    guard reserve(registers, a, count &+ 1) else { return false }
    let list = registers[a].ref
    store(registers[b], at: count, ofList: list)
    value.cage.setCount(count &+ 1, ofList: list)
    return true
  }

  /// Stores a value as an element for which the list has room.
  func store(_ stored: Value, at index: Int, ofList list: Ref) {
    value.store(stored, at: index, ofList: list)
  }

  /// Gives the list in register `a` room for so many elements; false, with the error set, if memory is out.
  func reserve(_ registers: Registers, _ a: Int, _ needed: Int) -> Bool {
    let cage = value.cage
    let old = cage.ref(registers[a].ref, ListLayout.storage)
    let capacity = old.isNull ? 0 : Int(cage.load32(old.offset, ElementsLayout.capacity))
    if needed <= capacity { return true }
    guard needed <= value.heap.value.byteLimit / 8 else { return value.failOutOfMemory() }
    // Large storages grow more slowly.
    let grown = capacity < 8192 ? max(4, capacity &* 2) : capacity &+ capacity / 2
    return setCapacity(registers, a, Heap.elementCapacity(atLeast: max(needed, grown)))
  }

  /// Gives the list in register `a` a storage of this capacity; false, with the error set, if memory is out, or the run should end.
  private func setCapacity(_ registers: Registers, _ a: Int, _ capacity: Int) -> Bool {
    let cage = value.cage
    let size = ElementsLayout.values &+ capacity &* 8
    let old = cage.ref(registers[a].ref, ListLayout.storage)
    if !old.isNull, cage.size(old) > OldSpace.maximumSmallSize {
      // A large storage stays where it is, even over a collection.
      guard collectIfDue() else { return false }
      if growStorage(old, to: size) {
        value.charge(bytes: size)
        return initializeRest(old, capacity: capacity)
      }
    }
    return moveElements(registers, a, capacity, size)
  }

  /// The same with a storage elsewhere, to which the elements move.
  private func moveElements(_ registers: Registers, _ a: Int, _ capacity: Int, _ size: Int) -> Bool {
    let cage = value.cage
    let storage = allocate(size: size)
    guard !storage.isNull else { return false }
    value.charge(bytes: size)
    guard initializeStorage(storage, capacity: capacity) else { return false }
    let list = registers[a].ref
    let elements = value.elements(ofList: list)
    let old = cage.ref(list, ListLayout.storage)
    if !old.isNull, !cage.has(old, .numbers) { cage.admitAnyValue(storage) }
    let target = ValueRun(
      offset: storage.offset &+ UInt32(ElementsLayout.values), count: min(elements.count, capacity))
    guard copy(elements, to: target, in: storage) else { return false }
    cage.store32(storage.offset, list.offset, ListLayout.storage)
    if storage.isYoung, !list.isYoung { value.heap.value.remember(list, place: list.offset) }
    return true
  }

  /// Gives a large storage more memory where it is, so that nothing is copied, and no garbage stays behind; false if there is no room.
  private func growStorage(_ storage: Ref, to size: Int) -> Bool {
    let oldSize = value.cage.size(storage)
    guard value.heap.value.growLarge(storage, from: oldSize, to: size) else { return false }
    if value.instruments.profiler != nil { value.sampleAllocation(old: size &- oldSize) }
    return true
  }

  /// Gives a storage that has got more memory its new capacity; false, with the error set, if the run should end.
  private func initializeRest(_ storage: Ref, capacity: Int) -> Bool {
    let used = Int(value.cage.load32(storage.offset, ElementsLayout.capacity)) &* 8
    let start = storage.offset &+ UInt32(truncatingIfNeeded: ElementsLayout.values &+ used)
    guard fillBytes(start, count: capacity &* 8 &- used, with: 0) else { return false }
    value.cage.setCapacity(capacity, ofStorage: storage)
    return true
  }

  /// Makes a storage of numbers, all 0, of memory for one; false, with the error set, if the run should end.
  private func initializeStorage(_ storage: Ref, capacity: Int) -> Bool {
    value.cage.setHeader(ofStorage: storage, capacity: capacity)
    return fillBytes(storage.offset &+ UInt32(ElementsLayout.values), count: capacity &* 8, with: 0)
  }

  /// Copies values to a storage, as many as the target has, and looks between portions whether the run should end: false, with the error set,
  /// if it should. What was copied until then is remembered, for the storage may be in use.
  func copy(_ source: ValueRun, to target: ValueRun, in storage: Ref) -> Bool {
    var start = 0
    while start < target.count {
      let count = min(target.count &- start, Self.portionOfValues)
      value.cage.copy(from: source.place(start), to: target.place(start), count: count &* 8)
      value.heap.value.rememberYoung(storage, from: target.place(start), count: count)
      start &+= count
      if start < target.count, value.isInterrupted() { return false }
    }
    return true
  }

  /// So many values are copied in a fraction of a millisecond.
  static var portionOfValues: Int { 1 << 16 }

  /// Adds a copy of a list's elements, from an index on, to the list in register `a`. The source is in register `b`; it may be the same list.
  func appendElements(_ registers: Registers, _ a: Int, of b: Int, from start: Int, count: Int) -> Bool {
    let cage = value.cage
    let oldCount = value.elements(ofList: registers[a].ref).count
    guard reserve(registers, a, oldCount &+ count) else { return false }
    value.charge(bytes: count &* 8)
    let (list, source) = (registers[a].ref, registers[b].ref)
    let elements = value.elements(ofList: source)
    let copied = max(0, min(count, elements.count &- start))
    let storage = cage.ref(list, ListLayout.storage)
    if copied > 0, !cage.has(cage.ref(source, ListLayout.storage), .numbers) { cage.admitAnyValue(storage) }
    let target = ValueRun(
      offset: storage.offset &+ UInt32(truncatingIfNeeded: ElementsLayout.values &+ oldCount &* 8),
      count: copied)
    guard copy(ValueRun(offset: elements.place(start), count: copied), to: target, in: storage) else {
      return false
    }
    cage.setCount(oldCount &+ copied, ofList: list)
    return value.refuel()
  }

  // MARK: - Handlers

  @inline(never) func slowNewList(_ registers: Registers, _ i: Instruction) -> Bool {
    guard let list = makeList(capacity: i.d) else { return false }
    registers[i.a] = list
    return value.refuel()
  }

  @inline(never) func slowAppend(_ registers: Registers, _ a: Int, _ b: Int) -> Bool {
    append(registers, a, b) && value.refuel()
  }

  /// A list that is taken apart has the right number of elements.
  @inline(never) func slowCheckCount(_ checked: Value, _ count: Int, isExact: Bool) -> Bool {
    let cage = value.cage
    guard cage.has(checked, .list) else { return value.fail(.patternNotList, about: checked) }
    let actual = value.elements(ofList: checked.ref).count
    if isExact ? actual == count : actual >= count { return true }
    let expected = isExact ? "\(count)" : "at least \(count)"
    return value.fail(.wrongElementCount, "Expected \(expected) elements but got \(actual).")
  }
}

extension Machine {
  /// The elements of a list: no more than the heap can hold, whatever damaged counts say.
  @inline(__always) mutating func elements(ofList list: Ref) -> ValueRun {
    var elements = cage.elements(ofList: list)
    elements.count = min(elements.count, heap.value.byteLimit / 8)
    return elements
  }

  /// Stores a value as an element for which the list has room.
  @inline(__always) mutating func store(_ stored: Value, at index: Int, ofList list: Ref) {
    let storage = cage.ref(list, ListLayout.storage)
    let place = storage.offset &+ UInt32(truncatingIfNeeded: ElementsLayout.values &+ index &* 8)
    if !stored.isNumber { cage.admitAnyValue(storage) }
    heap.value.store(stored, place, in: storage)
  }

  /// Adds a value to a list; false, without having done anything, if it has no room.
  @inline(__always) mutating func appendAtOnce(_ added: Value, toList list: Ref) -> Bool {
    let storage = cage.ref(list, ListLayout.storage)
    let count = cage.load32(list.offset, ListLayout.count)
    guard !storage.isNull, count < cage.load32(storage.offset, ElementsLayout.capacity) else { return false }
    store(added, at: Int(count), ofList: list)
    cage.store32(count &+ 1, list.offset, ListLayout.count)
    return true
  }
}
