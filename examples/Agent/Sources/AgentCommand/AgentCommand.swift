import Agent
import ArgumentParser
import Foundation
import Lox
import UnixSignals

@main struct AgentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agent", abstract: "Lets a script answer a question with what it finds on the web.")

  @Argument(help: "The script, in extended Lox.") var script: String
  @Argument(help: "The question.") var question: String

  @Option(
    name: .customLong("allow"),
    help: ArgumentHelp(
      "A host whose pages the script may fetch: example.org, or example.org:8080. Can be repeated.",
      valueName: "host"))
  var hosts: [String] = []

  @Option(help: ArgumentHelp("The search service; it answers as SearXNG does.", valueName: "url"))
  var search = "http://localhost:8888/search?format=json"

  @Option(help: ArgumentHelp("Writes the calls of tools to this file.", valueName: "log"))
  var record: String?

  @Option(help: ArgumentHelp("Repeats the run that was recorded in this file.", valueName: "log"))
  var replay: String?

  func run() async throws {
    // Control-C ends the run; what it has recorded is still written.
    let interrupts = await UnixSignalsSequence(trapping: .sigint)
    let task = Task { try await perform() }
    let watch = Task { for await _ in interrupts { task.cancel() } }
    defer { watch.cancel() }
    let run = try await task.value
    try record.map { try run.log.json.write(to: URL(filePath: $0)) }
    print(run.output, terminator: "")
    print(try answer(of: run))
  }

  private func perform() async throws -> AgentRun {
    let text = try String(contentsOfFile: script, encoding: .utf8)
    let log = try replay.map { try ToolLog(json: Data(contentsOf: URL(filePath: $0))) }
    guard let service = URL(string: search) else { throw ValidationError("The search service has no URL.") }
    return try await Web.open(hosts: Set(hosts)) { web in
      let agent = Agent(tools: [web.fetch, web.search(service)])
      return await agent.run(text, name: script, question: question, replaying: log)
    }
  }

  private func answer(of run: AgentRun) throws -> String {
    do {
      return try run.result.get()
    } catch {
      let text =
        switch error {
        case let errors as CompileErrors: errors.formatted(.rich(color: false))
        case let error as RuntimeError: error.formatted(.rich(color: false))
        default: "\(error)"
        }
      FileHandle.standardError.write(Data("\(text)\n".utf8))
      throw ExitCode.failure
    }
  }
}
