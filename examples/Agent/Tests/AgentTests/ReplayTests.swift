import Agent
import Foundation
import Lox
import Synchronization
import Testing

@Suite struct ReplayTests {
  private static let script = """
    fun attempt(text) {
      try { return ask(text); } catch (e) {
        print `${text}: ${e.details.message}`;
        return ask(text);
      }
    }
    answer(Fiber.map(["a", "b", "c"], attempt).join());
    """

  /// The log of a run in which each argument fails the first time.
  private func recorded() async -> AgentRun {
    let known = Mutex<Set<String>>([])
    let tool = Tool("ask", "the text in capitals") { text in
      if known.withLock({ $0.insert(text).inserted }) { throw ToolFailure("Busy.", isTemporary: true) }
      return text.uppercased()
    }
    return await Agent.patient([tool]).run(Self.script)
  }

  @Test func sameRun() async throws {
    let run = await recorded()
    #expect(run.text == "ABC")
    #expect(run.output == "a: Busy.\nb: Busy.\nc: Busy.\n")
    let log = try ToolLog(json: run.log.json)
    #expect(log == run.log)
    let repeated = await Agent.patient([unusable("ask")]).run(Self.script, replaying: log)
    #expect(repeated.text == run.text)
    #expect(repeated.output == run.output)
    #expect(repeated.log == run.log)
    #expect(repeated.fuel == run.fuel)
  }

  /// Whatever a script does about errors, another run is not what was recorded.
  @Test(arguments: [
    (#"["a", "b"]"#, #"Call 3 is ask("a"), but ask("c") is recorded."#),
    (#"["a", "x", "c"]"#, #"Call 2 is ask("x"), but ask("b") is recorded."#),
    (#"["a", "b", "c", "d"]"#, #"Call 4 is ask("d"), but ask("a") is recorded."#),
    ("[]", "The script made 0 calls, but 6 are recorded."),
  ])
  func otherRun(arguments: String, message: String) async {
    let script = Self.script.replacing(#"["a", "b", "c"]"#, with: arguments)
    let run = await Agent.patient([unusable("ask")]).run(script, replaying: await recorded().log)
    #expect(run.text == message)
  }

  @Test func moreCalls() async {
    let script = "\(Self.script) try { ask(`more`); } catch (e) { answer(`caught`); }"
    let run = await Agent.patient([unusable("ask")]).run(script, replaying: await recorded().log)
    #expect(run.text == #"ask("more") is call 7, but only 6 are recorded."#)
    #expect(run.error?.underlying is ReplayError)
  }
}
