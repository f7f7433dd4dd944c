/// A generator of random numbers: xoshiro256** (Blackman and Vigna 2018), seeded by SplitMix64 (Steele, Lea and Flood 2014).
struct RandomGenerator: Equatable {
  private(set) var state: (UInt64, UInt64, UInt64, UInt64)

  init(seed: UInt64) {
    var seed = seed
    func next() -> UInt64 {
      seed &+= 0x9e37_79b9_7f4a_7c15
      var mixed = seed
      mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
      return mixed ^ mixed >> 31
    }
    state = (next(), next(), next(), next())
  }

  /// Whatever the state is.
  init(state: (UInt64, UInt64, UInt64, UInt64)) { self.state = state }

  static func == (a: RandomGenerator, b: RandomGenerator) -> Bool { a.state == b.state }

  /// The next 64 bits.
  mutating func next() -> UInt64 {
    func rotate(_ word: UInt64, by count: UInt64) -> UInt64 { word << count | word >> (64 &- count) }
    let result = rotate(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotate(state.3, by: 45)
    return result
  }

  /// The next number, 0 or above and below 1: a multiple of 2^-53.
  mutating func nextFraction() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// The next whole number below a bound, which is not 0 (Lemire 2019).
  mutating func next(below bound: UInt64) -> UInt64 {
    var product = next().multipliedFullWidth(by: bound)
    guard product.low < bound else { return product.high }
    // The first few of each part of the numbers are one too many. Only a damaged state makes so many of them in a row.
    let excess = (0 &- bound) % max(1, bound)
    var attempts = 100
    while product.low < excess, attempts > 0 {
      product = next().multipliedFullWidth(by: bound)
      attempts &-= 1
    }
    return product.high
  }
}
