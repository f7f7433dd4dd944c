/// Counts the steps of long work, so that it is asked often enough whether the run must end, but not more often.
///
///     if pace.isDue(), machine.value.isInterrupted() { return false }
struct Pace {
  private var steps = 0

  /// So many steps, of some nanoseconds each, take a fraction of a millisecond.
  static let portion = 1 << 14

  mutating func add(_ added: Int) { steps &+= added }

  /// Whether it is time to ask, after so many more steps.
  @inline(__always) mutating func isDue(_ added: Int = 1) -> Bool {
    steps &+= added
    guard steps >= Pace.portion else { return false }
    steps = 0
    return true
  }
}
