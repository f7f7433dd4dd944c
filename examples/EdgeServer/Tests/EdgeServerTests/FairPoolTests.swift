import Dispatch
import Foundation
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
        try await pool.run(for: "first") { _ in
          started.semaphore.signal()
          gate.block()
        }
      }
      await started.wait()
      for (tenant, count) in [("many", 5), ("few", 1)] {
        for _ in 0..<count {
          group.addTask {
            try await pool.run(for: tenant) { _ in
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
        try await pool.run(for: "a") { _ in
          started.semaphore.signal()
          gate.block()
        }
      }
      await started.wait()
      // One of these waits, the other one is refused.
      for _ in 0..<2 { group.addTask { try await pool.run(for: "a") { _ in } } }
      await #expect(throws: FairPool.LineIsFull.self) { try await group.next() }
      group.addTask { try await pool.run(for: "b") { _ in } }
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
          try await pool.run(for: "a") { _ in
            gauge.most.max(gauge.running.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
            gauge.running.subtract(1, ordering: .relaxed)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect((1...2).contains(gauge.most.load(ordering: .relaxed)))
  }

  /// A request that waits leaves its thread to others, and comes back to the pool.
  @Test func waitingNeedsNoThread() async throws {
    let pool = FairPool(name: "test", threads: 1, share: 1, waiting: 100)
    let (arrivals, arrive) = AsyncStream.makeStream(of: Void.self)
    let (permits, permit) = AsyncStream.makeStream(of: Void.self)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        try await pool.run(for: "a") { meter in
          let thread = thisThread()
          arrive.yield()
          for await _ in permits { break }
          // Only its own time counts.
          #expect(meter.used < .milliseconds(50))
          return thisThread() == thread
        }
      }
      for await _ in arrivals { break }
      for _ in 0..<10 {
        try await pool.run(for: "a") { _ in
          let start = ContinuousClock.now
          while ContinuousClock.now - start < .milliseconds(10) {}
        }
      }
      permit.yield()
      for try await isSameThread in group { #expect(isSameThread) }
    }
  }

  /// Requests that have begun, and wait, count as well.
  @Test func begunRequestsAreBounded() async throws {
    let pool = FairPool(name: "test", threads: 1, share: 1, begun: 3, waiting: 100)
    let gauge = Gauge()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 {
        group.addTask {
          try await pool.run(for: "a") { _ in
            gauge.most.max(gauge.running.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
            try? await Task.sleep(for: .milliseconds(5))
            gauge.running.subtract(1, ordering: .relaxed)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect((1...3).contains(gauge.most.load(ordering: .relaxed)))
  }
}

private func thisThread() -> ObjectIdentifier { ObjectIdentifier(Thread.current) }

extension FairPoolTests.Gate {
  /// Keeps the thread of some work.
  func block() { semaphore.wait() }

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
