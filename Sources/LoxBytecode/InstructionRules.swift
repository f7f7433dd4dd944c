/// What the verifier requires of an opcode's instructions: its layout without strings and arrays, which would
/// be retained and released for each instruction, and the few facts that are not in the layout.
struct InstructionRules {
  /// False if the instruction is not allowed in any function.
  var isKnown = false
  /// Whether the second operand has 16 bits and there is no third.
  var isWide = false
  /// The roles of A, of B or D or W, and of C.
  var first = InstructionLayout.Role.none
  var second = InstructionLayout.Role.none
  var third = InstructionLayout.Role.none
  var word = InstructionLayout.WordRole.none
  /// Whether execution never continues with the next instruction.
  var endsFlow = false
  /// The number of registers that a call reads beyond its arguments.
  var registersAfterArguments = 0
  var cacheKind: CacheDescriptor.Kind?

  /// The rules for all 256 values of the opcode byte.
  static let all = (0...UInt8.max).map { number in
    Opcode(rawValue: number).map { InstructionRules($0) } ?? InstructionRules()
  }

  private init() {}

  private init(_ opcode: Opcode) {
    let layout = Opcode.layouts[Int(opcode.rawValue)]
    isKnown = opcode != .exit
    isWide = layout.format != .abc
    first = layout.roles[0]
    second = layout.roles[1]
    third = isWide ? .none : layout.roles[2]
    word = layout.word
    endsFlow = [.return, .returnNil, .jump, .loop].contains(opcode)
    registersAfterArguments = opcode == .invokeSuper ? 1 : 0
    cacheKind = CacheDescriptor.Kind(opcode)
  }

  /// Whether the second word is the distance to another instruction.
  var isJump: Bool { word == .jump || word == .back }
  /// The length of the instruction in words.
  var length: Int { word == .none ? 1 : 2 }
}

extension CacheDescriptor.Kind {
  /// The kind of cache that the instructions of an opcode use.
  init?(_ opcode: Opcode) {
    switch opcode {
    case .call: self = .call
    case .invoke: self = .invoke
    case .invokeSuper: self = .invokeSuper
    case .getProperty: self = .getProperty
    case .setProperty: self = .setProperty
    case .getSuper: self = .getSuper
    default: return nil
    }
  }
}
