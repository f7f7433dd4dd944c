import LoxAssembler

extension ARM64Target {
  mutating func add(_ destination: Register, _ source: Register, _ width: Width) {
    let destination = Self.register(destination)
    assembler.add(destination, destination, Self.register(source), .none, Self.width(width))
  }

  mutating func add(_ destination: Register, _ constant: Int, _ width: Width) {
    sum(destination, destination, constant, width)
  }

  mutating func add(_ destination: Register, _ place: Place, _ width: Width) {
    let destination = Self.register(destination)
    load(Self.operand, place, width)
    assembler.add(destination, destination, Self.operand, .none, Self.width(width))
  }

  mutating func add(_ place: Place, _ constant: Int) {
    let memory = memory(place, size: 4)
    assembler.ldr(Self.operand, memory, .w)
    assembler.add(Self.operand, Self.operand, constant, .w)
    assembler.str(Self.operand, memory, .w)
  }

  mutating func sum(_ destination: Register, _ source: Register, _ constant: Int, _ width: Width) {
    let (destination, source) = (Self.register(destination), Self.register(source))
    // There is room for 24 bits, in two instructions.
    if constant.magnitude < 1 << 24 {
      assembler.add(destination, source, constant, Self.width(width))
    } else {
      assembler.mov(Self.operand, UInt64(bitPattern: Int64(constant)))
      assembler.add(destination, source, Self.operand, .none, Self.width(width))
    }
  }

  mutating func subtract(_ destination: Register, _ source: Register, _ width: Width) {
    let destination = Self.register(destination)
    assembler.sub(destination, destination, Self.register(source), .none, Self.width(width))
  }

  mutating func subtract(_ destination: Register, _ place: Place, _ width: Width) {
    let destination = Self.register(destination)
    load(Self.operand, place, width)
    assembler.sub(destination, destination, Self.operand, .none, Self.width(width))
  }

  // MARK: Bits

  mutating func and(_ destination: Register, _ constant: UInt32) {
    let destination = Self.register(destination)
    if let immediate = ARM64.LogicalImmediate(UInt64(constant), .w) {
      assembler.logic(.and, destination, destination, immediate)
    } else {
      assembler.mov(Self.operand, UInt64(constant))
      assembler.and(destination, destination, Self.operand, .none, .w)
    }
  }

  mutating func and(_ destination: Register, _ source: Register, _ width: Width) {
    let destination = Self.register(destination)
    assembler.and(destination, destination, Self.register(source), .none, Self.width(width))
  }

  mutating func or(_ destination: Register, _ source: Register, _ width: Width) {
    let destination = Self.register(destination)
    assembler.orr(destination, destination, Self.register(source), .none, Self.width(width))
  }

  mutating func xor(_ destination: Register, _ source: Register, _ width: Width) {
    let destination = Self.register(destination)
    assembler.eor(destination, destination, Self.register(source), .none, Self.width(width))
  }

  mutating func shiftLeft(_ register: Register, _ count: Int, _ width: Width) {
    assembler.lsl(Self.register(register), Self.register(register), count, Self.width(width))
  }

  mutating func shiftRight(_ register: Register, _ count: Int, _ width: Width) {
    assembler.lsr(Self.register(register), Self.register(register), count, Self.width(width))
  }

  mutating func setBit(
    _ destination: Register, if condition: IntegerCondition, _ first: Register, _ constant: Int,
    _ width: Width
  ) {
    compare(Self.register(first), constant, width, with: Self.operand)
    assembler.cset(Self.register(destination), Self.condition(condition))
  }

  mutating func remainder(dividingAByRegister divisor: Register) {
    let (dividend, divisor) = (Self.register(Register.a), Self.register(divisor))
    assembler.udiv(Self.operand, dividend, divisor)
    assembler.msub(dividend, Self.operand, divisor, from: dividend)
  }
}
