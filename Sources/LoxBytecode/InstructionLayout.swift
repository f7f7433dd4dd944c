/// The layout of an opcode's instructions: how their bits are divided and what each operand names.
public struct InstructionLayout: Sendable {
  /// How the 24 bits after the opcode are divided.
  public enum Format: Sendable { case abc, ad, aw }

  /// What an operand names.
  public enum Role: Sendable {
    case none, read, write, constant, highRead, highWrite, capture, argumentCount, window, literal,
      checked, typeRole, variableCount
  }

  /// What the second word holds; `none` if there is no second word.
  public enum WordRole: Sendable {
    case none, jump, back, constant, global, function, classDescriptor, cache, importIndex
  }

  public let name: String
  public let format: Format
  /// The roles of A, B, C, or of A, D, or of A, W.
  public let roles: [Role]
  public let word: WordRole
  /// Whether objects may be allocated, and therefore moved, while the instruction runs.
  public let isSafepoint: Bool
  /// Whether execution never goes on with the instruction that follows.
  public let endsFlow: Bool
  /// How many registers a call reads beyond its arguments, or an iteration uses beyond its variables.
  public let registersAfterArguments: Int
  public let cacheKind: CacheKind?
  /// What the instruction does, in terms of registers R[], constants K[] and globals G[].
  public let synopsis: String

  /// Whether the second word is the distance to another instruction.
  public var isJump: Bool { word == .jump || word == .back }
  /// The length of the instruction in words.
  public var length: Int { word == .none ? 1 : 2 }
}
