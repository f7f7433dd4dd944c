import LoxBuiltins
import LoxBytecode

/// Operations of the core library that take no memory and call nothing: an instruction whose cache knows that its name means one does it
/// at once. In all other cases nothing has happened, and the operation is called as usual; its result and its charge are the same.
extension Pinned where Pointee == Machine {
  /// The property of a value that is no instance.
  @inline(__always) func getIntrinsic(_ object: Value, _ cache: InlineCache) -> Value? {
    let cage = value.cage
    if cage.has(object, .map) {
      return entry(cache.ofGet.mapEntry, cache.name, of: object.ref).map { cage.value($0, 8) }
    }
    switch cache.core {
    case .listLength where cage.has(object, .list):
      return Value(Double(cage.load32(object.ref.offset, ListLayout.count)))
    case .listIsEmpty where cage.has(object, .list):
      return Value(cage.load32(object.ref.offset, ListLayout.count) == 0)
    case .listFirst where cage.has(object, .list):
      let elements = value.elements(ofList: object.ref)
      return elements.count > 0 ? cage.value(elements.place(0)) : nil
    case .listLast where cage.has(object, .list):
      let elements = value.elements(ofList: object.ref)
      return elements.count > 0 ? cage.value(elements.place(elements.count &- 1)) : nil
    case .stringLength where object.isString && cage.isKnownASCII(object.ref):
      return Value(Double(cage.length(ofString: object.ref)))
    case .stringIsEmpty where object.isString: return Value(cage.length(ofString: object.ref) == 0)
    default: return nil
    }
  }

  /// Sets what a map has for a name, if it has it already where it was found last.
  @inline(__always) func setIntrinsic(_ object: Value, _ new: Value, _ cache: InlineCache) -> Bool {
    let cage = value.cage
    guard cage.has(object, .map), let entry = entry(cache.ofSet.mapEntry, cache.name, of: object.ref) else {
      return false
    }
    value.heap.value.store(new, entry &+ 8, in: cage.ref(object.ref, MapLayout.entries))
    return true
  }

  /// The place of an entry of a map, if its key is the very string that the name is.
  @inline(__always) private func entry(_ index: Int, _ name: Ref, of map: Ref) -> UInt32? {
    let cage = value.cage
    let entries = cage.ref(map, MapLayout.entries)
    guard index < Int(cage.load32(map.offset, MapLayout.used)),
      index < Int(cage.load32(entries.offset, EntriesLayout.capacity))
    else { return nil }
    let place = entries.offset &+ UInt32(truncatingIfNeeded: EntriesLayout.values &+ index &* 16)
    return cage.load64(place) == Value(.string, name).bits ? place : nil
  }

  /// Calls a method of a value that is no instance; the result is in the window's first register. Pays for it.
  @inline(__always) func callIntrinsic(_ window: Registers, _ argumentCount: Int, _ cache: InlineCache)
    -> Bool
  {
    guard let identity = cache.core else { return false }
    let cage = value.cage
    let receiver = window[0]
    var cost = Int(value.signatures[identity].cost)
    guard value.fiber.parked.fuel >= cost &+ 2 else { return false }
    let result: Value
    switch (identity, argumentCount) {
    case (.listAdd, 1):
      guard cage.has(receiver, .list), append(window[1], to: receiver.ref) else { return false }
      result = .nil
    case (.listRemoveLast, 0):
      guard cage.has(receiver, .list) else { return false }
      let elements = value.elements(ofList: receiver.ref)
      guard elements.count > 0 else { return false }
      result = cage.value(elements.place(elements.count &- 1))
      cage.setCount(elements.count &- 1, ofList: receiver.ref)
    case (.mapSize, 0):
      guard cage.has(receiver, .map) else { return false }
      result = Value(Double(value.count(ofMap: receiver.ref)))
    case (.mapIsEmpty, 0):
      guard cage.has(receiver, .map) else { return false }
      result = Value(value.count(ofMap: receiver.ref) == 0)
    case (.stringCodeAt, 1):
      guard receiver.isString, cage.isKnownASCII(receiver.ref) else { return false }
      let bytes = cage.bytes(ofString: receiver.ref)
      guard let index = window[1].wholeNumber(below: UInt64(bytes.count)) else { return false }
      result = Value(Double(cage.load8(bytes.offset &+ UInt32(truncatingIfNeeded: index))))
    case (.numberFloor, 0):
      guard receiver.isNumber else { return false }
      result = Value(receiver.number.rounded(.down))
    case (.numberTrunc, 0):
      guard receiver.isNumber else { return false }
      result = Value(receiver.number.rounded(.towardZero))
    case (.numberAbs, 0):
      guard receiver.isNumber else { return false }
      result = Value(receiver.number.magnitude)
    case (.numberSqrt, 0):
      guard receiver.isNumber else { return false }
      result = Value(receiver.number.squareRoot())
    case (.mathFloor, 1):
      guard receiver.isMath, window[1].isNumber else { return false }
      result = Value(window[1].number.rounded(.down))
    case (.mathCeil, 1):
      guard receiver.isMath, window[1].isNumber else { return false }
      result = Value(window[1].number.rounded(.up))
    case (.mathTrunc, 1):
      guard receiver.isMath, window[1].isNumber else { return false }
      result = Value(window[1].number.rounded(.towardZero))
    case (.mathAbs, 1):
      guard receiver.isMath, window[1].isNumber else { return false }
      result = Value(window[1].number.magnitude)
    case (.mathSqrt, 1):
      guard receiver.isMath, window[1].isNumber else { return false }
      result = Value(window[1].number.squareRoot())
    case (.mathMin, 2):
      guard receiver.isMath, window[1].isNumber, window[2].isNumber else { return false }
      let (x, y) = (window[1].number, window[2].number)
      // Those that have no order are left to the loop over all arguments.
      guard x < y || y <= x else { return false }
      result = y < x ? window[2] : window[1]
      cost &+= 2
    case (.mathMax, 2):
      guard receiver.isMath, window[1].isNumber, window[2].isNumber else { return false }
      let (x, y) = (window[1].number, window[2].number)
      guard x < y || y <= x else { return false }
      result = y > x ? window[2] : window[1]
      cost &+= 2
    case (.mathBitAnd, 2), (.mathBitOr, 2), (.mathBitXor, 2), (.mathShiftLeft, 2), (.mathShiftRight, 2):
      guard receiver.isMath, let x = window[1].wholeNumber(below: 1 << 32),
        let y = window[2].wholeNumber(below: 1 << 32)
      else { return false }
      let bits =
        switch identity {
        case .mathBitAnd: x & y
        case .mathBitOr: x | y
        case .mathBitXor: x ^ y
        case .mathShiftLeft: y < 32 ? x &<< y & 0xffff_ffff : 0
        default: y < 32 ? x &>> y : 0
        }
      result = Value(Double(bits))
    default: return false
    }
    value.fiber.parked.fuel &-= cost
    window[0] = result
    return true
  }

  /// Adds an element to a list whose storage has room for it.
  @inline(__always) private func append(_ element: Value, to list: Ref) -> Bool {
    let cage = value.cage
    let count = cage.load32(list.offset, ListLayout.count)
    let storage = cage.ref(list, ListLayout.storage)
    guard count < cage.load32(storage.offset, ElementsLayout.capacity),
      element.isNumber || cage.has(storage, .elements)
    else { return false }
    let place = storage.offset &+ UInt32(ElementsLayout.values) &+ count &* 8
    value.heap.value.store(element, place, in: storage)
    cage.store32(count &+ 1, list.offset, ListLayout.count)
    return true
  }
}

extension Value {
  @inline(__always) fileprivate var isMath: Bool { bits == Value(CoreOperation.Identity.math).bits }
}
