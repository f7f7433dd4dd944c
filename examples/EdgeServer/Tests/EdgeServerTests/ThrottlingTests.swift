import Hummingbird
import HummingbirdTesting
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
    // Requests that were already active do not count.
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
    // A tenant with a few errors is not throttled.
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
