/// Calls of host functions by scripts.
extension Pinned where Pointee == Machine {
  /// Calls the host function that an object stands for.
  func callHost(_ native: Ref, _ window: Registers, _ argumentCount: Int) -> CallTarget {
    callHost(value.cage.load32(native.offset, NativeLayout.index), window, argumentCount)
  }

  /// Calls a host function whose window begins at the register: `this` or the function, then the arguments; the result is left
  /// there. The window lies above all that is live, so the host's part of the stack begins at its end.
  func callHost(_ index: UInt32, _ window: Registers, _ argumentCount: Int) -> CallTarget {
    guard let function = value.hostFunctions[index] else { return failNotCallable(window[0]) }
    let outerTop = value.hostTop
    let call = HostCall(self, window, argumentCount)
    value.hostCall = Int(index)
    value.hostTop = call.end
    value.parked.fuel &-= HostFunction.cost
    cross()
    guard call(function) else {
      if value.suspension == nil { value.hostTop = outerTop }
      value.hostCall = nil
      return failed
    }
    value.hostCall = nil
    cross()
    value.hostTop = outerTop
    // A host function may take its time: between two slices, more of it than a limit allows.
    value.hostCallCount &+= 1
    if value.hostCallCount & 7 == 0, value.isInterrupted() { return failed }
    guard value.refuel() else { return failed }
    value.endSliceIfPauseIsDue()
    return done
  }

  private var failed: CallTarget { CallTarget(action: .fail, record: value.parked.function, closure: .null) }
  private var done: CallTarget { CallTarget(action: .done, record: value.parked.function, closure: .null) }

  func failNotCallable(_ callee: Value) -> CallTarget {
    _ = value.fail("Can only call functions and classes.", about: callee)
    return failed
  }
}

/// A call of a host function: where its arguments are, and where its result goes. It has no meaning after the function has returned.
package struct HostCall {
  private let machine: Pinned<Machine>
  private let window: UInt32
  package let argumentCount: Int

  init(_ machine: Pinned<Machine>, _ window: Registers, _ argumentCount: Int) {
    self.machine = machine
    self.window = window.offset(in: machine.value.cage)
    self.argumentCount = argumentCount
  }

  /// Where the window ends.
  fileprivate var end: UInt32 { window &+ UInt32(truncatingIfNeeded: argumentCount &* 8 &+ 8) }

  /// The slot of the object that a method is called on, or of the function; the result takes its place.
  package var receiver: Slot { Slot(window) }

  /// The slot of an argument, of which the first is 0 and all are below `argumentCount`.
  @inline(__always) package func argument(_ index: Int) -> Slot {
    Slot(window &+ UInt32(truncatingIfNeeded: index &* 8 &+ 8))
  }

  /// The name of the function that is called.
  package var functionName: String {
    machine.value.hostCall.flatMap { machine.value.hostFunctions[UInt32(truncatingIfNeeded: $0)]?.name } ?? ""
  }

  /// What embeds the machine that calls.
  package func owner<T: AnyObject>(as type: T.Type) -> T? { machine.value.owner.object(as: type) }

  package func `return`(_ number: Double) { machine[receiver] = Value(number) }
  package func `return`(_ boolean: Bool) { machine[receiver] = Value(boolean) }
  package func returnNil() { machine[receiver] = .nil }
  /// The value that was pushed last is the result.
  package func returnPushed() { machine[receiver] = machine[Slot(machine.value.hostTop &- 8)] }

  /// Calls the body; false, with the error set or the run suspended, if the script does not go on.
  fileprivate func callAsFunction(_ function: HostFunction) -> Bool {
    if let arity = function.arity, arity != argumentCount {
      let arguments = arity == 1 ? "argument" : "arguments"
      return machine.value.fail("'\(function.name)' expected \(arity) \(arguments) but got \(argumentCount).")
    }
    do {
      switch function.body {
      case .immediate(let body):
        try body(self)
        return true
      case .suspending(let body):
        guard machine.value.run.canSuspend else {
          return machine.value.fail("'\(function.name)' is asynchronous and can't be called here.")
        }
        let operation = try body(self)
        machine.value.suspension = Suspension(
          operation: operation, call: machine.value.hostCall, window: window)
        machine.value.hostTop = end
        return false
      }
    } catch {
      return machine.value.fail(hostError: error)
    }
  }
}

extension Machine {
  /// Ends the run with what a host function has thrown. The error of a run that it had begun itself goes on as it is, so that one
  /// trace tells of the calls on both sides.
  mutating func fail(hostError thrown: any Error) -> Bool {
    if error != nil { return false }
    if let inner = thrown as? RuntimeError {
      if inner.machine == id {
        error = inner
        return false
      }
      // The trace of another machine is told by the underlying error alone: else it would grow with each machine that it crosses.
      return fail(.host, inner.message, underlying: inner)
    }
    if thrown is CancellationError { return fail(.cancelled) }
    if thrown is DeadlineError { return fail(.deadlineExceeded) }
    if let mistake = thrown as? HostMistake { return fail(mistake.message) }
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

  init(operation: AnyObject?, call: Int?, window: UInt32) {
    self.operation = operation
    self.call = call
    self.window = window
  }
}
