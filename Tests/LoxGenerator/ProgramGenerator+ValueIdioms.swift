/// Idioms about numbers, strings and equality.
extension ProgramGenerator {
  /// Numbers at the edges of their range and of how they are printed.
  mutating func numericEdges() {
    let n = privateNames(2)
    let rounds = random.within(3...6)
    let factor = random.oneOf(
      "10", "100000", "1234567", "0.001", "0.1", "-1000000", "10000000000", "0.0000001")
    writer.line(
      random.oneOf(
        """
        {
          var \(n[0]) = \(random.oneOf("1", "3", "-7", "0.3"));
          for (var \(n[1]) = 0; \(n[1]) < \(rounds); \(n[1]) = \(n[1]) + 1) {
            \(n[0]) = \(n[0]) * \(factor);
            print \(n[0]);
          }
        }
        """,
        """
        {
          var \(n[0]) = 10000000000;
          for (var \(n[1]) = 0; \(n[1]) < 6; \(n[1]) = \(n[1]) + 1) {
            \(n[0]) = \(n[0]) * \(n[0]);
            print -\(n[0]);
          }
          print 1 / \(n[0]); print \(n[0]) == \(n[0]) + 1; print -1 / \(n[0]);
        }
        """,
        "print -0; print 0 == -0; print 1 / -0; print -0 + 0; print 0 * -1; print -(0);",
        "print 0.1 + 0.2; print 0.1 + 0.2 == 0.3; print 1 - 0.9; print 100 * 1.1;",
        "print 1 / 3; print 2 / 3; print -1 / 3 * 3; print 1 / 7000000; print 22 / 7;",
        "print 123456; print 1234567; print 123456.5; print 1234565; print 99999.95; print 999999.5;",
        "print 0.0001; print 0.00001; print 0.000012345678; print 100000; print 1000000; print 0.10000;",
        "print 9007199254740992 + 1; print 9007199254740993; print 4503599627370496.5;",
        "print 4294967296 * 4294967296; print 4294967296 / 65536; print 1 / 4294967296;",
        "print 1.0; print 007; print 1.50; print 3.000000001; print 2147483647 + 1; print -2147483648 - 1;",
        "print 1 / 0; print -1 / 0; print 1 / 0 > 999999999; print -(1 / 0) < 0; print 1 / (1 / 0);"))
  }

  /// NaN is never printed, but it compares like nothing else.
  mutating func notANumber() {
    let n = privateNames(2)
    let source = random.oneOf("0 / 0", "1 / 0 - 1 / 0", "0 * (1 / 0)", "-(0 / 0)", "(1 / 0) / (1 / 0)")
    writer.line(
      """
      {
        var \(n[0]) = \(source);
        var \(n[1]) = \(n[0]);
        print \(n[0]) == \(n[0]); print \(n[0]) != \(n[1]); print \(source) == \(n[0]);
        print \(n[0]) < 1; print \(n[0]) <= 1; print \(n[0]) > 1; print \(n[0]) >= 1; print 1 >= \(n[0]);
        print !\(n[0]); print \(n[0]) == nil; print !(\(n[0]) < 1) == (\(n[0]) >= 1);
        if (\(n[0])) print "true"; if (\(n[0]) < \(n[1])) print "less"; else print "not less";
        while (\(n[0]) <= 0) { \(n[0]) = 5; }
        show(\(n[0]) + 1); print \(n[0]) == 5;
      }
      """)
  }

  /// Strings are equal if their characters are, however they were made.
  mutating func stringIdentity() {
    let n = privateNames(2)
    let addition = random.oneOf("", "b", "xyz")
    let stem = random.oneOf("a", "ab", "", "é", "long enough to be no small string")
    writer.line(
      """
      {
        var \(n[0]) = "\(stem)";
        var \(n[1]) = \(captured(.string));
        for (var i = 0; i < \(random.within(1...5)); i = i + 1) \(n[0]) = \(n[0]) + "\(addition)";
        print \(n[0]); print \(n[0]) == "\(stem)" + "b"; print \(n[0]) + "" == \(n[0]);
        print "\(stem)" + "b" == "\(stem)b"; print \(n[0]) == \(n[1]); print \(n[1]) + "z" == \(n[1]) + "z";
        print \(n[0]) != nil; print "1" == 1; print \(n[0]) + \(n[0]) == \(n[0]) + \(n[0]);
      }
      """)
  }

  /// An object is equal only to itself; each read of a method makes a new bound method.
  mutating func equalityOfObjects() {
    let n = privateNames(2)
    writer.line(
      """
      {
        class Thing { run() { return this; } }
        class Other < Thing {}
        fun \(n[0])() {}
        var \(n[1]) = \(random.oneOf("Thing", "Other"))();
        print \(n[1]) == \(n[1]); print \(n[1]) == \(random.oneOf("Thing", "Other"))(); print Thing == Other;
        print \(n[1]).run == \(n[1]).run; print \(n[1]).run() == \(n[1]); print \(n[0]) == \(n[0]);
        var method = \(n[1]).run; print method == method; print method(); print method() != \(n[1]);
        print \(n[1]); print Thing; print \(n[1]).run; print \(n[0]); print \(n[0]) == nil;
      }
      """)
  }
}
