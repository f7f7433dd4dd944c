import Lox
import LoxRuntime

/// A variable whose changes stop the program: a global variable, a field, an element of a list or an entry of a map.
public struct Watchpoint: Sendable, Hashable, Identifiable {
  /// Tells it from the other watchpoints of its debugger.
  public let id: Int
  /// What is watched, as it was written.
  public let name: String
  /// An expression that must be true.
  public var condition: String?
  /// How often the value must have changed.
  public var hits: HitCondition?
}

/// The change of a value that is watched.
public struct WatchedChange: Sendable, Hashable {
  public let watchpoint: Watchpoint
  /// The values in a line; nil for a variable that does not exist.
  public let oldText: String?
  public let newText: String?
}

extension WatchedChange: CustomStringConvertible {
  public var description: String {
    "\(watchpoint.name): \(oldText ?? "nothing") -> \(newText ?? "nothing")"
  }
}

/// Something that can be watched.
public struct Watchable {
  enum Place {
    case global(String, DebugFrame)
    case field(String, of: Value)
    case element(Int, of: Value)
    case entry(Value, of: Value)
  }

  /// What it is, as it was written.
  public let name: String
  let place: Place
  /// Where it was found.
  let stop: Stop

  /// What it is now; nil if it does not exist.
  func value(_ isolate: Isolate) -> Value? {
    let machine = isolate.machine
    let base = machine.top
    defer { machine.pop(to: base) }
    do {
      switch place {
      case .global(let name, let frame):
        guard try machine.pushGlobal(name, of: frame) else { return nil }
        return isolate.value(at: base)
      case .field(let name, let owner):
        try owner._push(to: machine.stack)
        return machine.field(name, of: base).map { isolate.value(at: $0) }
      case .element(let index, let owner):
        try owner._push(to: machine.stack)
        return machine.element(index, ofList: base).map { isolate.value(at: $0) }
      case .entry(let key, .map(let map)): return map[key]
      case .entry: return nil
      }
    } catch { return nil }
  }
}

extension Variable {
  /// What to watch for its changes; nil if that can't be: a local variable is gone with its call.
  public func watchable(named name: String? = nil) -> Watchable? {
    let name = name ?? self.name
    switch origin {
    case .global(let global, let frame):
      return Watchable(name: name, place: .global(global, frame), stop: stop)
    case .field(let field, let owner):
      return Watchable(name: name, place: .field(field, of: owner), stop: stop)
    case .element(let index, let owner):
      return Watchable(name: name, place: .element(index, of: owner), stop: stop)
    case .entry(let place, let owner):
      return key(ofEntry: place, owner).map {
        Watchable(name: name, place: .entry($0, of: owner), stop: stop)
      }
    case .local, .capture, .result: return nil
    }
  }

  private func key(ofEntry place: Int, _ owner: Value) -> Value? {
    guard !stop.isOver else { return nil }
    let machine = stop.isolate.machine
    let base = machine.top
    defer { machine.pop(to: base) }
    guard (try? owner._push(to: machine.stack)) != nil else { return nil }
    return machine.part(.key, ofEntry: place, ofMap: base).map { stop.isolate.value(at: $0) }
  }
}

extension StoppedCall {
  /// What an expression means that can be watched: `total`, `this.name`, `list[0]`, `map["key"]`. The part before the last dot or
  /// bracket is evaluated once. Nil for all else, and for local variables, which are gone with their call. A global variable need
  /// not exist yet.
  public func watchable(_ expression: String) throws -> Watchable? {
    let text = expression.withoutBlanksAround
    if text.allSatisfy(\.continuesName), let first = text.first, !first.isNumber {
      if case .local? = origin(of: text) { return nil }
      if case .capture? = origin(of: text) { return nil }
      return isHost ? nil : Watchable(name: text, place: .global(text, frame), stop: stop)
    }
    if text.last == "]", let bracket = openingBracket(text) {
      let owner = try evaluate(String(text[..<bracket])).value
      let key = try evaluate(String(text[text.index(after: bracket)...].dropLast())).value
      if case .map = owner { return Watchable(name: text, place: .entry(key, of: owner), stop: stop) }
      guard case .list = owner, case .number(let number) = key, let index = Int(exactly: number) else {
        return nil
      }
      return Watchable(name: text, place: .element(index, of: owner), stop: stop)
    }
    guard let dot = text.lastIndex(of: ".") else { return nil }
    let name = String(text[text.index(after: dot)...]).withoutBlanksAround
    guard !name.isEmpty, name.allSatisfy(\.continuesName) else { return nil }
    let owner = try evaluate(String(text[..<dot])).value
    guard case .instance = owner else { return nil }
    return Watchable(name: text, place: .field(name, of: owner), stop: stop)
  }

  /// The bracket that the last one closes.
  private func openingBracket(_ text: String) -> String.Index? {
    var depth = 0
    var isInString = false
    for index in text.indices.reversed() {
      if text[index] == "\"" { isInString.toggle() }
      if isInString { continue }
      if text[index] == "]" { depth += 1 }
      if text[index] == "[" {
        depth -= 1
        if depth == 0 { return index == text.startIndex ? nil : index }
      }
    }
    return nil
  }
}

extension String {
  fileprivate var withoutBlanksAround: String {
    let rest = drop { $0.isWhitespace }
    return String(
      rest[..<(rest.lastIndex { !$0.isWhitespace }.map { rest.index(after: $0) } ?? rest.endIndex)])
  }
}

extension Character {
  fileprivate var continuesName: Bool { isASCII && (isLetter || isNumber) || self == "_" }
}

/// A watchpoint, and the value that was there last.
struct WatchedValue {
  let watchpoint: Watchpoint
  let watchable: Watchable
  private var value: Value?
  private var isKnown = false
  private var changes = 0

  init(_ watchpoint: Watchpoint, _ watchable: Watchable) {
    (self.watchpoint, self.watchable) = (watchpoint, watchable)
    if !watchable.stop.isOver { forget(watchable.stop.isolate) }
  }

  /// Takes the present value for the last one.
  mutating func forget(_ isolate: Isolate) {
    value = watchable.value(isolate)
    isKnown = true
  }

  /// How the value has changed since the last look; nil if it is the same.
  mutating func change(_ isolate: Isolate) -> WatchedChange? {
    let (old, wasKnown) = (value, isKnown)
    forget(isolate)
    if !wasKnown || WatchedValue.areSame(old, value) { return nil }
    return WatchedChange(watchpoint: watchpoint, oldText: text(old, isolate), newText: text(value, isolate))
  }

  /// Counts a change; the result is whether it is one of those that stop the program.
  mutating func isHit() -> Bool {
    changes += 1
    return watchpoint.hits?.isMet(by: changes) ?? true
  }

  /// A number that is none is the same as itself here.
  private static func areSame(_ a: Value?, _ b: Value?) -> Bool {
    if case .number(let x)? = a, case .number(let y)? = b { return x == y || x.isNaN && y.isNaN }
    return a == b
  }

  private func text(_ value: Value?, _ isolate: Isolate) -> String? {
    let machine = isolate.machine
    let base = machine.top
    defer { machine.pop(to: base) }
    guard let value, (try? value._push(to: machine.stack)) != nil else { return nil }
    return ValueText(machine).description(of: base)
  }
}

extension Debugger {
  /// Stops the program when a value has changed, before its next statement. The value is looked at before each statement, so a
  /// program that is watched is slower still.
  @discardableResult
  public func addWatchpoint(
    _ watchable: Watchable, condition: String? = nil, hits: HitCondition? = nil
  ) -> Watchpoint {
    let watchpoint = Watchpoint(id: takeID(), name: watchable.name, condition: condition, hits: hits)
    watched.append(WatchedValue(watchpoint, watchable))
    return watchpoint
  }

  /// All watchpoints, in the order in which they were added.
  public var watchpoints: [Watchpoint] { watched.map(\.watchpoint) }

  /// Removes the watchpoints of which `isUnwanted` is true.
  public func removeWatchpoints(where isUnwanted: (Watchpoint) -> Bool) {
    watched.removeAll { isUnwanted($0.watchpoint) }
  }

  /// What has changed since the last look.
  func watchedChanges(_ stop: Stop, _ isolate: Isolate) -> [WatchedChange] {
    var changes: [WatchedChange] = []
    for index in watched.indices {
      guard let change = watched[index].change(isolate), isMet(change.watchpoint.condition, stop),
        watched[index].isHit()
      else { continue }
      changes.append(change)
    }
    return changes
  }

  private func isMet(_ condition: String?, _ stop: Stop) -> Bool {
    guard let condition, let call = stop.calls(maximum: 1).first else { return true }
    return isTrue(condition, call)
  }

  /// What the debugger itself changes stops nothing.
  func forgetWatchedValues(_ isolate: Isolate) {
    for index in watched.indices { watched[index].forget(isolate) }
  }
}
