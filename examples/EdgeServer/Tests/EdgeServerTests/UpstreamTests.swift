import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import EdgeServer

/// Requests to other servers.
@Suite struct UpstreamTests {
  /// Lets visitors go on when so many of them are there.
  private actor Meeting {
    private let size: Int
    private var visitors: [CheckedContinuation<Void, Never>] = []
    private var isOver = false
    init(_ size: Int) { self.size = size }

    /// Whoever joins after the end doesn't wait.
    func join() async {
      if isOver { return }
      await withCheckedContinuation { visitor in
        visitors.append(visitor)
        if visitors.count >= size { end() }
      }
    }

    func end() {
      isOver = true
      for visitor in visitors { visitor.resume() }
      visitors = []
    }
  }

  /// Runs an edge server with an upstream that answers requests with their paths.
  private func withUpstream(
    _ scripts: [String: String], configure: @escaping @Sendable (inout EdgeConfiguration) -> Void = { _ in },
    answer: @escaping @Sendable (String) async throws -> Response,
    test: @escaping @Sendable (any TestClientProtocol) async throws -> Void
  ) async throws {
    let router = Router()
    router.get("/**") { request, _ in try await answer(request.uri.path) }
    let upstream = Application(
      router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)))
    try await upstream.test(.live) { (client) async throws in
      let port = try #require(client.port)
      try await withServer(
        scripts,
        configure: {
          $0.upstreams = ["up": "http://127.0.0.1:\(port)"]
          $0.upstreamTimeout = .seconds(30)
          configure(&$0)
        }, test)
    }
  }

  private static func ok(_ text: String) -> Response {
    Response(status: 200, headers: [], body: Array(text.utf8))
  }

  /// The upstream answers only when all requests are there.
  @Test func severalAtOnce() async throws {
    let script = """
      import {get} from "upstream";
      fun handle(request) {
        const answers = Fiber.map(["/a", "/b", "/c"], path => get("up", path));
        return answers.map(answer => `${answer.status}${answer.body}`).join(" ");
      }
      """
    let meeting = Meeting(3)
    try await withUpstream(
      ["t": script],
      answer: { path in
        await meeting.join()
        return Self.ok(path)
      }
    ) { (client) async throws in
      #expect(try await client.get("/t").text == "200/a 200/b 200/c")
      #expect(try await client.report(of: "t").modules == ["upstream"])
    }
  }

  /// Requests that wait for upstreams hold no thread: all of them wait at once, with one worker.
  @Test func waitingHoldsNoThread() async throws {
    let script = "import {get} from \"upstream\"; fun handle(r) => get(\"up\", \"/x\").body;"
    let meeting = Meeting(10)
    try await withUpstream(
      ["t": script], configure: { $0.workers = 1 },
      answer: { _ in
        await meeting.join()
        return Self.ok("together")
      }
    ) { (client) async throws in
      try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<10 { group.addTask { try await client.get("/t").text } }
        for try await text in group { #expect(text == "together") }
      }
    }
  }

  /// Scripts can catch what goes wrong, and see nothing of where upstreams are.
  @Test(arguments: [
    ("get(\"none\", \"/\")", "There is no upstream 'none'."),
    ("get(\"up\", \"x\")", "A path begins with '/' and has no blanks or other characters than ASCII."),
    ("get(\"up\", \"/ \")", "A path begins with '/' and has no blanks or other characters than ASCII."),
    ("get(\"up\", \"/large\")", "The answer of 'up' has more than 64 KiB."),
    ("get(\"up\", \"/slow\")", "The upstream 'up' does not answer."),
    ("get(\"down\", \"/\")", "The upstream 'down' does not answer."),
    ("Fiber.map(1...4, n => get(\"up\", \"/\"))", "Too many requests to upstreams."),
  ])
  func mistakes(_ call: String, _ message: String) async throws {
    let script = """
      import {get} from "upstream";
      fun handle(r) {
        try { return `${\(call)}`; } catch (e is HostError) { return e.message; }
      }
      """
    let meeting = Meeting(2)
    try await withUpstream(
      ["t": script],
      configure: {
        $0.upstreams["down"] = "http://127.0.0.1:1"
        $0.upstreamCalls = 3
        if call.contains("slow") { $0.upstreamTimeout = .milliseconds(50) }
      },
      answer: { path in
        if path == "/slow" { await meeting.join() }
        return Self.ok(path == "/large" ? String(repeating: "x", count: Upstreams.answerBytes + 1) : "")
      }
    ) { (client) async throws in
      #expect(try await client.get("/t").text == message)
      await meeting.end()
    }
  }

  @Test func redirectionsAreNotFollowed() async throws {
    let script = "import {get} from \"upstream\"; fun handle(r) => `${get(\"up\", \"/x\").status}`;"
    try await withUpstream(
      ["t": script],
      answer: { path in
        #expect(path == "/x")
        return Response(status: 302, headers: [("location", "/elsewhere")], body: [])
      }
    ) { (client) async throws in
      #expect(try await client.get("/t").text == "302")
    }
  }

  /// The deadline of a request counts while it waits; who waits has not computed, so is not to blame.
  @Test func deadlineWhileWaiting() async throws {
    let script = "import {get} from \"upstream\"; fun handle(r) => get(\"up\", \"/x\").body;"
    let meeting = Meeting(2)
    try await withUpstream(
      ["t": script], configure: { $0.deadline = .milliseconds(100) },
      answer: { _ in
        await meeting.join()
        return Self.ok("")
      }
    ) { (client) async throws in
      #expect(try await client.get("/t").status == .serviceUnavailable)
      #expect(try await client.report(of: "t").exceeded == 0)
      await meeting.end()
    }
  }

  /// The sample: two servers, one of which asks the other.
  @Test func samples() async throws {
    let configuration = EdgeConfiguration(folder: sampleFolder("Upstreams"))
    try await EdgeHost(configuration).application(address: .hostname("127.0.0.1", port: 0)).test(.live) {
      (client) async throws in
      let port = try #require(client.port)
      try await withServer(
        [:],
        configure: {
          $0.folder = sampleFolder("Tenants")
          $0.upstreams = ["prices": "http://127.0.0.1:\(port)/prices"]
        }
      ) { (client) async throws in
        let text = try await client.get("/basket?items=bread,cheese,cake").text
        #expect(text == "bread: 2.80 €\ncheese: 4.25 €\ncake: ?\ntotal: 7.05 €\n")
      }
      try await withServer([:], configure: { $0.folder = sampleFolder("Tenants") }) { (client) async throws in
        #expect(try await client.get("/basket?items=bread").status == .badGateway)
        #expect(
          try await client.report(of: "basket").log == ["There is no upstream 'prices'."])
      }
    }
  }
}
