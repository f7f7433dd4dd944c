import Hummingbird
import HummingbirdTesting
import Testing

@testable import EdgeServer

@Suite struct LimitTests {
  /// The scripts of the load test: each is ended by a limit, with an error that is in the log.
  @Test(arguments: [
    ("while (true) {}", "Out of fuel."),
    ("fun f(n) { return f(n + 1) + 1; } f(0);", "Stack overflow."),
    ("var s = \"x\"; while (true) s = s + s;", "Out of memory."),
    ("while (true) print \"again and again\";", "Too much output."),
    ("class N { init(n) { this.n = n; } } var l = nil; while (true) l = N(l);", "Out of"),
    ("var big = Response(200); while (true) big.write(\"a huge response, and no end\");", "256 KiB"),
  ])
  func excess(_ script: String, _ message: String) async throws {
    try await withServer(["a": "fun handle(r) { \(script) }", "top": script, "good": "fun handle(r) {}"]) {
      (client) async throws in
      for name in ["a", "top"] {
        let response = try await client.get("/\(name)")
        #expect(response.status == .serviceUnavailable)
        #expect(response.text == "The handler exceeded its limits.\n")
        let report = try await client.report(of: name)
        #expect(report.exceeded == 1)
        #expect(report.log.last?.contains(message) == true, "\(report.log.last ?? "")")
      }
      #expect(try await client.get("/good").status == .noContent)
    }
  }

  /// The script itself and its handler share one amount of fuel.
  @Test func fuelIsForTheWholeRequest() async throws {
    let loop = "for (var i = 0; i < 1000; i = i + 1) {}"
    let script = "\(loop) fun handle(r) { \(loop) }"
    for (fuel, status) in [(100_000, HTTPResponse.Status.noContent), (6_000, .serviceUnavailable)] {
      try await withServer(["a": script], configure: { $0.limits.fuel = fuel }) { (client) async throws in
        #expect(try await client.get("/a").status == status)
      }
    }
  }

  @Test func deadline() async throws {
    let configure: @Sendable (inout EdgeConfiguration) -> Void = {
      $0.limits.fuel = nil
      $0.deadline = .milliseconds(20)
    }
    try await withServer(["a": "fun handle(r) { while (true) {} }"], configure: configure) {
      (client) async throws in
      // If the machine has no time for the thread, the script is not to blame, and nothing is logged.
      while try await client.report(of: "a").exceeded == 0 {
        #expect(try await client.get("/a").status == .serviceUnavailable)
      }
      #expect(try await client.report(of: "a").log.last?.contains("Deadline exceeded.") == true)
    }
  }

  @Test func largeRequests() async throws {
    try await withServer(["a": "fun handle(r) { return \"ok\"; }"], configure: { $0.requestBytes = 10 }) {
      (client) async throws in
      let post = { (count: Int) async throws in
        try await client.execute(
          uri: "/a", method: .post, body: ByteBuffer(repeating: 0, count: count)
        ).status
      }
      #expect(try await post(10) == .ok)
      #expect(try await post(11) == .contentTooLarge)
    }
  }
}
