import Lox
import Testing

/// The examples of the articles on limits and on scripts that are not trusted.
@Suite struct LimitExamples {
  @Test func limits() throws {
    // The example begins.
    var limits = Limits()
    limits.fuel = 100_000
    limits.heapBytes = 8 << 20
    limits.callDepth = 1000
    limits.outputBytes = 64 << 10
    limits.deadline = .after(.seconds(2))

    let isolate = try Isolate(limits: limits)
    do {
      try isolate.run(try Program("var n = 0; while (true) n = n + 1;", name: "endless.lox"))
    } catch let error as RuntimeError where error.kind == .outOfFuel {
      print(error)
      // Out of fuel.
      // [line 1] in script
    }
    let reached = try isolate.global("n", as: Int.self)  // what was done until then remains
    // The example ends.
    #expect(try #require(reached) > 1000)
    do {
      try isolate.run(try Program("while (true) n = n + 1;"))
      Issue.record("no error")
    } catch {
      #expect("\(error)" == "Out of fuel.\n[line 1] in script")
    }
  }

  @Test func fuel() throws {
    // The example begins.
    let program = try Program(
      """
      fun fib(n) { if (n < 2) return n; return fib(n - 1) + fib(n - 2); }
      fib(15);
      """)
    func fuel() throws -> Int {
      let isolate = try Isolate()
      try isolate.run(program)
      return isolate.usedFuel
    }
    // The example ends.
    #expect(try fuel() == fuel())
    #expect(try fuel() > 10_000)

    let isolate = try Isolate(limits: .untrusted)
    // The example begins.
    try isolate.define("sorted") { (isolate: Isolate, list: [Double]) in
      isolate.charge(fuel: list.count * 20)
      return list.sorted()
    }
    // The example ends.
    try isolate.setGlobal("list", to: [3.0, 1, 2])
    let before = isolate.usedFuel
    try isolate.run(try Program("var result = sorted(list);"))
    #expect(try isolate.global("result", as: [Double].self) == [1, 2, 3])
    #expect(isolate.usedFuel - before >= 60)
  }

  @Test func cancellation() async throws {
    let program = try Program("while (true) {}")
    // The example begins.
    let token = CancellationToken()
    var limits = Limits()
    limits.cancellation = token
    let isolate = try Isolate(limits: limits)

    Task.detached {
      try await Task.sleep(for: .milliseconds(10))
      token.cancel()
    }
    do {
      try await isolate.run(program)
    } catch let error as RuntimeError where error.kind == .cancelled {
      print("stopped")
    }
    // The example ends.
    #expect(token.isCancelled)
    // The example begins.
    isolate.limits.cancellation = nil
    isolate.limits.fuel = 100_000
    // The example ends.
    do {
      try await isolate.run(program)
    } catch let error as RuntimeError {
      #expect(error.kind == .outOfFuel)
    }
  }

  @Test func measure() throws {
    let programs = [try Program("var a = 1;"), try Program("for (var i = 0; i < 100; i = i + 1) {}")]
    // The example begins.
    var largest = (fuel: 0, bytes: 0)
    for program in programs {
      let isolate = try Isolate()
      try isolate.run(program)
      largest.fuel = max(largest.fuel, isolate.usedFuel)
      largest.bytes = max(largest.bytes, isolate.usedBytes)
    }
    // The example ends.
    #expect(largest.fuel > 0)
    #expect(largest.bytes > 0)
  }

  @Test func untrusted() throws {
    var printed: [String] = []
    func print(_ line: String) { printed.append(line) }
    // The example begins.
    /// What a script of a stranger answered, or what to tell the stranger.
    func answer(of script: String, to question: String) -> String {
      guard script.utf8.count <= 100_000 else { return "The script is too long." }
      var limits = Limits.untrusted
      limits.fuel = 100_000
      limits.heapBytes = 4 << 20
      limits.deadline = .after(.seconds(2))
      do {
        let program = try Program(script, name: "script.lox")
        let isolate = try Isolate(limits: limits)
        try isolate.run(program)
        let answer: String = try isolate.call("answer", question)
        return String(answer.prefix(1000))
      } catch let errors as CompileErrors {
        return errors.formatted(.rich(color: false))
      } catch let error as RuntimeError {
        return error.formatted(.rich(color: false))
      } catch {
        return "\(error)"  // the answer is not text, or there is no memory for an isolate
      }
    }
    print(answer(of: "fun answer(question) { return question + \"!\"; }", to: "Why"))  // Why!
    // The example ends.
    #expect(printed == ["Why!"])
    #expect(answer(of: "fun answer(q) { return 1; }", to: "") == "Expected a string, not a number.")
    #expect(
      answer(of: "fun answer(q) { return answer(q); }", to: "").hasPrefix(
        "error[stack-overflow]: Stack overflow."))
    #expect(answer(of: "while (true) {}", to: "").hasPrefix("error[out-of-fuel]: Out of fuel."))
    #expect(answer(of: "var x = ;", to: "").hasPrefix("error[expected-expression]: Expect expression."))
    #expect(answer(of: "", to: "").hasPrefix("error[undefined-variable]: Undefined variable 'answer'."))
    #expect(answer(of: String(repeating: " ", count: 100_001), to: "") == "The script is too long.")
  }

  /// Each row of the table of threats is tried.
  @Test(arguments: [
    ("while (true) {}", RuntimeError.Kind.outOfFuel),
    ("fun f() { f(); } f();", .stackOverflow),
    ("var s = \"ab\"; while (true) s = s + s;", .outOfMemory),
    ("class N {} var l; while (true) { var n = N(); n.next = l; l = n; }", .outOfMemory),
    ("while (true) print \"0123456789012345678901234567890123456789\";", .outputLimit),
    ("while (true) slow();", .deadlineExceeded),
    ("fun f(g) { return apply(g); } f(f);", .stackOverflow),
    ("class P {} fun spin() { while (true) {} } while (true) hide(spin);", .outOfFuel),
  ])
  func threats(script: String, kind: RuntimeError.Kind) throws {
    var limits = Limits.untrusted
    // Debug builds are slow.
    limits.fuel = 1_000_000
    limits.heapBytes = 2 << 20
    limits.deadline = kind == .deadlineExceeded ? .after(.milliseconds(20)) : nil
    let isolate = try Isolate(limits: limits)
    try isolate.define("slow") {
      let end = ContinuousClock.now + .milliseconds(1)
      while ContinuousClock.now < end {}
    }
    try isolate.define("apply") { (f: Function) in try f.call(f) }
    try isolate.define("hide") { (f: Function) in _ = try? f.call() }
    let error = #expect(throws: RuntimeError.self) { try isolate.run(try Program(script)) }
    #expect(error?.kind == kind)
    for name in isolate.globalNames { try isolate.setGlobal(name, to: Value.nil) }
    try isolate.run(try Program("var x = 1 + 1;"))
    #expect(isolate["x"] == 2)
  }
}
