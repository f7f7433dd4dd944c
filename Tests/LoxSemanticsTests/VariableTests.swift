import LoxSemantics
import Testing

/// Which variables need a heap cell that closures share.
@Suite struct VariableTests {
  @Test(arguments: [
    // Never captured.
    ("{ var v; v = 1; }", false),
    ("fun f(v) { v = v + 1; return v; }", false),
    // Captured, never assigned.
    ("{ var v = 1; fun f() { return v; } }", false),
    ("{ var v; fun f() { return v; } }", false),
    ("fun g(v) { fun f() { return v; } }", false),
    ("{ fun v() { v(); } }", false),
    ("{ class v { m() { return v; } } }", false),
    ("while (true) { var v = g; fun f() { return v; } }", false),
    // Captured and assigned: inside, outside, before, after.
    ("{ var v; fun f() { v = 1; } }", true),
    ("{ var v; fun f() { v; } v = 1; }", true),
    ("{ var v; v = 1; fun f() { v; } }", true),
    ("fun g(v) { v = 1; fun f() { v; } }", true),
    ("for (var v = 0; v < 3; v = v + 1) { fun f() { v; } }", true),
    ("for (var v = 0; v < 3;) { fun f() { v; } }", false),
    ("{ fun v() { v; } v = 1; }", true),
    ("{ fun v() { v = 1; } }", true),
    ("{ class v { m() { v = 1; } } }", true),
    ("{ var v; fun f() { fun g() { fun h() { v = 1; } } } }", true),
    ("{ var v; fun f() { v; fun g() { fun h() { v = 1; } } } }", true),
    // Another variable with the same name is assigned.
    ("{ var v; fun f() { v; } { var v; v = 1; } }", false),
    ("{ var v; fun f() { v; var v; v = 1; } }", false),
    ("{ var v; fun f() { v; fun g(v) { v = 1; } } }", false),
  ])
  func isBoxed(source: String, expected: Bool) {
    #expect(Resolved(source).variable("v")?.isBoxed == expected, "\(source)")
  }

  @Test func thisAndSuperAreNeverBoxed() {
    let resolved = Resolved("class A < B { m() { fun f() { this.x = super.m(); } } }")
    #expect(resolved.variable("this")?.isCaptured == true)
    #expect(resolved.variable("super")?.isCaptured == true)
    #expect(resolved.resolution.variables.allSatisfy { !$0.isBoxed })
  }

  @Test func captureKnowsItsVariable() {
    let resolved = Resolved("fun f(a, b) { fun g() { fun h() { b; } } }")
    #expect(resolved.resolution.captures.map(\.variable.index) == [1, 1])
  }

  /// Would never end if the time for a name grew with the number of variables.
  @Test func manyVariables() {
    let count = 65_000
    let names = (0..<count).map { "v\($0)" }
    let declarations = names.map { "var \($0);" }.joined()
    let uses = names.reversed().map { "\($0) = \($0);" }.joined()

    let flat = Resolved("{ \(declarations) \(uses) }")
    #expect(flat.problems.isEmpty)
    #expect(flat.resolution.script.peakLocals == count + 1)

    let captured = Resolved("fun f() { \(declarations) fun g() { fun h() { \(uses) } } }")
    #expect(captured.function("h")?.captures.count == UInt32(count))
    #expect(captured.function("g")?.captures.count == UInt32(count))
    #expect(captured.variable("v7")?.isBoxed == true)
  }

  @Test func deepCaptures() {
    let depth = 100
    let head = (0..<depth).map { "fun f\($0)() { var v\($0);" }.joined()
    let uses = (0..<depth).map { "v\($0);" }.joined()
    let body = String(repeating: uses, count: 100)
    let resolved = Resolved(head + "fun last() { \(body) }" + String(repeating: "}", count: depth))
    #expect(resolved.function("last")?.captures.count == UInt32(depth))
    #expect(resolved.function("f99")?.captures.count == UInt32(depth - 1))
    #expect(resolved.function("f0")?.captures.count == 0)
  }
}
