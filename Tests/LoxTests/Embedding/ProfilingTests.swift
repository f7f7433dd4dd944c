import Testing

@testable import Lox
@testable import LoxRuntime

/// Profiles of isolates with functions of the host.
struct ProfilingTests {
  private func times(_ script: String) async throws -> [String: SwiftTimes.Function] {
    let isolate = try Isolate { _ in }
    isolate.machine.startProfiling()
    try isolate.defineAsync("fetch") { (milliseconds: Double) async throws -> Double in
      try await Task.sleep(for: .milliseconds(milliseconds))
      if milliseconds == 7 { throw CancellationError() }
      return milliseconds
    }
    try? await isolate.run(Program(script, name: "script"))
    let profiler = try #require(isolate.machine.profiler)
    for (number, function) in profiler.swiftTimes.functions.enumerated() {
      let nodes = profiler.nodes.filter { $0.swiftFunction == number }
      #expect(nodes.reduce(0) { $0 + $1.nanoseconds } == function.nanoseconds)
      #expect(nodes.allSatisfy { $0.parent >= 0 } || function.name == "print")
    }
    return Dictionary(uniqueKeysWithValues: profiler.swiftTimes.functions.map { ($0.name, $0) })
  }

  @Test func waitsBelongToTheFunctionThatIsWaitedFor() async throws {
    let times = try await times("fun get(n) { return fetch(n); } get(5); get(6); get(7);")
    #expect(times["fetch"]?.callCount == 3)
    #expect(times["fetch"].map { $0.nanoseconds >= 18_000_000 } == true)
  }

  /// Several operations take their time at once: it is counted once.
  @Test func severalThatAreWaitedFor() async throws {
    let times = try await times("print Fiber.map([5, 5, 5], n => fetch(n));")
    #expect(times["fetch"]?.callCount == 3)
    #expect(times["(waiting)"].map { $0.nanoseconds >= 5_000_000 } == true)
  }
}
