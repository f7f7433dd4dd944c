import LoxRuntime

/// A map; in the book's language an instance whose fields are the keys. Both come back as dictionaries.
///
/// Keys are numbers, strings and booleans, and everything that becomes one of them, such as an enumeration with raw values. They come in
/// their order if they have one.
extension Dictionary: ValueConvertible where Key: ValueConvertible, Value: ValueConvertible {
  public static var loxType: String { "a map" }
  public static func fromLox(_ value: Lox.Value) throws -> [Key: Value] { try read(value) }
  public func toLox(in isolate: Isolate) throws -> Lox.Value { try pushed(in: isolate) }

  public static func _read(_ slot: ValueSlot) throws -> [Key: Value] {
    let isolate = try slot.isolate
    let machine = isolate.machine
    let base = machine.top
    defer { machine.pop(to: base) }
    return try isolate.withinLevel {
      if machine.isMap(slot.slot) { return try read(map: slot, isolate) }
      guard machine.isInstance(slot.slot) else {
        throw isolate._mismatch(slot, isolate.makesCollections ? loxType : "an instance")
      }
      return try read(instance: slot, isolate)
    }
  }

  private static func read(map: ValueSlot, _ isolate: Isolate) throws -> [Key: Value] {
    let machine = isolate.machine
    let base = machine.top
    var result: [Key: Value] = [:]
    let version = machine.version(ofMap: map.slot)
    var next = 0
    while let entry = try machine.nextEntry(ofMap: map.slot, from: next) {
      next = entry + 1
      try machine.pay(bytes: 32 &+ MemoryLayout<Element>.stride, units: 16)
      try machine.push(.key, ofEntry: entry, ofMap: map.slot)
      let key = try readKey(ValueSlot(base, map.stack))
      let value = machine.top
      try machine.push(.value, ofEntry: entry, ofMap: map.slot)
      result[key] = try Value._read(ValueSlot(value, map.stack))
      machine.pop(to: base)
      // Getters of host classes can do anything.
      guard machine.version(ofMap: map.slot) == version else { throw ConversionError.changedMap }
    }
    return result
  }

  private static func read(instance: ValueSlot, _ isolate: Isolate) throws -> [Key: Value] {
    let machine = isolate.machine
    let base = machine.top
    var result: [Key: Value] = [:]
    for name in try machine.takeFieldNames(of: instance.slot) {
      try machine.pay(bytes: 32 &+ MemoryLayout<Element>.stride, units: 16)
      guard try machine.pushProperty(name, of: instance.slot) else { continue }
      let value = try Value._read(ValueSlot(base, instance.stack))
      machine.pop(to: base)
      if let key = exactly(name, as: Key.self) {
        result[key] = value
      } else {
        try machine.push(name)
        result[try readKey(ValueSlot(base, instance.stack))] = value
        machine.pop(to: base)
      }
    }
    return result
  }

  private static func readKey(_ slot: ValueSlot) throws -> Key {
    do {
      return try Key._read(slot)
    } catch let error as ConversionError {
      throw ConversionError(expected: "\(error.expected) as a key", actual: error.actual)
    }
  }

  public func _push(to stack: ValueStack) throws {
    let isolate = try stack.isolate
    let base = isolate.machine.top
    do {
      try isolate.withinLevel {
        try isolate.makesCollections
          ? pushMap(to: stack, isolate.machine) : pushInstance(to: stack, isolate)
      }
    } catch {
      isolate.machine.pop(to: base)
      throw error
    }
  }

  private func pushMap(to stack: ValueStack, _ machine: VirtualMachine) throws {
    let map = machine.top
    try machine.pushMap(capacity: count)
    for (key, value) in inOrder {
      try machine.payWork(12)
      let slot = machine.top
      try key._push(to: stack)
      try machine.checkKey(slot)
      try value._push(to: stack)
      try machine.popEntry(ofMap: map)
    }
    try machine.checkCount(count, ofMap: map)
  }

  private func pushInstance(to stack: ValueStack, _ isolate: Isolate) throws {
    let machine = isolate.machine
    let instance = machine.top
    try isolate.pushValueClass("Object")
    try machine.makeInstance(instance)
    for (key, value) in inOrder {
      try machine.payWork(8)
      let name = try machine.fieldName(of: key, stack)
      try value._push(to: stack)
      try machine.popKnownField(name, of: instance)
    }
  }
}

extension VirtualMachine {
  /// Requires that a value can be a key.
  func checkKey(_ slot: Slot) throws {
    if !isKey(slot) { throw ConversionError(expected: "a key", actual: stack.isNil(slot) ? "nil" : "nan") }
  }

  /// Requires that all keys of a dictionary are keys of the map that was made of it.
  func checkCount(_ count: Int, ofMap map: Slot) throws {
    guard entryCount(ofMap: map) == count else {
      throw ConversionError(expected: "keys that differ in Lox", actual: "equal ones")
    }
  }

  /// A key as the name of a field.
  fileprivate func fieldName<Key: ValueConvertible>(of key: Key, _ stack: ValueStack) throws -> String {
    var name = exactly(key, as: String.self)
    if name == nil {
      let slot = top
      try key._push(to: stack)
      name = try takeText(slot) ?? description(of: slot)
      pop(to: slot)
    }
    guard let name, !name.isEmpty else {
      throw ConversionError(expected: "a field name", actual: "an empty string")
    }
    return name
  }
}
