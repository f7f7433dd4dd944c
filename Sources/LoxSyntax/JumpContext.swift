/// The loops, `switch`es and `finally` blocks around a statement, within its function.
struct JumpContext: Sendable {
  private enum Kind { case loop, `switch`, finally }

  private struct Construct {
    var kind: Kind
    /// Whether a `break` leaves it.
    var hasBreak = false
    /// Whether a `finally` block is between it, or is itself, and the innermost loop.
    var isInFinallyOfLoop: Bool
  }

  /// The innermost last.
  private var open: [Construct] = []
  private(set) var loopDepth = 0
  private var finallyDepth = 0

  /// The number of loops and `switch`es.
  var breakableDepth: Int { open.count &- finallyDepth }

  // Whether the jumps, here, would leave a `finally` block.
  var returnLeavesFinally: Bool { finallyDepth > 0 }
  var breakLeavesFinally: Bool { open.last?.kind == .finally }
  var continueLeavesFinally: Bool { open.last?.isInFinallyOfLoop ?? false }

  mutating func beginLoop() {
    open.append(Construct(kind: .loop, isInFinallyOfLoop: false))
    loopDepth &+= 1
  }

  /// Returns whether the loop has a `break`.
  mutating func endLoop() -> Bool {
    loopDepth &-= 1
    return open.popLast()?.hasBreak ?? false
  }

  mutating func beginSwitch() {
    open.append(Construct(kind: .switch, isInFinallyOfLoop: continueLeavesFinally))
  }

  mutating func endSwitch() { _ = open.popLast() }

  mutating func beginFinally() {
    open.append(Construct(kind: .finally, isInFinallyOfLoop: true))
    finallyDepth &+= 1
  }

  mutating func endFinally() {
    finallyDepth &-= 1
    _ = open.popLast()
  }

  mutating func noteBreak() {
    if !open.isEmpty { open[open.count &- 1].hasBreak = true }
  }
}
