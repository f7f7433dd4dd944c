/// The loops and `switch`es around a statement, within its function.
struct JumpContext: Sendable {
  /// For each of them, the innermost last: whether it is a loop, and whether a `break` leaves it.
  private var open: [(isLoop: Bool, hasBreak: Bool)] = []
  private(set) var loopDepth = 0

  var breakableDepth: Int { open.count }

  mutating func beginLoop() {
    open.append((true, false))
    loopDepth &+= 1
  }

  /// Returns whether the loop has a `break`.
  mutating func endLoop() -> Bool {
    loopDepth &-= 1
    return open.popLast()?.hasBreak ?? false
  }

  mutating func beginSwitch() { open.append((false, false)) }

  mutating func endSwitch() { _ = open.popLast() }

  mutating func noteBreak() {
    if !open.isEmpty { open[open.count &- 1].hasBreak = true }
  }
}
