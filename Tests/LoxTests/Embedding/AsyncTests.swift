import Lox
import Testing

/// Runs that wait for asynchronous host functions.
@Suite struct AsyncTests {
  @Test(arguments: [false, true]) func suspends(stressed: Bool) async throws {
    let host = try Host(stressed: stressed)
    try host.isolate.defineAsync("fetch") { (key: String) async throws -> String in
      try await Task.sleep(for: .milliseconds(1))
      return "<\(key)>"
    }
    try await host.isolate.run(
      try Program(
        """
        class A { init(x) { this.x = fetch(x); } get() { return fetch(this.x + "!"); } }
        fun deep(n) { if (n == 0) return fetch("deep"); var r = deep(n - 1); return r + "."; }
        var log = "";
        for (var i = 0; i < 3; i = i + 1) { log = log + fetch("k"); }
        var a = A("a").get();
        var d = deep(5);
        """))
    #expect(host.isolate["log"] == "<k><k><k>")
    #expect(host.isolate["a"] == "<<a>!>")
    #expect(host.isolate["d"] == "<deep>.....")
    // Called from the host.
    #expect(try await host.isolate.call("fetch", "direct") == "<direct>")
    #expect(try await host.isolate.call("deep", 1) == "<deep>.")
  }

  @Test func errorsAndTraces() async throws {
    struct Oops: Error {}
    let host = try Host()
    try host.isolate.defineAsync("fail") { () async throws -> Int in throw Oops() }
    do {
      try await host.isolate.run(try Program("fun f() {\n  fail();\n}\nf();"))
      Issue.record("no error")
    } catch let error as RuntimeError {
      #expect(error.underlying is Oops)
      #expect(error.trace.text == "[host] in fail()\n[line 2] in f()\n[line 4] in script\n")
    }
    try await host.isolate.run(try Program("var x = 1;"))
    #expect(host.isolate["x"] == 1)
  }

  private static func error(of body: () async throws -> Void) async -> RuntimeError? {
    do {
      try await body()
      return nil
    } catch { return error as? RuntimeError }
  }

  /// From synchronous code, an asynchronous function is a clean error.
  @Test func cleanErrors() async throws {
    let host = try Host()
    try host.isolate.defineAsync("wait") { () async throws in }
    try host.isolate.define("apply") { (f: Function) in try f.call() }
    #expect(host.message("wait();") == "'wait' is asynchronous and can't be called here.")
    let error = await Self.error { try await host.isolate.run(try Program("apply(wait);")) }
    #expect(error?.message == "'wait' is asynchronous and can't be called here.")
    #expect(error?.trace.frames.map(\.functionName) == ["wait", "apply", nil])
    try await host.isolate.run(try Program("wait();"))
  }

  @Test func cancellation() async throws {
    let task = Task {
      let host = try Host()
      try host.isolate.defineAsync("forever") { () async throws in try await Task.sleep(for: .seconds(1000)) }
      try await host.isolate.run(try Program("fun f() { forever(); } f();"))
    }
    try await Task.sleep(for: .milliseconds(20))
    task.cancel()
    let error = await Self.error { try await task.value }
    #expect(error?.kind == .cancelled)
    #expect(error?.trace.frames.map(\.functionName).suffix(2) == ["f", nil])
  }

  /// The cancellation of the task ends a run that does not wait, too.
  @Test func cancellationOfLoops() async throws {
    let task = Task { try await Isolate().run(try Program("while (true) {}")) }
    try await Task.sleep(for: .milliseconds(20))
    task.cancel()
    let error = await Self.error { try await task.value }
    #expect(error?.kind == .cancelled)
  }

  /// A function that ignores cancellation is not waited for.
  @Test func stubbornFunctions() async throws {
    var limits = Limits()
    limits.deadline = .after(.milliseconds(20))
    let host = try Host(limits)
    try host.isolate.defineAsync("stubborn") { () async in
      await withCheckedContinuation { continuation in
        Task.detached {
          try? await Task.sleep(for: .seconds(2))
          continuation.resume()
        }
      }
    }
    let error = await Self.error { try await host.isolate.run(try Program("stubborn();")) }
    #expect(error?.kind == .deadlineExceeded)
    let token = CancellationToken()
    host.isolate.limits.deadline = nil
    host.isolate.limits.cancellation = token
    Task.detached {
      try? await Task.sleep(for: .milliseconds(20))
      token.cancel()
    }
    let second = await Self.error { try await host.isolate.run(try Program("stubborn();")) }
    #expect(second?.kind == .cancelled)
    host.isolate.limits.cancellation = nil
    #expect(try host.run("print 1;") == "1\n")
  }

  actor Owner {
    let host: Host
    init() throws { host = try Host() }

    func define() throws {
      try host.isolate.defineAsync("slow") { (n: Int) async throws -> Int in
        try await Task.sleep(for: .milliseconds(20))
        return n * 2
      }
    }
    func run(_ text: String) async throws { try await host.isolate.run(try Program(text)) }
    func get(_ name: String) -> String? { host.isolate[name].map { "\($0)" } }
    func set(_ name: String, _ value: Double) throws { try host.isolate.setGlobal(name, to: value) }
    func call(_ name: String) throws -> Double { try { try host.isolate.call(name) }() }
  }

  /// While a run waits, its actor can use the isolate otherwise, but not begin another run that may wait.
  @Test func actors() async throws {
    let owner = try Owner()
    try await owner.define()
    try await owner.run("var x = 1; fun get() { return x + 1; }")
    async let first: Void = owner.run("x = slow(x); var y = x;")
    try await Task.sleep(for: .milliseconds(5))
    #expect(try await owner.call("get") == 2)
    try await owner.set("z", 3)
    let error = await Self.error { try await owner.run("slow(1);") }
    #expect(error?.kind == .busy)
    try await first
    #expect(await owner.get("y") == "2")
    #expect(await owner.get("z") == "3")
  }

  /// An isolate can be made in one task and used in another.
  @Test func sending() async throws {
    let isolate = try Isolate()
    try isolate.define("f") { 1 }
    let task = Task { () -> Double in
      try await isolate.run(try Program("var x = f() + 1;"))
      return try isolate.global("x") ?? 0
    }
    #expect(try await task.value == 2)
  }
}
