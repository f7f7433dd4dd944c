import Lox
import Testing

/// A host function may catch very many errors, so the work of making them is paid for.
@Suite struct ErrorCostTests {
  /// The fuel of one error of a function `f`.
  private func cost(_ source: String) throws -> Int {
    let isolate = try Isolate()
    try isolate.define("attempt") { (f: Function) -> String in
      do { return try f.call() } catch let error as RuntimeError where error.kind == .script {
        return error.message
      }
    }
    try isolate.run(Program(source))
    let before = isolate.usedFuel
    try isolate.run(Program("attempt(f);"))
    return isolate.usedFuel - before
  }

  @Test func theSearchForSimilarNames() throws {
    let globals = (0..<3000).map { "var variable\($0) = 1;\n" }.joined()
    let few = try cost("fun f() { return varjable77; }")
    let many = try cost(globals + "fun f() { return varjable77; }")
    #expect(many - few > 3000 * 8)
    // Most names are only looked at briefly.
    #expect(many - few < 3000 * 64)
    let fields = (0..<3000).map { "a.field\($0) = 1;\n" }.joined()
    #expect(try cost("class A {} var a = A(); " + fields + "fun f() { return a.fjeld7; }") - few > 3000 * 8)
  }

  @Test func theTrace() throws {
    let shallow = try cost("fun f() { nil(); }")
    let deep = try cost("fun g(n) { if (n == 0) nil(); g(n - 1); } fun f() { g(20); }")
    #expect(deep - shallow > 20 * 300)
  }

  @Test func theNearestNameIsFoundAmongMany() throws {
    let globals = (0..<3000).map { "var variable\($0) = 1;\n" }.joined()
    let isolate = try Isolate()
    do {
      try isolate.run(Program(globals + "var thing = 1; print thnig;"))
    } catch let error as RuntimeError {
      guard case .undefinedVariable(_, let similar) = error.cause else {
        Issue.record("no cause")
        return
      }
      #expect(similar == ["thing"])
    }
    do {
      try isolate.run(Program("print varjable2977;"))
    } catch let error as RuntimeError {
      guard case .undefinedVariable(_, let similar) = error.cause else {
        Issue.record("no cause")
        return
      }
      #expect(similar.first == "variable2977")
    }
  }
}
