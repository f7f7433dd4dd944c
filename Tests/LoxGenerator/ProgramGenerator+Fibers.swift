/// Fibers: what is yielded at any depth, resumed anywhere, and ends in any way.
extension ProgramGenerator {
  mutating func fiberStatement() {
    guard affords(80) else { return writer.line(printStatement()) }
    spend(80)
    switch random.below(4) {
    case 0: generator()
    case 1: conversation()
    case 2: yieldingCallbacks()
    default: fibersInFibers()
    }
  }

  /// A loop over what a function yields, which it may leave.
  private mutating func generator() {
    let n = privateNames(4)
    writer.line(
      """
      fun \(n[0])(\(n[1])) {
        for (var \(n[2]) = 0; \(n[2]) < \(n[1]);\(gap())\(n[2]) += 1) {
          \(random.oneOf("", "if (\(n[2]) == 1) continue;", "if (\(n[2]) == 2) return \"early\";"))
          Fiber.yield(\(random.oneOf(n[2], "[\(n[2]), \(captured(.count))]", "() => \(n[2])() ?? \(n[2])", captured(.string))));
        }
        return "end";
      }
      for (var \(n[3]) in Fiber(() => \(n[0])(\(random.within(0...4))))) {
        \(random.oneOf("", "if (\(n[3]) == 1) break;"))
        print \(n[3]) is Function ? "f" : \(n[3]);
      }
      print List(Fiber(() => \(n[0])(\(random.within(0...3))))).length;
      """)
  }

  /// What goes in and out, and how it ends.
  private mutating func conversation() {
    let n = privateNames(4)
    writer.line(
      """
      const \(n[0]) = Fiber(\(n[1]) => {
        var \(n[2]) = \(captured(.count));
        try {
          \(n[2]) = Fiber.yield(\(n[1]));
          \(random.oneOf("throw \(n[2]);", "nil();", "Fiber.yield([\(n[2])]);", "return \(n[2]);"))
        } \(random.oneOf("catch (e) { Fiber.yield(`caught ${e is Error}`); }", "finally { Fiber.yield(\"finally\"); }"))
        return \(random.oneOf("\"done\"", n[2]));
      });
      for (var \(n[3]) in 0..<\(random.within(1...6))) {
        try {
          print \(n[0]).resume(\(n[3]));
        } catch (e) {
          print \(n[0]).isDone;
        }
      }
      """)
  }

  /// Functions that operations of the core library, and members of classes, call.
  private mutating func yieldingCallbacks() {
    let n = privateNames(3)
    let body = random.oneOf(
      "[3, 1, 2].map(x => Fiber.yield(x) ?? x)",
      "[3, 1, 2].sorted((a, b) => { Fiber.yield(a); return a - b; })",
      "[1, 2].reduce((a, b) => Fiber.yield(a + b) ?? 0)", "[\(n[1])()].map(x => x.read + (x + 1))",
      "`${\(n[1])()}`", "1 in \(n[1])()")
    writer.line(
      """
      class \(n[1]) {
        read => Fiber.yield("read") ?? 1;
        operator +(other) => Fiber.yield("plus") ?? other;
        description => `d${Fiber.yield("text")}`;
        contains(x) => Fiber.yield("in");
      }
      const \(n[0]) = Fiber(() => { return \(body); });
      while (!\(n[0]).isDone) { const \(n[2]) = \(n[0]).resume(\(random.oneOf("", "nil", "4"))); print \(n[2]); }
      """)
  }

  private mutating func fibersInFibers() {
    let n = privateNames(4)
    writer.line(
      """
      fun \(n[0])(\(n[1])) => Fiber(() => {
        var \(n[2]) = \(captured(.count));
        if (\(n[1]) > 0) {
          const \(n[3]) = \(n[0])(\(n[1]) - 1);
          while (!\(n[3]).isDone) Fiber.yield(\(n[3]).resume());
        } else {
          \(random.oneOf("", "throw \"deep\";"))
        }
        Fiber.yield(\(n[2]));
        return \(n[1]);
      });
      try {
        print List(\(n[0])(\(random.within(0...4)))).length;
      } catch (e) {
        print e;
      }
      """)
  }
}
