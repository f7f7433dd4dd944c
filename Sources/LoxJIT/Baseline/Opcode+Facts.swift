import LoxBytecode

extension Opcode {
  /// What the compiler must know of an opcode beside its template.
  struct Facts {
    /// In words.
    let length: Int
    let isJump: Bool
    /// Whether nothing is known behind the instruction: it calls, or writes several registers, or control never gets there.
    let forgetsAll: Bool
    /// Whether control never gets behind the instruction.
    let endsFlow: Bool
    /// Whether it may allocate, so that registers which are not live there lose their values.
    let isSafepoint: Bool
    /// Whether it compares the first operand with a constant, the second one.
    let comparesWithConstant: Bool
    /// Whether the first operand is a register that it writes, or the second one.
    private let writesA: Bool
    private let writesD: Bool

    fileprivate init(_ layout: InstructionLayout) {
      length = layout.length
      isJump = layout.isJump
      endsFlow = layout.endsFlow
      isSafepoint = layout.isSafepoint
      forgetsAll = layout.format == .aw || layout.endsFlow
      comparesWithConstant = layout.roles.count == 2 && layout.roles[1] == .constant
      writesA = layout.roles[0] == .write
      writesD = layout.roles[1] == .highWrite
    }

    /// The register that an instruction writes, if it is one.
    func written(_ i: Instruction) -> Int? { writesA ? i.a : writesD ? i.d : nil }
  }

  /// Whether the machine executes it often, since what it does depends on the kind of its operands.
  var isOftenStep: Bool {
    switch self {
    case .add, .addConstant, .getElement, .setElement, .invoke, .call, .next, .isInstance, .equal, .notEqual,
      .jumpIfEqual, .jumpIfNotEqual, .jumpIfEqualConstant, .jumpIfNotEqualConstant:
      true
    default: false
    }
  }

  /// Whether the object that the block has looked at last is known behind the instruction as well: whatever code its template calls
  /// comes back to code that loads it again.
  var keepsObject: Bool {
    switch self {
    case .move, .moveFromHigh, .moveToHigh, .loadConstant, .loadConstantWide, .getGlobal, .setGlobal,
      .getCapture, .getCapturedBox, .setCapturedBox, .getBox, .setBox, .add, .addConstant, .subtract,
      .subtractConstant, .multiply, .multiplyConstant, .divide, .divideConstant, .modulo, .negate, .not,
      .equal, .notEqual, .less, .notLess, .jumpIfFalse, .jumpIfTrue, .jumpIfNil, .jumpIfNotNil, .jumpIfEqual,
      .jumpIfNotEqual, .jumpIfEqualConstant, .jumpIfNotEqualConstant, .jumpIfLess, .jumpIfLessConstant,
      .jumpIfNotLess, .jumpIfNotLessConstant, .jumpIfGreaterConstant, .jumpIfNotGreaterConstant,
      .getProperty, .setProperty, .getElement, .setElement:
      true
    default: false
    }
  }

  private static let allFacts = layouts.map(Facts.init)

  var facts: Facts { Opcode.allFacts[Int(rawValue)] }
}
