import Lox
import LoxRuntime

/// Limits that count how often the machine asks whether the run is cancelled, and cancel it at one of these times: so a test finds out what an
/// operation leaves behind wherever it is interrupted, and how much work it does without the clock.
// Public, since of an internal class the compiler takes the initializer that it does not inherit for an endless recursion.
public final class CountingLimits: MachineLimits {
  private(set) var count = 0
  private let last: Int?

  /// `cancellingAt`: the number of the question, from 1, from which on the answer is yes; nil for never.
  init(heapBytes: Int = 64 << 20, cancellingAt last: Int? = nil) {
    self.last = last
    super.init(heapBytes: heapBytes, callDepth: 10_000, entryDepth: 20)
  }

  override public func isCancelled() -> Bool {
    count += 1
    return last.map { count >= $0 } ?? false
  }
}
