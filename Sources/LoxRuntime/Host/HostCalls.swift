/// Calls of host functions by scripts.
extension Pinned where Pointee == Machine {
  /// Calls the host function that an object stands for.
  func callHost(_ native: Ref, _ window: Registers, _ argumentCount: Int) -> CallTarget {
    callHost(value.cage.load32(native.offset, NativeLayout.index), window, argumentCount)
  }

  /// Calls a host function whose window begins at the register: `this` or the function, then the arguments; the result is left
  /// there. The window lies above all that is live, so the host's part of the stack begins at its end.
  @inline(__always) func callHost(_ index: UInt32, _ window: Registers, _ argumentCount: Int) -> CallTarget {
    // PERF: not counted; a function whose object was collected is kept while any is being executed.
    guard let function = value.host.functions.unretained(index) else { return failNotCallable(window[0]) }
    return function.with { callHost($0, index, window, argumentCount) }
  }

  private func callHost(_ function: HostFunction, _ index: UInt32, _ window: Registers, _ argumentCount: Int)
    -> CallTarget
  {
    let outerTop = value.calls.hostTop
    let call = HostCall(value.calls.stack, window.offset(in: value.cage), argumentCount)
    value.host.call = Int(index)
    value.calls.hostTop = call.end
    value.calls.parked.fuel &-= function.cost
    value.host.crossing.beginArguments()
    cross()
    value.host.depth &+= 1
    let measurement = beginMeasuring()
    let isDone = execute(function, call)
    if let measurement { endMeasuring(measurement, of: function.name) }
    value.host.depth &-= 1
    value.host.call = nil
    guard isDone else {
      if value.runs.suspension == nil { value.calls.hostTop = outerTop }
      guard value.fibers.hasSwitched else { return failed }
      value.fibers.hasSwitched = false
      return CallTarget(action: .switched, record: value.calls.parked.function, closure: .null)
    }
    cross()
    value.calls.hostTop = outerTop
    // A host function may take its time: between two slices, more of it than a limit allows.
    value.host.callCount &+= 1
    if value.host.callCount & 7 == 0, value.isInterrupted() { return failed }
    guard value.refuel() else { return failed }
    value.endSliceIfPauseIsDue()
    return done
  }

  func failNotCallable(_ callee: Value) -> CallTarget {
    _ = value.fail(.notCallable, about: callee)
    return failed
  }
}

/// A call of a host function: where its arguments are, and where its result goes. It has no meaning after the function has returned.
@frozen @usableFromInline package struct HostCall {
  @usableFromInline package let stack: ValueStack
  @usableFromInline let window: UInt32
  @usableFromInline package let argumentCount: Int

  init(_ stack: ValueStack, _ window: UInt32, _ argumentCount: Int) {
    self.stack = stack
    self.window = window
    self.argumentCount = argumentCount
  }

  /// Where the window ends.
  fileprivate var end: UInt32 { window &+ UInt32(truncatingIfNeeded: argumentCount &* 8 &+ 8) }

  /// The slot of the object that a method is called on, or of the function; the result takes its place.
  @inlinable package var receiver: Slot { Slot(window) }

  /// The slot of an argument, of which the first is 0 and all are below `argumentCount`.
  @inlinable package func argument(_ index: Int) -> Slot { receiver.advanced(by: index &+ 1) }

  package func `return`(_ number: Double) { stack.set(receiver, number) }
  @inlinable package func returnNil() { stack.setNil(receiver) }

  /// The value that was pushed last is the result.
  @inlinable package func returnPushed() { stack.copy(stack.top.advanced(by: -1), to: receiver) }
}

extension Pinned where Pointee == Machine {
  /// Calls the body; false, with the error set or the run suspended, if the script does not go on.
  @inline(__always) private func execute(_ function: HostFunction, _ call: HostCall) -> Bool {
    guard function.takes(call.argumentCount) else { return executeWithFewer(function, call) }
    do {
      guard let prepare = function.prepare else {
        try function.body(call)
        return true
      }
      return try suspend(function, call, prepare)
    } catch {
      return value.fail(hostError: error)
    }
  }

  /// Calls a function some of whose arguments were left out: those are nil.
  @inline(never) private func executeWithFewer(_ function: HostFunction, _ call: HostCall) -> Bool {
    let arity = function.arity ?? 0
    guard call.argumentCount < arity, call.argumentCount >= function.requiredCount else {
      return failArity(function, call.argumentCount)
    }
    // The window ends where the host's part of the stack does.
    for _ in call.argumentCount..<arity { if !push(.nil) { return false } }
    return execute(function, HostCall(call.stack, call.window, arity))
  }

  @inline(never) private func failArity(_ function: HostFunction, _ count: Int) -> Bool {
    let (required, arity) = (function.requiredCount, function.arity ?? 0)
    let expected = required < arity ? "\(required) to \(arity)" : "\(arity)"
    let arguments = arity == 1 ? "argument" : "arguments"
    return value.fail(
      .wrongArgumentCount, "'\(function.name)' expected \(expected) \(arguments) but got \(count).")
  }

  @inline(never) private func suspend(
    _ function: HostFunction, _ call: HostCall, _ prepare: (HostCall) throws -> AnyObject
  ) throws -> Bool {
    guard value.runs.current.canSuspend else {
      return value.fail(.asynchronousCall, "'\(function.name)' is asynchronous and can't be called here.")
    }
    let operation = try prepare(call)
    if let round = value.fibers.currentRound {
      let window = registers(at: call.receiver)
      value.calls.hostTop = call.end
      value.fibers.hasSwitched = putAsideWaiting(round, for: operation, window).action == .switched
      return false
    }
    value.runs.suspension = Suspension(operation: operation, call: value.host.call, window: call.window)
    value.calls.hostTop = call.end
    value.beginWaiting(for: function.name)
    return false
  }
}

extension Machine {
  /// Ends the run with what a host function has thrown. The error of a run that it had begun itself goes on as it is, so that one
  /// trace tells of the calls on both sides.
  mutating func fail(hostError thrown: any Error) -> Bool {
    if error != nil { return false }
    if let inner = thrown as? RuntimeError {
      if inner.machine == id {
        resumeError(inner)
        return false
      }
      // The trace of another machine is told by the underlying error alone: else it would grow with each machine that it crosses.
      return fail(.host, inner.message, underlying: inner)
    }
    if thrown is CancellationError { return fail(.cancelled) }
    if thrown is DeadlineError { return fail(.deadlineExceeded) }
    if let mistake = thrown as? HostMistake { return fail(.misuseOfHost, mistake.message) }
    return fail(.host, "\(thrown)", underlying: thrown)
  }
}

/// An error of the script that a host function has found, such as an argument of the wrong type.
package struct HostMistake: Error {
  package var message: String

  package init(_ message: String) { self.message = message }
}

/// The deadline came while a run was waiting.
package struct DeadlineError: Error {
  package init() {}
}

/// A run that waits for what an asynchronous host function does, or pauses so that others can run.
final class Suspension {
  /// Nil for a pause.
  let operation: AnyObject?
  let call: Int?
  /// Where the result goes: the offset of a window.
  let window: UInt32
  /// Whether the run loop goes on afterwards; it does not if the host itself has called the function.
  var isRunning = true

  /// What a profile knows of it.
  struct Wait {
    var function: Int
    var node: Int32
    var start: UInt64
  }
  var wait: Wait?

  init(operation: AnyObject?, call: Int?, window: UInt32) {
    self.operation = operation
    self.call = call
    self.window = window
  }
}
