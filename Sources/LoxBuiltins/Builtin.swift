/// A function that every script can use without declaring it.
///
/// The machine, completion, hover, signature help and lint all read this table. A new function needs an entry here and a body in
/// `LoxRuntime/Builtins`, which the compiler demands.
public struct Builtin: Sendable {
  public enum Identity: CaseIterable, Sendable { case clock }

  public struct Parameter: Sendable {
    public let name: String
    /// A type of Lox.
    public let type: String
  }

  public let identity: Identity
  public let name: String
  /// Nil if any number of arguments is accepted, and all of them are ignored.
  public let parameters: [Parameter]?
  /// The type of the result.
  public let result: String
  /// The units of fuel that a call costs in addition to its instruction.
  public let cost: Int
  /// Plain text, for people.
  public let documentation: String

  /// All built-in functions.
  public static let all = Identity.allCases.map(Builtin.init)

  private init(
    _ identity: Identity, _ name: String, parameters: [Parameter]?, result: String, cost: Int,
    _ documentation: String
  ) {
    self.identity = identity
    self.name = name
    self.parameters = parameters
    self.result = result
    self.cost = cost
    self.documentation = documentation
  }

  public init(_ identity: Identity) {
    switch identity {
    case .clock:
      // As in the book, arguments are accepted and ignored.
      self.init(
        .clock, "clock", parameters: nil, result: "number", cost: 64,
        "The seconds of processor time that the program has used, with a fraction.")
    }
  }
}
