import Agent
import Foundation
import Hummingbird
import Lox
import Synchronization
import Testing

/// The sample script, and the recorded run that comes with it.
@Suite struct ResearchTests {
  private static func sample(_ name: String) throws -> Data {
    try Data(contentsOf: URL(filePath: #filePath).appending(path: "../../../Scripts/\(name)").standardized)
  }

  private static var script: String {
    get throws { String(decoding: try sample("research.lox"), as: UTF8.self) }
  }

  /// A search service and its pages: one that is good, one that is there at the third visit, and two that are not there.
  private final class Site: Sendable {
    let visits = Mutex<[String: Int]>([:])

    func routes(_ router: Router<BasicRequestContext>) {
      router.get("search") { request, _ in
        #expect(request.uri.queryParameters["q"] == "1 + 1 & more?")
        let pages = ["good", "shaky", "broken", "missing"].map { name in
          #"{"url": "http://\#(request.head.authority ?? "")/\#(name)", "title": "\#(name)"}"#
        }
        return #"{"results": [\#(pages.joined(separator: ", "))]}"#
      }
      page("good", until: 1, "Born in 1815; 1815 it was, not 18150. Died in 1852.")
      page("shaky", until: 3, "Died in 1852.")
      page("broken", until: .max, "")

      func page(_ name: String, until number: Int, _ text: String) {
        router.get("\(name)") { [self] _, _ in
          let count = visits.withLock { visits in
            visits[name, default: 0] += 1
            return visits[name] ?? 0
          }
          guard count >= number else { throw HTTPError(.serviceUnavailable) }
          return text
        }
      }
    }
  }

  @Test func sampleRun() async throws {
    let agent = Agent.patient([unusable("fetch"), unusable("search")])
    let log = try ToolLog(json: try Self.sample("research.json"))
    let run = await agent.run(
      try Self.script, question: "When did the first program appear?", replaying: log)
    #expect(
      run.text == """
        When did the first program appear?
        I have read 3 of 4 pages.
        1843: Ada Lovelace, The Analytical Engine, Note G
        1815: Ada Lovelace
        1852: Ada Lovelace
        1837: The Analytical Engine
        """)
    #expect(
      run.output == """
        http://localhost:8000/engine: The server answered 503 Service Unavailable.
        http://localhost:8000/lost: The server answered 404 Not Found.
        http://localhost:8000/engine: The server answered 503 Service Unavailable.

        """)
  }

  @Test func liveAndRepeated() async throws {
    let script = try Self.script
    let question = "1 + 1 & more?"
    let site = Site()
    let live = Mutex<AgentRun?>(nil)
    try await withServer(site.routes) { host in
      let service = try #require(URL(string: "http://\(host)/search?format=json"))
      let run = try await withWeb(host) { web in
        await Agent.patient([web.fetch, web.search(service)]).run(script, question: question)
      }
      live.withLock { $0 = run }
    }
    let run = try #require(live.withLock { $0 })
    #expect(
      run.text == """
        1 + 1 & more?
        I have read 2 of 4 pages.
        1852: good, shaky
        1815: good
        """)
    // Two tries of one page failed, all three of another one, and the only one of the last.
    #expect(run.output.split(separator: "\n").count == 6)
    #expect(site.visits.withLock { $0 } == ["good": 1, "shaky": 3, "broken": 3])

    // The server is gone.
    let agent = Agent.patient([unusable("fetch"), unusable("search")])
    let repeated = await agent.run(script, question: question, replaying: run.log)
    #expect(repeated.text == run.text)
    #expect(repeated.output == run.output)
    #expect(repeated.fuel == run.fuel)
    let other = await agent.run(script, question: "2?", replaying: run.log)
    #expect(other.text == #"Call 1 is search("2?"), but search("1 + 1 & more?") is recorded."#)
  }
}
