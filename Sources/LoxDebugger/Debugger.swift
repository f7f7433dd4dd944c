import Lox
import LoxBytecode
import LoxRuntime

/// Debugs the programs of an isolate, on the isolate's own thread.
///
/// Programs that are to be debugged are compiled with ``Lox/Program/Options/isDebuggable``. When one of them stops, ``onStop`` is called, looks
/// around, and says how to go on:
///
///     var options = Program.Options()
///     options.isDebuggable = true
///     let program = try Program("var x = 1;\nx = x + 1;\nprint x;", name: "counter.lox", options: options)
///     let debugger = Debugger(isolate)
///     debugger.addBreakpoint(.line(2, source: "counter.lox"))
///     debugger.onStop = { stop in
///       print(try? stop.calls()[0].evaluate("x + 40").text)  // 41
///       return .continue
///     }
///     try isolate.run(program)
///
/// While a program is stopped, the clock of its limits stands still, and the isolate can be used like that of a run that waits. An isolate that
/// isn't debugged is as fast as ever; one that is runs many times slower. Runs that had begun before aren't debugged.
public final class Debugger {
  /// How a program goes on after a stop.
  public enum Resumption: Sendable {
    case `continue`
    /// To the next statement, in whatever function that is.
    case stepInto
    /// To the next statement of the same function, or of its caller.
    case stepOver
    /// Back to the caller.
    case stepOut
    /// The run ends as if it had been cancelled.
    case terminate
  }

  /// Is called when a program stops; without it, nothing stops.
  public var onStop: ((Stop) -> Resumption)?
  /// Is called now and then while a program runs: it may change breakpoints, and use the control, but not the isolate.
  public var onPoll: (() -> Void)? { didSet { hook.poll = onPoll } }
  /// Takes what log points say, and what is wrong with conditions.
  public var onLog: ((String) -> Void)?
  /// Reaches the debugger from other threads.
  public let control: DebuggerControl
  /// All breakpoints, in the order in which they were added.
  public private(set) var breakpoints: [Breakpoint] = []

  /// The isolate, as long as there is one.
  public private(set) weak var isolate: Isolate?
  private let hook = DebugHook()
  private var nextID = 1
  private var hits: [Int: Int] = [:]
  private var isAtEntry = false
  /// Expressions that were compiled, by their text.
  var expressions: [String: CompiledExpression] = [:]
  /// The values whose changes stop the program.
  var watched: [WatchedValue] = [] { didSet { hook.watchesValues = !watched.isEmpty } }

  /// Begins to debug what the isolate will run. An isolate has one debugger: a new one takes the place of the last.
  public init(_ isolate: Isolate) {
    self.isolate = isolate
    control = DebuggerControl(hook.interruption)
    hook.handler = { [unowned self] reason in handle(reason) }
    hook.places = { [unowned self] program in places(in: program) }
    isolate.machine.startDebugging(hook)
  }

  deinit { isolate?.machine.stopDebugging(hook) }

  /// Ends debugging; a run that is under way goes on without stops.
  public func detach() {
    isolate?.machine.stopDebugging(hook)
    isolate = nil
  }

  // MARK: - What stops a program

  /// Whether errors that a script catches stop it.
  public var stopsAtCaughtErrors: Bool {
    get { hook.stopsAtCaughtErrors }
    set { hook.stopsAtCaughtErrors = newValue }
  }

  /// Whether errors that no script catches stop it where they occur.
  public var stopsAtUncaughtErrors: Bool {
    get { hook.stopsAtUncaughtErrors }
    set { hook.stopsAtUncaughtErrors = newValue }
  }

  /// Lets the next program stop at its first statement.
  public func stopAtEntry() {
    isAtEntry = true
    hook.stopAtNextStatement()
  }

  /// Adds a breakpoint. One on a line without a statement stops at the next one.
  @discardableResult
  public func addBreakpoint(
    _ location: Breakpoint.Location, condition: String? = nil, hits: HitCondition? = nil,
    logMessage: String? = nil
  ) -> Breakpoint {
    let breakpoint = Breakpoint(
      id: takeID(), location: location, condition: condition, hits: hits, logMessage: logMessage)
    breakpoints.append(breakpoint)
    hook.forgetPlaces()
    return breakpoint
  }

  func takeID() -> Int {
    defer { nextID += 1 }
    return nextID
  }

  /// Removes the breakpoints of which `isUnwanted` is true.
  public func removeBreakpoints(where isUnwanted: (Breakpoint) -> Bool) {
    breakpoints.removeAll(where: isUnwanted)
    hook.forgetPlaces()
  }

  private func places(in program: LoxBytecode.Program) -> [Int: [Int: [Int]]] {
    let wanted = breakpoints.filter { $0.isIn(program.sourceName) }
    guard !wanted.isEmpty else { return [:] }
    let known = BreakpointPlaces(program)
    var found: [Int: [Int: [Int]]] = [:]
    for breakpoint in wanted {
      let places =
        switch breakpoint.location {
        case .line(let line, _): known.places(for: line)
        case .function(let name): known.places(ofFunction: name)
        }
      for place in places { found[place.function, default: [:]][place.pc, default: []].append(breakpoint.id) }
    }
    return found
  }

  // MARK: - Stops

  private func handle(_ reason: DebugHook.Reason) -> DebugHook.Resumption {
    guard let isolate else { return .ignore }
    let isEntry = isAtEntry
    switch reason {
    case .breakpoints(let numbers):
      let hit = withStop(.pause, isolate) { stop in
        numbers.compactMap { number in breakpoints.first { $0.id == number } }.filter { isHit($0, stop) }
      }
      return hit.isEmpty ? .ignore : stop(.breakpoints(hit), isolate)
    case .values:
      let changes = withStop(.pause, isolate) { watchedChanges($0, isolate) }
      return changes.isEmpty ? .ignore : stop(.watchpoints(changes), isolate)
    case .step:
      isAtEntry = false
      return stop(isEntry ? .entry : .step, isolate)
    case .interruption:
      let requests = control.take(for: self)
      if requests.terminates { return .terminate }
      return requests.pauses ? stop(.pause, isolate) : .ignore
    case .error(let message, let isCaught):
      return stop(.error(message: message, isCaught: isCaught), isolate)
    }
  }

  private func stop(_ reason: Stop.Reason, _ isolate: Isolate) -> DebugHook.Resumption {
    guard let onStop else { return .ignore }
    // What was printed comes before what the debugger shows.
    isolate.machine.flush()
    isAtEntry = false
    let resumption = withStop(reason, isolate) { stop in
      let resumption = onStop(stop)
      forgetWatchedValues(isolate)
      return resumption
    }
    return switch resumption {
    case .continue: .go(nil)
    case .stepInto: .go(.into)
    case .stepOver: .go(.over)
    case .stepOut: .go(.out)
    case .terminate: .terminate
    }
  }

  private func withStop<Result>(_ reason: Stop.Reason, _ isolate: Isolate, _ body: (Stop) -> Result) -> Result
  {
    let stop = Stop(reason, isolate, self)
    defer { stop.isOver = true }
    return body(stop)
  }

  /// Whether a breakpoint that was reached stops the program.
  private func isHit(_ breakpoint: Breakpoint, _ stop: Stop) -> Bool {
    guard let call = stop.calls(maximum: 1).first else { return false }
    if let condition = breakpoint.condition {
      guard isTrue(condition, call) else { return false }
    }
    let count = hits[breakpoint.id, default: 0] + 1
    hits[breakpoint.id] = count
    if let condition = breakpoint.hits, !condition.isMet(by: count) { return false }
    guard let message = breakpoint.logMessage else { return true }
    onLog?(text(of: message, call))
    return false
  }

  /// Whether a condition is met; one that can't be evaluated is.
  func isTrue(_ condition: String, _ call: StoppedCall) -> Bool {
    do { return try call.evaluate(condition).value.isTruthy } catch {
      onLog?("The condition '\(condition)' can't be evaluated: \(DebuggerError.text(of: error))")
      return true
    }
  }

  private func text(of message: String, _ call: StoppedCall) -> String {
    LogPart.parts(of: message).map { part in
      switch part {
      case .text(let text): return text
      case .expression(let expression):
        do { return try call.evaluate(expression).plainText } catch {
          return "{\(DebuggerError.text(of: error))}"
        }
      }
    }.joined()
  }
}
