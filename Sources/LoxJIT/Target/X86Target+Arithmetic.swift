import LoxAssembler

extension X86Target {
  // MARK: Integers

  mutating func add(_ destination: Register, _ source: Register, _ width: Width) {
    assembler.add(Self.register(destination), Self.register(source), Self.width(width))
  }
  mutating func add(_ destination: Register, _ constant: Int, _ width: Width) {
    assembler.add(Self.register(destination), constant, Self.width(width))
  }
  mutating func add(_ destination: Register, _ place: Place, _ width: Width) {
    assembler.add(Self.register(destination), Self.memory(place), Self.width(width))
  }
  mutating func add(_ place: Place, _ constant: Int) {
    assembler.add(Self.memory(place), constant, .dword)
  }
  mutating func sum(_ destination: Register, _ source: Register, _ constant: Int, _ width: Width) {
    assembler.lea(
      Self.register(destination), X86.Memory(Self.register(source), constant), Self.width(width))
  }
  mutating func subtract(_ destination: Register, _ source: Register, _ width: Width) {
    assembler.sub(Self.register(destination), Self.register(source), Self.width(width))
  }
  mutating func subtract(_ destination: Register, _ place: Place, _ width: Width) {
    assembler.sub(Self.register(destination), Self.memory(place), Self.width(width))
  }
  mutating func and(_ destination: Register, _ constant: UInt32) {
    assembler.and(Self.register(destination), Int(constant), .dword)
  }
  mutating func and(_ destination: Register, _ source: Register, _ width: Width) {
    assembler.and(Self.register(destination), Self.register(source), Self.width(width))
  }
  mutating func or(_ destination: Register, _ source: Register, _ width: Width) {
    assembler.or(Self.register(destination), Self.register(source), Self.width(width))
  }
  mutating func xor(_ destination: Register, _ source: Register, _ width: Width) {
    assembler.xor(Self.register(destination), Self.register(source), Self.width(width))
  }
  mutating func shiftLeft(_ register: Register, _ count: Int, _ width: Width) {
    assembler.shl(Self.register(register), count, Self.width(width))
  }
  mutating func shiftRight(_ register: Register, _ count: Int, _ width: Width) {
    assembler.shr(Self.register(register), count, Self.width(width))
  }
  mutating func setBit(
    _ destination: Register, if condition: IntegerCondition, _ first: Register, _ constant: Int,
    _ width: Width
  ) {
    assembler.cmp(Self.register(first), constant, Self.width(width))
    assembler.set(Self.condition(condition), Self.register(destination))
    assembler.movzx(Self.register(destination), Self.register(destination), from: .byte)
  }
  mutating func remainder(dividingAByRegister divisor: Register) {
    assembler.xor(.rdx, .rdx, .dword)
    assembler.div(Self.register(divisor))
    assembler.mov(.rax, .rdx)
  }

  // MARK: Doubles

  mutating func load(_ register: DoubleRegister, _ place: Place) {
    assembler.movsd(Self.register(register), Self.memory(place))
  }
  mutating func store(_ register: DoubleRegister, _ place: Place) {
    assembler.movsd(Self.memory(place), Self.register(register))
  }
  mutating func calculate(_ operation: DoubleOperation, _ destination: DoubleRegister, _ place: Place) {
    let (destination, source) = (Self.register(destination), Self.memory(place))
    switch operation {
    case .add: assembler.addsd(destination, source)
    case .subtract: assembler.subsd(destination, source)
    case .multiply: assembler.mulsd(destination, source)
    case .divide: assembler.divsd(destination, source)
    }
  }
  mutating func calculate(
    _ operation: DoubleOperation, _ destination: DoubleRegister, _ source: DoubleRegister
  ) {
    let (destination, source) = (Self.register(destination), Self.register(source))
    switch operation {
    case .add: assembler.addsd(destination, source)
    case .subtract: assembler.subsd(destination, source)
    case .multiply: assembler.mulsd(destination, source)
    case .divide: assembler.divsd(destination, source)
    }
  }
  mutating func copy(_ destination: DoubleRegister, _ source: DoubleRegister) {
    assembler.movapd(Self.register(destination), Self.register(source))
  }
  mutating func move(_ destination: Register, _ source: DoubleRegister) {
    assembler.movq(Self.register(destination), Self.register(source))
  }
  mutating func negate(_ register: DoubleRegister) {
    let register = Self.register(register)
    assembler.movq(.rax, register)
    assembler.mov(.rcx, 1 << 63)
    assembler.xor(.rax, .rcx)
    assembler.movq(register, .rax)
  }
  mutating func branchIfNaN(_ register: DoubleRegister, to label: Label) {
    assembler.ucomisd(Self.register(register), Self.register(register))
    assembler.j(.p, label)
  }
  mutating func branch(
    _ condition: DoubleCondition, _ first: DoubleRegister, _ place: Place, to label: Label, unordered: Label
  ) {
    assembler.ucomisd(Self.register(first), Self.memory(place))
    assembler.j(.p, unordered)
    assembler.j(Self.condition(condition), label)
  }

  mutating func branch(
    _ condition: DoubleCondition, _ first: DoubleRegister, _ second: DoubleRegister, to label: Label,
    unordered: Label
  ) {
    assembler.ucomisd(Self.register(first), Self.register(second))
    assembler.j(.p, unordered)
    assembler.j(Self.condition(condition), label)
  }

  /// After a comparison of two numbers.
  private static func condition(_ condition: DoubleCondition) -> X86.Condition {
    switch condition {
    case .less: .b
    case .greaterOrEqual: .ae
    case .greater: .a
    case .lessOrEqual: .be
    case .equal: .e
    case .notEqual: .ne
    }
  }

  mutating func convert(_ register: Register, _ double: DoubleRegister, orBranchTo label: Label) {
    let (register, double) = (Self.register(register), Self.register(double))
    assembler.cvttsd2si(register, double)
    // Converting writes half of the register: the zeros spare it waiting for the other half.
    assembler.xorpd(.xmm1, .xmm1)
    assembler.cvtsi2sd(.xmm1, register)
    assembler.ucomisd(.xmm1, double)
    assembler.j(.ne, label)
    assembler.j(.p, label)
  }
  mutating func convert(_ double: DoubleRegister, _ register: Register, _ width: Width) {
    assembler.xorpd(Self.register(double), Self.register(double))
    assembler.cvtsi2sd(Self.register(double), Self.register(register), Self.width(width))
  }
}
