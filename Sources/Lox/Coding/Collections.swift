import LoxRuntime

/// A value that consists of others: coders look inside, so that they know the depth.
protocol CompoundValue {}
extension Optional: CompoundValue {}
extension Array: CompoundValue {}
extension Dictionary: CompoundValue {}
extension Set: CompoundValue {}

/// A list; in the book's language a linked list: nil, or an instance with the fields `value` and `next`. Both come back as arrays.
extension Array: ValueConvertible where Element: ValueConvertible {
  public static var loxType: String { "a list" }
  public static func fromLox(_ value: Value) throws -> [Element] { try read(value) }
  public func toLox(in isolate: Isolate) throws -> Value { try pushed(in: isolate) }

  public static func _read(_ slot: ValueSlot) throws -> [Element] {
    let isolate = try slot.isolate
    let machine = isolate.machine
    let base = machine.top
    defer { machine.pop(to: base) }
    return try isolate.withinLevel {
      if Element.self == Double.self, let numbers = try machine.takeNumbers(ofList: slot.slot),
        let elements = exactly(numbers, as: [Element].self)
      {
        return elements
      }
      let count = try isolate.count(ofList: slot.slot)
      try machine.pay(bytes: count &* MemoryLayout<Element>.stride, units: 0)
      var elements: [Element] = []
      elements.reserveCapacity(count)
      if machine.isList(slot.slot) {
        for index in 0..<count {
          try machine.pay(bytes: 16, units: 12)
          // Getters of host classes can do anything.
          guard try machine.pushElement(index, ofList: slot.slot) else { throw ConversionError.changedList }
          elements.append(try Element._read(ValueSlot(base, slot.stack)))
          machine.pop(to: base)
        }
        return elements
      }
      try machine.push(slot.slot)
      let element = machine.top
      for _ in 0..<count {
        try machine.pay(bytes: 16, units: 12)
        guard try machine.pushProperty("value", of: base) else { throw ConversionError.changedList }
        elements.append(try Element._read(ValueSlot(element, slot.stack)))
        machine.pop(to: element)
        try machine.advance(list: base)
      }
      return elements
    }
  }

  public func _push(to stack: ValueStack) throws {
    let isolate = try stack.isolate
    guard isolate.makesCollections else { return try pushLinked(to: stack, isolate) }
    let machine = isolate.machine
    let list = machine.top
    do {
      try isolate.withinLevel {
        if let numbers = exactly(self, as: [Double].self) { return try machine.pushList(of: numbers) }
        try machine.pushList(capacity: count)
        for element in self {
          try machine.payWork(8)
          try element._push(to: stack)
          try machine.popElement(ofList: list)
        }
      }
    } catch {
      machine.pop(to: list)
      throw error
    }
  }

  private func pushLinked(to stack: ValueStack, _ isolate: Isolate) throws {
    try isolate.withinLevel {
      if isEmpty { return try isolate.machine.pushNil() }
      try isolate.pushList { append in
        for element in self { try append { try element._push(to: stack) } }
      }
    }
  }
}

/// A list, in the order of the elements if they have one, so that scripts do the same each time.
extension Set: ValueConvertible where Element: ValueConvertible {
  public static var loxType: String { "a list" }
  public static func fromLox(_ value: Value) throws -> Set { try read(value) }
  public func toLox(in isolate: Isolate) throws -> Value { try pushed(in: isolate) }
  public static func _read(_ slot: ValueSlot) throws -> Set { Set(try [Element]._read(slot)) }
  public func _push(to stack: ValueStack) throws { try inOrder._push(to: stack) }
}

extension ConversionError {
  static var changedList: ConversionError {
    ConversionError(expected: "a list that stays the same", actual: "one that changes meanwhile")
  }
  static var changedMap: ConversionError {
    ConversionError(expected: "a map that stays the same", actual: "one that changes meanwhile")
  }
}
