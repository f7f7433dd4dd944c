import Lox
import Testing

/// Each limit holds against scripts that try to break it, and the isolate continues to work afterwards.
@Suite(.serialized, .inMachineCode) struct LimitTests {
  #if DEBUG
    private static let fuel = 4_000_000
  #else
    private static let fuel = 20_000_000
  #endif

  private func limited(_ change: (inout Limits) -> Void) throws -> Host {
    var limits = Limits()
    limits.heapBytes = 16 << 20
    limits.fuel = Self.fuel
    change(&limits)
    return try Host(limits)
  }

  private func expectUsable(_ host: Host) throws { #expect(try host.run("print 1 + 1;") == "2\n") }

  @Test(arguments: [
    "while (true) {}", "for (;;) {}", "fun f() { while (true) f2(); } fun f2() {} f();",
    "class A { m() { this.m2(); } m2() {} } var a = A(); while (true) a.m();",
    "var s = \"x\"; while (true) s == s + \"\";",
    "while (true) { class A { m() {} } A().m(); }",
    "while (true) { fun g() {} }",
    "class A {} while (true) { var a = A(); a.b = 1; a.c = 2; }",
    "var i = 0; while (true) i = i + 1;",
  ])
  func endlessLoops(script: String) throws {
    let host = try limited { _ in }
    let error = try #require(host.error(script))
    #expect(error.kind == .outOfFuel)
    #expect(error.message == "Out of fuel.")
    #expect(!error.trace.frames.isEmpty)
    try expectUsable(host)
  }

  /// The trace shows the endless loop, not what is before it.
  @Test(arguments: [
    "var i = 0;\n\nwhile (true) i = i + 1;", "var i = 0;\n\nfor (;;) { i = i + 1; }",
    "while (i < 3) i = i + 1;\n\nwhile (true) { while (false) {} }",
    "var i = 0;\n\nwhile (i >= 0) i = i + 1;", "fun f() {\n  i = 1;\nwhile (i < 2) {} } f();",
    "var x = i;\n\nwhile (x != nil) {}", "fun f(x) {\n  x = i;\nwhile (x) {} } f();",
    "fun f(x, y) {\n  y = x;\nwhile (x == y) {} } f(1, 1);",
  ])
  func traceOfLoops(script: String) throws {
    let host = try limited { $0.fuel = 10_000 }
    try host.isolate.setGlobal("i", to: 0)
    #expect(try #require(host.error(script)).trace.text.hasPrefix("[line 3]"))
  }

  @Test func endlessRecursion() throws {
    let host = try limited { $0.callDepth = 1000 }
    let error = try #require(host.error("fun f(n) { return f(n + 1); } f(0);"))
    #expect(error.kind == .stackOverflow)
    #expect(error.trace.elidedCount > 900)
    #expect(host.error("class A { init() { A(); } } A();")?.kind == .stackOverflow)
    // By memory rather than by number.
    let deep = try limited { $0.heapBytes = 4 << 20 }
    #expect(
      deep.error("fun f(a, b, c, d) { return f(a, b, c, d) + 1; } f(1, 2, 3, 4);")?.kind == .stackOverflow)
    try expectUsable(host)
    try expectUsable(deep)
  }

  @Test(arguments: [
    "var s = \"ab\"; while (true) s = s + s;",
    "class N {} var l; while (true) { var n = N(); n.next = l; l = n; }",
    "class N {} fun tree(d) { if (d == 0) return nil; var n = N(); n.a = tree(d - 1); n.b = tree(d - 1); return n; } var t = tree(30);",
    "var f; while (true) { var g = f; fun h() { return g; } f = h; }",
    "var s = \"\"; class L {} var l; while (true) { s = s + \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"; var n = L(); n.s = s + \"!\"; n.l = l; l = n; }",
    "var l; class N {} while (true) { class A { m() {} } var n = N(); n.a = A; n.n = l; l = n; }",
  ])
  func endlessMemory(script: String) throws {
    let host = try limited { $0.fuel = nil }
    let error = try #require(host.error(script))
    #expect(error.kind == .outOfMemory)
    #expect(error.message == "Out of memory.")
    #expect(host.isolate.usedBytes <= 16 << 20)
    for name in host.isolate.globalNames { try host.isolate.setGlobal(name, to: Value.nil) }
    try expectUsable(host)
  }

  /// Work on long strings is paid for by their length.
  @Test func stringsAreCharged() throws {
    let start =
      "var s = \"0123456789abcdef\"; for (var i = 0; i < 16; i = i + 1) s = s + s; var t = s + \"\"; var u = s + \"x\"; var v = s + \"x\";"
    // Strings that were found equal are compared at once from then on, but not strings that are new each time.
    for operation in [
      "(s + \"x\") == v;", "u + v;", "print u;", "(s + \"x\") != v;", "if ((s + \"x\") == v) 1;",
    ] {
      let host = try limited { $0.fuel = 5_000_000 }
      try host.run(start)
      // A million bytes each time: a few hundred times must be too much.
      let error = host.error(
        "for (var i = 0; i < 300; i = i + 1) { \(operation) }")
      #expect(error?.kind == .outOfFuel, "\(operation)")
      try expectUsable(host)
    }
  }

  @Test func output() throws {
    let host = try limited { $0.outputBytes = 1000 }
    let error = try #require(host.error("while (true) print \"0123456789\";"))
    #expect(error.kind == .outputLimit)
    #expect(try host.run("print 1;") == "1\n")
    // A long string is refused as a whole.
    #expect(
      host.error("var s = \"0123456789\"; for (var i = 0; i < 8; i = i + 1) s = s + s; print s;")?.kind
        == .outputLimit)
  }

  @Test func deadline() throws {
    let host = try limited {
      $0.fuel = nil
      $0.deadline = .after(.milliseconds(20))
    }
    let clock = ContinuousClock()
    let start = clock.now
    let error = try #require(host.error("fun f() { while (true) {} } f();"))
    #expect(error.kind == .deadlineExceeded)
    #expect(clock.now - start >= .milliseconds(20))
    #expect(error.trace.frames.map(\.functionName) == ["f", nil])
    // Each run has a time of its own.
    try expectUsable(host)
    // An instant applies to all runs.
    host.isolate.limits.deadline = .at(clock.now)
    #expect(host.error("while (true) {}")?.kind == .deadlineExceeded)
    host.isolate.limits.deadline = .at(SuspendingClock().now + .seconds(1000), clock: SuspendingClock())
    try expectUsable(host)
    // Host functions also take time.
    host.isolate.limits.deadline = .after(.milliseconds(20))
    try host.isolate.define("work") { () -> Int in
      let start = clock.now
      var count = 0
      while clock.now - start < .microseconds(200) { count += 1 }
      return count
    }
    #expect(host.error("while (true) work();")?.kind == .deadlineExceeded)
  }

  @Test func cancellation() async throws {
    let token = CancellationToken()
    let task = Task.detached { () -> RuntimeError? in
      var limits = Limits()
      limits.cancellation = token
      return try Host(limits).error("while (true) {}")
    }
    try await Task.sleep(for: .milliseconds(10))
    token.cancel()
    #expect(try await task.value?.kind == .cancelled)
  }

  /// Before a run begins.
  @Test func cancelledBefore() throws {
    let host = try limited { _ in }
    let token = CancellationToken()
    token.cancel()
    host.isolate.limits.cancellation = token
    #expect(host.error("var x = 1;")?.kind == .cancelled)
    host.isolate.limits.cancellation = nil
    try expectUsable(host)
  }

  /// The same program and input use the same fuel, whatever the collector does and whatever the limits are.
  @Test func fuelIsDeterministic() throws {
    let script = """
      class A { init(n) { this.n = n; } get() { return this.n; } set(n) { this.n = n; } }
      var s = ""; var a = A(1);
      for (var i = 0; i < 300; i = i + 1) { s = s + "ab"; a.set(a.get() + 1); fun f() { return s; } if (f() == s + "x") print 1; A(i); }
      fun fib(n) { if (n < 2) return n; return fib(n - 1) + fib(n - 2); }
      print fib(12); print s;
      """
    var counts: Set<Int> = []
    for (stressed, fuel) in [
      (false, nil), (true, nil), (false, 1_000_000), (true, 1_000_000), (false, 100_001),
    ] {
      var limits = Limits()
      limits.fuel = fuel
      let host = try Host(limits, stressed: stressed)
      try host.run(script)
      counts.insert(host.isolate.usedFuel)
    }
    #expect(counts.count == 1)
    let need = try #require(counts.first)
    // Exactly this much is enough, and one unit less is not.
    for (fuel, isEnough) in [(need, true), (need - 1, false)] {
      let host = try limited { $0.fuel = fuel }
      #expect((host.error(script) == nil) == isEnough)
    }
  }

  /// Fuel belongs to the program as it was compiled, however it is run.
  @Test(arguments: [true, false]) func fuelIsTheSameInEveryMode(optimizes: Bool) async throws {
    var options = Program.Options()
    options.optimizes = optimizes
    let program = try Program(
      """
      class A { init(n) { this.n = n; } get() { return this.n; } }
      var s = "";
      for (var i = 0; i < 2000; i = i + 1 * 2 - 1) {
        if (!(1 < 2)) print "never";
        while (false) print "never";
        fun f(n) { return A(n).get() + i; }
        if (f(i) == s + "x") print s;
        if (i < 200) s = s + "ab";
      }
      print s;
      """, options: options)
    func fuel(
      prepare: (inout Isolate.Options) -> Void = { _ in }, start: (Isolate) -> Void = { _ in }
    ) throws -> Int {
      var options = Isolate.Options()
      prepare(&options)
      let isolate = try Isolate(options: options)
      start(isolate)
      try isolate.run(program)
      return isolate.usedFuel
    }
    let plain = try fuel()
    #expect(plain > 100_000)
    let observed = try fuel(start: { $0.machine.isObserved = true })
    let traced = try fuel(start: { $0.machine.trace { _ in } })
    let counted = try fuel(start: { $0.machine.startCounting() })
    let sampled = try fuel(start: { $0.machine.startProfiling() })
    let stressed = try fuel(prepare: { $0.stressesCollector = true })
    let limited = try fuel(prepare: { $0.limits.fuel = plain })
    let timed = try fuel(prepare: { $0.limits.deadline = .after(.seconds(1_000_000)) })
    let small = try fuel(prepare: { $0.limits.heapBytes = 1 << 20 })
    let isolate = try Isolate()
    try await isolate.run(program)
    #expect(
      [observed, traced, counted, sampled, stressed, limited, timed, small, isolate.usedFuel]
        == Array(repeating: plain, count: 9))
  }

  /// Nested runs share the fuel of the outermost one.
  @Test func fuelOfNestedRuns() throws {
    let host = try limited { $0.fuel = 200_000 }
    try host.isolate.define("apply") { (f: Function) in try f.call() }
    try host.isolate.define("tryApply") { (f: Function) -> Value in (try? f.call()) ?? .nil }
    let loop = "fun spin() { for (var i = 0; i < 1000000; i = i + 1) {} }"
    #expect(host.error(loop + "apply(spin);")?.kind == .outOfFuel)
    // A host function that hides the error does not help.
    #expect(host.error(loop + "while (true) tryApply(spin);")?.kind == .outOfFuel)
    // If runs follow each other, each has its own fuel.
    try host.run("fun little() { for (var i = 0; i < 5000; i = i + 1) {} }")
    for _ in 0..<20 { try host.isolate.call("little") }
    // Many calls of small functions in one run.
    #expect(host.error("while (true) apply(little);")?.kind == .outOfFuel)
  }

  @Test func hostFunctionsCharge() throws {
    let host = try limited { $0.fuel = 100_000 }
    let isolate = host.isolate
    try isolate.define("costly") { [unowned isolate] in isolate.charge(fuel: 1000) }
    #expect(try host.run("for (var i = 0; i < 50; i = i + 1) costly();") == "")
    #expect(host.error("for (var i = 0; i < 100; i = i + 1) costly();")?.kind == .outOfFuel)
    try isolate.define("free") {}
    #expect(host.error("while (true) free();")?.kind == .outOfFuel)
  }

  /// Thousands of everything.
  @Test func manyDeclarations() throws {
    let host = try limited { $0.heapBytes = 2 << 20 }
    var text = ""
    for index in 0..<3000 {
      text += "class C\(index) { m() { return \(index); } } var v\(index) = C\(index)(); fun f\(index)() {}\n"
    }
    let error = host.error(text)
    #expect(error == nil || error?.kind == .outOfMemory)
    try expectUsable(host)
  }

  /// The limits of an isolate can be changed between runs.
  @Test func memoryLimitCanChange() throws {
    let host = try limited { $0.fuel = nil }
    let grow =
      "class N {} fun grow(n) { var l; for (var i = 0; i < n; i = i + 1) { var m = N(); m.next = l; l = m; } return l; } var kept;"
    try host.run(grow)
    #expect(host.error("kept = grow(1000000);")?.kind == .outOfMemory)
    host.isolate.limits.heapBytes = 200 << 20
    try host.run("kept = grow(1000000);")
    host.isolate.limits.heapBytes = 1 << 20
    #expect(host.error("grow(100000);")?.kind == .outOfMemory)
    try host.run("kept = nil;")
    host.isolate.collectGarbage()
    host.isolate.limits.heapBytes = 2 << 20
    #expect(host.error("var k = grow(1000000);")?.kind == .outOfMemory)
    #expect(host.isolate.usedBytes <= 2 << 20)
    try expectUsable(host)
  }

  /// Whichever allocation fails, there is a clean error, the heap is sound, and the isolate continues to work.
  @Test(arguments: [
    "class A { init(x) { this.x = x; this.y = \"a\" + \"b\"; } m() { fun g() { return this; } return g; } } print A(1).m()().x;",
    "fun make() { var i = 0; fun inc() { i = i + 1; return i; } return inc; } var c = make(); c(); print c();",
    "var s = \"\"; for (var i = 0; i < 12; i = i + 1) s = s + \"0123456789\"; print s;",
    "class A { m() { return \"A\"; } } class B < A { m() { return super.m() + \"B\"; } } print B().m(); var b = B(); b.f = b.m; print b.f();",
    "print host(\"text\", 1); var p = P(1); p.x = p.x + 1; print p.x; print call(p.get); fun f() { return \"f\" + \"g\"; } print call(f);",
  ])
  func failingAllocations(script: String) throws {
    let program = try Program(script)
    for persists in [false, true] {
      var number = 1
      while number < 2000 {
        let host = try Host(stressed: true)
        try host.isolate.define("host") { (text: String, n: Int) in text + "\(n)" }
        try host.isolate.define("call") { (f: Function) in try f.call() }
        try host.isolate.define(
          HostClass<Point>("P").initializer { (x: Double) in Point(x: x) }.property("x", \.x)
            .method("get") { (p: inout Point) in "\(p.x)" })
        host.isolate.machine.failAllocation(number, persists: persists)
        var message: String?
        do { try host.isolate.run(program) } catch {
          message = (error as? RuntimeError)?.message ?? "\(error)"
        }
        host.isolate.machine.failAllocation(nil, persists: false)
        #expect(host.isolate.machine.heapProblems == [])
        if message == nil { break }
        #expect(message == "Out of memory.")
        try expectUsable(host)
        number += 1
      }
      #expect(number > 2 && number < 2000)
    }
  }

  struct Point { var x: Double }
}
