import Lox
import Testing

/// Types of scripts, seen from Swift.
@Suite(.stressedCrossings) struct TypeTests {
  private static let script = """
    class Account {
      balance: Number;
      class count: Number = 0;
      init(balance: Number) { this.balance = balance; }
    }
    fun half(n: Number): Number => n / 2;
    fun pass(x): List => x;
    """

  private func isolate() throws -> Isolate {
    let isolate = try Isolate()
    try isolate.run(Program(Self.script))
    return isolate
  }

  private func message(_ body: () throws -> Void) -> String? {
    (#expect(throws: RuntimeError.self) { try body() })?.message
  }

  @Test func calls() throws {
    let isolate = try isolate()
    #expect(try isolate.call("half", 8) == 4)
    #expect(
      message { _ = try isolate.call("half", "8") as Double }
        == "Argument 'n' of 'half' must be a Number, not a string.")
    #expect(
      message { _ = try isolate.call("pass", 8) as Value }
        == "The result of 'pass' must be a List, not 8.")
    #expect(try isolate.call("pass", [1, 2]) == [1, 2])
  }

  @Test func fields() throws {
    let isolate = try isolate()
    let account: Instance = try isolate.call("Account", 3)
    try account.setField("balance", to: 5)
    #expect(try account.field("balance") == 5)
    #expect(
      message { try account.setField("balance", to: "x") }
        == "Field 'balance' must be a Number, not a string.")
    #expect(try account.field("balance") == 5)
  }

  /// The frames of checks are not those of the script, and what an error is about is known.
  @Test func errors() throws {
    let isolate = try isolate()
    let error = #expect(throws: RuntimeError.self) {
      try isolate.run(Program("fun f(a) { a.balance = nil; }\nf(Account(1));", name: "s"))
    }
    #expect(error?.id == .wrongType)
    #expect(error?.trace.frames.map(\.line) == [1, 2])
  }

  private final class Entity: HostObject, Sendable {}

  /// A class of the host is a type, also one that an isolate gets only when a script mentions it.
  @Test func hostClasses() throws {
    let api = HostAPI { $0.define(HostClass<Entity>("Entity").initializer { Entity() }) }
    var options = Isolate.Options()
    options.apis = [api]
    let isolate = try Isolate(options: options)
    try isolate.run(
      Program(
        """
        class Monster < Entity {}
        class Cell { content: Entity?; }
        fun pass(e: Entity): Entity => e;
        var monster = pass(Monster());
        var cell = Cell();
        cell.content = pass(Entity());
        for (var i in 0..<3) cell.content = monster;
        """))
    #expect(
      message { try isolate.run(Program("pass(3);")) }
        == "Argument 'e' of 'pass' must be an Entity, not 3.")
    #expect(
      message { try isolate.run(Program("cell.content = 3;")) }
        == "Field 'content' must be an Entity or nil, not 3.")
  }

  /// What is checked may have waited, in fibers too, and so may what the type is found through.
  @Test func waiting() async throws {
    let isolate = try Isolate()
    try isolate.defineAsync("slow") { (n: Int) async throws -> Int in
      await Task.yield()
      return n
    }
    try await isolate.run(
      Program(
        """
        class Kinds { class number { slow(1); return Number; } }
        class Box { value: Number; }
        const box = Box();
        fun half(n: Kinds.number, m: Number = slow(4)): Number {
          box.value = slow(n);
          return slow(n) / 2;
        }
        const all = Fiber.map([1, 2, 3], n => half(n));
        var caught = "";
        try { half("x"); } catch (e) { caught = e.message; }
        fun text(): String => slow(1);
        try { text(); } catch (e) { caught += e.message; }
        """))
    #expect(try await isolate.evaluate(Program(expression: "all.join()")) == "0.511.5")
    #expect(
      isolate["caught"]
        == "Argument 'n' of 'half' must be a Number, not a string.The result of 'text' must be a String, not 1."
    )
  }

  /// A limit within a check stops the run, and is not caught.
  @Test func limits() throws {
    var limits = Limits()
    limits.callDepth = 20
    let isolate = try Isolate(limits: limits)
    let deep = "class A { x: Number; } fun f(n: Number, a: A): Number { a.x = n; return f(n + 1, a); }"
    try isolate.run(Program(deep))
    let error = #expect(throws: RuntimeError.self) {
      try isolate.run(Program("try { f(1, A()); } catch (e) { print e; }"))
    }
    #expect(error?.id == .stackOverflow)
  }
}
