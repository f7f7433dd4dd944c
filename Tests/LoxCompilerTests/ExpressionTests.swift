import Testing

@Suite struct ExpressionTests {
  @Test func localsAreUsedInPlace() throws {
    #expect(
      try code("fun f(a, b) { a = a + 1; a = b - a; a = 1 + a; a = 2 * b; a = 2 - b; return -a; }", of: 1)
        == """
        0: addConstant r1 r1 1.0
        1: subtract r1 r2 r1
        2: loadConstant r3 1.0
        3: add r1 r3 r1
        4: loadConstant r3 2.0
        5: multiply r1 r3 r2
        6: loadConstant r3 2.0
        7: subtract r1 r3 r2
        8: negate r3 r1
        9: return r3
        """)
  }

  @Test func compoundAssignmentsComputeInTheVariablesRegister() throws {
    #expect(
      try code("fun f(a, b) { a += 1; a -= b; a *= 2; a++; a += (a = 3); return a; }", of: 1) == """
        0: addConstant r1 r1 1.0
        1: subtract r1 r1 r2
        2: multiplyConstant r1 r1 2.0
        3: addConstant r1 r1 1.0
        4: move r3 r1
        5: loadConstant r1 3.0
        6: add r1 r3 r1
        7: return r1
        """)
  }

  @Test func operandsKeepTheValueThatTheyHadWhenEvaluated() throws {
    #expect(
      try code("fun f(a, b) { a = a + (a = b); a = (a = 1) + a; return a == (a = 2); }", of: 1) == """
        0: move r3 r1
        1: move r1 r2
        2: add r1 r3 r1
        3: loadConstant r1 1.0
        4: add r1 r1 r1
        5: move r3 r1
        6: loadConstant r1 2.0
        7: equal r3 r3 r1
        8: return r3
        """)
  }

  @Test func windowsOverlapTheTemporaries() throws {
    #expect(
      try code("fun f(a, b) { a = f(a, b + 1); var c = f(); return f(c, f(a)); }", of: 1) == """
        0: getGlobal r3 f
        2: move r4 r1
        3: addConstant r5 r2 1.0
        4: call 2 r3
        6: move r1 r3
        7: getGlobal r3 f
        9: call 0 r3
        11: getGlobal r4 f
        13: move r5 r3
        14: getGlobal r6 f
        16: move r7 r1
        17: call 1 r6
        19: call 2 r4
        21: return r4
        """)
  }

  @Test func propertiesChain() throws {
    #expect(
      try code("fun f(a, b) { return a.b.c(a)(b).d = b; }", of: 1) == """
        0: getProperty r3 r1 b
        2: move r4 r1
        3: invoke 1 r3 c
        5: move r4 r2
        6: call 1 r3
        8: setProperty r3 r2 d
        10: return r2
        """)
  }

  @Test func parenthesesReadThePropertyFirst() throws {
    #expect(
      try code("fun f(a, b) { return (a.b)(b); }", of: 1) == """
        0: getProperty r3 r1 b
        2: move r4 r2
        3: call 1 r3
        5: return r3
        """)
  }

  @Test func repeatedLogicalOperatorsShareTheirEnd() throws {
    #expect(
      try code("fun f(a, b, c) { return a and b and c or a; }", of: 1) == """
        0: move r4 r1
        1: jumpIfFalse r4 -> 7
        3: move r4 r2
        4: jumpIfFalse r4 -> 7
        6: move r4 r3
        7: jumpIfTrue r4 -> 10
        9: move r4 r1
        10: return r4
        """)
  }

  @Test func statementsEvaluateOnlyWhatHasAnEffect() throws {
    #expect(
      try code("fun f(a) { a and f(a); a or (a = 2); }", of: 1) == """
        0: jumpIfFalse r1 -> 7
        2: getGlobal r2 f
        4: move r3 r1
        5: call 1 r2
        7: jumpIfTrue r1 -> 10
        9: loadConstant r1 2.0
        10: returnNil
        """)
  }

  @Test func comparisonsAreMadeOfLess() throws {
    #expect(
      try code("fun f(a, b) { print a < b; print a <= b; print a > b; print a >= b; print a != b; }", of: 1)
        == """
        0: less r3 r1 r2
        1: print r3
        2: notLess r3 r2 r1
        3: print r3
        4: less r3 r2 r1
        5: print r3
        6: notLess r3 r1 r2
        7: print r3
        8: notEqual r3 r1 r2
        9: print r3
        10: returnNil
        """)
  }

  @Test func superTakesTheSuperclassBehindTheArguments() throws {
    #expect(
      try code(
        "class A {} class B < A { m(a) { return super.m(a) + super.n; } }", of: 1) == """
          0: move r2 r0
          1: move r3 r1
          2: getCapture r4 c0
          3: invokeSuper 1 r2 m
          5: getCapture r3 c0
          6: getSuper r3 r0 r3 n
          8: add r2 r2 r3
          9: return r2
          """)
  }

  @Test func constantsBeyondTheirOperandsAreLoaded() throws {
    let first = (0..<300).map { "print \($0);" }.joined(separator: " ")
    let text = "fun f(a) { \(first) return a + 299; }"
    #expect(try code(text, of: 1).hasSuffix("600: loadConstant r2 299.0\n601: add r2 r1 r2\n602: return r2"))
    let many = (0..<70_000).map { "a = \($0).5;\n" }.joined()
    #expect(
      try code("fun f(a) { \(many) return a == 69999.5; }", of: 1).contains("loadConstantWide r1 69999.5"))
  }

  @Test func constantsAreSharedInAFunction() throws {
    let program = try compile("var a = 1; var b = 1; var c = \"a\"; print \"a\" + a; fun f() { return 1; }")
    // a, 1, b, c, "a", f; and 1 of the function.
    #expect(program.functions[0].constants.count == 6)
    #expect(program.functions[1].constants.count == 1)
    // The script's name, a, b, c, f.
    #expect(program.strings.count == 5)
  }
}
