import LoxAssembler
import LoxBytecode

/// Arithmetic. The result is checked, not the operands: a NaN came from an operand that is no number, or must be made canonical.
extension Baseline {
  /// `R[A] = R[B] + R[C]`, or `K[C]`
  mutating func calculate(
    _ operation: DoubleOperation, _ i: Instruction, withConstant isConstant: Bool = false
  ) {
    let second = isConstant ? nil : known.holder(of: i.c)
    let result = begin(i, except: second)
    if let second {
      target.calculate(operation, result, second)
    } else {
      target.calculate(operation, result, isConstant ? constant(i.c) : register(i.c))
    }
    end(result, i, .init(operation), isConstant ? constant(i.c) : register(i.c))
  }

  mutating func negate(_ i: Instruction) {
    let result = begin(i, except: nil)
    target.negate(result)
    end(result, i, .negate, nil)
  }

  /// Takes a holder for a result, which holds the operand B at first.
  private mutating func begin(_ i: Instruction, except other: DoubleRegister?) -> DoubleRegister {
    let first = known.holder(of: i.b)
    let result = known.take(except: other)
    if let first {
      if first != result { target.copy(result, first) }
    } else {
      target.load(result, register(i.b))
    }
    return result
  }

  /// Stores a result, unless it is a NaN: then the operands may be no numbers.
  private mutating func end(
    _ result: DoubleRegister, _ i: Instruction, _ operation: ClassOperator, _ second: Place?
  ) {
    let others = operate(operation, i.b, second)
    target.branchIfNaN(result, to: others)
    target.store(result, register(i.a))
    note(i.a, in: result)
  }

  /// The processor's register that holds a register; if there is none, `a`, to which it is loaded.
  mutating func load(_ register: Int) -> DoubleRegister {
    if let holder = known.holder(of: register) { return holder }
    target.load(DoubleRegister.a, self.register(register))
    return .a
  }

  /// Branches if two registers, of which the first one's value is in a register of the processor, compare so.
  mutating func branch(
    _ condition: DoubleCondition, _ first: DoubleRegister, _ second: Int, to label: Label, unordered: Label
  ) {
    if let second = known.holder(of: second) {
      target.branch(condition, first, second, to: label, unordered: unordered)
    } else {
      target.branch(condition, first, register(second), to: label, unordered: unordered)
    }
  }

  /// Whole numbers from 0 below this have exact doubles.
  private var exactBits: Int { 53 }

  mutating func modulo(_ i: Instruction) {
    let slow = operate(.modulo, i.b, register(i.c))
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

  /// Whether a value is a number, or an instance of the very class; the machine knows the others.
  mutating func isInstance(_ i: Instruction) {
    let (step, done) = (step(), target.makeLabel())
    let isOther = outOfLine { code in
      code.target.load(.a, code.register(i.b), .double)
      code.branchUnlessTagged(.a, code.layout.values.instanceTag, to: step)
      code.target.copy(.a, .a, .word)
      code.target.load(.b, .cage(.a, 0), .word)
      code.target.load(.b, .cage(.b, code.layout.objects.shapeClass), .word)
      code.target.load(.c, code.register(i.c), .double)
      code.target.branch(.notEqual, .b, .c, .word, to: step)
      code.target.shiftRight(.c, 32, .double)
      code.target.branch(.notEqual, .c, Int(code.layout.values.objectTag), .word, to: step)
      code.target.load(.b, .context(code.layout.context.falseBits), .double)
      code.target.add(.b, 1, .double)
      code.target.store(.b, code.register(i.a), .double)
      code.target.jump(done)
    }
    target.set(.a, layout.core.numberType)
    target.branch(.notEqual, .a, register(i.c), .double, to: isOther)
    target.load(.a, register(i.b), .double)
    target.shiftRight(.a, 48, .double)
    storeBoolean(.below, .a, Int(layout.values.firstTagged >> 48), register(i.a))
    target.bind(done)
  }
}

extension ClassOperator {
  fileprivate init(_ operation: DoubleOperation) {
    switch operation {
    case .add: self = .add
    case .subtract: self = .subtract
    case .multiply: self = .multiply
    case .divide: self = .divide
    }
  }
}
