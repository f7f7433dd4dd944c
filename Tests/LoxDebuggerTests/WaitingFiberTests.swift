import Lox
import LoxDebugger
import LoxRuntime
import Testing

/// Debugging of fibers that wait within `Fiber.map`, and of those that were resumed in them, in the run loop and in machine code.
@Suite struct WaitingFiberTests {
  private static let script = """
    fun pages(key) => Fiber(() => {
      var sum = 0;
      for (var i in 1...3) {
        const page = later(key * 10 + i);
        sum += page;
        Fiber.yield(page);
      }
      return sum;
    });
    fun total(key) {
      var t = 0;
      for (var page in pages(key)) t += page;
      return t;
    }
    fun all() => Fiber.map([1, 2, 3], total);
    """

  private final class Seen { var lines: [String] = [] }

  private let isolate: Isolate
  private let debugger: Debugger
  private let seen = Seen()

  private init(_ mode: MachineCodeMode) throws {
    var options = Isolate.Options()
    options.machineCode = mode
    isolate = try Isolate(options: options)
    isolate.machine.setSlice(20)
    try isolate.defineAsync("later") { (x: Int) async throws -> Int in
      // The first of them ends last.
      for _ in 0..<(50 - x) { await Task.yield() }
      return x
    }
    var compilation = Program.Options()
    compilation.isDebuggable = true
    try isolate.run(try Program(Self.script, name: "test.lox", options: compilation))
    debugger = Debugger(isolate)
  }

  /// Runs the fibers, whose results do not depend on who looks on.
  private func runAll() async throws {
    let totals: [Int] = try await isolate.call("all")
    #expect(totals == [36, 66, 96])
  }

  /// A test for each mode, before and after the functions were compiled.
  private static func forEachMode(_ body: (WaitingFiberTests) async throws -> Void) async throws {
    for mode in [MachineCodeMode.off, .on, .everything] {
      let test = try WaitingFiberTests(mode)
      try await test.runAll()
      try await body(test)
      test.debugger.detach()
      try await test.runAll()
      let sum: Int = try await test.isolate.call("total", 2)
      #expect(sum == 66)
    }
  }

  init() throws { try self.init(.off) }

  @Test func stopsInEachBranch() async throws {
    try await Self.forEachMode { (test: WaitingFiberTests) in
      test.debugger.addBreakpoint(.line(5, source: "test.lox"))
      test.debugger.onStop = { [seen = test.seen] stop in
        let calls = stop.calls()
        let names = calls.prefix(2).map(\.name)
        seen.lines.append(
          calls[0].locals.map { "\($0.name)=\($0.text)" }.joined(separator: " ") + " \(names)"
            + calls[0].captures.map { " \($0.name)=\($0.text)" }.joined())
        return .continue
      }
      try await test.runAll()
      var expected: [String] = []
      for key in 1...3 {
        for i in 1...3 {
          let sum = (1..<i).reduce(0) { $0 + key * 10 + $1 }
          expected.append("sum=\(sum) i=\(i) page=\(key * 10 + i) [\"<fn>\", \"total\"] key=\(key)")
        }
      }
      #expect(test.seen.lines.sorted() == expected.sorted())
    }
  }

  /// A step over a call that waits ends in the same fiber, whatever the others do meanwhile; one over a yield, in what has resumed it.
  @Test func stepsOverWaiting() async throws {
    try await Self.forEachMode { (test: WaitingFiberTests) in
      test.debugger.addBreakpoint(.line(4, source: "test.lox"))
      test.debugger.onStop = { [seen = test.seen, debugger = test.debugger] stop in
        let call = stop.calls()[0]
        debugger.removeBreakpoints { _ in true }
        seen.lines.append("\(call.line) \(call.captures.map(\.text)) \(call.locals.last?.text ?? "")")
        return seen.lines.count < 6 ? .stepOver : .continue
      }
      try await test.runAll()
      #expect(
        test.seen.lines == [
          "4 [\"1\"] 1", "5 [\"1\"] 11", "6 [\"1\"] 11", "12 [] 11", "12 [] 12", "12 [] 13",
        ])
    }
  }

  /// A step out of a fiber ends where it was resumed, and what is changed at a stop stays.
  @Test func stepsOutAndChanges() async throws {
    try await Self.forEachMode { (test: WaitingFiberTests) in
      test.debugger.addBreakpoint(.line(5, source: "test.lox"))
      var failure: (any Error)?
      test.debugger.onStop = { [seen = test.seen, debugger = test.debugger] stop in
        let call = stop.calls()[0]
        debugger.removeBreakpoints { _ in true }
        seen.lines.append("\(call.name) \(call.line)")
        do {
          if seen.lines.count == 1 {
            _ = try call.evaluate("page = 1000 + page")
            seen.lines.append(try call.evaluate("key + sum").text)
          }
        } catch { failure = error }
        return seen.lines.count < 3 ? .stepOut : .continue
      }
      let totals: [Int] = try await test.isolate.call("all")
      if let failure { throw failure }
      #expect(totals.reduce(0, +) == 1198)
      #expect(test.seen.lines.last == "total 12")
    }
  }

  /// Errors, and the ends of runs, while fibers wait.
  @Test func endsWhileOthersWait() async throws {
    for mode in [MachineCodeMode.off, .on, .everything] {
      let test = try WaitingFiberTests(mode)
      test.debugger.addBreakpoint(.line(6, source: "test.lox"))
      test.debugger.onStop = { _ in .terminate }
      await #expect(throws: RuntimeError.self) { try await test.runAll() }
      test.debugger.onStop = nil
      test.debugger.detach()
      try await test.runAll()
    }
  }

  /// A profile of a run in which fibers wait does not change it.
  @Test func profiles() async throws {
    try await Self.forEachMode { (test: WaitingFiberTests) in
      let before = test.isolate.usedFuel
      try await test.runAll()
      let fuel = test.isolate.usedFuel - before
      test.isolate.machine.startProfiling()
      let start = test.isolate.usedFuel
      try await test.runAll()
      #expect(test.isolate.usedFuel - start == fuel)
    }
  }
}
