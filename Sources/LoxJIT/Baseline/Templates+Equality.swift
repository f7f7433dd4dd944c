import LoxAssembler
import LoxBytecode

/// Equality. Numbers compare as numbers, all else by its bits, but for the NaN that equals nothing, and for strings that are two objects
/// of which one is not interned: those the machine compares.
extension Baseline {
  /// Jumps if `R[A]` equals `R[B]`, or the constant `K[D]`; or if not.
  mutating func jump(ifEqual isEqual: Bool, _ i: Instruction, _ constant: Constant?) {
    let (ifEqual, ifNot) = isEqual ? (jumpTarget, following) : (following, jumpTarget)
    switch constant {
    case .nil, .boolean:
      // Nothing else has these bits.
      target.load(.a, register(i.a), .double)
      target.branch(isEqual ? .equal : .notEqual, .a, self.constant(i.d), .double, to: jumpTarget)
    case .string:
      target.load(.a, register(i.a), .double)
      target.branch(.equal, .a, self.constant(i.d), .double, to: ifEqual)
      // The constant is interned: so another interned string is another one.
      branchIfMayBeEqual(.a, to: step())
      if isEqual { return }
      target.jump(ifNot)
    case .number:
      let isNoNumber = outOfLine { code in
        // A value that is no number has other bits, and no NaN equals another.
        code.target.jump(ifNot)
      }
      target.branch(
        isEqual ? .equal : .notEqual, load(i.a), self.constant(i.d), to: jumpTarget, unordered: isNoNumber)
    default:
      let second = constant == nil ? register(i.b) : self.constant(i.d)
      let (first, step) = (register(i.a), step())
      let areNoNumbers = outOfLine { $0.branchIfIdentical(first, second, ifEqual, ifNot, step) }
      let condition = isEqual ? DoubleCondition.equal : .notEqual
      if constant == nil {
        branch(condition, load(i.a), i.b, to: jumpTarget, unordered: areNoNumbers)
      } else {
        target.branch(condition, load(i.a), second, to: jumpTarget, unordered: areNoNumbers)
      }
    }
  }

  /// Stores whether `R[B]` equals `R[C]`, or not.
  mutating func setEqual(_ i: Instruction, isInverted: Bool) {
    let (first, second, step) = (register(i.b), register(i.c), step())
    let (isEqual, isNot, done) = (target.makeLabel(), target.makeLabel(), target.makeLabel())
    let areNoNumbers = outOfLine { $0.branchIfIdentical(first, second, isEqual, isNot, step) }
    branch(.equal, load(i.b), i.c, to: isEqual, unordered: areNoNumbers)
    target.bind(isNot)
    target.load(.a, .context(layout.context.falseBits), .double)
    if isInverted { target.add(.a, 1, .double) }
    target.jump(done)
    target.bind(isEqual)
    target.load(.a, .context(layout.context.falseBits), .double)
    if !isInverted { target.add(.a, 1, .double) }
    target.bind(done)
    target.store(.a, register(i.a), .double)
  }

  /// Compares two values of which at least one is no number.
  // PERF: here and not in shared code, which would not foresee as well what each place compares.
  private mutating func branchIfIdentical(
    _ first: Place, _ second: Place, _ isEqual: Label, _ isNot: Label, _ step: Label
  ) {
    let areDifferent = target.makeLabel()
    target.load(.a, first, .double)
    target.load(.b, second, .double)
    target.branch(.notEqual, .a, .b, .double, to: areDifferent)
    target.set(.c, layout.values.canonicalNaN)
    target.branch(.notEqual, .a, .c, .double, to: isEqual)
    target.jump(isNot)
    target.bind(areDifferent)
    branchUnlessString(.a, to: isNot)
    branchUnlessString(.b, to: isNot)
    loadFlags(.a)
    loadFlags(.b)
    target.and(.a, .b, .word)
    target.and(.a, UInt32(layout.objects.interned))
    target.branch(.notEqual, .a, 0, .word, to: isNot)
    target.jump(step)
  }

  /// Branches if a value is a string that is not interned.
  private mutating func branchIfMayBeEqual(_ value: Register, to label: Label) {
    let isNoString = target.makeLabel()
    target.copy(.c, value, .double)
    target.shiftRight(.c, 32, .double)
    target.branch(.notEqual, .c, Int(layout.values.stringTag), .word, to: isNoString)
    loadFlags(value)
    target.and(value, UInt32(layout.objects.interned))
    target.branch(.equal, value, 0, .word, to: label)
    target.bind(isNoString)
  }

  private mutating func branchUnlessString(_ value: Register, to label: Label) {
    target.copy(.c, value, .double)
    target.shiftRight(.c, 32, .double)
    target.branch(.notEqual, .c, Int(layout.values.stringTag), .word, to: label)
  }

  /// Loads the word of an object's header that has its flags, in the place of the value that refers to it.
  private mutating func loadFlags(_ value: Register) {
    target.copy(value, value, .word)
    target.load(value, .cage(value, layout.objects.flags), .word)
  }
}
