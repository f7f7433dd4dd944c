import LoxAssembler

extension ARM64Target {
  mutating func load(_ register: DoubleRegister, _ place: Place) {
    load(Self.register(register), place)
  }

  private mutating func load(_ register: ARM64.VectorRegister, _ place: Place) {
    let memory = memory(place, size: 8)
    assembler.ldr(register, memory)
  }

  mutating func store(_ register: DoubleRegister, _ place: Place) {
    let memory = memory(place, size: 8)
    assembler.str(Self.register(register), memory)
  }

  mutating func copy(_ destination: DoubleRegister, _ source: DoubleRegister) {
    assembler.fmov(Self.register(destination), Self.register(source))
  }

  mutating func move(_ destination: Register, _ source: DoubleRegister) {
    assembler.fmov(Self.register(destination), Self.register(source))
  }

  // MARK: Arithmetic

  mutating func calculate(_ operation: DoubleOperation, _ destination: DoubleRegister, _ place: Place) {
    load(Self.doubleOperand, place)
    calculate(operation, Self.register(destination), Self.doubleOperand)
  }

  mutating func calculate(
    _ operation: DoubleOperation, _ destination: DoubleRegister, _ source: DoubleRegister
  ) {
    calculate(operation, Self.register(destination), Self.register(source))
  }

  private mutating func calculate(
    _ operation: DoubleOperation, _ destination: ARM64.VectorRegister, _ source: ARM64.VectorRegister
  ) {
    switch operation {
    case .add: assembler.fadd(destination, destination, source)
    case .subtract: assembler.fsub(destination, destination, source)
    case .multiply: assembler.fmul(destination, destination, source)
    case .divide: assembler.fdiv(destination, destination, source)
    }
  }

  mutating func negate(_ register: DoubleRegister) {
    assembler.fneg(Self.register(register), Self.register(register))
  }

  // MARK: Comparisons

  mutating func branchIfNaN(_ register: DoubleRegister, to label: Label) {
    assembler.fcmp(Self.register(register), Self.register(register))
    assembler.b(.vs, label)
  }

  mutating func branch(
    _ condition: DoubleCondition, _ first: DoubleRegister, _ place: Place, to label: Label, unordered: Label
  ) {
    load(Self.doubleOperand, place)
    branch(condition, Self.register(first), Self.doubleOperand, to: label, unordered: unordered)
  }

  mutating func branch(
    _ condition: DoubleCondition, _ first: DoubleRegister, _ second: DoubleRegister, to label: Label,
    unordered: Label
  ) {
    branch(condition, Self.register(first), Self.register(second), to: label, unordered: unordered)
  }

  private mutating func branch(
    _ condition: DoubleCondition, _ first: ARM64.VectorRegister, _ second: ARM64.VectorRegister,
    to label: Label, unordered: Label
  ) {
    assembler.fcmp(first, second)
    assembler.b(.vs, unordered)
    assembler.b(Self.condition(condition), label)
  }

  /// After a comparison of two numbers.
  private static func condition(_ condition: DoubleCondition) -> ARM64.Condition {
    switch condition {
    case .less: .mi
    case .greaterOrEqual: .ge
    case .greater: .gt
    case .lessOrEqual: .ls
    case .equal: .eq
    case .notEqual: .ne
    }
  }

  // MARK: Conversions

  mutating func convert(_ register: Register, _ double: DoubleRegister, orBranchTo label: Label) {
    let (register, double) = (Self.register(register), Self.register(double))
    assembler.fcvtzs(register, double)
    assembler.scvtf(Self.register(.b), register)
    assembler.fcmp(Self.register(.b), double)
    // Also if it is no number.
    assembler.b(.ne, label)
    // What is out of reach becomes the nearest number, and 2^63 - 1 as a double is 2^63: it would be equal. One more overflows.
    assembler.adds(.zr, register, 1)
    assembler.b(.vs, label)
  }

  mutating func convert(_ double: DoubleRegister, _ register: Register, _ width: Width) {
    assembler.scvtf(Self.register(double), Self.register(register), Self.width(width))
  }
}
