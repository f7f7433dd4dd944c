import Lox
import Testing

/// Many isolates on many threads, programs shared by them, cancellation at any time. Run it with the thread sanitizer, too.
@Suite(.inMachineCode) struct ConcurrencyTests {
  private static let program = Result {
    try Program(
      """
      class Node { init(value, next) { this.value = value; this.next = next; } sum() { if (this.next == nil) return this.value; return this.value + this.next.sum(); } }
      fun work(n) {
        var list; var text = "";
        for (var i = 1; i <= n; i = i + 1) { list = Node(twice(i), list); text = text + "x"; }
        if (text == "never") return nil;
        return list.sum();
      }
      """)
  }

  @Test func sharedPrograms() async throws {
    let program = try Self.program.get()
    let results = try await withThrowingTaskGroup(of: [Double].self) { group in
      for _ in 0..<8 {
        group.addTask {
          try (0..<20).map { round in
            let isolate = try Isolate()
            try isolate.define("twice") { (x: Double) in x * 2 }
            try { try isolate.run(program) }()
            return try isolate.call("work", 50 + round)
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let expected = (0..<20).map { Double((50 + $0) * (51 + $0)) }
    #expect(results.count == 8 && results.allSatisfy { $0 == expected })
  }

  /// Whenever a run is cancelled, it ends with that error or was already done, and the isolate continues to work.
  @Test func cancellationRaces() async throws {
    let program = try Program("fun spin() { for (var i = 0; i < 20000; i = i + 1) {} return 1; }")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for seed in 0..<6 {
        group.addTask {
          let isolate = try Isolate()
          try { try isolate.run(program) }()
          for round in 0..<15 {
            let token = CancellationToken()
            isolate.limits.cancellation = token
            let delay = (seed * 37 + round * 101) % 400
            let canceller = Task.detached {
              try? await Task.sleep(for: .microseconds(delay))
              token.cancel()
            }
            do {
              let result: Double = try { try isolate.call("spin") }()
              #expect(result == 1)
            } catch let error as RuntimeError {
              #expect(error.kind == .cancelled)
            }
            _ = await canceller.value
            isolate.limits.cancellation = nil
            let again: Double = try { try isolate.call("spin") }()
            #expect(again == 1)
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// The same for runs that wait.
  @Test func cancellationRacesOfWaitingRuns() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for seed in 0..<6 {
        group.addTask {
          let isolate = try Isolate()
          try isolate.defineAsync("pause") { (n: Int) async throws -> Int in
            try await Task.sleep(for: .microseconds(50))
            return n
          }
          try await isolate.run(
            try Program(
              "fun waits() { var s = 0; for (var i = 0; i < 5; i = i + 1) s = s + pause(i); return s; }"))
          for round in 0..<10 {
            let token = CancellationToken()
            isolate.limits.cancellation = token
            let delay = (seed * 53 + round * 97) % 900
            let canceller = Task.detached {
              try? await Task.sleep(for: .microseconds(delay))
              token.cancel()
            }
            do {
              #expect(try await isolate.call("waits") == 10)
            } catch let error as RuntimeError {
              #expect(error.kind == .cancelled)
            }
            _ = await canceller.value
          }
          isolate.limits.cancellation = nil
          #expect(try await isolate.call("waits") == 10)
        }
      }
      try await group.waitForAll()
    }
  }

  /// Isolates that are made and dropped by the thousand, on several threads.
  @Test func manyShortLives() async throws {
    let program = try Program(
      "class A { init(x) { this.x = x; } } var a = A(\"secret\"); var b = a.x + \"!\";")
    let count = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          (0..<500).filter { _ in
            guard let isolate = try? Isolate() else { return false }
            try? isolate.run(program)
            return isolate["b"] == "secret!"
          }.count
        }
      }
      return await group.reduce(0, +)
    }
    #expect(count == 2000)
  }
}
