import Testing

@testable import LoxRuntime

/// Reading and writing doubles, compared with Swift's own.
@Suite struct NearestDoubleTests {
  /// A natural number with as many words as it needs, the lowest first.
  private struct Natural {
    var words: [UInt32]

    init(_ word: UInt64) { words = [UInt32(truncatingIfNeeded: word), UInt32(word >> 32)] }

    mutating func multiply(by factor: UInt32) {
      var carry: UInt64 = 0
      for index in words.indices {
        carry += UInt64(words[index]) * UInt64(factor)
        words[index] = UInt32(truncatingIfNeeded: carry)
        carry >>= 32
      }
      if carry > 0 { words.append(UInt32(carry)) }
    }

    var bitCount: Int {
      let last = words.lastIndex { $0 != 0 } ?? 0
      return last * 32 + 32 - words[last].leadingZeroBitCount
    }

    func bit(_ place: Int) -> Bool {
      place >= 0 && place / 32 < words.count && words[place / 32] >> UInt32(place % 32) & 1 == 1
    }
  }

  private func bit(_ place: Int, of power: PowersOfTen.Power) -> Bool {
    (place < 64 ? power.low >> UInt64(place) : power.high >> UInt64(place - 64)) & 1 == 1
  }

  /// Powers that are whole have the bits of one of five.
  @Test func wholePowers() {
    var exact = Natural(1)
    for exponent in 0...PowersOfTen.exponents.upperBound {
      let power = PowersOfTen.power(exponent)
      let count = exact.bitCount
      for place in 0..<128 {
        #expect(bit(place, of: power) == exact.bit(count - 128 + place), "10^\(exponent), bit \(place)")
      }
      exact.multiply(by: 5)
    }
  }

  /// The others times the power of five are less than a power of two; with one unit more they are not.
  @Test func fractions() {
    for exponent in PowersOfTen.exponents where exponent < 0 {
      let power = PowersOfTen.power(exponent)
      #expect(power.high >> 63 == 1)
      var low = Natural(power.low)
      low.words += Natural(power.high).words
      var high = low
      for index in high.words.indices {
        high.words[index] &+= 1
        if high.words[index] != 0 { break }
      }
      let width = low.bitCount
      for _ in 0 ..< -exponent {
        low.multiply(by: 5)
        high.multiply(by: 5)
      }
      // The least power of two that is more than the product with 2^127.
      var five = Natural(1)
      for _ in 0 ..< -exponent { five.multiply(by: 5) }
      let limit = width - 1 + five.bitCount
      #expect(low.bitCount == limit, "10^\(exponent)")
      #expect(high.bitCount == limit + 1, "10^\(exponent)")
    }
  }

  private func check(_ digits: UInt64, _ exponent: Int) {
    let expected = Double("\(digits)e\(exponent)") ?? .nan
    #expect(
      NearestDouble.value(digits, exponent: exponent).bitPattern == expected.bitPattern,
      "\(digits)e\(exponent)")
  }

  @Test func reading() {
    for exponent in -400...400 {
      for digits: UInt64 in [0, 1, 5, 9, 1 << 53 - 1, 1 << 53 + 1, 1 << 63, .max, 12_345_678_901_234_567] {
        check(digits, exponent)
      }
    }
    var random = SeededRandom(state: 7)
    for index in 0..<20_000 {
      let digits = random.next() >> UInt64(index % 64)
      check(digits, Int(random.next() % 700) - 350)
      check(digits, Int(random.next() % 50) - 25)
      // Exactly between two doubles, and next to that.
      let middle = (1 << 53 | random.next() >> 11 | 1)
      let places = index % 4
      let scaled = middle * [1, 5, 25, 125][places]
      for digits in scaled - 1...scaled + 1 { check(digits, -places) }
    }
  }

  @Test func writing() {
    func check(_ number: Double) {
      guard number.isFinite, number > 0 else { return }
      let decimal = ShortestDecimal(number)
      let text = "\(decimal.digits)e\(decimal.exponent)"
      #expect(Double(text) == number)
      // The same digits as Swift's.
      var expected = number.description.prefix { $0 != "e" }.filter { $0 != "." }.drop { $0 == "0" }
      while expected.last == "0" { expected.removeLast() }
      #expect(String(decimal.digits) == expected, "\(number)")
    }
    for exponent in 0..<2047 as Range<UInt64> {
      for fraction: UInt64 in [0, 1, 2, 1 << 52 - 1] { check(Double(bitPattern: exponent << 52 | fraction)) }
    }
    var random = SeededRandom(state: 8)
    for index in 0..<20_000 {
      check(Double(bitPattern: random.next()))
      check(random.number().magnitude)
      check(Double(random.next() % 1_000_000_000) / 1e6)
      check(Double(bitPattern: random.next() >> UInt64(12 + index % 52)))
    }
  }
}
