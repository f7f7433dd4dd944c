/// What a run may still execute.
///
/// The run loop counts units down in slices, and comes back here when a slice is used up: so the check of all
/// limits costs one subtraction and one branch, and an interruption is noticed within one slice.
struct RunLimits {
  static let slice = 1 << 16

  /// The units left beyond the current slice; nil if there is no limit.
  private(set) var remaining: Int?

  init(fuel: Int?) { remaining = fuel }

  /// The next slice, given what the last left over (a debt if negative); nil if the fuel is used up.
  mutating func nextSlice(_ rest: Int) -> Int? {
    guard let remaining else { return RunLimits.slice }
    let left = remaining + rest
    if left < 0 {
      self.remaining = 0
      return nil
    }
    let slice = min(left, RunLimits.slice)
    self.remaining = left - slice
    return slice
  }

  /// Takes back what a run has not used of its slice.
  mutating func giveBack(_ rest: Int) {
    if let remaining { self.remaining = remaining + rest }
  }
}

extension Machine {
  /// The next slice of fuel; nil, with the error set, if the run must end.
  mutating func nextSlice(_ rest: Int) -> Int? {
    if let slice = limits.nextSlice(rest) { return slice }
    _ = fail(.outOfFuel, "Out of fuel.")
    return nil
  }
}
