import LoxRuntime

/// A list of extended Lox: the object itself, not a copy of its elements. `[T]` is a copy.
public struct ListObject: Equatable {
  @usableFromInline let handle: Handle

  /// How many elements it has now; 0 if its isolate is gone.
  public var count: Int { (try? handle.withSlot { $0.machine.elementCount(ofList: $1) }) ?? 0 }

  /// An element; nil if there is none of this index, or if the isolate is gone.
  public subscript(index: Int) -> Value? {
    (try? handle.withSlot { isolate, slot in try isolate.machine.pushElement(index, ofList: slot) }) ?? nil
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
    let value = try? handle.withSlot { isolate, slot -> Bool in
      let base = isolate.machine.top
      try key._push(to: isolate.machine.stack)
      return try isolate.machine.pushValue(forKey: base, ofMap: slot)
    }
    return value ?? nil
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
  fileprivate func withSlot<R>(_ body: (Isolate, Slot) throws -> R) throws -> R {
    let isolate = try owner()
    let base = isolate.machine.top
    defer { isolate.machine.pop(to: base) }
    try isolate.push(self)
    return try body(isolate, base)
  }

  /// The value that `body` pushed last; nil if it pushed none.
  fileprivate func withSlot(_ body: (Isolate, Slot) throws -> Bool) throws -> Value? {
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
