import Lox

/// How Control-C reaches the run that is under way, if there is one.
final class Interruption: Sendable {
  private let current = Locked<CancellationToken?>(nil)

  /// Ends the run; false if there is none, or if it was told to end already. May be called on any thread.
  func request() -> Bool {
    guard let token = current.withValue({ $0 }), !token.isCancelled else { return false }
    token.cancel()
    return true
  }

  /// What ends a run while `body` is executed.
  func whileRunning<Result>(_ body: (CancellationToken) -> Result) -> Result {
    let token = CancellationToken()
    current.withValue { $0 = token }
    defer { current.withValue { $0 = nil } }
    return body(token)
  }
}
