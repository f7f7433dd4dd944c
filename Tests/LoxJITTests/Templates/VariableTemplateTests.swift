import Testing

/// Moves, globals, captures, boxes and closures.
@Suite(.enabled(if: Emulation.canRun(.arm64), "there is no qemu-aarch64"))
struct VariableTemplateTests {
  private let number = (1.5).bitPattern

  @Test func moves() throws {
    var scenario = try Scenario(
      "fun f(a, b) { var c = a; a = b; b = c; c = nil; var d = \"text\"; if (a == 1.5) c = d; return c ?? b; }",
      "f")
    scenario.add("returns string 10") { [$0.nil, number] }
    scenario.add("returns 1.5") { [number, $0.nil] }
    try scenario.check()
  }

  /// Registers beyond 255 have instructions of their own, and their displacements are wide.
  @Test func manyRegisters() throws {
    let names = (0..<700).map { "v\($0)" }
    let source =
      "fun f(a) { " + names.map { "var \($0) = a;" }.joined()
      + "v699 = v698 + 1; v1 = v699; return v1 + v650; }"
    var scenario = try Scenario(source, "f")
    scenario.add("returns 4.0") { _ in [number] }
    try scenario.check()
  }

  /// Constants whose displacements are wide.
  @Test func manyConstants() throws {
    let sum = (1...700).map { "a = a + \($0).25;" }.joined()
    var scenario = try Scenario("fun f(a) { \(sum) return a; }", "f")
    scenario.add("returns \((1...700).reduce(1.5) { $0 + Double($1) + 0.25 })") { _ in [number] }
    try scenario.check()
  }

  @Test func globals() throws {
    var scenario = try Scenario("var g = 1; fun f(a) { var old = g; g = a; return old; }", "f")
    scenario.add("step getGlobal") { _ in [number] }
    scenario.add("returns 2.0") {
      $0.setGlobal("g", (2.0).bitPattern)
      return [number]
    }
    scenario.add("returns nil") {
      $0.setGlobal("g", $0.nil)
      return [$0.makeObject()]
    }
    try scenario.check()
    var other = try Scenario("fun f(a) { g = a; return a; }", "f")
    other.add("step setGlobal") { _ in [number] }
    other.add("returns 1.5") {
      $0.setGlobal("g", $0.nil)
      return [number]
    }
    try other.check()
  }

  @Test func definitions() throws {
    var scenario = try Scenario("var g = 3; g = g + 1;", "")
    scenario.add(nil)
    try scenario.check()
  }

  // MARK: - Captures

  @Test func captures() throws {
    let source = "fun outer(x, y) { fun f(a) { return a + x + y; } return f; }"
    var scenario = try Scenario(source, "f")
    scenario.add("returns 7.5") {
      $0.setClosure($0.makeClosure(2, [(2.0).bitPattern, (4.0).bitPattern]))
      return [number]
    }
    scenario.add("step add") {
      $0.setClosure($0.makeClosure(2, [(2.0).bitPattern, $0.nil], isOld: true))
      return [number]
    }
    try scenario.check()
  }

  @Test func capturedBoxes() throws {
    let source = "fun outer(x) { fun f(a) { x = a; return x; } x = 1; return f; }"
    var scenario = try Scenario(source, "f")
    for (boxIsOld, valueIsOld) in [(false, false), (false, true), (true, true), (true, false)] {
      let barrier = boxIsOld && !valueIsOld
      scenario.add(nil) {
        let box = $0.makeBox($0.nil, isOld: boxIsOld)
        $0.setClosure($0.makeClosure(2, [box]))
        return [$0.makeObject(isOld: valueIsOld)]
      }
      scenario.expectLast { ($0.contains("barrier")) == barrier && $0.contains("returns object") }
    }
    scenario.add("returns 1.5") {
      $0.setClosure($0.makeClosure(2, [$0.makeBox($0.nil, isOld: true)]))
      return [number]
    }
    try scenario.check()
  }

  @Test func boxes() throws {
    let source = "fun f(a) { var x = a; fun g() { x = x + 1; } x = a + 1; return x; }"
    var scenario = try Scenario(source, "f")
    // The closure is charged for.
    scenario.add(nil) { _ in [number] }
    scenario.expectLast { $0.hasPrefix("returns 2.5") }
    scenario.add("step makeBox") {
      $0.fillEden()
      return [number]
    }
    try scenario.check()
  }

  /// Closures with captures of both kinds, of themselves, and with more than templates make.
  @Test func closures() throws {
    var source =
      "fun outer(o, p) { fun f(a, b) { fun g() { return a + o; } fun h() { return h; } return b ?? g; } return f; }"
    var scenario = try Scenario(source, "f")
    for fuel in [1000, 1, 0] {
      scenario.add(nil, fuel: fuel) {
        $0.setClosure($0.makeClosure(2, [number, number]))
        return [number, $0.nil]
      }
    }
    scenario.add(nil) {
      $0.fillEden()
      return [number, number]
    }
    try scenario.check()
    let names = (0..<12).map { "v\($0)" }
    source =
      "fun f(a) { \(names.map { "var \($0) = a;" }.joined()) fun g() { return [\(names.joined(separator: ", "))]; } return g; }"
    var long = try Scenario(source, "f")
    long.add("step closure") { _ in [number] }
    try long.check()
  }
}
