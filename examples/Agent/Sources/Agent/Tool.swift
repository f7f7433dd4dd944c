import Lox

/// Something that scripts can do outside of their isolate: a function of text to text that takes its time.
public struct Tool: Sendable {
  /// The name of the function.
  public let name: String
  /// What whoever writes a script is told about it.
  public let documentation: String
  /// Gives the answer. A ``ToolFailure`` is for the script, which can catch it; so is any other error, as a temporary failure.
  public let call: @Sendable (String) async throws -> String

  public init(
    _ name: String, _ documentation: String, call: @escaping @Sendable (String) async throws -> String
  ) {
    self.name = name
    self.documentation = documentation
    self.call = call
  }
}

/// Why a tool has no answer. A script that catches the `HostError` finds these properties in its `details`.
public struct ToolFailure: Error, ValueCodable, Equatable, Sendable, CustomStringConvertible {
  public var message: String
  /// The status of the HTTP response, if there was one.
  public var status: Int?
  /// Whether another try may succeed.
  public var isTemporary: Bool

  public init(_ message: String, status: Int? = nil, isTemporary: Bool = false) {
    self.message = message
    self.status = status
    self.isTemporary = isTemporary
  }

  public var description: String { message }
}
