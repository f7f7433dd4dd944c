import Lox
import Synchronization
import Testing

/// The limits of a run are its own, from the moment when it was requested to its end.
@Suite(.inMachineCode) struct RunLimitTests {
  /// One isolate, used by several tasks.
  private actor Worker {
    let isolate: Isolate
    private var isWaiting = false

    init(_ limits: Limits) throws {
      isolate = try Isolate(limits: limits)
      try isolate.defineAsync("sleep") { (ms: Int) async throws in
        try await Task.sleep(for: .milliseconds(ms))
      }
    }

    func run(_ text: String) async throws { try await isolate.run(try Program(text)) }
    func runNow(_ text: String) throws { try runSynchronously(isolate, text) }
    func setLimits(_ body: (inout Limits) -> Void) { body(&isolate.limits) }
    func value(_ name: String) -> String { "\(isolate[name] ?? .nil)" }
  }

  private static func kind(_ body: () async throws -> Void) async -> RuntimeError.Kind? {
    do {
      try await body()
      return nil
    } catch { return (error as? RuntimeError)?.kind }
  }

  @Test func settingLimitsKeepsTheDeadlineOfARunThatWaits() async throws {
    var limits = Limits()
    limits.deadline = .after(.milliseconds(100))
    let worker = try Worker(limits)
    let run = Task { await Self.kind { try await worker.run("sleep(20); sleep(20000);") } }
    try await Task.sleep(for: .milliseconds(30))
    await worker.setLimits { $0.fuel = 5_000_000 }
    await worker.setLimits { $0.deadline = nil }
    #expect(await run.value == .deadlineExceeded)
    // The next run has the new ones.
    #expect(await Self.kind { try await worker.run("sleep(150);") } == nil)
  }

  @Test func aCallMeanwhileUsesFuelOfItsOwn() async throws {
    var limits = Limits()
    limits.fuel = 100_000
    let worker = try Worker(limits)
    let run = Task {
      await Self.kind {
        try await worker.run("var n = 0; sleep(60); while (n < 1000) n = n + 1; var done = n;")
      }
    }
    try await Task.sleep(for: .milliseconds(20))
    #expect(await Self.kind { try await worker.runNow("var m = 0; while (true) m = m + 1;") } == .outOfFuel)
    #expect(await run.value == nil)
    #expect(await worker.value("done") == "1000")
  }

  @Test func theTimeInTheQueueCounts() async throws {
    let worker = try Worker(Limits())
    let first = Task { try await worker.run("sleep(1000000); var first = 1;") }
    try await Task.sleep(for: .milliseconds(20))
    await worker.setLimits { $0.deadline = .after(.milliseconds(50)) }
    #expect(await Self.kind { try await worker.run("var x = 1;") } == .deadlineExceeded)
    // The first one is still waiting.
    #expect(await worker.value("first") == "nil")
    first.cancel()
    #expect(await Self.kind { try await first.value } == .cancelled)
  }

  @Test func chargesNeverWrapAround() throws {
    var limits = Limits()
    limits.fuel = 1000
    let isolate = try Isolate(limits: limits)
    try isolate.define("charge") { (isolate: Isolate, times: Int) in
      for _ in 0..<times { isolate.charge(fuel: .max) }
    }
    for times in 1...5 {
      #expect(throws: RuntimeError.self) { try isolate.run(try Program("charge(\(times));")) }
      #expect(isolate.usedFuel > 0)
    }
    isolate.limits.fuel = nil
    try isolate.run(try Program("charge(5);"))
    #expect(isolate.usedFuel > 0)
  }

  /// A negative charge is none.
  @Test(arguments: [-1, -1000, -1 << 40, .min]) func negativeCharges(units: Int) throws {
    var limits = Limits()
    limits.fuel = 1_000_000
    let isolate = try Isolate(limits: limits)
    var used: [Int] = []
    var charged = units
    try isolate.define("charge") { (isolate: Isolate) in
      used.append(isolate.usedFuel)
      isolate.charge(fuel: charged)
      used.append(isolate.usedFuel)
    }
    let program = try Program("for (var i = 0; i < 10000; i = i + 1) charge();")
    try isolate.run(program)
    let first = isolate.usedFuel
    #expect(zip(used, used.dropFirst()).allSatisfy { $0 <= $1 } && (used.last ?? .max) <= first)
    charged = 0
    try isolate.run(program)
    #expect(isolate.usedFuel == first * 2)
    charged = units
    let error = #expect(throws: RuntimeError.self) { try isolate.run(try Program("while (true) charge();")) }
    #expect(error?.kind == .outOfFuel)
  }

  /// Errors that cross isolates show each trace once.
  @Test func errorsOfManyIsolates() throws {
    var isolates: [Isolate] = []
    for _ in 0..<12 {
      let isolate = try Isolate()
      if let next = isolates.last {
        try isolate.define("next") { [unowned next] () -> Value in try next.call("f") }
        try isolate.run(try Program("fun f() { return next(); }"))
      } else {
        try isolate.run(try Program("fun f() { return nil.x; }"))
      }
      isolates.append(isolate)
    }
    do {
      try isolates[11].call("f")
      Issue.record("no error")
    } catch let error as RuntimeError {
      #expect(error.kind == .host)
      #expect(error.message == "Only instances have properties.")
      #expect(error.description.utf8.count < 200)
      var depth = 0
      var inner: (any Error)? = error
      while let next = inner as? RuntimeError { (depth, inner) = (depth + 1, next.underlying) }
      #expect(depth == 12)
    }
  }

  /// Everything that can be called can be called asynchronously, with a result of any type.
  @Test func asynchronousForms() async throws {
    let isolate = try Isolate()
    try isolate.defineAsync("wait") { (n: Double) async -> Double in
      await Task.yield()
      return n
    }
    try await isolate.run(
      try Program(
        "class H { init(n) { this.n = wait(n); } get(x) { return wait(this.n) + x; } } var h = H(4); fun f(x) { return wait(x) + 1; }"
      ))
    let instance = try #require(try isolate.global("h", as: Instance.self))
    let function = try #require(try isolate.global("f", as: Function.self))
    let `class` = try #require(try isolate.global("H", as: Class.self))
    #expect(try await instance.call("get", 1) == 5)
    #expect(try await instance.call("get", 2, as: Double.self) == 6)
    #expect(try await function.call(1) == 2)
    #expect(try await function.call(1.5, as: Double.self) == 2.5)
    let double: Double = try await function.call(3.0)
    #expect(double == 4)
    #expect(try await `class`.make(7)["n"] == 7)
    #expect(try await isolate.call("f", 1, as: Int.self) == 2)
  }
}

private func runSynchronously(_ isolate: Isolate, _ text: String) throws {
  try isolate.run(try Program(text))
}

extension RunLimitTests {
  /// Also in the middle of printing a long string.
  @Test func cancellationWithinAnInstruction() throws {
    let token = CancellationToken()
    var options = Isolate.Options()
    options.limits.cancellation = token
    let portions = Atomic(0)
    options.output = .bytes { _ in
      if portions.wrappingAdd(1, ordering: .relaxed).newValue == 3 { token.cancel() }
      return true
    }
    let isolate = try Isolate(options: options)
    try isolate.run(
      try Program("var s = \"0123456789abcdef\"; for (var i = 0; i < 18; i = i + 1) s = s + s;"))
    #expect(throws: RuntimeError.self) { try isolate.run(try Program("print s;")) }
    #expect(portions.load(ordering: .relaxed) <= 4)
  }
}
