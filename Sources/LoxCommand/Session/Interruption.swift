import Lox

/// How Control-C reaches the active run, if there is one.
final class Interruption: Sendable {
  private let current = Locked<CancellationToken?>(nil)

  /// Ends the run; false if there is none, or if it has already been told to end. May be called on any thread.
  func request() -> Bool {
    guard let token = current.withValue({ $0 }), !token.isCancelled else { return false }
    token.cancel()
    return true
  }

  /// Calls `body` with a token that a request cancels.
  func whileRunning<Result>(_ body: (CancellationToken) -> Result) -> Result {
    let token = CancellationToken()
    current.withValue { $0 = token }
    defer { current.withValue { $0 = nil } }
    return body(token)
  }
}
