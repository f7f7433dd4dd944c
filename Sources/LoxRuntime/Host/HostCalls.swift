/// Calls of host functions by scripts.
extension Pinned where Pointee == Machine {
  /// Calls the host function that an object stands for.
  func callHost(_ native: Ref, _ window: Registers, _ argumentCount: Int) -> CallTarget {
    callHost(value.cage.load32(native.offset, NativeLayout.index), window, argumentCount)
  }

  /// Calls a host function whose window begins at the register: `this` or the function, then the arguments; the result is left
  /// there.
  func callHost(_ index: UInt32, _ window: Registers, _ argumentCount: Int) -> CallTarget {
    let index = Int(index)
    guard value.hostFunctions.indices.contains(index) else { return failNotCallable(window[0]) }
    let function = value.hostFunctions[index]
    value.hostCall = index
    defer { value.hostCall = nil }
    value.parked.fuel &-= HostFunction.cost
    if let arity = function.arity, arity != argumentCount {
      let arguments = arity == 1 ? "argument" : "arguments"
      _ = value.fail("'\(function.name)' expected \(arity) \(arguments) but got \(argumentCount).")
      return failed
    }
    do {
      let call = HostCall(window, argumentCount)
      switch function.body {
      case .immediate(let body):
        window[0] = try body(call)
      case .suspending(let body):
        guard value.canSuspend else {
          _ = value.fail("'\(function.name)' is asynchronous and can't be called here.")
          return failed
        }
        value.suspension = Suspension(
          operation: try body(call), call: value.hostCall, window: window.offset(in: value.cage))
        return failed
      }
    } catch {
      _ = value.fail(hostError: error)
      return failed
    }
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

extension Machine {
  /// Ends the run with what a host function has thrown. The error of a run that it had begun itself goes on as it is, so that one
  /// trace tells of the calls on both sides.
  mutating func fail(hostError thrown: any Error) -> Bool {
    if error != nil { return false }
    if let inner = thrown as? RuntimeError, inner.machine == id {
      error = inner
      return false
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
