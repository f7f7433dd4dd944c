import Agent
import Foundation
import Hummingbird
import Lox
import Testing

@Suite struct WebTests {
  /// The server answers only when all requests have arrived.
  @Test func pagesAtOnce() async throws {
    let meeting = Meeting(of: 5)
    try await withServer { router in
      router.get("page/:name") { _, context in
        await meeting.join()
        return try context.parameters.require("name")
      }
    } _: { host in
      let run = try await withWeb(host) { web in
        await Agent.patient([web.fetch]).run(
          "answer(Fiber.map(1...5, i => fetch(`http://\(host)/page/${i}`)).join());")
      }
      #expect(run.text == "12345")
    }
  }

  @Test func failures() async throws {
    try await withServer { router in
      router.get("missing") { _, _ in HTTPResponse.Status.notFound }
      router.get("busy") { _, _ in HTTPResponse.Status.tooManyRequests }
      router.get("moved") { _, _ in Response.redirect(to: "http://example.org/") }
      router.get("long") { _, _ in String(repeating: "x", count: 1001) }
      router.get("full") { _, _ in String(repeating: "x", count: 1000) }
    } _: { host in
      try await withWeb(host, bytes: 1000) { (web) async throws in
        let fetch = { (path: String) in try await web.fetch.call("http://\(host)/\(path)") }
        for (path, failure) in [
          ("missing", ToolFailure("The server answered 404 Not Found.", status: 404)),
          ("busy", ToolFailure("The server answered 429 Too Many Requests.", status: 429, isTemporary: true)),
          ("moved", ToolFailure("The server answered 303 See Other.", status: 303)),
          ("long", ToolFailure("The page has more than 1000 bytes.")),
        ] {
          await #expect(throws: failure) { try await fetch(path) }
        }
        #expect(try await fetch("full").utf8.count == 1000)
      }
    }
  }

  @Test(arguments: [
    "http://example.org/", "http://localhost/", "http://localhost:81/", "http://localhost:80@example.org/",
    "https://example.org:80/", "file:///etc/passwd", "http+unix://localhost:80/", "page", "", "http://",
  ])
  func refusedHosts(url: String) async throws {
    try await withWeb("localhost:80") { web in
      await #expect(throws: ToolFailure.self) { try await web.fetch.call(url) }
    }
  }

  /// A run that waits for a server which does not answer.
  @Test func cancellation() async throws {
    let (arrival, end) = (Meeting(of: 2), Meeting(of: 2))
    try await withServer { router in
      router.get("slow") { _, _ in
        await arrival.join()
        await end.join()
        return ""
      }
    } _: { host in
      try await withWeb(host) { web in
        let agent = Agent.patient([web.fetch])
        let task = Task { await agent.run("fetch(`http://\(host)/slow`);") }
        await arrival.join()
        task.cancel()
        #expect(await task.value.error?.kind == .cancelled)
      }
      await end.join()
    }
  }
}
