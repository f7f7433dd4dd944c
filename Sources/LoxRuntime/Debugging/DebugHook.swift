import LoxBytecode
import Synchronization

/// What stops a machine for a debugger: the observed loop asks it before each instruction.
///
/// It belongs to the thread of its machine, but for `interruption`.
package final class DebugHook {
  /// How far a step goes.
  package enum Step: Sendable { case into, over, out }

  /// Why the machine stops.
  package enum Reason {
    /// Breakpoints, by the numbers that `places` gives them.
    case breakpoints([Int])
    /// The debugger wants to look at values.
    case values
    case step
    /// Another thread has asked for it.
    case interruption
    /// An error, and whether a handler of the script takes it.
    case error(message: String, isCaught: Bool)
  }

  /// What is done after a stop.
  package enum Resumption {
    /// Nobody wanted to stop: what was going on goes on, a step as well.
    case ignore
    case go(Step?)
    /// The run ends as if it had been cancelled.
    case terminate
  }

  /// Is called when the machine stops, and returns when it is to go on.
  package var handler: (Reason) -> Resumption = { _ in .ignore }
  /// The numbers of the breakpoints in a program, by function and the place of the instruction in it.
  package var places: (Program) -> [Int: [Int: [Int]]] = { _ in [:] }
  /// Whether the machine stops before each statement and each return, so that the debugger sees what has changed.
  package var watchesValues = false
  /// Is called now and then.
  package var poll: (() -> Void)?
  private var instructionsUntilPoll = DebugHook.pollInterval
  private static let pollInterval = 1 << 14
  /// Lets other threads stop the machine.
  package let interruption = DebugInterruption()
  /// Whether errors that a handler takes, and others, stop the machine.
  package var stopsAtCaughtErrors = false
  package var stopsAtUncaughtErrors = false

  /// Whether the machine is stopped now: what the debugger evaluates isn't debugged.
  var isStopped = false
  /// What was thrown, while it is an error that has stopped the machine.
  var thrown: Slot?
  /// Whether the error with which the run is about to end has stopped the machine.
  var hasReported = false
  /// For frames of host functions that have called back, by their index: where the registers of their caller are.
  var callers: [Int: UInt32] = [:]

  private var marks: [Int: FunctionMarks] = [:]
  private var activeStep: ActiveStep?

  private struct ActiveStep {
    var kind: Step
    /// Where it began.
    var depth: Int
    var function: Int
    var pc: Int
    var line: Int
    /// The number of the fiber of `Fiber.map` that waits with the call in which it began; the depth is then counted from that fiber.
    var waitingFiber: Int?
  }

  /// What is known of the instructions of a function.
  struct FunctionMarks {
    /// By instruction: the line of the statement that begins there; 0 for none.
    var lines: [Int32]
    var breakpoints: [Int: [Int]] = [:]

    /// Those of a function that isn't to be seen.
    static let none = FunctionMarks(lines: [])
  }

  /// Where the machine stands.
  struct Place {
    var function: Int
    var pc: Int
    var depth: Int
  }

  package init() {}

  /// Breakpoints have changed.
  package func forgetPlaces() { marks = [:] }

  /// Lets the machine stop at the next statement.
  package func stopAtNextStatement() {
    activeStep = ActiveStep(kind: .into, depth: .max, function: -1, pc: -1, line: -1)
  }

  /// An instruction is about to be executed.
  func count() {
    instructionsUntilPoll &-= 1
    guard instructionsUntilPoll <= 0 else { return }
    instructionsUntilPoll = DebugHook.pollInterval
    poll?()
  }

  func knownMarks(of function: Int) -> FunctionMarks? { marks[function] }
  func note(_ made: FunctionMarks, of function: Int) { marks[function] = made }

  /// Why the machine is to stop at a place; all that applies, the most specific first.
  func reasons(at place: Place, _ marks: FunctionMarks, isReturn: Bool) -> [Reason] {
    var reasons: [Reason] = []
    let line = marks.lines.indices.contains(place.pc) ? Int(marks.lines[place.pc]) : 0
    if watchesValues, line > 0 || isReturn { reasons.append(.values) }
    if line > 0, let numbers = marks.breakpoints[place.pc] { reasons.append(.breakpoints(numbers)) }
    if let activeStep, isReached(activeStep, place, line) { reasons.append(.step) }
    return reasons
  }

  private func isReached(_ step: ActiveStep, _ place: Place, _ line: Int) -> Bool {
    // What others do while its fiber waits is no part of it.
    if step.waitingFiber != nil { return false }
    // A statement that the line before has on the same line belongs to the step.
    let isSameLine =
      place.depth == step.depth && place.function == step.function && line == step.line && place.pc > step.pc
    return switch step.kind {
    case .into: line > 0 && !isSameLine
    case .over: line > 0 && place.depth <= step.depth && !isSameLine
    case .out: place.depth < step.depth
    }
  }

  /// Begins a step, or none, at a place.
  func begin(_ step: Step?, at place: Place, _ marks: FunctionMarks?) {
    guard let step else {
      activeStep = nil
      return
    }
    // Within a statement, its line is that of the last one that has begun.
    let line = marks?.lines.prefix(max(0, place.pc) + 1).last { $0 > 0 } ?? 0
    activeStep = ActiveStep(
      kind: step, depth: place.depth, function: place.function, pc: place.pc, line: Int(line))
  }

  /// A fiber that begins above so many frames is put aside since it waits: a step over or out of a call in it waits with it.
  func putAsideStep(withFiber number: Int, above frameCount: Int) {
    guard let step = activeStep, step.kind != .into, step.waitingFiber == nil, step.depth > frameCount,
      step.depth != .max
    else { return }
    activeStep?.waitingFiber = number
    activeStep?.depth -= frameCount
  }

  /// A fiber goes on, above so many frames.
  func putBackStep(withFiber number: Int, above frameCount: Int) {
    guard activeStep?.waitingFiber == number else { return }
    activeStep?.waitingFiber = nil
    activeStep?.depth += frameCount
  }

  /// Fibers will never go on: a step in one of them ends at this depth.
  func endStep(withFiberIn numbers: Set<Int>, at depth: Int) {
    guard let number = activeStep?.waitingFiber, numbers.contains(number) else { return }
    activeStep?.waitingFiber = nil
    activeStep?.depth = depth
  }

  /// The run has ended.
  func endWaitingStep() { if activeStep?.waitingFiber != nil { activeStep = nil } }
}

/// Lets any thread stop a machine that is debugged.
package final class DebugInterruption: Sendable {
  private let isRequested = Atomic(false)

  /// The machine stops at its next instruction of a script, once it executes one.
  package func request() { isRequested.store(true, ordering: .relaxed) }

  /// Whether there was a request.
  func take() -> Bool {
    guard isRequested.load(ordering: .relaxed) else { return false }
    return isRequested.exchange(false, ordering: .relaxed)
  }
}
