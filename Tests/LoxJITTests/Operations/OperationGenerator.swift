@testable import LoxJIT

/// Makes random operations.
struct OperationGenerator {
  var random: RandomBits
  let layout: RuntimeLayout

  init(seed: UInt64, _ layout: RuntimeLayout) {
    random = RandomBits(state: seed)
    self.layout = layout
  }

  // MARK: - Numbers

  /// Bits of doubles in which mistakes show: zeros, the ends of ranges, denormals, values of other kinds.
  static let doubles: [UInt64] =
    [
      0, 1, -1, 0.5, -0.5, 1.5, 2, 3, -3, 0x1p-1030, -0x1p-1030, 0x1p-1074, 1e308, -1e308, .infinity,
      -.infinity,
      0x1p31, 0x1p32, 0x1p52, 0x1p53, 0x1p62, 0x1p63, -0x1p63, 0x1p64, -0x1p31, 4503599627370495.5,
      0x1.fffffffffffffp62, -0x1.0000000000001p63, 1e300, 0.1,
    ].map { (number: Double) in number.bitPattern } + [
      1 << 63, 0x7ff8_0000_0000_0000, 0xfff8_0000_0000_0000, 0x7ff0_0000_0000_0001,
      0xfff9_0000_0000_0000, 0xfff9_0000_0000_0002, 0xfffa_0000_0000_1234, 0xfffd_0000_ffff_ffff, .max,
    ]

  static let integers: [UInt64] = [
    0, 1, 2, 7, 255, 4095, 4096, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x1_0000_0000, 0x1_0000_0001,
    0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000, 0xffff_ffff_8000_0000, .max, .max - 1,
  ]

  /// Constants that instructions have room for, and that they don't, which the runtime may have.
  private static let constants: [Int] = [
    0, 1, 2, 8, 255, 256, 4095, 4096, 4097, 0x1000, 0xff_f000, 0xff_ffff, 0x100_0000, 64 << 20, 0x7fff_ffff,
    -1,
    -8, -255, -4096, -4097, -0xff_ffff, -0x100_0000,
  ]

  mutating func double() -> UInt64 { pick(Self.doubles) }

  mutating func integer() -> UInt64 { chance(4) ? random.next() : pick(Self.integers) }

  private mutating func constant() -> Int {
    chance(4) ? Int.random(in: -70_000...70_000, using: &random) : pick(Self.constants)
  }

  /// One that a word can be compared with, as the tags of values are.
  private mutating func constant(_ width: Width) -> Int {
    if width == .word, chance(2) {
      return Int(pick([0xfffa_0000, 0xfffb_0000, 0xfff9, 0xffff_ffff, 0x8000_0000]))
    }
    return constant()
  }

  private mutating func pick<T>(_ values: [T]) -> T {
    values[Int.random(in: 0..<values.count, using: &random)]
  }
  private mutating func chance(_ n: Int) -> Bool { random.next() % UInt64(n) == 0 }

  // MARK: - Operands

  private mutating func register() -> Register { pick(OperationProgram.integerRegisters) }
  private mutating func target() -> Register { chance(8) ? .fuel : register() }
  private mutating func double() -> DoubleRegister { pick(DoubleRegister.allCases) }
  private mutating func width() -> Width { pick([.word, .double]) }
  private mutating func condition() -> IntegerCondition {
    pick([.equal, .notEqual, .below, .belowOrEqual, .above, .aboveOrEqual])
  }

  /// A displacement that an instruction has room for, or one that is too wide, aligned or not.
  private mutating func displacement() -> Int {
    switch random.next() % 6 {
    case 0: Int.random(in: -32...32, using: &random) * 8
    case 1: Int.random(in: -OperationMachine.reach / 8...OperationMachine.reach / 8, using: &random) * 8
    case 2: Int.random(in: -OperationMachine.reach...OperationMachine.reach, using: &random)
    case 3:
      pick([-264, -257, -256, -255, 255, 256, 4088, 4092, 4095, 4096, 16380, 16384, 32760, 32764, 32768])
    default: Int.random(in: 0...400, using: &random) * 8 + 0x400
    }
  }

  /// A place, and what must be done before it can be accessed.
  private mutating func place(_ operations: inout [Operation]) -> Place {
    switch random.next() % 8 {
    case 0, 1: return .window(displacement())
    case 2: return .record(displacement())
    case 3: return .frame(displacement())
    case 4: return .context(OperationMachine.contextWords + Int.random(in: 0..<0x1f0, using: &random))
    case 5:
      let register = register()
      let offset = UInt64.random(in: 0..<UInt64(OperationMachine.cageSize), using: &random)
      operations.append(.set(register, offset))
      return .cage(register, chance(2) ? 0 : pick([4, 8, 12, 16, 255, 256, 257, 4096, 4099, 0x1ff8]))
    case 6:
      let register = register()
      operations.append(.load(register, .context(layout.context.heap), .double))
      let displacement = pick([0, 4, 8, 12, 56, 255, 256, 257, 1024])
      return chance(2) ? .recordAt(register, displacement) : .heapAt(register, displacement)
    default:
      let (table, number) = (register(), register())
      if table == number { return .window(8) }
      operations.append(.load(table, .context(layout.context.heap), .double))
      operations.append(.set(number, UInt64.random(in: 0..<200, using: &random)))
      return .entry(table, number)
    }
  }

  /// A place that may be written: not the context.
  private mutating func writable(_ operations: inout [Operation]) -> Place {
    let place = place(&operations)
    if case .context = place { return .window(displacement()) }
    return place
  }

  // MARK: - Operations

  mutating func program(count: Int) -> OperationProgram {
    var operations: [Operation] = []
    while operations.count < count {
      let before = operations.count
      let next = chance(2) ? integerOperation(&operations) : doubleOperation(&operations)
      operations.append(next)
      if operations.count - before > 1, chance(2) { operations.append(.branch(branch(&operations))) }
    }
    return OperationProgram(operations: operations)
  }

  private mutating func integerOperation(_ o: inout [Operation]) -> Operation {
    switch random.next() % 23 {
    case 0: .load(target(), place(&o), pick([.byte, .word, .double]))
    case 1: .store(register(), writable(&o), pick([.byte, .word, .double]))
    case 2: .storeWord(UInt32(truncatingIfNeeded: integer()), writable(&o))
    case 3: .copy(register(), register(), width())
    case 4: .set(register(), integer())
    case 5: .addPlace(register(), place(&o), width())
    case 6: .add(register(), register(), width())
    case 7: .addConstant(target(), constant(), width())
    case 8: .addToPlace(writable(&o), pick([1, 8, 255]))
    case 9: .sum(register(), register(), pick([0, 4, 8, 255, 256, 4095, 4096, 4097, 0xfff8]), width())
    case 10: .subtract(register(), register(), width())
    case 11: .subtractPlace(register(), place(&o), width())
    case 12:
      .andConstant(register(), pick([1, 2, 0xff, 0x7fff_ffff, 0xffff_ffff, 0x1234_5678, 0, 0x00ff_ff00]))
    case 13: .and(register(), register(), width())
    case 14: .or(register(), register(), width())
    case 15: .xor(register(), register(), width())
    case 16: .shiftLeft(register(), pick([1, 3, 4, 16, 31]), width())
    case 17: .shiftRight(register(), pick([1, 3, 16, 31]), width())
    case 18: .shiftRight(register(), pick([32, 48, 53, 63]), .double)
    case 19: .setBit(register(), condition(), register(), constant(), .double)
    case 20: .address(register(), place(&o))
    case 21: remainder(&o)
    default: .branch(branch(&o))
    }
  }

  private mutating func remainder(_ operations: inout [Operation]) -> Operation {
    operations.append(.set(.c, max(1, integer())))
    return .remainder(.c)
  }

  private mutating func doubleOperation(_ o: inout [Operation]) -> Operation {
    switch random.next() % 12 {
    case 0: .loadDouble(double(), place(&o))
    case 1: .storeDouble(double(), writable(&o))
    case 2, 3: .calculate(pick([.add, .subtract, .multiply, .divide]), double(), double())
    case 4: .calculatePlace(pick([.add, .subtract, .multiply, .divide]), double(), place(&o))
    case 5: .copyDouble(double(), double())
    case 6: .move(register(), double())
    case 7: .negate(double())
    case 8: .convertToDouble(double(), register(), width())
    default: .branch(branch(&o))
    }
  }

  private mutating func branch(_ o: inout [Operation]) -> Operation.Branch {
    let comparison = pick([DoubleCondition.less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual])
    switch random.next() % 13 {
    case 0: return .registers(condition(), register(), register(), width())
    case 1:
      let width = width()
      return .constant(condition(), register(), constant(width), width)
    case 2: return .place(condition(), register(), place(&o), width())
    case 3: return .placeAndConstant(condition(), place(&o), UInt32(truncatingIfNeeded: integer()), .word)
    case 4: return .placeAndConstant(condition(), place(&o), UInt32(random.next() % 128), .byte)
    case 5: return .signed(.less, register(), register())
    case 6: return .signedConstant(.less, register(), constant())
    case 7: return .subtract(target(), register())
    case 8: return .subtractConstant(target(), constant())
    case 9: return .nan(double())
    case 10: return .double(comparison, double(), double())
    case 11: return .doublePlace(comparison, double(), place(&o))
    default: return .convert(register(), pick([.a, .c, .d, .e, .f, .g, .h]))
    }
  }
}
