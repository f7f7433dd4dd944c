import LoxJIT

/// Values and objects.
extension ScriptMachine {
  var `nil`: UInt64 { layout.values.nil }
  var `false`: UInt64 { layout.values.nil + 1 }
  var `true`: UInt64 { layout.values.nil + 2 }

  private func value(_ tag: UInt32, _ offset: Int) -> UInt64 { UInt64(tag) << 32 | UInt64(offset) }

  mutating func makeString(isInterned: Bool = false, isOld: Bool = false) -> UInt64 {
    let offset = allocate(24, isOld: isOld)
    if isInterned { self[cageWord: offset + layout.objects.flags] = UInt32(layout.objects.interned) }
    return value(layout.values.stringTag, offset)
  }

  /// A shape of a class; the result is its offset.
  mutating func makeShape(ofClass class: UInt64 = 0) -> UInt32 {
    let offset = allocate(40, isOld: true)
    self[cageWord: offset + layout.objects.shapeClass] = UInt32(truncatingIfNeeded: `class`)
    return UInt32(offset)
  }

  mutating func makeInstance(_ shape: UInt32, _ fields: [UInt64], isOld: Bool = false) -> UInt64 {
    let offset = allocate(layout.objects.instanceFields + 8 * fields.count, isOld: isOld)
    self[cageWord: offset] = shape
    for (number, field) in fields.enumerated() {
      self[cage: offset + layout.objects.instanceFields + 8 * number] = field
    }
    return value(layout.values.instanceTag, offset)
  }

  /// An object of any other kind.
  mutating func makeObject(isOld: Bool = false) -> UInt64 {
    let offset = allocate(32, isOld: isOld)
    self[cageWord: offset] = 0x7fff
    return value(layout.values.objectTag, offset)
  }

  mutating func makeBox(_ content: UInt64, isOld: Bool = false) -> UInt64 {
    let offset = allocate(layout.objects.boxSize, isOld: isOld)
    self[cageWord: offset] = layout.objects.boxKind
    self[cage: offset + layout.objects.boxValue] = content
    return value(layout.values.objectTag, offset)
  }

  mutating func makeClosure(_ function: Int, _ captures: [UInt64] = [], isOld: Bool = false) -> UInt64 {
    let offset = allocate(layout.objects.closureCaptures + 8 * captures.count, isOld: isOld)
    self[cageWord: offset] = layout.objects.closureKind
    self[cageWord: offset + layout.objects.closureFunction] = UInt32(Self.firstIndex + function)
    self[cageWord: offset + layout.objects.closureCount] = UInt32(captures.count)
    for (number, capture) in captures.enumerated() {
      self[cage: offset + layout.objects.closureCaptures + 8 * number] = capture
    }
    return value(layout.values.closureTag, offset)
  }

  /// A list whose storage has room for so many values; one of numbers is of another kind.
  mutating func makeList(
    _ elements: [UInt64], capacity: Int? = nil, isOfNumbers: Bool = false, isOld: Bool = false
  ) -> UInt64 {
    let capacity = capacity ?? elements.count
    let storage = allocate(layout.objects.elementsValues + 8 * capacity, isOld: isOld)
    self[cageWord: storage] = layout.objects.elementsKind + (isOfNumbers ? 1 : 0)
    self[cageWord: storage + layout.objects.elementsCapacity] = UInt32(capacity)
    for (number, element) in elements.enumerated() {
      self[cage: storage + layout.objects.elementsValues + 8 * number] = element
    }
    let list = allocate(16, isOld: isOld)
    self[cageWord: list] = layout.objects.listKind
    self[cageWord: list + layout.objects.listCount] = UInt32(elements.count)
    self[cageWord: list + layout.objects.listStorage] = UInt32(storage)
    return value(layout.values.objectTag, list)
  }

  func offset(_ value: UInt64) -> Int { Int(UInt32(truncatingIfNeeded: value)) }
}
