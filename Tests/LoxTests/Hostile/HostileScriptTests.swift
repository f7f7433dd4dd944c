import Lox
import Testing

/// Scripts that try to use more than they may, to be told lies, or to hide what the library relies on.
@Suite struct HostileScriptTests {
  /// How much growth is tried: less in a debug build, which is slow.
  #if DEBUG
    private static let heapBytes = 2 << 20
    private static let fuel = 1_000_000
  #else
    private static let heapBytes = 8 << 20
    private static let fuel = 3_000_000
  #endif

  private func limited(_ change: (inout Limits) -> Void = { _ in }) throws -> Host {
    var limits = Limits()
    limits.heapBytes = 8 << 20
    limits.fuel = Self.fuel
    limits.callDepth = 1000
    change(&limits)
    return try Host(limits)
  }

  /// Whatever grows ends at the limit of memory, and leaves an isolate that works.
  @Test(arguments: [
    "var l = []; while (true) l.add(l);", "var l = [1]; while (true) l = [...l, ...l];",
    "var l = [1]; while (true) l.addAll(l);",
    "var m = {}; var i = 0; while (true) { m[i] = m; i++; }",
    "var m = {}; var i = 0; while (true) { m[`k${i}`] = i; i++; }",
    "var s = \"ab\"; while (true) s = `${s}${s}`;", "var s = [\"ab\"]; while (true) s = [`${s}`, `${s}`];",
    "var l = List(0..<10000); var k = []; while (true) k.add(l.chunked(1));",
    "var l = List(0..<10000); var k = []; while (true) k.add(l.zip(l));",
    "var l = List(0..<1000); while (true) l = l.flatMap(x => l);", "List(0..<1e15);",
    "(0..<1e15).map(x => x);", "List.filled(1e308, 1);",
    "var s = \"a\".repeat(1e5); s.replace(\"a\", s);", "var s = \"a\".repeat(1e5); s.replace(\"a\", x => s);",
    "\"x\".padStart(1e308, \"é\");", "\"x\".repeat(2147483648);",
    "var s = \"a\".repeat(1e6); List.filled(1000, s).join(s);",
    "var s = \"a\".repeat(1e6); \"{0}\".repeat(1000).format([s]);",
    "var s = \"a\".repeat(1e6); \"{a}\".repeat(1000).format({a: [s]});",
    "var l = []; for (var i in 0..<90) l = [l, l]; `${l}`;",
    "var l = []; for (var i in 0..<90) l = [l, l]; JSON.stringify(l, 100);",
    "var l = []; for (var i in 0..<90) l = [l, l]; l.join();",
    "var s = String.fromCodes([1]).repeat(1e6); JSON.stringify(List.filled(100, s));",
    "class A { description => \"x\".repeat(1e6); } `${List.filled(100, A())}`;",
    "var k = []; while (true) k.add(String.fromCodes(List.filled(30000, 128512)));",
    "var k = []; var i = 0; while (true) { k.add(Regex(`a${i}`)); i++; }",
    "var k = []; while (true) k.add(Regex(`(?:a{100}${k.length}){30}`));",
    "var s = \"a\".repeat(1e5); Regex(\"a\").replace(s, s);",
    "var s = \"a\".repeat(1e5); Regex(\"a\").replace(s, x => s);", "Regex(\"\").findAll(\"a\".repeat(1e6));",
    "var s = \"a\".repeat(1e6); var k = []; while (true) k.addAll(Regex(\"((((a+))))\").find(s));",
    "var l = [1]; l.reduce((a, b) => { while (true) l.add(1); }, 0);",
  ])
  func growth(script: String) throws {
    let host = try limited {
      $0.fuel = nil
      $0.heapBytes = Self.heapBytes
    }
    let error = try #require(
      host.error("try { \(script) } catch (e) { print \"caught\"; } finally { print \"finally\"; }"))
    #expect(error.kind == .outOfMemory, "\(error.message)")
    #expect(host.isolate.usedBytes <= Self.heapBytes)
    for name in host.isolate.globalNames { try host.isolate.setGlobal(name, to: Value.nil) }
    #expect(try host.run("print 1 + 1;") == "2\n")
    #expect(host.isolate.machine.heapProblems.isEmpty)
  }

  /// Work that is out of proportion to what it looks like is paid for.
  @Test(arguments: [
    // Comparisons of long strings, once for each element.
    "var s = \"a\".repeat(1e6) + \"b\"; var u = \"a\".repeat(1e6) + \"c\"; var l = List.filled(10000, s); u in l;",
    "var s = \"a\".repeat(1e6) + \"b\"; var u = \"a\".repeat(1e6) + \"b\"; equals(List.filled(10000, s), List.filled(10000, u));",
    "var l = []; var m = []; for (var i in 0..<90) { l = [l, l]; m = [m, m]; } equals(l, m);",
    // Long chains of classes.
    "fun make(b) { class A < b {} return A; } class B {} var c = B; for (var i in 0..<10000) c = make(c); var o = c(); while (true) o is B;",
    "fun make(b) { class A < b {} return A; } class B { class zero = 0; } var c = B; for (var i in 0..<10000) c = make(c); while (true) c?.one;",
    "fun make(b) { class A < b {} return A; } class B { class zero = 0; } var c = B; for (var i in 0..<10000) c = make(c); while (true) c.two = 3;",
    "while (true) 1e308.toRadix(2);", "while (true) 5e-324.fixed(100);",
    "while (true) { try { nil.x; } catch (e) {} }",
    "var e = Error(\"\"); while (true) { try { throw e; } catch (x) {} }",
    "var m = {}; for (var i in 0..<10000) m[i] = i; while (true) { try { m.zzz; } catch (e) {} }",
    "class A { operator <(o) => true; } var l = List(0..<100).map(i => A()); while (true) l.sort();",
    "var l = List(0..<1000); while (true) l.sort((a, b) => 0 / 0);",
    "try { while (true) {} } finally { while (true) {} }",
    // Expressions that take long to read, to begin with, or to search with.
    "while (true) Regex(\"[\\u0001-\\uffff]\", \"i\");",
    "while (true) { try { Regex(\"[\\u0001-\\uffff](\", \"i\"); } catch {} }",
    "while (true) { try { Regex(\"(?:a{90}){200}\"); } catch {} }",
    "var i = 0; while (true) { Regex(`(?:a?){900}${i}`); i++; }",
    "var k = List(0..<40).map(i => Regex(`(?:a?){900}${i}`)); while (true) for (var r in k) r.test(\"\");",
    "var s = \"a\".repeat(1e5); Regex(\"(?:a|b)*c|a\").findAll(s);",
    "var s = \"a\".repeat(1e6); while (true) Regex(\"b\").test(s);",
    "var r = Regex(\"(a)(b)?\"); while (true) r.findAll(\"aaaa\");",
  ])
  func charges(script: String) throws {
    let host = try limited()
    #expect(host.error(script)?.kind == .outOfFuel)
    #expect(host.isolate.usedFuel < Self.fuel + 1_000_000)
    #expect(try host.run("print 1 + 1;") == "2\n")
  }

  /// What calls itself ends, too.
  @Test(arguments: [
    "class A { description => `${[this]}`; } print A();",
    "class A { description => [this].join(); } print A();",
    "class A { iterate() => [...this]; } for (var x in A()) print x;",
    "class A { operator <(o) => this < o; } [A(), A()].sort();",
    "class A { x => this.x; } A().x;", "class A { set x(v) { this.x = v; } } A().x = 1;",
    "class A { operator [](i) => this[i]; } A()[1];", "fun f() { try { f(); } finally { f(); } } f();",
    "class A { contains(x) => x in this; } 1 in A();", "fun f(l) => l.map(x => f(l)); f([1]);",
  ])
  func recursion(script: String) throws {
    let host = try limited { $0.hostCallDepth = 20 }
    #expect(host.error(script)?.kind == .stackOverflow)
    #expect(try host.run("print 1 + 1;") == "2\n")
  }

  /// Callbacks that change what is gone through.
  @Test(arguments: [
    "l.map(x => l.add(x));", "l.filter(x => l.removeLast());", "l.forEach(x => l.clear());",
    "l.removeWhere(x => l.add(1));",
    "l.reduce((a, b) => l.add(1), 0);", "l.find(x => l.insert(0, 1));",
    "l.flatMap(x => { l.add(1); return []; });",
    "for (var x in l) l.removeAt(0);", "l.groupBy(x => { l.add(1); return 1; });",
    "l.sort((a, b) => { l.add(1); return 0; });",
    "m.filter((k, v) => m.clear());", "m.mapValues((k, v) => { m[`${k}x`] = 1; });",
    "for (var k in m) m.remove(k);",
  ])
  func changes(script: String) throws {
    let host = try limited()
    let message = try #require(host.message("var l = List(0..<20); var m = {a: 1, b: 2, c: 3}; \(script)"))
    #expect(
      message.hasPrefix("The list was changed") || message.hasPrefix("The map was changed"), "\(message)")
    #expect(host.isolate.machine.heapProblems.isEmpty)
  }

  /// The text of a list is that of what it has by then.
  @Test func descriptionsThatChange() throws {
    let host = try limited()
    #expect(
      try host.run(
        """
        var l = [1, 2];
        class D { description { l.clear(); return "d"; } }
        l.add(D());
        l.add(4);
        print l.join(",");
        var m = {a: 1};
        class E { description { m.clear(); return "e"; } }
        m.e = E();
        m.z = 1;
        print m;
        """) == "1,2,d\n{a: 1, e: e}\n")
  }

  /// An order that lies gives some order of the same elements.
  @Test(arguments: ["0 / 0", "true", "false", "1", "-1", "(n = n * 16807 % 2147483647) - 1073741823"])
  func lyingOrders(order: String) throws {
    let host = try limited()
    #expect(
      try host.run(
        "var n = 1; var l = List(0..<500); l.sort((a, b) => \(order)); print l.length; print equals(l.sorted(), List(0..<500));"
      )
        == "500\ntrue\n")
  }

  /// Nothing that a script declares hides the core library from the part of it that is written in Lox.
  @Test func hiddenNames() throws {
    let host = try limited()
    #expect(
      try host.run(
        """
        var Boolean = 1; var Number = 2; var String = 3; fun assert(a, b) { print "mine"; } fun classOf(x) => 7; class List {} class Error {}
        print [2, 1].sorted((a, b) => a < b);
        try { [].reduce((a, b) => a); } catch (e) { print e.message; }
        try { nil.x; } catch (e) { print `${e}`; }
        """)
        == "[1, 2]\nAn empty list can't be reduced without an initial value.\nError: Only instances have properties.\n"
    )
  }

  /// Arguments of operations that call back are checked like all others.
  @Test func argumentsOfCallbacks() throws {
    let host = try limited()
    #expect(
      host.message("[1].reduce(1, x => x);") == "Argument 1 of 'reduce' must be a function, not a number.")
    #expect(
      host.message("\"abc\".replace(x => 1, \"b\");")
        == "Argument 1 of 'replace' must be a string, not a function.")
    #expect(
      host.message("\"abc\".replace(\"\", x => 1);") == "Argument 1 of 'replace' must not be an empty string."
    )
    #expect(
      host.message("\"abc\".replaceFirst(\"\", x => 1);")
        == "Argument 1 of 'replaceFirst' must not be an empty string.")
    #expect(
      try host.run("print [1, \"2\"].map(Number); print [1, [2]].map(String); print [0..<2].map(List);")
        == "[1, 2]\n[\"1\", \"[2]\"]\n[[0, 1]]\n")
    #expect(try host.run("print [nil, 1, nil, 0 / 0, 0 / 0, 1].unique(x => x);") == "[nil, 1, nan, nan]\n")
    #expect(
      try host.run("class A < Error { init() {} } try { throw A(); } catch (e is A) { print `${e}`; }")
        == "A\n")
  }

  /// What was removed from a list is not kept alive by it.
  @Test func removedElements() throws {
    let host = try limited()
    try host.run("var l = [1, 2]; l.add(\"a\".repeat(3e6)); l.removeLast(); l.add(1); l.removeAt(0);")
    try host.run("var k = []; k.add(\"a\".repeat(3e6)); k.removeAt(0); k = [k];")
    host.isolate.collectGarbage()
    #expect(host.isolate.usedBytes < 2 << 20)
  }
}
