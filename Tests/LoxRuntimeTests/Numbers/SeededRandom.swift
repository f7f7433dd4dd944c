/// A generator whose numbers are the same in each run. (SplitMix64)
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number between 0 and 1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number of any magnitude, usually an ordinary one.
  mutating func number() -> Double {
    switch next() % 6 {
    case 0: Double(bitPattern: next())
    case 1: (unit() - 0.5) * 4
    case 2: (unit() - 0.5) * 1500
    case 3: (unit() - 0.5) * 1e6
    case 4: Double(Int(next() % 2001)) - 1000
    default:
      Double(
        sign: next() & 1 == 0 ? .plus : .minus, exponent: Int(next() % 120) - 60, significand: 1 + unit())
    }
  }
}
