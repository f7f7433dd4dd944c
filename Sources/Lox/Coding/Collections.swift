import LoxRuntime

/// A value that consists of others: coders look inside, so that they know the depth.
protocol CompoundValue {}
extension Optional: CompoundValue {}
extension Array: CompoundValue {}
extension Dictionary: CompoundValue {}
extension Set: CompoundValue {}

/// A list, or a linked list: nil, or an instance with the fields `value` and `next`.
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
      let count = try isolate.count(ofList: slot.slot)
      try machine.pay(bytes: count &* MemoryLayout<Element>.stride, units: 0)
      var elements: [Element] = []
      elements.reserveCapacity(count)
      if machine.isList(slot.slot) {
        for index in 0..<count {
          try machine.pay(bytes: 16, units: 12)
          guard try machine.pushElement(index, ofList: slot.slot) else { break }
          elements.append(try Element._read(ValueSlot(base, slot.stack)))
          machine.pop(to: base)
        }
        return elements
      }
      try machine.push(slot.slot)
      let element = machine.top
      for _ in 0..<count {
        try machine.pay(bytes: 16, units: 12)
        guard try machine.pushProperty("value", of: base) else { break }
        elements.append(try Element._read(ValueSlot(element, slot.stack)))
        machine.pop(to: element)
        try machine.advance(list: base)
      }
      return elements
    }
  }

  public func _push(to stack: ValueStack) throws {
    let isolate = try stack.isolate
    if isEmpty { return try isolate.machine.pushNil() }
    try isolate.withinLevel {
      try isolate.pushList { append in
        for element in self { try append { try element._push(to: stack) } }
      }
    }
  }
}

/// A list: sets go to Lox as linked lists in any order.
extension Set: ValueConvertible where Element: ValueConvertible {
  public static var loxType: String { "a list" }
  public static func fromLox(_ value: Value) throws -> Set { try read(value) }
  public func toLox(in isolate: Isolate) throws -> Value { try pushed(in: isolate) }
  public static func _read(_ slot: ValueSlot) throws -> Set { Set(try [Element]._read(slot)) }
  public func _push(to stack: ValueStack) throws { try Array(self)._push(to: stack) }
}

/// A map whose keys are strings, or an instance whose fields are the keys.
extension Dictionary: ValueConvertible where Key == String, Value: ValueConvertible {
  public static var loxType: String { "an instance" }
  public static func fromLox(_ value: Lox.Value) throws -> [String: Value] { try read(value) }
  public func toLox(in isolate: Isolate) throws -> Lox.Value { try pushed(in: isolate) }

  public static func _read(_ slot: ValueSlot) throws -> [String: Value] {
    let isolate = try slot.isolate
    let machine = isolate.machine
    if machine.isMap(slot.slot) { return try read(map: slot, isolate) }
    guard machine.isInstance(slot.slot) else { throw isolate._mismatch(slot, loxType) }
    let field = machine.top
    defer { machine.pop(to: field) }
    return try isolate.withinLevel {
      var result: [String: Value] = [:]
      for name in try machine.takeFieldNames(of: slot.slot) {
        try machine.pay(bytes: 32 &+ MemoryLayout<Value>.stride, units: 16)
        guard try machine.pushProperty(name, of: slot.slot) else { continue }
        result[name] = try Value._read(ValueSlot(field, slot.stack))
        machine.pop(to: field)
      }
      return result
    }
  }

  private static func read(map: ValueSlot, _ isolate: Isolate) throws -> [String: Value] {
    let machine = isolate.machine
    let base = machine.top
    defer { machine.pop(to: base) }
    return try isolate.withinLevel {
      var result: [String: Value] = [:]
      let version = machine.version(ofMap: map.slot)
      var next = 0
      while let entry = try machine.nextEntry(ofMap: map.slot, from: next) {
        next = entry + 1
        try machine.pay(bytes: 32 &+ MemoryLayout<Value>.stride, units: 16)
        try machine.push(.key, ofEntry: entry, ofMap: map.slot)
        guard let key = try machine.takeText(base) else {
          throw ConversionError(expected: "a string as a key", actual: isolate.kind(of: base))
        }
        let value = machine.top
        try machine.push(.value, ofEntry: entry, ofMap: map.slot)
        result[key] = try Value._read(ValueSlot(value, map.stack))
        machine.pop(to: base)
        // Getters of host classes can do anything.
        guard machine.version(ofMap: map.slot) == version else {
          throw ConversionError(expected: "a map that stays the same", actual: "one that changes meanwhile")
        }
      }
      return result
    }
  }

  public func _push(to stack: ValueStack) throws {
    let isolate = try stack.isolate
    let base = isolate.machine.top
    do {
      try isolate.withinLevel {
        try isolate.pushValueClass("Object")
        try isolate.machine.makeInstance(base)
        for (key, value) in sorted(by: { $0.key < $1.key }) {
          if key.isEmpty { throw ConversionError(expected: "a field name", actual: "an empty string") }
          try isolate.machine.payWork(8)
          try value._push(to: stack)
          try isolate.machine.popKnownField(key, of: base)
        }
      }
    } catch {
      isolate.machine.pop(to: base)
      throw error
    }
  }
}

extension Isolate {
  /// Pushes a linked list of the values that are pushed within the calls of `body`'s argument.
  func pushList(_ body: ((() throws -> Void) throws -> Void) throws -> Void) throws {
    let head = machine.top
    do {
      try machine.pushNil()
      let tail = machine.top
      try pushValueClass("List")
      try body { push in
        try machine.payWork(8)
        try push()
        try machine.popElement(head: head, tail: tail)
      }
      machine.pop(to: tail)
    } catch {
      machine.pop(to: head)
      throw error
    }
  }

  /// The number of elements of a list or linked list, determined before any element is converted.
  func count(ofList list: Slot) throws -> Int {
    if machine.isList(list) { return machine.elementCount(ofList: list) }
    let base = machine.top
    defer { machine.pop(to: base) }
    switch try machine.findEnd(ofList: list) {
    case .after(let count): return count
    case .endless: throw ConversionError(expected: "a list that ends", actual: "an endless one")
    case .other: throw ConversionError(expected: "a list", actual: kind(of: base))
    }
  }

  /// Pushes the script's own class of this name, or else one created for it, for instances that represent
  /// Swift values.
  func pushValueClass(_ name: String) throws {
    let base = machine.top
    if try pushScriptClass(name) { return }
    machine.pop(to: base)
    if let known = valueClasses[name] { return try push(known) }
    try machine.pushClass(named: name)
    valueClasses[name] = Handle(base, self)
  }

  /// Pushes the script's own class of this name; false, with an arbitrary value pushed, if there is none.
  private func pushScriptClass(_ name: String) throws -> Bool {
    let base = machine.top
    guard try machine.pushGlobal(name), case .class = machine.content(of: base) else { return false }
    return try hostClasses.values.allSatisfy { hostClass in
      let slot = machine.top
      defer { machine.pop(to: slot) }
      try push(hostClass)
      return !machine.areIdentical(slot, base)
    }
  }
}
