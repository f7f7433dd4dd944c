import LoxRuntime

/// A list of extended Lox: the object itself, not a copy of its elements. `[T]` is a copy.
public struct ListObject: Equatable {
  @usableFromInline let handle: Handle

  /// How many elements it has now; 0 if its isolate is gone.
  public var count: Int { (try? handle.withSlot { $0.machine.elementCount(ofList: $1) }) ?? 0 }

  /// An element; nil if there is none of this index, or if the isolate is gone.
  public subscript(index: Int) -> Value? {
    (try? handle.value { isolate, slot in try isolate.machine.pushElement(index, ofList: slot) }) ?? nil
  }

  /// An element as a Swift value; nil if there is none of this index.
  ///
  /// Throws a ``ConversionError`` if it has another type, and a ``HandleError`` if the isolate is gone.
  public func element<T: ValueConvertible>(_ index: Int, as type: T.Type = T.self) throws -> T? {
    try handle.withSlot { isolate, slot in
      let base = isolate.machine.top
      guard try isolate.machine.pushElement(index, ofList: slot) else { return nil }
      return try isolate._convert(ValueSlot(base, in: isolate))
    }
  }

  /// Adds an element at the end.
  ///
  /// Throws a ``ConversionError`` if there is no Lox value for the element, a ``HandleError`` if the isolate is gone or the element belongs
  /// to another one, and a ``RuntimeError`` if there is no memory.
  public func append<T: ValueConvertible>(_ element: T) throws {
    try handle.withSlot { isolate, slot in
      try element._push(to: isolate.machine.stack)
      try isolate.machine.popElement(ofList: slot)
    }
  }

  /// Replaces an element.
  ///
  /// Throws the same errors as ``append(_:)``, and a ``RuntimeError`` if the list has none of this index.
  public func setElement<T: ValueConvertible>(_ index: Int, to element: T) throws {
    try handle.withSlot { isolate, slot in
      try element._push(to: isolate.machine.stack)
      let count = isolate.machine.elementCount(ofList: slot)
      guard index >= 0, index < count else {
        throw RuntimeError(
          .indexOutOfRange, message: "Index \(index) is out of range for a list of length \(count).")
      }
      isolate.machine.popElement(at: index, ofList: slot)
    }
  }

  /// The elements as Swift values; see ``Isolate/decode(_:from:options:)``.
  public func decode<T: Decodable>(as type: T.Type = T.self) throws -> T {
    try handle.owner().decode(type, from: .list(self))
  }
}

/// A map of extended Lox: the object itself, not a copy of its entries. `[String: T]` is a copy.
public struct MapObject: Equatable {
  @usableFromInline let handle: Handle

  /// How many keys it has now; 0 if its isolate is gone.
  public var count: Int { (try? handle.withSlot { $0.machine.entryCount(ofMap: $1) }) ?? 0 }

  /// Its keys, in the order in which they were added.
  public var keys: [Value] {
    let keys = try? handle.withSlot { isolate, slot -> [Value] in
      isolate._beginConversion()
      defer { isolate._endConversion() }
      var keys: [Value] = []
      let key = isolate.machine.top
      var next = 0
      while let entry = try isolate.machine.nextEntry(ofMap: slot, from: next) {
        next = entry + 1
        try isolate.machine.push(.key, ofEntry: entry, ofMap: slot)
        keys.append(try isolate._value(ValueSlot(key, in: isolate)))
        isolate.machine.pop(to: key)
      }
      return keys
    }
    return keys ?? []
  }

  /// The value of a key; nil if there is no such key, or if the isolate is gone.
  public subscript<Key: ValueConvertible>(key: Key) -> Value? {
    let value = try? handle.value { isolate, slot -> Bool in
      let base = isolate.machine.top
      try key._push(to: isolate.machine.stack)
      return try isolate.machine.pushValue(forKey: base, ofMap: slot)
    }
    return value ?? nil
  }

  /// The value of a key as a Swift value; nil if there is no such key.
  ///
  /// Throws a ``ConversionError`` if it has another type, and a ``HandleError`` if the isolate is gone or the key belongs to another one.
  public func value<Key: ValueConvertible, T: ValueConvertible>(_ key: Key, as type: T.Type = T.self) throws
    -> T?
  {
    try handle.withSlot { isolate, slot in
      let base = isolate.machine.top
      try key._push(to: isolate.machine.stack)
      let value = isolate.machine.top
      guard try isolate.machine.pushValue(forKey: base, ofMap: slot) else { return nil }
      return try isolate._convert(ValueSlot(value, in: isolate))
    }
  }

  /// Sets the value of a key, which is added if there is none.
  ///
  /// Throws a ``ConversionError`` if the key is nil or nan or there is no Lox value for one of the two, a ``HandleError`` if the isolate is
  /// gone or one of them belongs to another one, and a ``RuntimeError`` if there is no memory.
  public func setValue<Key: ValueConvertible, T: ValueConvertible>(_ key: Key, to value: T) throws {
    try handle.withSlot { isolate, slot in
      let base = isolate.machine.top
      try key._push(to: isolate.machine.stack)
      try isolate.machine.checkKey(base)
      try value._push(to: isolate.machine.stack)
      try isolate.machine.popEntry(ofMap: slot)
    }
  }

  /// Removes a key with its value; false if there is no such key.
  ///
  /// Throws a ``HandleError`` if the isolate is gone or the key belongs to another one.
  @discardableResult public func removeValue<Key: ValueConvertible>(_ key: Key) throws -> Bool {
    try handle.withSlot { isolate, slot -> Bool in
      let base = isolate.machine.top
      try key._push(to: isolate.machine.stack)
      return try isolate.machine.removeEntry(base, ofMap: slot)
    }
  }

  /// The entries as a Swift value; see ``Isolate/decode(_:from:options:)``.
  public func decode<T: Decodable>(as type: T.Type = T.self) throws -> T {
    try handle.owner().decode(type, from: .map(self))
  }
}

/// A range of extended Lox. Ranges never change.
public struct RangeObject: Equatable {
  @usableFromInline let handle: Handle

  private var content: VirtualMachine.RangeContent? {
    handle.isolate?.machine.range(ofHandle: handle.index)
  }

  /// Where it begins; nan if the isolate is gone.
  public var start: Double { content?.start ?? .nan }
  /// Where it ends; nan if the isolate is gone.
  public var end: Double { content?.end ?? .nan }
  /// From one of its numbers to the next; nan if the isolate is gone.
  public var step: Double { content?.step ?? .nan }
  /// Whether the end belongs to it.
  public var isClosed: Bool { content?.isClosed ?? false }

  /// The range as a Swift value; see ``Isolate/decode(_:from:options:)``.
  public func decode<T: Decodable>(as type: T.Type = T.self) throws -> T {
    try handle.owner().decode(type, from: .range(self))
  }
}

extension Handle {
  /// Lets `body` look at the object, which was pushed; whatever it pushes is popped afterwards.
  func withSlot<R>(_ body: (Isolate, Slot) throws -> R) throws -> R {
    let isolate = try owner()
    let base = isolate.machine.top
    defer { isolate.machine.pop(to: base) }
    try isolate.push(self)
    return try body(isolate, base)
  }

  /// The value that `body` pushed last; nil if it pushed none.
  fileprivate func value(_ body: (Isolate, Slot) throws -> Bool) throws -> Value? {
    try withSlot { isolate, slot -> Value? in
      guard try body(isolate, slot) else { return nil }
      return isolate.value(at: isolate.machine.top.advanced(by: -1))
    }
  }
}

extension ListObject: ValueConvertible {
  public static var loxType: String { "a list" }
  public static func fromLox(_ value: Value) throws -> ListObject {
    guard case .list(let list) = value else { throw mismatch(value) }
    return list
  }
  public func toLox(in isolate: Isolate) -> Value { .list(self) }
}

extension MapObject: ValueConvertible {
  public static var loxType: String { "a map" }
  public static func fromLox(_ value: Value) throws -> MapObject {
    guard case .map(let map) = value else { throw mismatch(value) }
    return map
  }
  public func toLox(in isolate: Isolate) -> Value { .map(self) }
}

extension RangeObject: ValueConvertible {
  public static var loxType: String { "a range" }
  public static func fromLox(_ value: Value) throws -> RangeObject {
    guard case .range(let range) = value else { throw mismatch(value) }
    return range
  }
  public func toLox(in isolate: Isolate) -> Value { .range(self) }
}
