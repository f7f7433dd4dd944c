import Lox
import Testing

/// Types of scripts, seen from Swift.
@Suite struct TypeTests {
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
}
