import Testing

/// Arithmetic and comparisons: what is done in machine code is what Swift calculates, and the rest is left to the machine.
@Suite(.enabled(if: Emulation.canRun(.arm64), "there is no qemu-aarch64"))
struct ArithmeticTemplateTests {
  /// Bits of values: numbers of all kinds, and others.
  private static let values: [UInt64] =
    [0, 1, -1, 0.5, 3, -7.25, 0x1p-1074, 1e308, .infinity, -.infinity, 0x1p53, 0x1p63].map(\.bitPattern) + [
      1 << 63, 0x7ff8_0000_0000_0000, 0xfff9_0000_0000_0000, 0xfff9_0000_0000_0002, 0xfffd_0000_0000_1000,
    ]

  private static let operations:
    [(sign: String, name: String, calculate: @Sendable (Double, Double) -> Double)] = [
      ("+", "add", { $0 + $1 }), ("-", "subtract", { $0 - $1 }), ("*", "multiply", { $0 * $1 }),
      ("/", "divide", { $0 / $1 }),
    ]

  private func isNumber(_ bits: UInt64) -> Bool { bits < 0xfff9_0000_0000_0000 }

  @Test(arguments: 0..<4) func operationsOnRegisters(index: Int) throws {
    let operation = Self.operations[index]
    var scenario = try Scenario("fun f(a, b) { return a \(operation.sign) b; }", "f")
    for first in Self.values {
      for second in Self.values {
        let result = operation.calculate(Double(bitPattern: first), Double(bitPattern: second))
        scenario.add(result.isNaN ? "step \(operation.name)" : "returns \(result)") { _ in [first, second] }
      }
    }
    try scenario.check()
  }

  @Test(arguments: 0..<4) func operationsWithConstants(index: Int) throws {
    let operation = Self.operations[index]
    var scenario = try Scenario("fun f(a) { return a \(operation.sign) 2.5; }", "f")
    for first in Self.values {
      let result = operation.calculate(Double(bitPattern: first), 2.5)
      scenario.add(result.isNaN ? "step \(operation.name)Constant" : "returns \(result)") { _ in [first] }
    }
    try scenario.check()
  }

  /// Several operations in a block: what is known of registers.
  @Test func blocks() throws {
    var scenario = try Scenario(
      "fun f(a, b) { var c = a + b; var d = c * a; a = d - c; b = -d; c = b; return a / (c + d * 0.5); }", "f"
    )
    for (a, b) in [(1.0, 2.0), (3, 4), (-1, 0.25), (0, 0), (1e200, 1e200)] {
      let c = a + b, d = c * a
      let result = (d - c) / (-d + d * 0.5)
      // Infinite terms of the last sum.
      scenario.add(result.isNaN ? (a == 0 ? "step divide" : "step add") : "returns \(result)") { _ in
        [a.bitPattern, b.bitPattern]
      }
    }
    try scenario.check()
  }

  @Test func negation() throws {
    var scenario = try Scenario("fun f(a) { return -a; }", "f")
    for value in Self.values {
      let result = -Double(bitPattern: value)
      scenario.add(result.isNaN ? "step negate" : "returns \(result)") { _ in [value] }
    }
    try scenario.check()
  }

  @Test func remainders() throws {
    var scenario = try Scenario("fun f(a, b) { return a % b; }", "f")
    func whole(_ bits: UInt64) -> Int? {
      guard bits >> 63 == 0, let number = Int(exactly: Double(bitPattern: bits)), number < 1 << 53 else {
        return nil
      }
      return number
    }
    let values = Self.values + [7, 10, 0x1p53 - 1, 0x1p62, 0x1p64].map(\.bitPattern)
    for first in values {
      for second in values {
        var expected = "step modulo"
        if let a = whole(first), let b = whole(second), b != 0 { expected = "returns \(Double(a % b))" }
        scenario.add(expected) { _ in [first, second] }
      }
    }
    try scenario.check()
  }

  @Test func truth() throws {
    var scenario = try Scenario("fun f(a) { return !a; }", "f")
    for value in Self.values {
      scenario.add("returns \(value == 0xfff9_0000_0000_0000)") { _ in [value] }
    }
    scenario.add("returns true") { [$0.false] }
    try scenario.check()
  }

  @Test(arguments: [("a < b", "less"), ("a >= b", "notLess"), ("b > a", "less"), ("b <= a", "notLess")])
  func orders(text: String, opcode: String) throws {
    var scenario = try Scenario("fun f(a, b) { return \(text); }", "f")
    for first in Self.values {
      for second in Self.values {
        let (a, b) = (Double(bitPattern: first), Double(bitPattern: second))
        let isLess = a < b
        scenario.add(a.isNaN || b.isNaN ? "step \(opcode)" : "returns \(opcode == "less" ? isLess : !isLess)")
        {
          _ in [first, second]
        }
      }
    }
    try scenario.check()
  }

  @Test(arguments: ["==", "!="]) func equality(sign: String) throws {
    var scenario = try Scenario("fun f(a, b) { return a \(sign) b; }", "f")
    for first in Self.values {
      for second in Self.values {
        let bothNumbers = isNumber(first) && isNumber(second)
        let isEqual = bothNumbers ? Double(bitPattern: first) == Double(bitPattern: second) : first == second
        scenario.add("returns \(isEqual == (sign == "=="))") { _ in [first, second] }
      }
    }
    let isSame = sign == "==" ? "returns true" : "returns false"
    let isOther = sign == "==" ? "returns false" : "returns true"
    scenario.add(isSame) {
      let string = $0.makeString()
      return [string, string]
    }
    scenario.add(isOther) { [$0.makeString(isInterned: true), $0.makeString(isInterned: true)] }
    // Perhaps they have the same bytes.
    scenario.add(sign == "==" ? "step equal" : "step notEqual") {
      [$0.makeString(), $0.makeString(isInterned: true)]
    }
    scenario.add(isOther) { [$0.makeString(), $0.makeObject()] }
    try scenario.check()
  }

  @Test func classOfNumbers() throws {
    var scenario = try Scenario("fun f(a, b) { return a is b; }", "f")
    for value in Self.values {
      scenario.add("returns \(isNumber(value))") { [value, $0.layout.core.numberType] }
    }
    scenario.add("step isInstance") { [1, $0.makeObject()] }
    try scenario.check()
  }
}
