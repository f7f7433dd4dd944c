import LoxBuiltins
import LoxBytecode

/// The operators `in` and `is`.
extension Pinned where Pointee == Machine {
  @inline(never) func slowIsIn(_ registers: Registers, _ i: Instruction) -> Bool {
    guard let isIn = isIn(registers[i.b], registers[i.c]) else { return false }
    registers[i.a] = Value(isIn)
    return value.refuel()
  }

  /// Nil, with the error set, if the container is none.
  private func isIn(_ element: Value, _ container: Value) -> Bool? {
    let cage = value.cage
    if container.isString { return element.isString ? contains(container.ref, element.ref) : false }
    switch container.has(.object) ? cage.kind(container.ref) : nil {
    case .list: return value.firstIndex(of: element, inList: container.ref).map { $0 >= 0 }
    case .map: return value.find(element, inMap: container.ref) != nil
    case .range: return element.isNumber && cage.parts(ofRange: container.ref).contains(element.number)
    default:
      _ = value.fail(.containerOfIn, about: element, container)
      return nil
    }
  }

  /// Whether a string is part of another; nil, with the error set, if there is no fuel for that. Each compared byte is charged.
  private func contains(_ whole: Ref, _ part: Ref) -> Bool? {
    let cage = value.cage
    let (whole, part) = (value.bytes(ofString: whole), value.bytes(ofString: part))
    if part.count == 0 { return true }
    let first = cage.load8(part.offset)
    var compared = 0
    var start = 0
    while start &+ part.count <= whole.count {
      let place = whole.offset &+ UInt32(truncatingIfNeeded: start)
      compared &+= 1
      if cage.load8(place) == first {
        var index = 1
        while index < part.count,
          cage.load8(place &+ UInt32(truncatingIfNeeded: index))
            == cage.load8(part.offset &+ UInt32(truncatingIfNeeded: index))
        {
          index &+= 1
        }
        compared &+= index
        if index == part.count {
          value.charge(bytes: compared)
          return true
        }
      }
      if compared > 1 << 16 {
        value.charge(bytes: compared)
        guard value.refuel() else { return nil }
        compared = 0
      }
      start &+= 1
    }
    value.charge(bytes: compared)
    return false
  }

  @inline(never) func slowIsInstance(_ registers: Registers, _ i: Instruction) -> Bool {
    let (object, `class`) = (registers[i.b], registers[i.c])
    guard let isInstance = value.isInstance(object, of: `class`) else {
      return value.fail(.classOfIs, about: object, `class`)
    }
    registers[i.a] = Value(isInstance)
    return value.refuel()
  }
}

extension Machine {
  /// The index of the first element of a list that equals a value; -1 if there is none, nil with the error set if there is no fuel for that.
  mutating func firstIndex(of wanted: Value, inList list: Ref) -> Int? {
    let elements = elements(ofList: list)
    var start = 0
    while start < elements.count {
      let end = min(elements.count, start &+ 1 << 16)
      for index in start..<end {
        if isEqual(cage.value(elements.place(index)), wanted) {
          charge(units: (index &- start) / 2)
          return index
        }
        // Long strings are paid for one by one.
        if calls.parked.fuel < 0, !refuel() { return nil }
      }
      charge(units: (end &- start) / 2)
      guard refuel() else { return nil }
      start = end
    }
    return -1
  }

  /// Whether two values are equal in Lox; the bytes of strings are charged.
  mutating func isEqual(_ a: Value, _ b: Value) -> Bool {
    if a.isNumber && b.isNumber { return a.number == b.number }
    if a.bits == b.bits { return true }
    guard a.isString, b.isString else { return false }
    let count = cage.length(ofString: a.ref)
    guard count == cage.length(ofString: b.ref) else { return false }
    return equalStrings(b.ref, a.ref)
  }

  /// Whether a class is another one or inherits from it. Steps are charged, and a damaged chain ends.
  mutating func isSubclass(_ class: Ref, of ancestor: Ref) -> Bool {
    var (candidate, steps) = (`class`, 0)
    while !candidate.isNull, candidate != ancestor, steps < 1 << 24 {
      candidate = cage.ref(candidate, ClassLayout.superclass)
      steps &+= 1
    }
    charge(units: steps / 2)
    return candidate == ancestor
  }
}
