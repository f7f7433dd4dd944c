import Testing

/// Jumps and loops.
@Suite(.enabled(if: Emulation.canRun(.arm64), "there is no qemu-aarch64"))
struct JumpTemplateTests {
  private let number = (1.5).bitPattern

  @Test func truth() throws {
    for (text, isFalsey) in [("if (a) return 1; return 2;", "2"), ("if (!a) return 1; return 2;", "1")] {
      let isTruthy = isFalsey == "1" ? "2" : "1"
      var scenario = try Scenario("fun f(a) { \(text) }", "f")
      scenario.add("returns \(isFalsey).0") { [$0.nil] }
      scenario.add("returns \(isFalsey).0") { [$0.false] }
      scenario.add("returns \(isTruthy).0") { [$0.true] }
      scenario.add("returns \(isTruthy).0") { _ in [0] }
      scenario.add("returns \(isTruthy).0") { [$0.makeString()] }
      try scenario.check()
    }
  }

  @Test func shortCircuits() throws {
    var scenario = try Scenario("fun f(a, b) { return (a ?? b) or (b and a); }", "f")
    scenario.add("returns 1.5") { [$0.nil, number] }
    scenario.add("returns 1.5") { _ in [number, 0] }
    scenario.add("returns false") { [$0.false, $0.false] }
    try scenario.check()
  }

  @Test(arguments: ["==", "!="]) func equality(sign: String) throws {
    func result(_ isEqual: Bool) -> String { "returns \((sign == "==") == isEqual ? 1 : 2).0" }
    for constant in ["nil", "true", "false", "1.5", "\"text\""] {
      var scenario = try Scenario("fun f(a) { if (a \(sign) \(constant)) return 1; return 2; }", "f")
      scenario.add(result(constant == "nil")) { [$0.nil] }
      scenario.add(result(constant == "true")) { [$0.true] }
      scenario.add(result(constant == "false")) { [$0.false] }
      scenario.add(result(constant == "1.5")) { _ in [number] }
      scenario.add(result(false)) { _ in [0x7ff8_0000_0000_0000] }
      scenario.add(result(false)) { [$0.makeString(isInterned: true)] }
      scenario.add(result(false)) { [$0.makeObject()] }
      let isString = constant == "\"text\""
      scenario.add(isString ? "step jumpIf\(sign == "==" ? "Not" : "")EqualConstant" : result(false)) {
        [$0.makeString()]
      }
      try scenario.check()
    }
    var scenario = try Scenario("fun f(a, b) { if (a \(sign) b) return 1; return 2; }", "f")
    scenario.add(result(true)) { _ in [number, number] }
    scenario.add(result(true)) { _ in [0, 1 << 63] }
    scenario.add(result(false)) { [number, $0.nil] }
    scenario.add(result(false)) { _ in [0x7ff8_0000_0000_0000, 0x7ff8_0000_0000_0000] }
    scenario.add(result(true)) {
      let object = $0.makeObject()
      return [object, object]
    }
    scenario.add("step jumpIf\(sign == "==" ? "Not" : "")Equal") { [$0.makeString(), $0.makeString()] }
    try scenario.check()
  }

  @Test(arguments: ["<", "<=", ">", ">="]) func orders(sign: String) throws {
    func holds(_ a: Double, _ b: Double) -> Bool {
      switch sign {
      case "<": a < b
      case "<=": a <= b
      case ">": a > b
      default: a >= b
      }
    }
    let values: [Double] = [0, -0.0, 1, 2, 3, -.infinity, .infinity, 0x1p-1074]
    for second in ["b", "2"] {
      for negation in ["", "!"] {
        var scenario = try Scenario(
          "fun f(a, b) { if (\(negation)(a \(sign) \(second))) return 1; return 2; }", "f")
        for a in values {
          for b in second == "b" ? values : [2] {
            scenario.add("returns \(holds(a, b) == (negation == "") ? 1 : 2).0") { _ in
              [a.bitPattern, b.bitPattern]
            }
          }
        }
        // What is no number, the machine compares.
        scenario.add(nil) { [$0.nil, number] }
        scenario.add(nil) { [number, $0.makeString()] }
        scenario.add(nil) { _ in [0x7ff8_0000_0000_0000, 0] }
        try scenario.check()
      }
    }
  }

  /// Loops pay for each round; if there is too little, the machine executes the jump and nothing is taken.
  @Test func loops() throws {
    var scenario = try Scenario("fun f(n) { var i = 0; while (i < n) i = i + 1; return i; }", "f")
    for fuel in [0, 1, 2, 3, 4, 5, 6, 11, 12, 13, 100, -1, -5000, 1 << 40] {
      scenario.add(nil, fuel: fuel) { _ in [(3.0).bitPattern] }
    }
    scenario.add("returns 3.0 for 6") { _ in [(3.0).bitPattern] }
    try scenario.check()
  }

  /// Each kind of jump back, and entering in the middle of a loop, at any instruction.
  @Test(arguments: [
    "while (i < n) i = i + 1;", "while (i < 3) i = i + n;", "while (!(i > 3)) i = i + n;",
    "while (!(i >= n)) i = i + 1;", "do { i = i + n; } while (i > 3 and i < 8);",
    "while (true) { i = i + n; if (i > 3) return i; }",
    "while (i <= n) i = i + 1;", "while (3 > i) i = i + n;", "while (i != n) i = i + 1;",
  ])
  func entries(loop: String) throws {
    let source = "fun f(n) { var i = 0; \(loop) return i; }"
    guard var scenario = try? Scenario(source, "f") else { return }
    for pc in scenario.instructionStarts {
      scenario.add(nil, fuel: 40, at: pc) {
        $0[register: 2] = (1.0).bitPattern
        return [(2.0).bitPattern]
      }
    }
    try scenario.check()
  }
}
