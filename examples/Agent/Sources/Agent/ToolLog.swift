import Foundation
import Lox

/// What a script asked its tools, in the order of its calls, and what they answered. With it, the run can be repeated exactly.
public struct ToolLog: Codable, Equatable, Sendable {
  public struct Entry: Codable, Equatable, Sendable {
    public var tool: String
    public var argument: String
    public var answer: String?
    /// Without answer and failure, the run ended while the tool was at work.
    public var failure: ToolFailure?
  }

  public internal(set) var entries: [Entry] = []

  public init() {}

  public init(json: Data) throws { self = try JSONDecoder().decode(ToolLog.self, from: json) }

  public var json: Data {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return try encoder.encode(self) + Data("\n".utf8)
    }
  }

  /// What the tool answered in the call with this number, which must be the same call as then.
  func answer(to asked: Entry, at number: Int) throws -> Result<String, ToolFailure> {
    guard number < entries.count else {
      throw ReplayError("\(asked) is call \(number + 1), but only \(entries.count) are recorded.")
    }
    let recorded = entries[number]
    guard recorded.tool == asked.tool, recorded.argument == asked.argument else {
      throw ReplayError("Call \(number + 1) is \(asked), but \(recorded) is recorded.")
    }
    if let failure = recorded.failure { return .failure(failure) }
    guard let answer = recorded.answer else {
      throw ReplayError("The recorded run ended before \(recorded) had an answer.")
    }
    return .success(answer)
  }
}

extension ToolLog.Entry: CustomStringConvertible {
  /// The call, as a script would write it.
  public var description: String { "\(tool)(\(argument.debugDescription))" }
}

/// A script has done something else than when its log was recorded. The script can't catch this.
public struct ReplayError: UncatchableError, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
