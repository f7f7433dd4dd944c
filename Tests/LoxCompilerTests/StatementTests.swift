import LoxBytecode
import Testing

@Suite struct StatementTests {
  @Test func loopsTestAtTheTopAndShortTestsAtTheEnd() throws {
    #expect(
      try code("fun f(a, b, c) { while (a < b and !c) a = a + 1; }", of: 1) == """
        0: jumpIfNotLess r1 r2 -> 7
        2: jumpIfTrue r3 -> 7
        4: addConstant r1 r1 1.0
        5: loop -> 0
        7: returnNil
        """)
    #expect(
      try code("fun f(n) { for (var i = 0; i < n; i = i + 1) print i; }", of: 1) == """
        0: loadConstant r2 0.0
        1: jumpIfNotLess r2 r1 -> 7
        3: print r2
        4: addConstant r2 r2 1.0
        5: loopIfLess r2 r1 -> 3
        7: returnNil
        """)
    #expect(
      try code("fun f() { for (;;) f(); }", of: 1) == """
        0: getGlobal r1 f
        2: call 0 r1
        4: loop -> 0
        6: returnNil
        """)
  }

  @Test func whatCannotBeReachedIsLeftOut() throws {
    #expect(
      try code(
        "fun f(a) { if (a) { return 1; print 2; } else if (!a) return 3; else return 4; print 5; }", of: 1,
        optimized: false) == """
          0: jumpIfFalse r1 -> 4
          2: loadConstant r2 1.0
          3: return r2
          4: jumpIfTrue r1 -> 8
          6: loadConstant r2 3.0
          7: return r2
          8: loadConstant r2 4.0
          9: return r2
          """)
  }

  @Test func initializersReturnThis() throws {
    #expect(
      try code("class A { init(x) { if (x) return; this.x = x; } }", of: 1) == """
        0: jumpIfFalse r1 -> 3
        2: return r0
        3: setProperty r0 r1 x
        5: return r0
        """)
  }

  @Test func linesAreThoseOfTheOperators() throws {
    #expect(
      try run(
        """
        fun f(a) {
          return a
            .b(
              1
            );
        }
        f(
          nil
        );
        """) == ["Only instances have methods.", "[line 5] in f()", "[line 9] in script"])
    #expect(
      try run(
        """
        var a = 1; class B
          < a
        {}
        """) == ["Superclass must be a class.", "[line 2] in script"])
    #expect(
      try run(
        """
        {
          var a = 1;
          while (
            a
            <
            nil
          ) print a;
        }
        """) == ["Operands must be numbers.", "[line 6] in script"])
  }
}
