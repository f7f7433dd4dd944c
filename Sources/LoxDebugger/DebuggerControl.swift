import LoxRuntime
import Synchronization

/// Reaches a debugger from any thread while its program runs.
public final class DebuggerControl: Sendable {
  private struct Requests {
    var pauses = false
    var terminates = false
    var tasks: [@Sendable (Debugger) -> Void] = []
  }

  private let requests = Mutex(Requests())
  private let interruption: DebugInterruption

  init(_ interruption: DebugInterruption) { self.interruption = interruption }

  /// Stops the program before its next instruction. While the program is stopped, this ends an expression that is evaluated.
  public func pause() { request { $0.pauses = true } }

  /// Ends the run that is under way, or the next one, as if it had been cancelled.
  public func terminate() { request { $0.terminates = true } }

  /// Calls `body` on the thread of the isolate before the program's next instruction, for example to change breakpoints.
  public func perform(_ body: @escaping @Sendable (Debugger) -> Void) { request { $0.tasks.append(body) } }

  /// An expression was evaluated, which a request to pause may have ended.
  func forgetPause() { requests.withLock { $0.pauses = false } }

  private func request(_ change: (inout Requests) -> Void) {
    requests.withLock { change(&$0) }
    interruption.request()
  }

  /// Does what was asked for; what remains to be done by the caller is in the result.
  func take(for debugger: Debugger) -> (pauses: Bool, terminates: Bool) {
    let taken = requests.withLock { requests in
      defer { requests = Requests() }
      return requests
    }
    for task in taken.tasks { task(debugger) }
    return (taken.pauses, taken.terminates)
  }
}
