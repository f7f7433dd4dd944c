import Lox
import LoxRuntime
import LoxSource

/// A program that has stopped, as it is until it goes on.
public final class Stop {
  /// Why it has stopped.
  public enum Reason: Sendable {
    /// At the first statement.
    case entry
    case breakpoints([Breakpoint])
    /// The statement before has changed values that are watched.
    case watchpoints([WatchedChange])
    case step
    /// The host has asked for it.
    case pause
    /// Where an error occurs; `isCaught` says whether the script catches it.
    case error(message: String, isCaught: Bool)
  }

  /// Why it has stopped.
  public let reason: Reason
  let isolate: Isolate
  let debugger: Debugger
  /// Whether the program has gone on: then there is nothing to be seen any more.
  public internal(set) var isOver = false

  init(_ reason: Reason, _ isolate: Isolate, _ debugger: Debugger) {
    (self.reason, self.isolate, self.debugger) = (reason, isolate, debugger)
  }

  /// How many calls are under way.
  public var callCount: Int { isOver ? 0 : isolate.machine.debugFrameCount }

  /// Calls that are under way, the innermost first: at most so many, from a certain one on.
  public func calls(from first: Int = 0, maximum: Int = .max) -> [StoppedCall] {
    guard !isOver else { return [] }
    return isolate.machine.debugFrames(skipping: max(0, first), maximum: max(0, maximum)).map {
      StoppedCall($0, self)
    }
  }

  /// What the script has thrown, if that is why it has stopped.
  public var thrown: Variable? {
    guard !isOver, let slot = isolate.machine.debuggedThrown else { return nil }
    return Variable("error", slot, .result, self)
  }
}

/// A call under way in a program that has stopped.
public struct StoppedCall {
  /// The name of the function; `script` for code outside of all functions.
  public let name: String
  /// Whether it is a function of the host, of which nothing else is known.
  public var isHost: Bool { frame.program == nil }
  /// The name of the source, with which it was compiled.
  public var sourceName: String { frame.program?.sourceName ?? "" }
  /// The source itself.
  public var source: [UInt8] { frame.program?.source ?? [] }
  /// The line that is executed, from 1; 0 if it isn't known.
  public var line: Int {
    isHost ? 0 : LineTable(Source(name: sourceName, bytes: source)).line(at: UInt32(span.lowerBound))
  }
  /// The part of the source that is executed, in bytes.
  public var span: Range<Int> {
    guard let program = frame.program else { return 0..<0 }
    let number = UInt32(truncatingIfNeeded: frame.functionNumber)
    let statement = program.sourceMap?.statements.first {
      $0.function == number && $0.pc.map(Int.init) == frame.pc
    }
    if let start = statement.map({ Int($0.offset) }) { return start..<start + 1 }
    let position = program.position(frame.pc, in: program.functions[frame.functionNumber])
    return position.span.range
  }
  /// The canonical name of the module that it is a call in; nil for scripts that the host runs.
  public var moduleName: String? { frame.moduleName }
  /// Whether it is the function of a fiber, which the next call has resumed.
  public var beginsFiber: Bool { frame.beginsFiber }

  let frame: DebugFrame
  let stop: Stop

  init(_ frame: DebugFrame, _ stop: Stop) {
    (self.frame, self.stop) = (frame, stop)
    name = frame.name
  }

  // MARK: - Variables

  /// Its parameters and local variables that are in scope, `this` included.
  public var locals: [Variable] {
    variables(frame.locals.map { ($0.name, .local($0.register, frame)) })
  }

  /// The variables of enclosing functions that its function uses.
  public var captures: [Variable] {
    variables(frame.captures.enumerated().map { ($1, .capture($0, frame)) })
  }

  /// How many global variables its module has.
  public var globalCount: Int { stop.isOver ? 0 : stop.isolate.machine.globalNames(of: frame).count }

  /// The global variables of its module, sorted by their names: at most so many, from one on.
  public func globals(from first: Int = 0, maximum: Int = .max) -> [Variable] {
    guard !stop.isOver else { return [] }
    let names = stop.isolate.machine.globalNames(of: frame).sorted()
    return variables(names.dropFirst(max(0, first)).prefix(max(0, maximum)).map { ($0, .global($0, frame)) })
  }

  private func variables(_ origins: [(name: String, origin: Variable.Origin)]) -> [Variable] {
    guard !stop.isOver, !isHost else { return [] }
    return origins.compactMap { name, origin in
      let base = stop.isolate.machine.top
      defer { stop.isolate.machine.pop(to: base) }
      guard (try? push(name, origin)) == true else { return nil }
      return Variable(name, base, origin, stop)
    }
  }

  private func push(_ name: String, _ origin: Variable.Origin) throws -> Bool {
    let machine = stop.isolate.machine
    switch origin {
    case .local(let register, _): return try machine.pushLocal(register, of: frame)
    case .capture(let index, _): return try machine.pushCapture(index, of: frame)
    case .global: return try machine.pushGlobal(name, of: frame)
    default: return false
    }
  }

  /// What a name means in the call; nil if nothing.
  func origin(of name: String) -> Variable.Origin? {
    if let local = frame.locals.last(where: { $0.name == name }) { return .local(local.register, frame) }
    if let index = frame.captures.firstIndex(of: name) { return .capture(index, frame) }
    let machine = stop.isolate.machine
    let base = machine.top
    defer { machine.pop(to: base) }
    return (try? machine.pushGlobal(name, of: frame)) == true ? .global(name, frame) : nil
  }

  /// The variable of a name; nil if there is none.
  public func variable(_ name: String) -> Variable? {
    guard !stop.isOver, !isHost, let origin = origin(of: name) else { return nil }
    let base = stop.isolate.machine.top
    defer { stop.isolate.machine.pop(to: base) }
    guard (try? push(name, origin)) == true else { return nil }
    return Variable(name, base, origin, stop)
  }

  /// Pushes what a name means; false if that is nothing.
  func push(_ name: String) throws -> Bool {
    guard !isHost, let origin = origin(of: name) else { return false }
    return try push(name, origin)
  }

  /// The names of all variables that can be used here, the innermost first.
  public var names: [String] {
    guard !stop.isOver else { return [] }
    var seen: Set<String> = []
    let all =
      frame.locals.reversed().map(\.name) + frame.captures + stop.isolate.machine.globalNames(of: frame)
    return all.filter { seen.insert($0).inserted }
  }
}
