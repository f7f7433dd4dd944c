import Testing

@Suite struct ConditionTests {
  @Test func comparisonsAreFusedWithJumps() throws {
    #expect(
      try code(
        "fun f(a, b) { if (a <= b) f; if (a >= 3) f(); if (3 > a) f(); if (a != nil) f(); if (nil == a) f(); }",
        of: 1, optimized: false
      ).split(separator: "\n").filter { $0.contains("jump") } == [
        "0: jumpIfLess r2 r1 -> 4",
        "4: jumpIfLessConstant r1 3.0 -> 10",
        "10: jumpIfNotLessConstant r1 3.0 -> 16",
        "16: jumpIfEqualConstant r1 nil -> 22",
        "22: jumpIfNotEqualConstant r1 nil -> 28",
      ])
  }

  @Test func everyComparisonJumpsAsItShould() throws {
    let numbers = ["1", "2", "(0 / 0)"]
    for op in ["<", "<=", ">", ">=", "==", "!="] {
      for left in numbers {
        for right in numbers {
          let text = """
            {
              var a = \(left); var b = \(right);
              var value = a \(op) b;
              if (a \(op) b) print value; else print !value;
              if (!(a \(op) b)) print !value; else print value;
              if (a \(op) \(right)) print value; else print !value;
              if (!(\(left) \(op) b)) print !value; else print value;
              if (a \(op) b and b == b or false) print value or b != b; else print !value or b != b;
            }
            """
          for optimized in [true, false] {
            let output = try run(text, optimized: optimized)
            #expect(output == Array(repeating: "true", count: 5), "\(left) \(op) \(right)")
          }
        }
      }
    }
  }

  @Test func logicalOperatorsBecomeJumps() throws {
    #expect(
      try code("fun f(a, b, c) { if (!(a and b) or c == nil) print a; else print b; }", of: 1) == """
        0: jumpIfFalse r1 -> 6
        2: jumpIfFalse r2 -> 6
        4: jumpIfNotEqualConstant r3 nil -> 9
        6: print r1
        7: jump -> 10
        9: print r2
        10: returnNil
        """)
  }

  @Test func truthOfEveryCombination() throws {
    for bits in 0..<16 {
      let (a, b, c, d) = (bits & 1 != 0, bits & 2 != 0, bits & 4 != 0, bits & 8 != 0)
      let conditions = [
        ("a and b or c and d", a && b || c && d),
        ("(a or b) and (c or d)", (a || b) && (c || d)),
        ("!(a or b and !c) and !d", !(a || b && !c) && !d),
        ("!(!(a and !b) or (c and d)) or b", !(!(a && !b) || (c && d)) || b),
        ("a or b or c or d", a || b || c || d),
        ("!(a and b and c and d)", !(a && b && c && d)),
      ]
      for (condition, truth) in conditions {
        let text = """
          { var a = \(a); var b = \(b); var c = \(c); var d = \(d);
            if (\(condition)) print "yes"; else print "no";
            while (\(condition)) { print "loop"; a = b = c = d = nil; if (\(condition)) a = nil.loops; }
          }
          """
        let output = try run(text, optimized: false)
        #expect(output.first == (truth ? "yes" : "no"), "\(condition) for \(a) \(b) \(c) \(d)")
        #expect(output.contains("loop") == truth)
      }
    }
  }
}
