import Agent
import Hummingbird
import HummingbirdTesting
import Lox
import Testing

/// Lets several tasks wait until all of them are there.
actor Meeting {
  private var missing: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(of count: Int) { missing = count }

  func join() async {
    missing -= 1
    guard missing <= 0 else { return await withCheckedContinuation { waiting.append($0) } }
    for continuation in waiting { continuation.resume() }
    waiting = []
  }
}

extension Agent {
  /// An agent that has time even on a busy machine.
  static func patient(_ tools: [Tool], callLimit: Int = 100) -> Agent {
    var limits = Agent.limits
    limits.deadline = nil
    return Agent(tools: tools, limits: limits, callLimit: callLimit)
  }

  /// Runs a script of extended Lox.
  func run(_ lines: String, replaying log: ToolLog? = nil) async -> AgentRun {
    await run("// lox: extended\n\(lines)", question: "Why?", replaying: log)
  }
}

extension AgentRun {
  /// The answer, or the message of the error.
  var text: String {
    switch result {
    case .success(let answer): answer
    case .failure(let error): (error as? RuntimeError)?.message ?? "\(error)"
    }
  }

  var error: RuntimeError? { if case .failure(let error) = result { error as? RuntimeError } else { nil } }
}

/// A tool that must not be asked.
func unusable(_ name: String) -> Tool {
  Tool(name, "nothing") { argument in
    Issue.record("\(name)(\(argument)) was called")
    return ""
  }
}

/// Runs a web server. `test` gets its host, with the port.
func withServer(
  _ routes: (Router<BasicRequestContext>) -> Void, _ test: @escaping @Sendable (String) async throws -> Void
) async throws {
  let router = Router()
  routes(router)
  try await Application(router: router).test(.live) { client in
    try await test("localhost:\(try #require(client.port))")
  }
}

/// Access to a server, with time enough.
@discardableResult
func withWeb<Result>(
  _ host: String, bytes: Int = 1 << 20, _ body: (Web) async throws -> Result
) async throws -> Result {
  try await Web.open(hosts: [host], bytes: bytes, timeout: .seconds(3600), body)
}
