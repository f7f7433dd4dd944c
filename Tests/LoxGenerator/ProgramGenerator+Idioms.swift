/// Uses of the language that random combination would rarely produce: each writes a few lines that belong
/// together, with random parts in between.
extension ProgramGenerator {
  /// Writes one of the idioms.
  mutating func idiom() {
    let idioms: [(inout ProgramGenerator) -> Void] = [
      { $0.closuresInLoop() }, { $0.sharedVariable() }, { $0.functionFactory() }, { $0.deepClosure() },
      { $0.recursion() }, { $0.mutualRecursion() }, { $0.assignedParameter() }, { $0.returnFromLoops() },
      { $0.evaluationOrder() }, { $0.shortCircuit() }, { $0.deadCode() }, { $0.manyArguments() },
      { $0.numericEdges() }, { $0.notANumber() }, { $0.stringIdentity() }, { $0.equalityOfObjects() },
      { $0.polymorphicCalls() }, { $0.boundMethods() }, { $0.fieldHidesMethod() }, { $0.linkedList() },
      { $0.fieldOrder() }, { $0.superCalls() }, { $0.earlyReturnFromInitializer() },
      { $0.receiverInClosure() }, { $0.redefinition() }, { $0.natives() }, { $0.hotLoop() },
      { $0.namedLikeInitializer() }, { $0.classFromFunction() }, { $0.shadowing() }, { $0.garbage() },
      { $0.failureInDepth() }, { $0.failureInDepth() },
    ]
    spend(60)
    random.pick(idioms)?(&self)
  }

  /// A random expression for a place inside a function of an idiom, where it may run a few times.
  mutating func captured(_ kind: Kind, depth: Int = 2) -> String {
    let outer = current
    enclosing.append(outer)
    current.repetitions *= 4
    let text = expression(kind, depth: min(depth, expressionDepth)).operand(.assignment)
    let spent = outer.budget - current.budget
    current = enclosing.popLast() ?? outer
    current.budget -= spent
    return text
  }

  /// If a mistake is soon due, one after calls of every kind, for the trace; otherwise calls without a
  /// mistake.
  private mutating func failureInDepth() {
    let n = privateNames(4)
    var failing = "print level;"
    if let remaining = fuse, remaining < 400 {
      fuse = 1_000
      failing = random.oneOf(
        "class Sub < level {}", "return level.missing;", "level(1);", "return -same;", "this.missing(2);",
        "super.missing();", "return super.missing;", "return this +\n  1;", "level.x = 1;", "missing = this;",
        "\(n[0])(1,\n    2);", "\(n[3])();", "super.init(1,\n  2,\n3);", "this.step = nil; this.step();")
    }
    writer.line(
      """
      class \(n[2]) { init() {} step(\(n[1])) {\(gap())return this; } }
      class \(n[0]) < \(n[2]) {
        init(\(n[1])) {
          this.field = this.inner;
          this.step(\(n[1]));
        }
        step(\(n[1])) {
          fun nested() {
            \(random.oneOf("this.field(1);", "return this.inner(\n      2);", "var f = this.field; f(3);"))
          }
          nested();
        }
        inner(level) { \(random.oneOf("super.step(level);", "")) \(failing) }
      }
      fun \(n[3])(from) { if (from > 0) return \(n[3])(from - 1);\(gap())return \(n[0])(from); }
      print \(n[3])(\(random.within(0...5)));
      """)
  }

  // MARK: - Closures

  /// Closures made in a loop, over the loop's variable and over one of its body.
  private mutating func closuresInLoop() {
    let n = privateNames(6)
    writer.line(
      """
      var \(n[0]);
      var \(n[1]);
      for (var \(n[2]) = 0; \(n[2]) < \(random.within(2...4)); \(n[2]) = \(n[2]) + 1) {
        var \(n[3]) = \(n[2]) * 10;
        fun \(n[4])(by) {
          \(random.oneOf("\(n[3]) = \(n[3]) + by;", "", "\(n[2]);"))
          return \(n[2]) + \(n[3]);
        }
        if (\(n[0]) == nil) \(n[0]) = \(n[4]);
        \(n[1]) = \(n[4]);
        \(random.oneOf("\(n[3]) = \(n[3]) + 5;", "print \(n[4])(1);", "var \(n[5]) = 7; print \(n[5]);"))
      }
      print \(n[0])(1); print \(n[0])(2);
      print \(n[1])(3); print \(n[0]) == \(n[1]);
      """)
  }

  /// Two closures that share a variable after its function has returned.
  private mutating func sharedVariable() {
    let n = privateNames(5)
    writer.line(
      """
      var \(n[0]); var \(n[1]);
      fun \(n[2])(\(n[3])) {
        var \(n[4]) = \(captured(.count));
        fun get() { return \(n[3]) + \(n[4]); }
        fun set(to) { \(random.oneOf(n[3], n[4])) = to; return get; }
        \(n[0]) = get;
        \(n[1]) = set;
        \(random.oneOf("", "\(n[4]) = \(n[4]) + 1;", "set(9);", "print get();"))
      }
      \(n[2])(\(random.within(0...9)));
      print \(n[0])();
      print \(n[1])(\(random.within(0...99)))();
      print \(n[0])() + \(n[1])(4)();
      """)
  }

  /// A function whose results count up, each on its own.
  private mutating func functionFactory() {
    let n = privateNames(4)
    let step = random.oneOf("1", "0.5", "-1", "start")
    writer.line(
      """
      fun \(n[0])(start) {
        fun count() {
          start = start + \(step);
          return start;
        }
        return count;
      }
      var \(n[1]) = \(n[0])(0); var \(n[2]) = \(n[0])(\(random.within(1...50)));
      \(n[1])(); \(n[2])();
      print \(n[1])() + \(n[2])() * \(n[1])();
      print \(n[0])(3)(); print \(n[1]);
      """)
  }

  /// Variables captured through several functions, and changed from the innermost.
  private mutating func deepClosure() {
    let n = privateNames(3)
    let value = captured(.string)
    writer.line(
      """
      fun \(n[0])(\(n[1])) {
        var \(n[2]) = "deep";
        fun two() {
          var extra = \(n[1]);
          fun three() {
            \(random.oneOf("\(n[1]) = \(n[1]) + 1;", "extra = extra + \(n[1]);", "\(n[2]) = \(value);"))
            fun four() { extra = extra + 1; \(n[2]) = \(n[2]) + "!"; print \(n[2]); return extra + \(n[1]); }
            return four;
          }
          return three;
        }
        return two;
      }
      print \(n[0])(\(random.within(0...9)))()()();
      {
        var \(n[1]) = \(n[0])(7)()();
        print \(n[1])(); print \(n[1])();
      }
      """)
  }

  /// A parameter assigned before, between and after captures.
  private mutating func assignedParameter() {
    let n = privateNames(3)
    writer.line(
      """
      fun \(n[0])(\(n[1]), \(n[2])) {
        \(random.oneOf("\(n[1]) = \(n[1]) + 1;", ""))
        fun inner() { return \(n[1]) + \(n[2]); }
        \(random.oneOf("\(n[1]) = \(n[2]);", "\(n[2]) = \(n[1]) + 2;", "if (\(n[1]) > 2) \(n[2]) = 0;", ""))
        print inner();
        \(n[2]) = \(random.oneOf(n[1], "inner()", "inner() + \(n[2])"));
        return inner() + \(n[2]);
      }
      print \(n[0])(\(random.within(0...4)), \(random.within(0...4)));
      """)
  }

  /// The same names in nested scopes, with closures over each.
  private mutating func shadowing() {
    let n = privateNames(3)
    writer.line(
      """
      var \(n[0]) = "outer";
      fun \(n[1])() { return \(n[0]); }
      {
        \(random.oneOf("print \(n[1])();", "\(n[0]) = \(n[0]) + \"+\";"))
        var \(n[0]) = "middle";
        fun \(n[2])() { \(n[0]) = \(n[0]) + "~"; return \(n[0]); }
        {
          var \(n[0]) = \(n[1])() + "inner";
          print \(n[0]); print \(n[2])();
        }
        print \(n[0]);
        for (var \(n[0]) = 0; \(n[0]) < 2; \(n[0]) = \(n[0]) + 1) {
          var \(n[0]) = "body"; print \(n[0]) + \(n[1])();
        }
      }
      print \(n[0]) + \(n[1])();
      """)
  }

  // MARK: - Calls

  private mutating func recursion() {
    let n = privateNames(3)
    let combined = random.oneOf(
      "\(n[0])(\(n[1]) - 1, \(n[2])) + \(n[1])", "\(n[1]) * \(n[0])(\(n[1]) - 1, \(n[2]))")
    let value = captured(.count)
    let twice = "\(n[0])(\(n[1]) - 1, \(n[2])) + \(n[0])(\(n[1]) - 2, \(n[2]))"
    writer.line(
      """
      fun \(n[0])(\(n[1]), \(n[2])) {
        if (\(n[1]) <= 0) return \(random.oneOf(n[2], value, "1"));
        \(random.oneOf("show(\(n[1]));", "var half = \(n[1]) / 2;", ""))
        return \(random.oneOf(combined, combined, twice));
      }
      print \(n[0])(\(random.within(2...6)), \(random.within(0...3)));
      """)
  }

  private mutating func mutualRecursion() {
    let n = privateNames(3)
    let limit = random.within(1...8)
    writer.line(
      """
      var \(n[1]);
      fun \(n[0])(n) { if (n <= 0) return "even"; return \(n[1])(n - 1); }
      fun \(n[2])(n) { if (n <= 0) return "odd"; return \(n[0])(n - 1); }
      \(n[1]) = \(n[2]);
      print \(n[0])(\(limit)); print \(n[1])(\(limit)) + \(n[2])(0);
      """)
  }

  private mutating func returnFromLoops() {
    let n = privateNames(2)
    let value = captured(.string)
    writer.line(
      """
      fun \(n[0])(limit) {
        for (var round = 0;; round = round + 1) {
          var copy = round;
          fun seen() { return copy; }
          \(random.oneOf("while (true)", "for (;;)", "if (round > 1)")) {
            var \(n[1]) = \(value);
            if (copy >= limit) return seen() + round;
            copy = copy + 1;
            \(random.oneOf("if (copy > 50) return seen;", "if (\(n[1]) == nil) return;", ""))
          }
          \(random.oneOf("show(seen());", "if (round > limit) return;", ""))
        }
        return "not reached";
      }
      print \(n[0])(\(random.within(0...4)));
      """)
  }

  /// More arguments and variables than small operands can comfortably number.
  private mutating func manyArguments() {
    guard hasRoom(forConstants: 90) else { return shadowing() }
    let n = privateNames(1)
    let count = random.oneOf(9, 20, 33, 60)
    let parameters = (0..<count).map { "p\($0)" }.joined(separator: ", ")
    let arguments = (0..<count).map { random.chance(5) ? "show(\($0))" : "\($0)" }.joined(
      separator: ",\(gap())")
    let tail = (0..<4).map { _ in "p\(random.below(count))" }.joined(separator: " + ")
    writer.openFunction("fun \(n[0])(\(parameters))")
    writer.line("var sum = \(tail);")
    writer.line("fun inner() { p\(random.below(count)) = sum; return p0 + p\(count - 1); }")
    writer.line("return inner() + \(tail);")
    writer.closeFunction()
    writer.line("print \(n[0])(\(arguments));")
  }

  /// A small loop that runs often enough to matter to anything that watches for hot code.
  private mutating func hotLoop() {
    let n = privateNames(3)
    let rounds = random.oneOf(40, 100, 300)
    guard affords(rounds) else { return notANumber() }
    spend(rounds)
    let body = random.oneOf(
      "\(n[0]) = \(n[0]) + \(n[1]);",
      "if (\(n[1]) / 2 > \(rounds / 5)) \(n[0]) = \(n[0]) - 1; else \(n[0]) = \(n[0]) + 2;",
      "\(n[0]) = same(\(n[0])) + \(n[2])(\(n[1]));",
      "{ var square = \(n[1]) * \(n[1]); \(n[0]) = \(n[0]) + square; }",
      "\(n[2])(\(n[0]) = \(n[0]) + 1);")
    writer.line(
      """
      var \(n[0]) = 0;
      fun \(n[2])(x) { return x + 1; }
      for (var \(n[1]) = 0; \(n[1]) < \(rounds); \(n[1]) = \(n[1]) + 1) \(body)
      print \(n[0]);
      """)
  }

  private mutating func natives() {
    writer.line(
      random.oneOf(
        "print clock;", "print clock() >= 0;", "print clock == clock;", "print clock(1, \"two\") >= 0;",
        "print clock() <= clock();", "{ var time = clock; print time() - time() <= 0; print !time; }"))
  }

  // MARK: - Order and short circuits

  /// Operands and arguments that change what their neighbours read.
  private mutating func evaluationOrder() {
    let n = privateNames(4)
    let line = random.oneOf(
      "print \(n[0]) + (\(n[0]) = \(n[0]) * 2) + \(n[0]);",
      "print \(n[0]) + \(n[1])() + \(n[0]);",
      "print \(n[1])() - \(n[0]) * \(n[1])();",
      "print \(n[2])(\(n[0]), \(n[0]) = 30,\(gap())\(n[0]));",
      "print \(n[2])(\(n[1])(), \(n[0]), \(n[1])());",
      "print \(n[0]) < (\(n[0]) = \(n[0]) - 3) or \(n[0]) == \(n[1])();",
      "print (\(n[0]) = 4) == \(n[0]);",
      "print -\(n[0]) + (\(n[0]) = 8);",
      "print !(\(n[0]) == (\(n[0]) = 9));")
    let object = random.oneOf(
      "\(n[3]).f = (\(n[0]) = \(n[0]) + 1); print \(n[3]).f + \(n[0]);",
      "\(n[3]).f = \(n[3]).g = \(n[0]); print \(n[3]).f + \(n[3]).g;",
      "var old = \(n[3]); \(n[3]).f = (\(n[3]) = Box()); print old.f; print \(n[3]) == old.f;",
      "var old = \(n[3]); print \(n[3]).take(\(n[3]) = Box(), \(n[3])) == old;",
      "\(n[3]).f = \(n[2]); print \(n[3]).f(\(n[3]) = nil, \(n[0]), \(n[0]) = 2); print \(n[3]);",
      "\(n[3]).f = 1; print \(n[3]).f + (\(n[3]).f = 5) + \(n[3]).f;")
    writer.line(
      """
      {
        class Box { take(a, b) { print a == b; return this; } }
        var \(n[0]) = \(random.within(1...9));
        fun \(n[1])() { \(n[0]) = \(n[0]) + 1; return \(n[0]); }
        fun \(n[2])(x, y, z) { print y; print z; return x; }
        var \(n[3]) = Box();
        \(line)
        \(object)
        print \(n[0]);
      }
      """)
  }

  private mutating func shortCircuit() {
    let parts = (0..<random.within(3...6)).map { _ in
      "show(\(random.oneOf("nil", "false", "true", "0", "\"\"", "1 < 2", "!1", "same")))"
    }
    var chain = parts[0]
    for part in parts.dropFirst() {
      let word = random.oneOf("and", "or")
      chain = random.chance(30) ? "(\(chain)) \(word)\(gap())\(part)" : "\(chain) \(word)\(gap())\(part)"
    }
    writer.line(
      random.oneOf(
        "print \(chain);", "if (\(chain)) print \"yes\"; else print \"no\";", "print !(\(chain));",
        "{ var stored = \(chain); print stored; }",
        "{ var stored; stored = stored or (\(chain)); print stored; }"))
  }

  /// Unreachable code that would fail if it ran.
  private mutating func deadCode() {
    let n = privateNames(1)
    let wrong = random.oneOf(
      "nil();", "print -\"a\";", "missing = 1;", "print missing;", "1 + nil;", "nil.x = 2;")
    writer.line(
      random.oneOf(
        "if (false) { \(wrong) } else print \"alive\";", "while (nil) { \(wrong) }", "if (1 > 2) \(wrong)",
        "for (; 1 == 2;) { \(wrong) }", "print true or \"a\" - 1;", "print nil and missing.x.y(1);",
        "fun \(n[0])() { return \"done\"; \(wrong) var a; { fun b() { return a; } } }\nprint \(n[0])();",
        "fun \(n[0])() { { return; } \(wrong) }\nprint \(n[0])();",
        "fun \(n[0])() { while (true) { return 1; } \(wrong) }\nprint \(n[0])();",
        "fun \(n[0])(a) { if (a) return 1; else return 2; \(wrong) }\nprint \(n[0])(0);"
      ))
  }
}
