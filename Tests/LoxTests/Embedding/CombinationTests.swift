import Lox
import Testing

/// Features two at a time: what happens to one while the other is under way.
@Suite(.stressedCrossings) struct CombinationTests {
  /// Swift adds fields for which there is no room, while each allocation collects.
  @Test(arguments: [false, true]) func fieldsFromSwiftAndCollections(stressed: Bool) throws {
    var options = Isolate.Options()
    options.stressesCollector = stressed
    let isolate = try Isolate(options: options)
    try isolate.run(
      try Program(
        """
        fun garbage(n) { for (var i = 0; i < n; i = i + 1) { class Garbage {} } }
        fun make() { class Bag {} return Bag(); }
        // So the names exist already, and new shapes lie among garbage.
        fun names(bag) { return bag.f0 + bag.f1 + bag.f2 + bag.f3 + bag.f4 + bag.f5 + bag.f6 + bag.f7; }
        """))
    for count in 0..<32 {
      let bag: Instance = try isolate.call("make")
      for field in 0..<8 {
        try bag.setField("f\(field)", to: field)
        if field > 2 { try isolate.call("garbage", count) }
      }
      try isolate.call("garbage", 20)
      for field in 0..<8 { #expect(try bag.field("f\(field)") == field) }
    }
  }

  /// Who owns an isolate whose scripts can wait until somebody has done something to it.
  private actor Owner {
    let isolate: Isolate
    private let (waits, began) = AsyncStream.makeStream(of: Void.self)
    private let (ends, end) = AsyncStream.makeStream(of: Void.self)

    init(_ prepare: @Sendable (Isolate) throws -> Void = { _ in }) throws {
      isolate = try Isolate()
      try isolate.defineAsync("wait") { [began, ends] () async -> String in
        began.yield()
        for await _ in ends { break }
        return "the old one"
      }
      try prepare(isolate)
    }

    func run(_ text: String) async throws { try await isolate.run(try Program(text)) }

    /// Once the run waits, does something to the isolate and lets it go on.
    func disturb(_ body: @Sendable (Isolate) throws -> Void) async throws {
      for await _ in waits { break }
      try body(isolate)
      end.yield()
    }

    func text(_ name: String) -> String { isolate[name]?.description ?? "" }
  }

  /// A host function is replaced while a run waits in it.
  @Test func functionReplacedDuringAWait() async throws {
    let owner = try Owner()
    async let run: Void = owner.run("fun f() { return wait() + \", \" + wait(); } var r = f();")
    try await owner.disturb { isolate in
      try isolate.define("wait") { "the new one" }
      isolate.collectGarbage()
      try isolate.run(try Program("var s = wait();"))
    }
    try await run
    #expect(await owner.text("r") == "the old one, the new one")
    #expect(await owner.text("s") == "the new one")
  }

  /// Swift reads and sets properties of a host object while a run that uses it waits.
  @Test func propertiesDuringAWait() async throws {
    final class Counter: HostObject { var count = 0 }
    let owner = try Owner { isolate in
      try isolate.define(
        HostClass<Counter>("Counter").initializer { Counter() }.property("count", \.count)
          .property("double", get: { $0.count * 2 }))
    }
    async let run: Void = owner.run(
      "var counter = Counter(); counter.count = 2; fun f(c) { wait(); return c.double; } var r = f(counter);")
    try await owner.disturb { isolate in
      let counter = try #require(try isolate.global("counter", as: Instance.self))
      #expect(try counter.field("double") == 4)
      try counter.setField("count", to: 20)
      isolate.collectGarbage()
    }
    try await run
    #expect(await owner.text("r") == "40")
  }

  /// Nobody but its own run holds an isolate any more.
  @Test func isolateLetGoDuringAWait() async throws {
    weak var gone: Isolate?
    func run() async throws -> String {
      let isolate = try Isolate()
      gone = isolate
      try isolate.defineAsync("wait") { () async in for _ in 0..<10 { await Task.yield() } }
      try await isolate.run(
        try Program(
          "fun f() { var s = \"a\"; for (var i = 0; i < 5; i = i + 1) { wait(); s = s + \"b\"; } return s; }")
      )
      let function = try #require(try isolate.global("f", as: Function.self))
      return try await function.call()
    }
    #expect(try await run() == "abbbbb")
    #expect(gone == nil)
  }

  /// A run is cancelled by what it calls, three entries deep.
  @Test func cancellationInNestedEntries() throws {
    let token = CancellationToken()
    let isolate = try Isolate()
    isolate.limits.cancellation = token
    try isolate.define("call") { (f: Function) -> Value in try f.call() }
    try isolate.define("cancel") { token.cancel() }
    let program = try Program(
      "fun c() { cancel(); while (true) {} } fun b() { call(c); } fun a() { call(b); } var s = \"x\" + \"y\"; call(a);"
    )
    do {
      try isolate.run(program)
      Issue.record("no error")
    } catch let error as RuntimeError {
      #expect(error.kind == .cancelled)
      #expect(error.id == .cancelled)
      #expect(error.trace.frames.map(\.functionName) == ["c", "call", "b", "call", "a", "call", nil])
    }
    isolate.limits.cancellation = nil
    #expect(isolate["s"] == "xy")
    try isolate.run(try Program("s = s + \"z\";"))
    #expect(isolate["s"] == "xyz")
  }

  /// The identity of an error that one isolate passes on to another.
  @Test func identityAcrossIsolates() throws {
    let inner = try Isolate()
    try inner.run(try Program("fun f(x) { return x - 1; }"))
    let outer = try Isolate()
    try outer.define("ask") { try inner.call("f", "text") as Value }
    do {
      try outer.run(try Program("ask();"))
      Issue.record("no error")
    } catch let error as RuntimeError {
      #expect(error.id == .host)
      #expect((error.underlying as? RuntimeError)?.id == .operandsNotNumbers)
    }
  }
}
