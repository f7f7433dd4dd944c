import LoxAssembler
import LoxRuntime

@testable import LoxJIT

/// An operation of templates, with its operands.
enum Operation {
  // Moves.
  case load(Register, Place, Width)
  case store(Register, Place, Width)
  case storeWord(UInt32, Place)
  case copy(Register, Register, Width)
  case set(Register, UInt64)
  case address(Register, Place)
  // Integers.
  case add(Register, Register, Width)
  case addConstant(Register, Int, Width)
  case addPlace(Register, Place, Width)
  case addToPlace(Place, Int)
  case sum(Register, Register, Int, Width)
  case subtract(Register, Register, Width)
  case subtractPlace(Register, Place, Width)
  case andConstant(Register, UInt32)
  case and(Register, Register, Width)
  case or(Register, Register, Width)
  case xor(Register, Register, Width)
  case shiftLeft(Register, Int, Width)
  case shiftRight(Register, Int, Width)
  case setBit(Register, IntegerCondition, Register, Int, Width)
  case remainder(Register)
  // Doubles.
  case loadDouble(DoubleRegister, Place)
  case storeDouble(DoubleRegister, Place)
  case calculate(DoubleOperation, DoubleRegister, DoubleRegister)
  case calculatePlace(DoubleOperation, DoubleRegister, Place)
  case copyDouble(DoubleRegister, DoubleRegister)
  case move(Register, DoubleRegister)
  case negate(DoubleRegister)
  case convertToDouble(DoubleRegister, Register, Width)
  // Calls.
  case callHelper(Register, Register?)
  /// One that goes elsewhere if a condition holds: where it went is noted.
  case branch(Branch)

  enum Branch {
    case registers(IntegerCondition, Register, Register, Width)
    case constant(IntegerCondition, Register, Int, Width)
    case place(IntegerCondition, Register, Place, Width)
    case placeAndConstant(IntegerCondition, Place, UInt32, Width)
    case signed(SignedCondition, Register, Register)
    case signedConstant(SignedCondition, Register, Int)
    case subtract(Register, Register)
    case subtractConstant(Register, Int)
    case nan(DoubleRegister)
    case double(DoubleCondition, DoubleRegister, DoubleRegister)
    case doublePlace(DoubleCondition, DoubleRegister, Place)
    case convert(Register, DoubleRegister)
  }

  /// - Parameter note: Where a branch notes which way it went.
  func emit(_ t: inout some TemplateTarget, note: Place) {
    switch self {
    case .load(let register, let place, let width): t.load(register, place, width)
    case .store(let register, let place, let width): t.store(register, place, width)
    case .storeWord(let word, let place): t.store(word, place)
    case .copy(let destination, let source, let width): t.copy(destination, source, width)
    case .set(let register, let bits): t.set(register, bits)
    case .address(let register, let place): t.address(register, place)
    case .add(let destination, let source, let width): t.add(destination, source, width)
    case .addConstant(let destination, let constant, let width): t.add(destination, constant, width)
    case .addPlace(let destination, let place, let width): t.add(destination, place, width)
    case .addToPlace(let place, let constant): t.add(place, constant)
    case .sum(let destination, let source, let constant, let width):
      t.sum(destination, source, constant, width)
    case .subtract(let destination, let source, let width): t.subtract(destination, source, width)
    case .subtractPlace(let destination, let place, let width): t.subtract(destination, place, width)
    case .andConstant(let destination, let constant): t.and(destination, constant)
    case .and(let destination, let source, let width): t.and(destination, source, width)
    case .or(let destination, let source, let width): t.or(destination, source, width)
    case .xor(let destination, let source, let width): t.xor(destination, source, width)
    case .shiftLeft(let register, let count, let width): t.shiftLeft(register, count, width)
    case .shiftRight(let register, let count, let width): t.shiftRight(register, count, width)
    case .setBit(let destination, let condition, let first, let constant, let width):
      t.setBit(destination, if: condition, first, constant, width)
    case .remainder(let divisor):
      t.remainder(dividingAByRegister: divisor)
      // It may hold anything.
      t.set(.d, 0)
    default: emitDouble(&t, note: note)
    }
  }

  private func emitDouble(_ t: inout some TemplateTarget, note: Place) {
    switch self {
    case .loadDouble(let register, let place): t.load(register, place)
    case .storeDouble(let register, let place): t.store(register, place)
    case .calculate(let operation, let destination, let source):
      t.calculate(operation, destination, source)
      dropNaN(destination, &t)
    case .calculatePlace(let operation, let destination, let place):
      t.calculate(operation, destination, place)
      dropNaN(destination, &t)
    case .copyDouble(let destination, let source): t.copy(destination, source)
    case .move(let destination, let source): t.move(destination, source)
    case .negate(let register):
      t.negate(register)
      // They may hold anything.
      t.set(.a, 0)
      t.set(.b, 0)
    case .convertToDouble(let register, let source, let width): t.convert(register, source, width)
    case .callHelper(let first, let second): callHelper(first, second, &t)
    case .branch(let branch): emit(branch, &t, note: note)
    default: break
    }
  }

  /// Which NaN is the result of an operation depends on the processor.
  private func dropNaN(_ register: DoubleRegister, _ t: inout some TemplateTarget) {
    let (isNaN, done) = (t.makeLabel(), t.makeLabel())
    t.branchIfNaN(register, to: isNaN)
    t.jump(done)
    t.bind(isNaN)
    t.load(register, .window(OperationProgram.doubles))
    t.bind(done)
  }

  /// Afterwards, the result is in `a`, and anything in the others.
  private func callHelper(_ first: Register, _ second: Register?, _ t: inout some TemplateTarget) {
    let context = RuntimeLayout.native.context
    t.callHelper(.context(second == nil ? context.rememberObject : context.rememberElement), first, second)
    t.store(.a, .window(OperationProgram.helperResult), .double)
    OperationProgram.load(&t)
  }

  private func emit(_ branch: Branch, _ t: inout some TemplateTarget, note: Place) {
    let (isTaken, isUnordered, done) = (t.makeLabel(), t.makeLabel(), t.makeLabel())
    emit(branch, &t, to: isTaken, unordered: isUnordered)
    t.store(UInt32(1), note)
    t.jump(done)
    t.bind(isTaken)
    t.store(UInt32(2), note)
    t.jump(done)
    t.bind(isUnordered)
    t.store(UInt32(3), note)
    t.bind(done)
    if case .convert(let register, _) = branch {
      // Of what is no whole number, the registers may hold anything.
      let isWhole = t.makeLabel()
      t.branch(.equal, note, 1, .word, to: isWhole)
      t.set(register, 0)
      t.bind(isWhole)
      t.load(DoubleRegister.b, .window(0))
    }
  }

  private func emit(
    _ branch: Branch, _ t: inout some TemplateTarget, to label: Label, unordered: Label
  ) {
    switch branch {
    case .registers(let condition, let first, let second, let width):
      t.branch(condition, first, second, width, to: label)
    case .constant(let condition, let first, let constant, let width):
      t.branch(condition, first, constant, width, to: label)
    case .place(let condition, let first, let place, let width):
      t.branch(condition, first, place, width, to: label)
    case .placeAndConstant(let condition, let place, let constant, let width):
      t.branch(condition, place, constant, width, to: label)
    case .signed(let condition, let first, let second): t.branch(condition, first, second, to: label)
    case .signedConstant(let condition, let first, let constant):
      t.branch(condition, first, constant, to: label)
    case .subtract(let register, let amount): t.subtract(register, amount, ifNegative: label)
    case .subtractConstant(let register, let amount): t.subtract(register, amount, ifNegative: label)
    case .nan(let register): t.branchIfNaN(register, to: label)
    case .double(let condition, let first, let second):
      t.branch(condition, first, second, to: label, unordered: unordered)
    case .doublePlace(let condition, let first, let place):
      t.branch(condition, first, place, to: label, unordered: unordered)
    case .convert(let register, let double): t.convert(register, double, orBranchTo: label)
    }
  }
}
