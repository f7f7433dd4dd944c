/// How hosts make lists, maps and ranges, and fill them: all of them are in slots. What is pushed last is what they are given.
extension VirtualMachine {
  // MARK: - Lists

  /// Pushes an empty list with room for so many elements.
  package func pushList(capacity: Int) throws(RuntimeError) {
    try making {
      guard let list = machine.makeList(capacity: capacity) else { return false }
      return machine.push(list)
    }
  }

  /// Pushes a list of numbers, which are copied in one go.
  package func pushList(of numbers: [Double]) throws(RuntimeError) {
    let list = top
    try pushList(capacity: numbers.count)
    try making {
      var start = 0
      while start < numbers.count {
        // Found anew for each portion: whatever the clock does that is asked in between, nothing out of date is used.
        let ref = machine[list].ref
        let storage = machine.value.cage.ref(ref, ListLayout.storage)
        let capacity = Int(machine.value.cage.load32(storage.offset, ElementsLayout.capacity))
        let end = min(numbers.count, start &+ VirtualMachine.portionOfNumbers, capacity)
        guard !storage.isNull, end > start else { break }
        let first = storage.offset &+ UInt32(truncatingIfNeeded: ElementsLayout.values &+ start &* 8)
        machine.value.cage.copy(numbers, from: start, count: end &- start, to: first)
        machine.value.cage.setCount(end, ofList: ref)
        start = end
        if start < numbers.count, machine.value.isInterrupted() { return false }
      }
      return true
    }
  }

  /// So many numbers are copied in a fraction of a millisecond.
  private static var portionOfNumbers: Int { 1 << 17 }

  /// Adds what was pushed last to the list in a slot, and pops it.
  package func popElement(ofList list: Slot) throws(RuntimeError) {
    let element = top.advanced(by: -1)
    defer { pop(to: element) }
    guard isList(list) else { return }
    try making { machine.append(machine.registers(at: list), 0, element.distance(from: list)) }
  }

  /// Makes what was pushed last an element of the list in a slot, if the list has one of this index, and pops it.
  package func popElement(at index: Int, ofList list: Slot) {
    let element = top.advanced(by: -1)
    defer { pop(to: element) }
    guard index >= 0, index < elementCount(ofList: list) else { return }
    machine.store(machine[element], at: index, ofList: machine[list].ref)
  }

  /// The elements of a list if all of them are numbers; they are paid for before they are copied. Nil for other values.
  package func takeNumbers(ofList list: Slot) throws(RuntimeError) -> [Double]? {
    guard isList(list) else { return nil }
    let count = elementCount(ofList: list)
    try pay(bytes: count &* 8 &+ 32, units: 4 &+ count)
    // Paying may have collected, and whatever that released may have done anything.
    guard isList(list), elementCount(ofList: list) <= count else { return nil }
    let elements = machine.value.elements(ofList: machine[list].ref)
    return machine.value.cage.numbers(elements.offset, count: elements.count)
  }

  // MARK: - Maps

  /// Pushes an empty map with room for so many entries.
  package func pushMap(capacity: Int) throws(RuntimeError) {
    try making {
      guard let map = machine.makeMap(capacity: capacity) else { return false }
      return machine.push(map)
    }
  }

  /// Sets what the map in a slot has for the key that was pushed before the last value to that value, and pops both.
  package func popEntry(ofMap map: Slot) throws(RuntimeError) {
    let key = top.advanced(by: -2)
    defer { pop(to: key) }
    guard isMap(map) else { return }
    try making {
      let distance = key.distance(from: map)
      return machine.setEntry(machine.registers(at: map), 0, distance, distance &+ 1)
    }
  }

  /// Removes the entry of the key in a slot from a map; false if the map has no such key.
  package func removeEntry(_ key: Slot, ofMap map: Slot) throws(RuntimeError) -> Bool {
    guard isMap(map) else { return false }
    var isRemoved = false
    try making {
      isRemoved = machine.value.removeEntry(machine[key], ofMap: machine[map].ref) != nil
      return true
    }
    return isRemoved
  }

  /// Whether a value can be a key: all can but nil and nan.
  package func isKey(_ slot: Slot) -> Bool { machine.value.cage.key(machine[slot]) != nil }

  // MARK: - Ranges

  package func push(_ range: RangeContent) throws(RuntimeError) {
    try making {
      let made = machine.allocate(size: RangeLayout.size)
      guard !made.isNull else { return false }
      machine.value.cage.initializeRange(
        made,
        RangeParts(start: range.start, end: range.end, step: range.step, isClosed: range.isClosed))
      return machine.push(Value(.object, made))
    }
  }

  /// Lets the machine make or change something. What it charges is paid by the run that is under way, if there is one; outside of runs,
  /// nobody pays.
  private func making(_ body: () -> Bool) throws(RuntimeError) {
    try checkIsOpen()
    let fuel = machine.value.calls.parked.fuel
    let isDone = body()
    if isExecuting {
      try check(isDone && machine.value.refuel())
    } else {
      machine.value.calls.parked.fuel = fuel
      try check(isDone)
    }
    machine.cross()
  }
}

extension Slot {
  /// How many places it lies above another.
  fileprivate func distance(from other: Slot) -> Int { (Int(offset) &- Int(other.offset)) / 8 }
}
