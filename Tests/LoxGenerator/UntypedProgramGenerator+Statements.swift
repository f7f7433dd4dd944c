/// Statements, and what ends a program.
extension UntypedProgramGenerator {
  /// Some statements, and often a result.
  mutating func body(statements: Int) {
    for _ in 0..<statements { statement() }
    if random.chance(70), !isInLoop { line("return \(value());") }
  }

  private mutating func statement() {
    guard depth < 6 else { return line("\(value(2));") }
    switch random.below(20) {
    case 0: line("print \(value());")
    case 1: line("try { print \(value()); } catch (e) { tell(e); }")
    case 2...4: declaration()
    case 5: line("\(value());")
    case 6: line("try { \(random.pick(locals) ?? "g1") = \(value()); } catch (e) { tell(e); }")
    case 7: branch()
    case 8: countingLoop()
    case 9: elementLoop()
    case 10: tryStatement()
    case 11: line("if (\(condition(2))) \(leaving())")
    case 12: boundFunction()
    case 13: line("\(random.pick(locals) ?? "g2") = \(value());")
    case 14:
      if isInMethod {
        line("this.\(field()) = \(value());")
      } else {
        line("\(name()).\(field()) = \(value());")
      }
    case 15: switchStatement()
    case 16: growingList()
    case 17: closures()
    case 18: line("try { \(value()); } catch (e) { tell(e); }")
    default: line("\(random.pick(Self.globals) ?? "g0") = \(value());")
    }
  }

  private mutating func freshName() -> String {
    counters += 1
    return "v\(counters)"
  }

  private mutating func declaration() {
    let name = freshName()
    switch random.below(6) {
    case 0: line("var [\(name), ...\(name)r] = \(random.oneOf("[1, 2, 3]", value()));")
    case 1: line("var {a: \(name) = 7} = \(random.oneOf("{a: 1}", "A(3)", value()));")
    case 2: line("var \(name): \(random.oneOf("Number", "String?", "A", "List?")) = \(value());")
    default: line("var \(name) = \(value());")
    }
    locals.append(name)
  }

  private mutating func branch() {
    block("if (\(condition(2)))", end: random.chance(50) ? "}" : "} else { \(value(2)); }") {
      $0.body(statements: 1 + $0.random.below(2))
    }
  }

  private mutating func leaving() -> String {
    if isInLoop, random.chance(50) { return random.oneOf("break;", "continue;") }
    return depth > 1 && !isInLoop && random.chance(50) ? "return \(value(2));" : "throw \(value(2));"
  }

  private mutating func countingLoop() {
    let name = freshName()
    let rounds = random.oneOf("3", "8", "30", "f0 == nil ? 2 : 5")
    let header = random.oneOf(
      "for (var \(name) = 0; \(name) < \(rounds); \(name)++)",
      "for (var \(name) in 0..<\(random.oneOf("3", "9")))",
      "for (var \(name) = 6; \(name) > 0; \(name) -= 1)")
    block(header) { writer in
      // What happens to the counter must not make the loop endless too often.
      writer.isInLoop = true
      writer.line("var \(name)c = \(name);")
      writer.locals.append("\(name)c")
      writer.body(statements: 1 + writer.random.below(3))
    }
  }

  private mutating func elementLoop() {
    let name = freshName()
    let subject = random.oneOf(
      "[1, 2.5, \"x\", nil]", "{a: 1, b: \"c\"}", "\"aéb\"",
      "Fiber(() => { Fiber.yield(1); Fiber.yield(\(value(1))); })", value(), value())
    block("for (var \(random.oneOf("", "\(name)k, "))\(name) in \(subject))") { writer in
      writer.isInLoop = true
      writer.locals.append(name)
      writer.body(statements: 1 + writer.random.below(2))
      writer.line("if (\(name) == 99) break;")
    }
  }

  private mutating func tryStatement() {
    let handler = random.oneOf(
      "} catch (e) { tell(e); }", "} catch (e is A) { tell(e); } finally { g1 = \(value(1)); }",
      "} finally { \(value(2)); }", "} catch (e) { g2 = e; throw e; }",
      "} catch (e) { tell(e); } finally { print g0; }")
    block("try", end: handler) { $0.body(statements: 1 + $0.random.below(3)) }
  }

  private mutating func boundFunction() {
    let name = freshName()
    line("var \(name) = \(value(1)).\(method());")
    line("\(name)(\(value(2)));")
    locals.append(name)
  }

  private mutating func switchStatement() {
    line(
      "switch (\(value(2))) { case 1, nil: \(value(2)); case is A: print 1; case in [2, \"s\"]: \(value(2)); default: \(value(2)); }"
    )
  }

  /// A list of numbers gets other values.
  private mutating func growingList() {
    let name = freshName()
    line("var \(name) = [1, 2];")
    line(
      "for (var i in 0..<\(random.oneOf("3", "12"))) \(name).add(\(random.oneOf("i", "i == 2 ? nil : i", value(1))));"
    )
    line("\(name)[0] = \(value(2)); print \(name)[-1]; \(name).add(\(value(1)));")
    locals.append(name)
  }

  private mutating func closures() {
    let name = freshName()
    line(
      "var \(name) = []; { var n = \(value(1)); \(name).add(() => n); \(name).add(x => { n = x; return n; }); }"
    )
    line("\(name)[1](\(value(2))); print \(name)[0]() == nil;")
    locals.append(name)
  }

  // MARK: - The end of the stack

  /// Calls of one kind until a limit is exceeded, the stack's if nothing else.
  mutating func ending() {
    let many = (0..<random.oneOf(1, 1, 30, 200)).map { "var l\($0) = n;" }.joined(separator: " ")
    let (declaration, start) = random.oneOf(
      ("fun deep(n) { \(many) return deep(n + 1) + 1; }", "deep(0)"),
      ("fun deep(n, ...m) { \(many) return deep(n + 1, ...m) + 1; }", "deep(0, 1)"),
      ("var deep = nil; deep = n => { \(many) return 1 + deep(n + 1); };", "deep(0)"),
      ("class Deep { m(n) { \(many) return this.m(n + 1) + 1; } }", "Deep().m(0)"),
      ("class Deep { m(n) { \(many) var f = this.m; return f(n + 1) + 1; } }", "Deep().m(0)"),
      ("class Deep { init(n) { \(many) this.next = Deep(n + 1); } }", "Deep(0)"),
      (
        "class Up { m(n) { return this.m(n + 1); } } class Deep < Up { m(n) { \(many) return super.m(n) + 1; } }",
        "Deep().m(0)"
      ),
      ("class Deep { size { var n = 1; \(many) return this.size + 1; } }", "Deep().size"),
      ("class Deep { operator +(n) { \(many) return this + n; } }", "Deep() + 1"),
      (
        "class Deep { operator -() { var n = 1; \(many) return -this; } description => `${-this}`; }",
        "`${Deep()}`"
      ),
      ("class Deep { operator [](n) { \(many) return this[n + 1]; } }", "Deep()[0]"),
      ("class Deep { operator <(n) { \(many) return this < n; } }", "Deep() > 1"),
      ("class Deep { set a(n) { \(many) this.a = n + 1; } }", "Deep().a = 0"),
      ("fun deep(n) { \(many) return Fiber(() => deep(n + 1)).resume(); }", "deep(0)"),
      ("fun deep(n) { \(many) for (var x in Fiber(() => { deep(n + 1); })) {} }", "deep(0)"),
      ("fun deep(n) { \(many) return [n].map(deep)[0]; }", "deep(0)"),
      ("fun deep(n) { \(many) return callBack(deep, n + 1); }", "deep(0)"),
      ("fun deep(n) { \(many) try { return deep(n + 1) + 1; } finally { g0 = n; } }", "deep(0)"),
      (
        "fun deep(n) { \(many) try { if (n == 30) throw n; return deep(n + 1) + 1; } catch (e) { return e; } }",
        "deep(0)"
      ),
      ("fun deep(n) { \(many) return n > 300 ? host(n) : deep(n + 1) - 1; }", "deep(0)"),
      ("fun deep(n) { var s = \"s\"; while (true) { s = s + s; n = n + 1; } }", "deep(0)"),
      ("fun deep(n) { var s = []; while (true) { s.add([s, n]); n = n + 1; } }", "deep(0)"))
    line(declaration)
    line("try { print \(start); } catch (e) { tell(e); }")
    line("print \"after\";")
  }
}
