import LoxRuntime

/// Conversions of values in slots. They use the budget of the crossing to which they belong: see `Crossing`.
extension Isolate {
  /// The value in a slot, in a crossing of its own unless one is in progress.
  @inlinable func _convert<T: ValueConvertible>(_ slot: ValueSlot, as type: T.Type = T.self) throws -> T {
    if T._isScalar || slot.isScalar { return try T._read(slot) }
    _beginConversion()
    defer { _endConversion() }
    return try T._read(slot)
  }

  @usableFromInline func _beginConversion(ofArgument isArgument: Bool = false) {
    machine.beginConversion(ofArgument: isArgument)
  }
  @usableFromInline func _endConversion() { machine.endConversion() }

  /// Pushes a value, lets `body` convert it, and pops it.
  func convert<R>(_ value: Value, _ body: (Slot) throws -> R) throws -> R {
    let base = machine.top
    defer { machine.pop(to: base) }
    machine.beginConversion()
    defer { machine.endConversion() }
    try push(value)
    return try body(base)
  }

  /// Runs `body` one level deeper, for a value that consists of others.
  func withinLevel<R>(_ body: () throws -> R) throws -> R {
    guard try machine.descend() else {
      throw ConversionError(
        expected: "a value of at most 100 levels", actual: "one that is nested more deeply")
    }
    defer { machine.ascend() }
    return try body()
  }
}

extension ValueConvertible {
  /// Converts a value that isn't in a slot yet.
  static func read(_ value: Value) throws -> Self {
    if let handle = value.handle {
      let isolate = try handle.owner()
      return try isolate.convert(value) { try _read(ValueSlot($0, in: isolate)) }
    }
    // It came from no isolate, but only isolates have slots.
    let isolate = try Isolate(limits: Limits())
    return try isolate.convert(value) { try _read(ValueSlot($0, in: isolate)) }
  }

  /// Converts a value that was pushed.
  func pushed(in isolate: Isolate) throws -> Value {
    let base = isolate.machine.top
    defer { isolate.machine.pop(to: base) }
    try _push(to: isolate.machine.stack)
    return isolate.value(at: base)
  }
}
