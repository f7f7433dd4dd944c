import LoxRuntime

/// A range of numbers as `1..<3` is one; in the book's language a list of its bounds.
extension Range: ValueConvertible where Bound: ValueConvertible & Numeric {
  public static var loxType: String { "a range without its end" }
  public static func fromLox(_ value: Value) throws -> Range { try read(value) }
  public func toLox(in isolate: Isolate) throws -> Value { try pushed(in: isolate) }

  public static func _read(_ slot: ValueSlot) throws -> Range {
    let (lower, upper): (Bound, Bound) = try slot.readBounds(isClosed: false, expected: loxType)
    return lower..<upper
  }

  public func _push(to stack: ValueStack) throws {
    try stack.pushRange(lowerBound, upperBound, isClosed: false)
  }
}

/// A range of numbers as `1...3` is one; in the book's language a list of its bounds.
extension ClosedRange: ValueConvertible where Bound: ValueConvertible & Numeric {
  public static var loxType: String { "a range with its end" }
  public static func fromLox(_ value: Value) throws -> ClosedRange { try read(value) }
  public func toLox(in isolate: Isolate) throws -> Value { try pushed(in: isolate) }

  public static func _read(_ slot: ValueSlot) throws -> ClosedRange {
    let (lower, upper): (Bound, Bound) = try slot.readBounds(isClosed: true, expected: loxType)
    return lower...upper
  }

  public func _push(to stack: ValueStack) throws {
    try stack.pushRange(lowerBound, upperBound, isClosed: true)
  }
}

extension ValueSlot {
  /// The bounds of a range, or of a list of them; the lower one is not above the upper one.
  fileprivate func readBounds<Bound: ValueConvertible & Comparable>(isClosed: Bool, expected: String) throws
    -> (Bound, Bound)
  {
    let isolate = try isolate
    let machine = isolate.machine
    let bounds: [Bound]
    if let range = machine.range(of: slot) {
      guard range.isClosed == isClosed, range.step == 1 else {
        throw ConversionError(expected: expected, actual: machine.description(of: slot))
      }
      let base = machine.top
      defer { machine.pop(to: base) }
      try machine.push(range.start)
      try machine.push(range.end)
      bounds = [
        try Bound._read(ValueSlot(base, stack)), try Bound._read(ValueSlot(base.advanced(by: 1), stack)),
      ]
    } else if machine.isList(slot) || machine.isInstance(slot) {
      bounds = try [Bound]._read(self)
    } else {
      throw isolate._mismatch(self, expected)
    }
    guard bounds.count == 2, bounds[0] <= bounds[1] else {
      throw ConversionError(
        expected: "a range whose start is not above its end", actual: machine.description(of: slot))
    }
    return (bounds[0], bounds[1])
  }
}

extension ValueStack {
  fileprivate func pushRange<Bound: ValueConvertible & Numeric>(
    _ lower: Bound, _ upper: Bound, isClosed: Bool
  )
    throws
  {
    let isolate = try isolate
    let machine = isolate.machine
    guard isolate.makesCollections else { return try [lower, upper]._push(to: self) }
    let base = machine.top
    defer { machine.pop(to: base.advanced(by: 1)) }
    do {
      try lower._push(to: self)
      try upper._push(to: self)
      guard let start = number(base), let end = number(base.advanced(by: 1)) else {
        throw ConversionError(expected: "bounds that are numbers", actual: isolate.kind(of: base))
      }
      try machine.push(VirtualMachine.RangeContent(start: start, end: end, step: 1, isClosed: isClosed))
      machine.copy(base.advanced(by: 2), to: base)
    } catch {
      machine.pop(to: base)
      throw error
    }
  }
}
