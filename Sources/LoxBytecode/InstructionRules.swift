/// What the verifier demands of the instructions of an opcode: its layout without strings and arrays, which
/// would be retained and released for each instruction.
struct InstructionRules {
  /// False if no function can hold the instruction.
  var isKnown = false
  /// Whether the second operand has 16 bits and there is no third.
  var isWide = false
  /// The roles of A, of B or D or W, and of C.
  var first = InstructionLayout.Role.none
  var second = InstructionLayout.Role.none
  var third = InstructionLayout.Role.none
  var word = InstructionLayout.WordRole.none
  /// Whether execution never goes on with the instruction that follows.
  var endsFlow = false
  /// How many registers a call reads beyond its arguments, or an iteration uses beyond its variables.
  var registersAfterArguments = 0
  var cacheKind: CacheKind?

  /// The rules of all 256 values that the byte of the opcode can have.
  static let all = (0...UInt8.max).map { number in
    Opcode(rawValue: number).map { InstructionRules($0) } ?? InstructionRules()
  }

  private init() {}

  private init(_ opcode: Opcode) {
    let layout = Opcode.layouts[Int(opcode.rawValue)]
    isKnown = !opcode.isOfEntryStub
    isWide = layout.format != .abc
    first = layout.roles[0]
    second = layout.roles[1]
    third = isWide ? .none : layout.roles[2]
    word = layout.word
    endsFlow = layout.endsFlow
    registersAfterArguments = layout.registersAfterArguments
    cacheKind = layout.cacheKind
  }

  /// Whether the second word is the distance to another instruction.
  var isJump: Bool { word == .jump || word == .back }
  /// The length of the instruction in words.
  var length: Int { word == .none ? 1 : 2 }
}

extension Opcode {
  /// Whether only the code of the entry stub has such instructions, which no program may contain.
  public var isOfEntryStub: Bool { self == .exit || self == .finish }
}
