/// A property of errors. The classes `Error` and `HostError` are declared in Lox, so they are no operations.
public struct ErrorMember: Sendable {
  /// The class that has it: `Error`, or only `HostError`.
  public let owner: String
  public let name: String
  /// The type as scripts write it; nil if it may be anything.
  public let type: String?
  /// A few sentences in Markdown, for people.
  public let documentation: String

  public static let all = [
    ErrorMember(owner: "Error", name: "message", type: "String", documentation: "What went wrong."),
    ErrorMember(
      owner: "Error", name: "description", type: "String",
      documentation: """
        The text of the error: the name of its class and the message. `print error;` shows it; a class that \
        inherits from `Error` can have a `description` of its own.
        """),
    ErrorMember(
      owner: "Error", name: "trace", type: "String?",
      documentation: """
        The calls that were under way where the error was first thrown, a line for each, the innermost first. It \
        is nil if the error was not thrown, or if it is none of the eight that were caught last.

        ```lox
        fun check() {
          throw Error("no");
        }

        try {
          check();
        } catch (e) {
          print e.trace;
        }
        // expect: [line 2] in check()
        // expect: [line 6] in script
        ```
        """),
    ErrorMember(
      owner: "HostError", name: "details", type: nil,
      documentation: "What the host tells of the error; nil if nothing."),
  ]
}
