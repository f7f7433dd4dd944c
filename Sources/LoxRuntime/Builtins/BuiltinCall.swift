import LoxBuiltins

/// A call of an operation of the core library: its operands and its result are in a window of the value stack, so that they are roots while
/// it allocates.
///
/// A body is a method of this type. It finds arguments of the right types, since the table says which, and nil for each optional one that was
/// left out. Whatever it reads of young objects it reads again after it has allocated. It leaves its result in the window and tells whether
/// there is one: if not, the error is set.
struct BuiltinCall {
  let machine: Pinned<Machine>
  /// The receiver, or what is called; then the arguments.
  let window: Registers
  let argumentCount: Int
  let identity: CoreOperation.Identity

  @inline(__always) var cage: Cage { machine.value.cage }
  @inline(__always) var receiver: Value { window[0] }

  /// An argument, from 0.
  @inline(__always) func argument(_ index: Int) -> Value { window[index &+ 1] }
  @inline(__always) func isMissing(_ index: Int) -> Bool { argument(index) == .nil }
  @inline(__always) func number(_ index: Int) -> Double { argument(index).number }

  /// An argument that is a whole number; those of more than 2^62 are cut.
  func whole(_ index: Int) -> Int {
    let limit = 4_611_686_018_427_387_904.0
    return Int(max(-limit, min(argument(index).number, limit)))
  }

  // MARK: - Results

  @inline(__always) func `return`(_ result: Value) -> Bool {
    window[0] = result
    return true
  }
  @inline(__always) func `return`(_ number: Double) -> Bool { self.return(Value(number)) }
  @inline(__always) func `return`(_ boolean: Bool) -> Bool { self.return(Value(boolean)) }
  func `return`(_ number: Int) -> Bool { self.return(Value(Double(number))) }

  /// A result or nil.
  func `return`(_ number: Int?) -> Bool { self.return(number.map { Value(Double($0)) } ?? .nil) }

  /// A string of these bytes, for which it pays by their count.
  func `return`(bytes: [UInt8]) -> Bool {
    guard let string = machine.makeString(bytes) else { return false }
    return self.return(string)
  }

  /// A string of a text that is complete.
  func `return`(_ text: inout HeapText) -> Bool {
    guard let string = machine.finish(&text) else { return false }
    return self.return(string)
  }

  // MARK: - Mistakes

  /// The message about an argument that is not what it must be.
  func fail(_ index: Int, mustBe expectation: String) -> Bool {
    let name = identity.operation.name
    // Which number it is matters only where another one is expected.
    let type = identity.signature.type(index)
    let isOtherKind = argument(index).isNumber && type != .number && type != .wholeNumber
    let actual = isOtherKind ? "a number" : machine.value.actual(argument(index))
    return machine.value.fail(
      .wrongArgument, "Argument \(index + 1) of '\(name)' must be \(expectation), not \(actual).")
  }

  func fail(_ message: String) -> Bool { machine.value.fail(.wrongArgument, message) }

  /// Whether a whole number is in a range; if not, the call fails.
  func check(_ index: Int, isIn range: ClosedRange<Int>) -> Bool {
    range.contains(whole(index))
      || fail(index, mustBe: "a whole number from \(range.lowerBound) to \(range.upperBound)")
  }
}

extension Machine {
  /// What a value is, for a message that says what it should be: the number itself, else the kind.
  mutating func actual(_ value: Value) -> String {
    if value.isNumber {
      var text: [UInt8] = []
      ShortestText.append(value.number, to: &text)
      return String(decoding: text, as: UTF8.self)
    }
    if value.isString { return "a string" }
    if value.isClosure { return "a function" }
    if value.isModule { return "a module" }
    if value.isInstance { return "an instance of \(name(ofClassOf: value))" }
    switch cage.owner(of: value) {
    case .boolean: return "a boolean"
    case .list: return "a list"
    case .map: return "a map"
    case .range: return "a range"
    case .random: return "a Random"
    case .regex: return "a Regex"
    case .fiber: return "a fiber"
    case .class, .numberClass, .stringClass, .listClass, .fiberClass: return "a class"
    case .function: return "a function"
    case .math: return "Math"
    case .json: return "JSON"
    case .global, .number, .string, nil: return value == .nil ? "nil" : "something else"
    }
  }

  private mutating func name(ofClassOf instance: Value) -> String {
    text(ofString: cage.ref(cage.class(ofShape: cage.shape(ofInstance: instance.ref)), ClassLayout.name))
  }
}

extension Cage {
  /// Whether a value is what a parameter asks for.
  @inline(__always) func isValue(_ value: Value, _ type: CoreType) -> Bool {
    switch type {
    case .any: true
    case .number: value.isNumber
    case .wholeNumber:
      value.isNumber && value.number.rounded(.towardZero) == value.number && value.number.isFinite
    case .string: value.isString
    case .boolean: value == .true || value == .false
    case .instance: value.isInstance
    case .list, .map, .range, .function, .iterable, .stringOrFunction, .listOrMap: isOther(value, type)
    }
  }

  private func isOther(_ value: Value, _ type: CoreType) -> Bool {
    let owner = owner(of: value)
    return switch type {
    case .list: owner == .list
    case .map: owner == .map
    case .range: owner == .range
    case .function:
      owner == .function || owner == .class || owner == .numberClass || owner == .stringClass
        || owner == .listClass || owner == .fiberClass
    case .iterable:
      owner == .list || owner == .map || owner == .range || owner == .string || owner == .fiber
        || value.isInstance
    case .stringOrFunction: owner == .string || isOther(value, .function)
    case .listOrMap: owner == .list || owner == .map
    default: false
    }
  }
}
