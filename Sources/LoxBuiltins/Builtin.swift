/// A function that the language has without a declaration.
///
/// This table is what the machine, completion, hover, signature help and lint read. A new function is an entry here and its body in
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
  /// Nil if any number of arguments is taken, of which none has a meaning.
  public let parameters: [Parameter]?
  /// The type of the result.
  public let result: String
  /// The units of fuel that a call costs beside its instruction.
  public let cost: Int
  /// Plain text, for people.
  public let documentation: String

  /// All of them.
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
      // As in the book, whatever arguments are given.
      self.init(
        .clock, "clock", parameters: nil, result: "number", cost: 64,
        "The seconds of processor time that the program has used, with a fraction.")
    }
  }
}
