import Dispatch
import Synchronization
import Testing

@testable import EdgeServer

@Suite struct FairPoolTests {
  /// Lets a test decide when work ends.
  final class Gate: Sendable {
    let semaphore = DispatchSemaphore(value: 0)
  }

  /// The tenants whose work was done.
  final class Order: Sendable {
    let tenants = Mutex<[String]>([])
  }

  /// How much work is done at once.
  final class Gauge: Sendable {
    let running = Atomic(0)
    let most = Atomic(0)
  }

  @Test func whoUsedLeastIsNext() async throws {
    let pool = FairPool(name: "test", threads: 1, share: 1, waiting: 10)
    let order = Order()
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
              order.tenants.withLock { $0.append(tenant) }
              // Some time that is counted.
              let start = ContinuousClock.now
              while ContinuousClock.now - start < .milliseconds(1) {}
            }
          }
        }
      }
      while pool.waitingCount < 6 { await Task.yield() }
      gate.semaphore.signal()
      try await group.waitForAll()
    }
    let place = order.tenants.withLock { $0.firstIndex(of: "few") }
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
    let gauge = Gauge()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask {
          try await pool.run(for: "a") {
            gauge.most.max(gauge.running.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
            gauge.running.subtract(1, ordering: .relaxed)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect((1...2).contains(gauge.most.load(ordering: .relaxed)))
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
