import Lox
import Synchronization

/// Takes down all that a run does, while its calls are answered by tools, or by the log of an earlier run.
final class Recorder: Sendable {
  struct Record {
    var answer: String?
    var output = ""
    var log = ToolLog()
  }

  private let state = Mutex(Record())
  private let replayed: ToolLog?
  private let callLimit: Int

  init(replaying log: ToolLog?, callLimit: Int) {
    replayed = log
    self.callLimit = callLimit
  }

  var record: Record { state.withLock { $0 } }

  func answer(_ text: String) { state.withLock { $0.answer = text } }

  func print(_ text: String) { state.withLock { $0.output += text } }

  func call(_ tool: Tool, _ argument: String) async throws -> String {
    let asked = ToolLog.Entry(tool: tool.name, argument: argument)
    // Functions begin in the order in which the script calls them, and nothing is awaited before this; so the number is always the
    // same, whichever answer comes first.
    let number = state.withLock { state in
      state.log.entries.append(asked)
      return state.log.entries.count - 1
    }
    guard number < callLimit else { throw TooManyCalls(limit: callLimit) }
    let result =
      if let replayed {
        try replayed.answer(to: asked, at: number)
      } else {
        try await tool.result(argument)
      }
    state.withLock { state in
      switch result {
      case .success(let answer): state.log.entries[number].answer = answer
      case .failure(let failure): state.log.entries[number].failure = failure
      }
    }
    return try result.get()
  }

  /// A replay must also ask for all that was recorded.
  func finish() throws {
    guard let replayed else { return }
    let count = record.log.entries.count
    guard count == replayed.entries.count else {
      throw ReplayError("The script made \(count) calls, but \(replayed.entries.count) are recorded.")
    }
  }
}

extension Tool {
  /// The answer or failure; throws only if nobody waits for it any longer.
  fileprivate func result(_ argument: String) async throws -> Result<String, ToolFailure> {
    do {
      return .success(try await call(argument))
    } catch {
      try Task.checkCancellation()
      return .failure(error as? ToolFailure ?? ToolFailure("\(error)", isTemporary: true))
    }
  }
}

/// A script calls its tools too often. It can't catch this, as any limit.
struct TooManyCalls: UncatchableError, CustomStringConvertible {
  let limit: Int
  var description: String { "A script can call tools up to \(limit) times." }
}
