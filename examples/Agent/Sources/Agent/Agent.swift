import Lox

/// Runs scripts that nobody has read, with the tools that it is given.
///
/// Its scripts compute one at a time, but any number of them can wait for their tools at once.
public actor Agent {
  private let tools: [Tool]
  private let limits: Limits
  private let callLimit: Int

  public init(tools: [Tool], limits: Limits = Agent.limits, callLimit: Int = 100) {
    self.tools = tools
    self.limits = limits
    self.callLimit = callLimit
  }

  /// Those for untrusted scripts, with time for tools, eight of which may be at work at once.
  public static var limits: Limits {
    var limits = Limits.untrusted
    limits.deadline = .after(.seconds(60))
    limits.pendingCalls = 8
    return limits
  }

  /// What whoever writes a script needs to know: part of a language model's instructions, for example.
  public nonisolated var manual: String {
    """
    Write a script in extended Lox. Beside the core library it can use:
    - question: the question, a string
    - answer(text): gives the answer
    \(tools.map { "- \($0.name)(text): \($0.documentation)" }.joined(separator: "\n"))
    Fiber.map(list, x => f(x)) calls a function with all elements at once. A function that fails throws a HostError; its
    `details` have `message`, `status` (of HTTP, or nil) and `isTemporary`.
    """
  }

  /// Runs a script in an isolate of its own. With the log of an earlier run, that run is repeated without the tools.
  ///
  /// Cancelling the task ends the run, and the calls that it waits for.
  public func run(
    _ script: String, name: String = "script.lox", question: String, replaying log: ToolLog? = nil
  ) async -> AgentRun {
    let recorder = Recorder(replaying: log, callLimit: callLimit)
    var fuel = 0
    let result: Result<String, any Error>
    do {
      guard script.utf8.count <= 100_000 else { throw AgentError.longScript }
      let program = try Program(script, name: name)
      let isolate = try makeIsolate(recorder, question: question)
      defer { fuel = isolate.usedFuel }
      try await isolate.run(program)
      try recorder.finish()
      guard let answer = recorder.record.answer else { throw AgentError.noAnswer }
      result = .success(answer)
    } catch {
      result = .failure(error)
    }
    let record = recorder.record
    return AgentRun(result: result, output: record.output, log: record.log, fuel: fuel)
  }

  private func makeIsolate(_ recorder: Recorder, question: String) throws -> Isolate {
    let isolate = try Isolate(limits: limits, output: .text { recorder.print($0) })
    // What depends on the time can't be repeated.
    isolate.removeGlobal("clock")
    try isolate.setGlobal("question", to: question)
    try isolate.define("answer") { (text: String) in recorder.answer(text) }
    for tool in tools {
      try isolate.defineAsync(tool.name) { (argument: String) async throws -> String in
        try await recorder.call(tool, argument)
      }
    }
    return isolate
  }
}

/// What a script has done.
public struct AgentRun: Sendable {
  /// What it answered, or why it did not: `CompileErrors`, a `RuntimeError`, an ``AgentError`` or a ``ReplayError``.
  public let result: Result<String, any Error>
  /// What it printed.
  public let output: String
  public let log: ToolLog
  public let fuel: Int
}

/// Why a script that did not fail has no answer.
public enum AgentError: Error, CustomStringConvertible {
  case longScript
  case noAnswer

  public var description: String {
    switch self {
    case .longScript: "The script is longer than 100,000 bytes."
    case .noAnswer: "The script has not called answer()."
    }
  }
}
