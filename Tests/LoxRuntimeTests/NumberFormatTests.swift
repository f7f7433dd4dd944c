import Foundation
import LoxRuntime
import Testing

/// Numbers are written as by C's `%g`.
@Suite struct NumberFormatTests {
  private func expectAsInC(_ number: Double) {
    let expected = number.isNaN ? "nan" : String(format: "%g", number)
    #expect(NumberFormat.text(of: number) == expected)
  }

  /// Numbers of all magnitudes, including the smallest and the greatest.
  @Test func powers() {
    for exponent in -1074...1023 {
      let power =
        exponent < -1022
        ? Double(bitPattern: 1 << UInt64(exponent + 1074))
        : Double(sign: .plus, exponent: exponent, significand: 1)
      for number in [power, -power, power.nextUp, power.nextDown, power * 1.2345678, power * 1.9999999] {
        expectAsInC(number)
      }
    }
  }

  /// Random bits: numbers of all magnitudes, with all digits.
  @Test func randomBits() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20_000 { expectAsInC(Double(bitPattern: random.next())) }
    for _ in 0..<2_000 { expectAsInC(Double(bitPattern: random.next() & (1 << 52 - 1))) }
  }

  /// Numbers near one, whose digits come from one exact operation; quotients, as scripts print them.
  @Test func usualMagnitudes() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let exponent = UInt64.random(in: 1023 - 72...1023 + 108, using: &random)
      expectAsInC(Double(bitPattern: exponent << 52 | random.next() >> 12))
      expectAsInC(Double(Int.random(in: 1..<1 << 30)) / Double(1 << Int.random(in: 0..<40)))
      expectAsInC((Double(Int.random(in: 100_000..<1_000_000)) + 0.5) / Double(1 << Int.random(in: 0..<20)))
    }
    for exponent in -23...33 {
      if let power = Double("1e\(exponent)") {
        for number in [power, power.nextUp, power.nextDown] { expectAsInC(number) }
      }
    }
  }

  /// Seven digits that end in a 5, whose exact value is above or below the tie, or on it.
  @Test func ties() {
    for digits in stride(from: 1_000_005, through: 9_999_995, by: 8_990) {
      for exponent in [-330, -320, -308, -300, -100, -20, -7, -6, -1, 0, 1, 5, 30, 100, 290, 300] {
        if let number = Double("\(digits)e\(exponent)") { expectAsInC(number) }
      }
      for power in [0.5, 0.25, 2, 4, 1024] { expectAsInC(Double(digits) * power) }
    }
  }
}
