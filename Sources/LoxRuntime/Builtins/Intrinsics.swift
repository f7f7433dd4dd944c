import LoxBuiltins
import LoxBytecode

/// Operations of the core library that take no memory and call nothing: an instruction whose cache knows that its name means one does it
/// at once. In all other cases nothing has happened, and the operation is called as usual; its result and its charge are the same. The two
/// that are used most, `length` and `add` of lists, are in the run loop.
extension Pinned where Pointee == Machine {
  /// The property of a value that is no instance.
  @inline(__always) func getIntrinsic(_ object: Value, _ cache: InlineCache) -> Value? {
    let cage = value.cage
    if cage.has(object, .map) {
      return entry(cache.ofGet.mapEntry, cache.name, of: object.ref).map { cage.value($0, 8) }
    }
    if cage.has(object, .list) {
      let elements = value.elements(ofList: object.ref)
      switch cache.core {
      case .listIsEmpty: return Value(elements.count == 0)
      case .listFirst, .listLast:
        guard elements.count > 0 else { return nil }
        return cage.value(elements.place(cache.core == .listFirst ? 0 : elements.count &- 1))
      default: return nil
      }
    }
    if cage.has(object, .fiber) {
      return cache.core == .fiberIsDone ? Value(cage.state(ofFiber: object.ref) == .done) : nil
    }
    if object.isString {
      switch cache.core {
      case .stringLength where cage.isKnownASCII(object.ref):
        return Value(Double(cage.length(ofString: object.ref)))
      case .stringIsEmpty: return Value(cage.length(ofString: object.ref) == 0)
      default: return nil
      }
    }
    let box = cache.ofGet.classField.box(of: object, value.classMembersVersion)
    return box.isNull ? nil : cage.value(box.offset, BoxLayout.value)
  }

  /// Sets what a map has for a name, if it has it already where it was found last.
  @inline(__always) func setIntrinsic(_ object: Value, _ new: Value, _ cache: InlineCache) -> Bool {
    let cage = value.cage
    if cage.has(object, .map) {
      guard let entry = entry(cache.ofSet.mapEntry, cache.name, of: object.ref) else { return false }
      value.heap.value.store(new, entry &+ 8, in: cage.ref(object.ref, MapLayout.entries))
      return true
    }
    let box = cache.ofSet.classField.box(of: object, value.classMembersVersion)
    if box.isNull { return false }
    cage.store(new, box.offset, BoxLayout.value)
    if new.isYoung { slowBarrier(box) }
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

  /// The character at a place from the beginning of a string that is known to be ASCII.
  @inline(__always) func getCharacter(of string: Value, at index: Value) -> Value? {
    let cage = value.cage
    guard string.isString, cage.isKnownASCII(string.ref) else { return nil }
    let bytes = cage.bytes(ofString: string.ref)
    guard let place = index.wholeNumber(below: UInt64(bytes.count)) else { return nil }
    let byte = cage.load8(bytes.offset &+ UInt32(truncatingIfNeeded: place))
    guard byte < 0x80 else { return nil }
    let character = value.strings.character(byte, heap: &value.heap.value)
    return character.isNull ? nil : Value(.string, character)
  }

  /// Whether a value is of one of the usual classes of the core library; nil if the class is another one.
  @inline(__always) func isOfCore(_ object: Value, _ class: Value) -> Bool? {
    switch `class`.bits {
    case Value(CoreOperation.Identity.numberType).bits: object.isNumber
    case Value(CoreOperation.Identity.stringType).bits: object.isString
    case Value(CoreOperation.Identity.booleanType).bits: object == .true || object == .false
    case Value(CoreOperation.Identity.listType).bits: value.cage.has(object, .list)
    case Value(CoreOperation.Identity.mapType).bits: value.cage.has(object, .map)
    default: nil
    }
  }

  /// The same for what a global variable holds that nobody defined: whether it is certain that the value is an instance.
  @inline(__always) func isOfCore(_ object: Value, ofGlobal constant: Int, _ function: FunctionRecord) -> Bool
  {
    guard value.cage.value(function.globalSlot(constant)) == .undefined,
      let core = function.coreName(constant).flatMap(CoreOperation.Identity.init)
    else { return false }
    return isOfCore(object, Value(core)) ?? false
  }

  /// Calls a method of a value that is no instance; the result is in the window's first register. Pays for it. Nil if nothing was done; false,
  /// with the error set, if there is no fuel.
  @inline(__always) func callIntrinsic(_ window: Registers, _ argumentCount: Int, _ cache: InlineCache)
    -> Bool?
  {
    let identity = cache.core
    if identity == .math { return nil }
    let cage = value.cage
    let receiver = window[0]
    var cost = Int(value.signatures[identity].cost)
    guard value.calls.parked.fuel >= cost &+ 2 else { return nil }
    let result: Value
    switch identity {
    case .listRemoveLast:
      guard argumentCount == 0, cage.has(receiver, .list) else { return nil }
      let elements = value.elements(ofList: receiver.ref)
      guard elements.count > 0 else { return nil }
      let place = elements.place(elements.count &- 1)
      result = cage.value(place)
      cage.setCount(elements.count &- 1, ofList: receiver.ref)
      // Nothing keeps the element alive.
      cage.store(Value(0), place)
    case .mapSize:
      guard argumentCount == 0, cage.has(receiver, .map) else { return nil }
      result = Value(Double(value.count(ofMap: receiver.ref)))
    case .mapIsEmpty:
      guard argumentCount == 0, cage.has(receiver, .map) else { return nil }
      result = Value(value.count(ofMap: receiver.ref) == 0)
    case .mapHas:
      guard argumentCount == 1, cage.has(receiver, .map) else { return nil }
      value.calls.parked.fuel &-= cost
      window[0] = Value(value.find(window[1], inMap: receiver.ref) != nil)
      return value.refuel()
    case .mapGet:
      guard argumentCount == 1, cage.has(receiver, .map) else { return nil }
      value.calls.parked.fuel &-= cost
      window[0] = value.getEntry(window[1], ofMap: receiver.ref) ?? .nil
      return value.refuel()
    case .mapRemove:
      guard argumentCount == 1, cage.has(receiver, .map) else { return nil }
      value.calls.parked.fuel &-= cost
      window[0] = value.removeEntry(window[1], ofMap: receiver.ref) ?? .nil
      return value.refuel()
    case .stringCodeAt:
      guard argumentCount == 1, receiver.isString, cage.isKnownASCII(receiver.ref) else { return nil }
      let bytes = cage.bytes(ofString: receiver.ref)
      guard let index = window[1].wholeNumber(below: UInt64(bytes.count)) else { return nil }
      result = Value(Double(cage.load8(bytes.offset &+ UInt32(truncatingIfNeeded: index))))
    case .numberFloor, .numberCeil, .numberTrunc, .numberAbs, .numberSqrt:
      guard argumentCount == 0, receiver.isNumber else { return nil }
      result = Value(calculate(identity, receiver.number))
    case .mathFloor, .mathCeil, .mathTrunc, .mathAbs, .mathSqrt:
      guard argumentCount == 1, receiver.isMath, window[1].isNumber else { return nil }
      result = Value(calculate(identity, window[1].number))
    case .mathMin, .mathMax:
      guard argumentCount == 2, receiver.isMath, window[1].isNumber, window[2].isNumber else { return nil }
      let (x, y) = (window[1].number, window[2].number)
      // Those that have no order are left to the loop over all arguments.
      guard x < y || y <= x else { return nil }
      result = (identity == .mathMin ? y < x : x < y) ? window[2] : window[1]
      cost &+= 2
    case .mathBitAnd, .mathBitOr, .mathBitXor, .mathShiftLeft, .mathShiftRight:
      guard argumentCount == 2, receiver.isMath, let x = window[1].wholeNumber(below: 1 << 32),
        let y = window[2].wholeNumber(below: 1 << 32)
      else { return nil }
      let bits =
        switch identity {
        case .mathBitAnd: x & y
        case .mathBitOr: x | y
        case .mathBitXor: x ^ y
        case .mathShiftLeft: y < 32 ? x &<< y & 0xffff_ffff : 0
        default: y < 32 ? x &>> y : 0
        }
      result = Value(Double(bits))
    default: return nil
    }
    value.calls.parked.fuel &-= cost
    window[0] = result
    return true
  }

  @inline(__always) private func calculate(_ identity: CoreOperation.Identity, _ x: Double) -> Double {
    switch identity {
    case .numberFloor, .mathFloor: x.rounded(.down)
    case .numberCeil, .mathCeil: x.rounded(.up)
    case .numberTrunc, .mathTrunc: x.rounded(.towardZero)
    case .numberAbs, .mathAbs: x.magnitude
    default: x.squareRoot()
    }
  }
}

extension CoreOperation.Identity {
  /// Whether it is a method that may be done at once: by `callIntrinsic`, or in the run loop.
  var isDoneAtOnce: Bool {
    switch self {
    case .listAdd, .listRemoveLast, .mapSize, .mapIsEmpty, .mapHas, .mapGet, .stringCodeAt, .numberFloor,
      .numberCeil, .numberTrunc, .numberAbs, .numberSqrt, .mathFloor, .mathCeil, .mathTrunc, .mathAbs,
      .mathSqrt, .mathMin, .mathMax, .mathBitAnd, .mathBitOr, .mathBitXor, .mathShiftLeft, .mathShiftRight:
      true
    default: false
    }
  }
}

extension Value {
  @inline(__always) fileprivate var isMath: Bool { bits == Value(CoreOperation.Identity.math).bits }
}
