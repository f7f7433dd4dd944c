import Lox
import Testing

/// Runs that wait for asynchronous host functions.
@Suite(.stressedCrossings) struct AsyncTests {
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

  /// From synchronous code, calling an asynchronous function is a clean error.
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
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      let host = try Host()
      try host.isolate.defineAsync("forever") { () async throws in
        begin.yield()
        try await Task.sleep(for: .seconds(1000))
      }
      try await host.isolate.run(try Program("fun f() { forever(); } f();"))
    }
    for await _ in begun { break }
    task.cancel()
    let error = await Self.error { try await task.value }
    #expect(error?.kind == .cancelled)
    #expect(error?.trace.frames.map(\.functionName).suffix(2) == ["f", nil])
  }

  /// Cancelling the task also ends a run that does not wait.
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
    /// Defines a function that waits until `open` is called.
    func defineHeld() throws {
      try host.isolate.defineAsync("held") { [self] (n: Int) async -> Int in
        await hold()
        return n * 2
      }
    }
    private var gate: CheckedContinuation<Void, Never>?
    private var isOpen = false
    var isHeld: Bool { gate != nil }
    private func hold() async {
      if !isOpen { await withCheckedContinuation { gate = $0 } }
    }
    func open() {
      isOpen = true
      gate?.resume()
      gate = nil
    }
    func defineAgain() throws {
      try host.isolate.defineAsync("again") { [self] (text: String) async throws in try await run(text) }
    }
    private var left: Task<Void, any Error>?
    func defineLeave() throws {
      try host.isolate.defineAsync("leave") { [self] (text: String) async in await leave(text) }
    }
    private func leave(_ text: String) {
      left = Task {
        try await Task.sleep(for: .milliseconds(5))
        try await run(text)
      }
    }
    func waitForLeft() async throws { try await left?.value }
    func run(_ text: String) async throws { try await host.isolate.run(try Program(text)) }
    func get(_ name: String) -> String? { host.isolate[name].map { "\($0)" } }
    func set(_ name: String, _ value: Double) throws { try host.isolate.setGlobal(name, to: value) }
    func call(_ name: String) throws -> Double { try { try host.isolate.call(name) }() }
  }

  /// While a run waits, its actor can use the isolate for other things; another run that may wait begins afterwards.
  @Test func actors() async throws {
    let owner = try Owner()
    try await owner.defineHeld()
    try await owner.run("var x = 1; fun get() { return x + 1; }")
    async let first: Void = owner.run("x = held(x); var y = x;")
    while await !owner.isHeld { await Task.yield() }
    #expect(try await owner.call("get") == 2)
    try await owner.set("z", 3)
    async let second: Void = owner.run("x = held(x) + 1;")
    await owner.open()
    try await second
    #expect(await owner.get("x") == "5")
    try await first
    #expect(await owner.get("y") == "2")
    #expect(await owner.get("z") == "3")
  }

  /// Runs take turns in the order in which they were requested; one that is cancelled meanwhile loses its turn.
  @Test func turns() async throws {
    let owner = try Owner()
    try await owner.define()
    try await owner.run("var log = \"\"; fun add(s) { slow(1); log = log + s; }")
    var tasks: [Task<Void, any Error>] = []
    for letter in ["a", "b", "c", "d"] {
      tasks.append(Task { try await owner.run("add(\"\(letter)\");") })
      try await Task.sleep(for: .milliseconds(2))
    }
    tasks[2].cancel()
    let error = await Self.error { try await tasks[2].value }
    #expect(error?.kind == .cancelled)
    for index in [0, 1, 3] { try await tasks[index].value }
    #expect(await owner.get("log") == "abd")
  }

  /// A run that would wait for its own end is an error, not a deadlock.
  @Test func runThatWaitsForItself() async throws {
    let owner = try Owner()
    try await owner.defineAgain()
    let error = await Self.error { try await owner.run("again(\"1;\");") }
    #expect((error?.underlying as? RuntimeError ?? error)?.kind == .busy)
    try await owner.run("var ok = 1;")
    #expect(await owner.get("ok") == "1")
  }

  /// A task that outlives the run in which it was started waits for later runs like any other task.
  @Test func taskOutlivesRun() async throws {
    let owner = try Owner()
    try await owner.define()
    try await owner.defineLeave()
    try await owner.run("leave(\"log = log + 2;\"); var log = 0;")
    try await owner.run("log = log + slow(1) + slow(2);")
    try await owner.waitForLeft()
    #expect(await owner.get("log") == "8")
  }

  /// Runs that compute for long let others run, so that even more endless runs than there are threads leave room for the task
  /// that ends them.
  @Test(arguments: [
    "while (true) {}", "fun f(n) { if (n < 2) return n; return f(n - 1) + f(n - 2); } f(80);",
    "var a = \"0123456789\"; while (a == a + \"\") {}",
    """
    var a = "x"; for (var i = 0; i < 20; i = i + 1) a = a + a;
    var b = a + "y"; a = a + "z"; while (a != b) {}
    """,
    "class A { m() { return this.n; } } var a = A(); a.n = 1; while (a.m() < 2) {}",
    "while (true) nothing();", "fun f() {} while (true) apply(f);",
  ])
  func pauses(script: String) async throws {
    let token = CancellationToken()
    var tasks: [Task<Void, any Error>] = []
    for _ in 0..<8 {
      tasks.append(
        Task {
          let host = try Host()
          try host.isolate.define("nothing") {}
          try host.isolate.define("apply") { (f: Function) in try f.call() }
          host.isolate.limits.cancellation = token
          try await host.isolate.run(try Program(script))
        })
    }
    try await Task.sleep(for: .milliseconds(10))
    token.cancel()
    for task in tasks {
      let error = await Self.error { try await task.value }
      #expect(error?.kind == .cancelled)
    }
  }

  /// A run that pauses does the same as one that does not, for the same fuel.
  @Test(arguments: [false, true]) func pausesChangeNothing(stressed: Bool) async throws {
    let text = """
      class Node { init(n) { this.n = n; } next() { return Node(this.n + 1); } }
      fun fib(n) { if (n < 2) return n; return fib(n - 1) + fib(n - 2); }
      var node = Node(0);
      for (var i = 0; i < \(stressed ? 100 : 100_000); i = i + 1) node = node.next();
      var text = "";
      var count = 0;
      while (count < \(stressed ? 100 : 50_000)) { text = text + "x"; count = count + 1; }
      var f = fib(\(stressed ? 15 : 24));
      """
    let program = try Program(text)
    let (paused, straight) = (try Host(stressed: stressed), try Host(stressed: stressed))
    try await paused.isolate.run(program)
    try { try straight.isolate.run(program) }()
    for name in ["count", "f"] { #expect(paused.isolate[name] == straight.isolate[name]) }
    #expect(paused.isolate.usedFuel == straight.isolate.usedFuel)
  }

  #if DEBUG
    private static let stepsInPauses = 20_000
  #else
    private static let stepsInPauses = 200_000
  #endif

  /// While a run pauses, its actor may call functions that the run uses.
  @Test func callsInPauses() async throws {
    let owner = try Owner()
    try await owner.run(
      "var n = 0; fun get() { class A {} var a = A(); a.x = n; return a.x + 1; } fun twice(f) { f(); f(); }")
    async let run: Void = owner.run(
      "fun step() { n = n + 1; } class P {} var last; while (n < \(Self.stepsInPauses)) { twice(step); var p = P(); p.last = last; last = p; if (n / 100 == 1) last = nil; }"
    )
    for _ in 0..<50 {
      #expect(try await owner.call("get") >= 1)
      await Task.yield()
    }
    try await run
    #expect(try await owner.call("get") == Double(Self.stepsInPauses + 1))
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
