import Agent
import Lox
import Synchronization
import Testing

@Suite struct AgentTests {
  @Test func answers() async {
    let agent = Agent.patient([Tool("shout", "the text in capitals") { $0.uppercased() }])
    let run = await agent.run("print question; answer(shout(question)); print 1;")
    #expect(run.text == "WHY?")
    #expect(run.output == "Why?\n1\n")
    #expect(run.log.entries.map(\.description) == [#"shout("Why?")"#])
    #expect(run.log.entries.map(\.answer) == ["WHY?"])
    #expect(run.fuel > 0)
    #expect(agent.manual.contains("- shout(text): the text in capitals"))
  }

  @Test func scriptsWithoutAnswer() async {
    let agent = Agent.patient([])
    #expect(await agent.run("print 1;").text == "The script has not called answer().")
    #expect(await agent.run("answer(1);").text == "Argument 1 of 'answer' must be a string, not a number.")
    #expect(await agent.run("answer(").text.contains("Expect"))
    #expect(await agent.run("clock();").text == "Undefined variable 'clock'.")
    #expect(await agent.run("while (true) {}").error?.kind == .outOfFuel)
    let long = String(repeating: " ", count: 100_001)
    #expect(await agent.run(long).text == "The script is longer than 100,000 bytes.")
  }

  /// All tools are at work at once, and whichever ends first, the log has the order of the script.
  @Test func orderOfTheScript() async {
    let meeting = Meeting(of: 8)
    let tool = Tool("meet", "what it is given") { argument in
      await meeting.join()
      for _ in 0..<Int.random(in: 0..<10) { await Task.yield() }
      return argument
    }
    let run = await Agent.patient([tool]).run(
      "answer(Fiber.map(1...8, i => meet(String(i)) + meet(String(i * i))).join());")
    #expect(run.text == (1...8).map { "\($0)\($0 * $0)" }.joined())
    let arguments = (1...8).map { "\($0)" } + (1...8).map { "\($0 * $0)" }
    #expect(run.log.entries.map(\.argument) == arguments)
    #expect(run.log.entries.map(\.answer) == arguments)
  }

  @Test func failures() async {
    let tool = Tool("ask", "fails") { argument in
      if argument == "other" { throw CancellationError() }
      throw ToolFailure("No.", status: 503, isTemporary: true)
    }
    let agent = Agent.patient([tool])
    let run = await agent.run(
      """
      fun attempt(text) {
        try { return ask(text); } catch (e is HostError) {
          const {message, status, isTemporary} = e.details;
          return `${e.message} ${message} ${status} ${isTemporary}`;
        }
      }
      answer(Fiber.map(["a", "other"], attempt).join(`, `));
      """)
    #expect(run.text == "No. No. 503 true, CancellationError() CancellationError() nil true")
    #expect(run.log.entries.map(\.failure?.status) == [503, nil])
    // Without `try`, a failure ends the script.
    let failed = await agent.run(#"ask("a");"#)
    #expect(failed.error?.underlying as? ToolFailure == run.log.entries[0].failure)
  }

  @Test func limitOfCalls() async {
    let script = #"for (var i in 1...3) try { ask("a"); } catch (e) { print e; }"#
    let tool = Tool("ask", "echoes") { $0 }
    let agent = Agent.patient([tool], callLimit: 3)
    #expect(await agent.run(script).text == "The script has not called answer().")
    let run = await Agent.patient([tool], callLimit: 2).run(script)
    #expect(run.text == "A script can call tools up to 2 times.")
    #expect(run.output == "")
  }

  @Test func cancellationWhileWaiting() async {
    let (meeting, ended) = (Meeting(of: 3), Meeting(of: 3))
    let tool = Tool("wait", "never answers") { _ in
      await meeting.join()
      // Ends only when it is cancelled.
      try? await Task.sleep(for: .seconds(1_000_000))
      await ended.join()
      return ""
    }
    let agent = Agent.patient([tool])
    let script = #"print 1; try { Fiber.map(["a", "b"], wait); } catch (e) {} answer("");"#
    let task = Task { await agent.run(script) }
    await meeting.join()
    task.cancel()
    let run = await task.value
    #expect(run.error?.kind == .cancelled)
    #expect(run.output == "1\n")
    #expect(run.log.entries.map(\.argument) == ["a", "b"])
    // Both calls were cancelled, too.
    await ended.join()
    let repeated = await agent.run(#"Fiber.map(["a", "b"], wait);"#, replaying: run.log)
    #expect(repeated.text == #"The recorded run ended before wait("a") had an answer."#)
  }

  @Test func deadline() async {
    var limits = Agent.limits
    limits.deadline = .after(.milliseconds(20))
    let tool = Tool("wait", "never answers") { _ in
      try await Task.sleep(for: .seconds(1_000_000))
      return ""
    }
    let run = await Agent(tools: [tool], limits: limits).run(#"try { wait(""); } catch (e) { print e; }"#)
    #expect(run.error?.kind == .deadlineExceeded)
    #expect(run.output == "")
  }
}
