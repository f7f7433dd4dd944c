import Testing

/// The storage of a variable must make no difference: random programs do the same with globals, locals, parameters,
/// boxes, and with locals beyond the registers that instructions name directly.
@Suite struct EvaluationOrderTests {
  @Test(arguments: 0..<60)
  func variablesOfAllKindsAgree(seed: Int) throws {
    var writer = RandomStatements(seed: UInt64(seed))
    let statements = writer.statements(12)
    let variables = "var a = 1; var b = 2; var c = \"c\"; var o = O(); "
    let prelude =
      "fun n(x) { print x; return x; } class O { init() { this.f = 3; } m(x) { return this.f = x; } }\n"
    let boxing = "fun touch() { a = a; b = b; c = c; o = o; } "
    let padding = (0..<260).map { "var p\($0);" }.joined()

    let expected = try run(prelude + variables + statements, optimized: false)
    for optimized in [true, false] {
      #expect(try run("\(prelude){ \(variables)\(statements) }", optimized: optimized) == expected)
      #expect(try run("\(prelude){ \(variables)\(boxing)\(statements) }", optimized: optimized) == expected)
      #expect(try run("\(prelude){ \(padding)\(variables)\(statements) }", optimized: optimized) == expected)
      #expect(
        try run("\(prelude){ \(padding)\(variables)\(boxing)\(statements) }", optimized: optimized)
          == expected)
      let called = "\(prelude)fun f(a, b, c, o) { \(statements) } f(1, 2, \"c\", O());"
      let output = try run(called, optimized: optimized)
      if expected.last?.hasPrefix("[line") != true { #expect(output == expected) }
    }
  }
}

/// Writes statements that assign a few variables in the middle of expressions.
private struct RandomStatements {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

  private mutating func below(_ count: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state >> 33) % count
  }

  private mutating func one(_ texts: String...) -> String { texts[below(texts.count)] }

  mutating func statements(_ count: Int) -> String {
    var text = ""
    for _ in 0..<count { text += statement(2) + "\n" }
    return text + "print a; print b; print c;"
  }

  private mutating func statement(_ depth: Int) -> String {
    switch below(depth == 0 ? 3 : 6) {
    case 0: "\(one("a", "b")) = \(number(3));"
    case 1: "print \(number(3));"
    case 2: "c = \(anything(2));"
    case 3: "if (\(anything(3))) { \(statement(depth - 1)) } else \(statement(depth - 1))"
    case 4: "for (var i = 0; i < 2; i = i + 1) { \(statement(depth - 1)) }"
    default: "{ var d = \(number(2)); var a = d; \(statement(depth - 1)) print a + d; }"
    }
  }

  /// An expression that is a number.
  private mutating func number(_ depth: Int) -> String {
    if depth == 0 { return one("a", "b", "1", "2.5", "a", "b") }
    return switch below(10) {
    case 0, 1, 2: "(\(number(depth - 1)) \(one("+", "-", "*")) \(number(depth - 1)))"
    case 3, 4: "(\(one("a", "b")) = \(number(depth - 1)))"
    case 5: "n(\(number(depth - 1)))"
    case 6: "-\(number(depth - 1))"
    case 7: "o.m(\(number(depth - 1)))"
    case 8: "(o.f = \(number(depth - 1)))"
    default: number(0)
    }
  }

  /// An expression of any kind.
  private mutating func anything(_ depth: Int) -> String {
    if depth == 0 { return one("a", "c", "nil", "false", "\"s\"", "o.f") }
    return switch below(7) {
    case 0: "(\(anything(depth - 1)) \(one("and", "or")) \(anything(depth - 1)))"
    case 1: "(\(anything(depth - 1)) \(one("==", "!=")) \(anything(depth - 1)))"
    case 2: "(\(number(depth - 1)) \(one("<", "<=", ">", ">=")) \(number(depth - 1)))"
    case 3: "!\(anything(depth - 1))"
    case 4: "(c = \(anything(depth - 1)))"
    case 5: "n(\(anything(depth - 1)))"
    default: number(depth)
    }
  }
}
