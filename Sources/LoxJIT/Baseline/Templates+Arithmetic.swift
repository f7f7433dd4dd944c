import LoxAssembler
import LoxBytecode

/// Arithmetic. The result is checked, not the operands: a NaN came from an operand that is no number, or must be made canonical.
extension Baseline {
  mutating func calculate(_ operation: DoubleOperation, _ i: Instruction, _ second: Place) {
    target.load(DoubleRegister.a, register(i.b))
    target.calculate(operation, .a, second)
    target.branchIfNaN(.a, to: step())
    target.store(DoubleRegister.a, register(i.a))
  }

  mutating func negate(_ i: Instruction) {
    target.load(DoubleRegister.a, register(i.b))
    target.branchIfNaN(.a, to: step())
    target.negate(.a)
    target.store(DoubleRegister.a, register(i.a))
  }

  /// Whole numbers from 0 below this have exact doubles.
  private var exactBits: Int { 53 }

  mutating func modulo(_ i: Instruction) {
    let slow = step()
    wholeNumber(.c, register(i.c), orBranchTo: slow)
    target.branch(.equal, .c, 0, .double, to: slow)
    wholeNumber(.a, register(i.b), orBranchTo: slow)
    target.remainder(dividingAByRegister: .c)
    target.convert(.a, .a, .double)
    target.store(DoubleRegister.a, register(i.a))
  }

  /// The whole number from 0 that a value is; branches if it is another value, or -0. Changes `d`.
  private mutating func wholeNumber(_ result: Register, _ value: Place, orBranchTo slow: Label) {
    target.load(DoubleRegister.a, value)
    target.convert(result, .a, orBranchTo: slow)
    // The sign is the highest bit, that of -0, too.
    target.load(.d, value, .double)
    target.or(.d, result, .double)
    target.shiftRight(.d, 63, .double)
    target.branch(.notEqual, .d, 0, .word, to: slow)
    target.copy(.d, result, .double)
    target.shiftRight(.d, exactBits, .double)
    target.branch(.notEqual, .d, 0, .word, to: slow)
  }

  mutating func not(_ i: Instruction) {
    target.load(.a, register(i.b), .double)
    target.subtract(.a, .context(layout.context.nilBits), .double)
    storeBoolean(.belowOrEqual, .a, falseyCount - 1, register(i.a))
  }

  /// Nil and false, which follow each other.
  private var falseyCount: Int { 2 }

  /// Stores whether a register compares so with a constant.
  private mutating func storeBoolean(
    _ condition: IntegerCondition, _ value: Register, _ constant: Int, _ place: Place
  ) {
    target.setBit(.b, if: condition, value, constant, .double)
    // True follows false.
    target.add(.b, .context(layout.context.falseBits), .double)
    target.store(.b, place, .double)
  }

  /// Whether a value is a number; the machine knows the other classes.
  mutating func isInstance(_ i: Instruction) {
    target.set(.a, layout.core.numberType)
    target.branch(.notEqual, .a, register(i.c), .double, to: step())
    target.load(.a, register(i.b), .double)
    target.shiftRight(.a, 48, .double)
    storeBoolean(.below, .a, Int(layout.values.firstTagged >> 48), register(i.a))
  }
}
