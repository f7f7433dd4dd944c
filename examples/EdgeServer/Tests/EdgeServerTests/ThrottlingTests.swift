import Dispatch
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import EdgeServer

@Suite struct ThrottlingTests {
  @Test func blocksGrow() {
    var standing = Standing(Throttling())
    var now = ContinuousClock.now
    #expect(!standing.isOnProbation)
    standing.record(.excess, at: now)
    #expect(standing.isOnProbation)
    standing.record(.excess, at: now)
    #expect(standing.blocked(at: now) == nil)
    standing.record(.excess, at: now)
    #expect(standing.blocked(at: now) == .seconds(2))
    // What was under way does not count.
    for _ in 0..<10 { standing.record(.excess, at: now) }
    for seconds in [4, 8, 16, 32, 60, 60] {
      now = now + .seconds(60)
      #expect(standing.blocked(at: now) == nil)
      #expect(standing.isOnProbation)
      standing.record(.excess, at: now)
      #expect(standing.blocked(at: now) == .seconds(seconds))
    }
    now = now + .seconds(60)
    for _ in 0..<20 { standing.record(.success, at: now) }
    #expect(!standing.isOnProbation)
    for _ in 0..<3 { standing.record(.excess, at: now) }
    #expect(standing.blocked(at: now) == .seconds(2))
  }

  @Test func failures() {
    var standing = Standing(Throttling())
    let now = ContinuousClock.now
    // A tenant with some mistakes is left alone.
    for _ in 0..<1000 {
      standing.record(.failure, at: now)
      standing.record(.success, at: now)
    }
    #expect(!standing.isOnProbation)
    for _ in 0..<30 { standing.record(.failure, at: now) }
    #expect(standing.blocked(at: now) != nil)
  }

  @Test func refusalsWait() {
    var standing = Standing(Throttling())
    let now = ContinuousClock.now
    for _ in 0..<20 { #expect(standing.refuse(at: now) == .zero) }
    #expect(standing.refuse(at: now) == .milliseconds(200))
    #expect(standing.refuse(at: now + .seconds(2)) == .zero)
  }

  @Test func hostileTenantsAreRefused() async throws {
    let scripts = [
      "bad": "fun handle(r) { while (true) {} }", "good": "fun handle(r) { return \"fine\"; }",
    ]
    try await withServer(scripts, configure: { $0.throttling.blockDuration = .seconds(3600) }) {
      (client) async throws in
      for _ in 0..<3 { #expect(try await client.get("/bad").status == .serviceUnavailable) }
      let refused = try await client.get("/bad")
      #expect(refused.status == .tooManyRequests)
      #expect(refused.headers[.retryAfter].flatMap { Int($0) } ?? 0 > 1)
      let report = try await client.report(of: "bad")
      #expect(report.exceeded == 3)
      #expect(report.refused == 1)
      #expect(report.blockedFor ?? 0 > 0)
      for _ in 0..<100 { #expect(try await client.get("/good").text == "fine") }
      #expect(try await client.report(of: "good").refused == 0)
    }
  }

  /// Many requests at once, among them endless ones: the good ones all succeed.
  @Test func manyAtOnce() async throws {
    let scripts = [
      "bad": "fun handle(r) { while (true) {} }", "good": "fun handle(r) { return \"fine\"; }",
    ]
    try await withServer(scripts) { (client) async throws in
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<200 {
          let isGood = number % 4 == 0
          group.addTask {
            let response = try await client.get(isGood ? "/good" : "/bad")
            return isGood ? response.text == "fine" : response.status.code >= 400
          }
        }
        for try await isAsExpected in group { #expect(isAsExpected) }
      }
    }
  }
}

@Suite struct FairPoolTests {
  /// Lets a test decide when work ends.
  final class Gate: Sendable {
    let semaphore = DispatchSemaphore(value: 0)
  }

  @Test func whoUsedLeastIsNext() async throws {
    let pool = FairPool(name: "test", threads: 1, share: 1, waiting: 10)
    let order = Mutex<[String]>([])
    let gate = Gate()
    let started = Gate()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await pool.run(for: "first") {
          started.semaphore.signal()
          gate.semaphore.wait()
        }
      }
      await started.wait()
      for (tenant, count) in [("many", 5), ("few", 1)] {
        for _ in 0..<count {
          group.addTask {
            try await pool.run(for: tenant) {
              order.withLock { $0.append(tenant) }
              // Some time that counts.
              let start = ContinuousClock.now
              while ContinuousClock.now - start < .milliseconds(1) {}
            }
          }
        }
      }
      // All wait now, or nearly.
      try await Task.sleep(for: .milliseconds(100))
      gate.semaphore.signal()
      try await group.waitForAll()
    }
    let place = order.withLock { $0.firstIndex(of: "few") }
    #expect(place.map { $0 <= 1 } == true)
  }

  @Test func linesAreBounded() async throws {
    let pool = FairPool(name: "test", threads: 1, share: 1, waiting: 1)
    let gate = Gate()
    let started = Gate()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await pool.run(for: "a") {
          started.semaphore.signal()
          gate.semaphore.wait()
        }
      }
      await started.wait()
      // One of these waits, the other one is refused.
      for _ in 0..<2 { group.addTask { try await pool.run(for: "a") {} } }
      await #expect(throws: FairPool.LineIsFull.self) { try await group.next() }
      group.addTask { try await pool.run(for: "b") {} }
      gate.semaphore.signal()
      try await group.waitForAll()
    }
  }

  /// No tenant gets more than its share of the threads.
  @Test func shares() async throws {
    let pool = FairPool(name: "test", threads: 3, share: 2, waiting: 100)
    let running = Atomic(0)
    let most = Atomic(0)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask {
          try await pool.run(for: "a") {
            most.max(running.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
            running.subtract(1, ordering: .relaxed)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect((1...2).contains(most.load(ordering: .relaxed)))
  }
}

extension FairPoolTests.Gate {
  /// Waits on a thread that nobody else needs.
  func wait() async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        self.semaphore.wait()
        continuation.resume()
      }
    }
  }
}
