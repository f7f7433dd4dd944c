import Lox
import LoxRuntime

/// A variable of a program that has stopped, or a part of a value. Its parts are looked up when they are asked for.
public struct Variable {
  enum Origin {
    case local(Int, DebugFrame)
    case capture(Int, DebugFrame)
    case global(String, DebugFrame)
    case field(String, of: Value)
    case element(Int, of: Value)
    case entry(Int, of: Value)
    /// A value that is in no variable.
    case result
  }

  /// Its name: for an element of a list its index in brackets, for an entry of a map its key.
  public let name: String
  /// Its value, which is useful as long as the isolate.
  public let value: Value
  /// The value in a line, as one would write it.
  public let text: String
  /// What it is, in words: `a list`.
  public let kind: String
  /// How many fields it has.
  public let namedCount: Int
  /// How many elements or entries it has.
  public let indexedCount: Int
  /// Whether it can be set.
  public var isAssignable: Bool { if case .result = origin { false } else { true } }

  let origin: Origin
  let stop: Stop

  init(_ name: String, _ slot: Slot, _ origin: Origin, _ stop: Stop) {
    let machine = stop.isolate.machine
    let base = machine.top
    defer { machine.pop(to: base) }
    (self.name, self.origin, self.stop) = (name, origin, stop)
    value = stop.isolate.value(at: slot)
    text = ValueText(machine).description(of: slot)
    kind = value.kind
    switch machine.content(of: slot) {
    case .instance: namedCount = machine.fieldNames(of: slot).count
    case .class: namedCount = machine.methods(of: slot).count
    default: namedCount = 0
    }
    indexedCount =
      machine.isMap(slot) ? machine.entryCount(ofMap: slot) : machine.elementCount(ofList: slot)
  }

  /// An expression for it as a part of what another expression means; nil if there is none.
  public func expression(in outer: String) -> String? {
    switch origin {
    case .field: return "\(outer).\(name)"
    case .element: return outer + name
    case .entry:
      guard let first = name.first, first != "[" else { return nil }
      let isQuoted = first == "\"" || first.isNumber || first == "-"
      return isQuoted ? "\(outer)[\(name)]" : "\(outer)[\"\(name)\"]"
    default: return nil
    }
  }

  /// The value as `print` shows it: a string without quotes.
  public var plainText: String { if case .string(let text) = value { text } else { text } }

  /// Its elements or entries from one on, at most so many.
  public func elements(from first: Int = 0, maximum: Int = .max) -> [Variable] {
    withValue { machine, slot in
      let start = max(0, first)
      let count = max(0, min(maximum, indexedCount - start))
      if machine.isMap(slot) {
        return machine.entries(ofMap: slot, maximum: min(start + count, indexedCount)).dropFirst(start)
          .compactMap {
            entry($0, machine, slot)
          }
      }
      return (start..<start + count).compactMap { index in
        machine.element(index, ofList: slot).map {
          Variable("[\(index)]", $0, .element(index, of: value), stop)
        }
      }
    }
  }

  private func entry(_ place: Int, _ machine: VirtualMachine, _ slot: Slot) -> Variable? {
    let base = machine.top
    defer { machine.pop(to: base) }
    guard let key = machine.part(.key, ofEntry: place, ofMap: slot),
      let found = machine.part(.value, ofEntry: place, ofMap: slot)
    else { return nil }
    let name = ValueText(machine).key(key)
    return Variable(name, found, .entry(place, of: value), stop)
  }

  /// Its fields from one on, at most so many; of a class its methods.
  public func fields(from first: Int = 0, maximum: Int = .max) -> [Variable] {
    withValue { machine, slot in
      if case .class = machine.content(of: slot) {
        return machine.methods(of: slot).dropFirst(max(0, first)).prefix(max(0, maximum)).map {
          Variable($0.name, $0.method, .result, stop)
        }
      }
      return machine.fieldNames(of: slot).dropFirst(max(0, first)).prefix(max(0, maximum)).compactMap {
        name in
        machine.field(name, of: slot).map {
          Variable(name, $0, .field(name, of: value), stop)
        }
      }
    }
  }

  /// A field, without running any code; nil if there is none.
  public func field(_ name: String) -> Variable? {
    withValue { machine, slot in
      machine.field(name, of: slot).map { [Variable(name, $0, .field(name, of: value), stop)] } ?? []
    }.first
  }

  /// The names that can be written after it and a dot: its fields, and the methods of its class.
  public var memberNames: [String] {
    var names: [String] = []
    _ = withValue { machine, slot in
      names = machine.fieldNames(of: slot)
      if case .instance = machine.content(of: slot), let made = machine.class(of: slot) {
        names += machine.methods(of: made).map(\.name).filter { $0 != "init" && !$0.contains(" ") }
      }
      return []
    }
    return names
  }

  private func withValue(_ body: (VirtualMachine, Slot) -> [Variable]) -> [Variable] {
    guard !stop.isOver else { return [] }
    let machine = stop.isolate.machine
    let base = machine.top
    defer { machine.pop(to: base) }
    do { try value._push(to: machine.stack) } catch { return [] }
    return body(machine, base)
  }

  // MARK: - Setting

  /// Sets it to the value of an expression in a call; the result is what it is then.
  @discardableResult
  public func set(to expression: String, in call: StoppedCall) throws -> Variable {
    let machine = stop.isolate.machine
    let base = machine.top
    defer { machine.pop(to: base) }
    let slot = try call.evaluateToSlot(expression)
    try Variable.set(origin, to: slot, stop)
    return Variable(name, slot, origin, stop)
  }

  static func set(_ origin: Origin, to slot: Slot, _ stop: Stop) throws {
    let isolate = stop.isolate
    let machine = isolate.machine
    guard !stop.isOver else { throw DebuggerError.programHasGoneOn }
    func push(_ value: Value) throws -> Slot {
      let place = machine.top
      try value._push(to: machine.stack)
      return place
    }
    switch origin {
    case .local(let register, let frame): machine.setLocal(register, of: frame, to: slot)
    case .capture(let index, let frame): machine.setCapture(index, of: frame, to: slot)
    case .global(let name, let frame): _ = machine.setGlobal(name, of: frame, to: slot)
    case .field(let name, let owner):
      let object = try push(owner)
      try machine.push(slot)
      try machine.popField(name, of: object)
    case .element(let index, let owner):
      let list = try push(owner)
      try machine.push(slot)
      machine.popElement(at: index, ofList: list)
    case .entry(let place, let owner):
      let map = try push(owner)
      try machine.push(.key, ofEntry: place, ofMap: map)
      try machine.push(slot)
      try machine.popEntry(ofMap: map)
    case .result: throw DebuggerError.notAssignable
    }
  }
}
