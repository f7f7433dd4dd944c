import LoxAssembler

/// Templates for arm64.
///
/// The state of the run loop is in registers that calls keep (AAPCS64, section 6.1.1). The scratch registers of templates are those of
/// results and arguments: `x0` is the result of a helper and gets the context, `x1` and `x2` are the next arguments.
///
/// Three registers belong to this file. `x16` gets an address that an instruction has no room for, `x17` an operand that x86-64 would have
/// in memory or in the instruction; linkers may change both at a call (section 6.1.1, "IP0, IP1"), so nothing is left in them. `d16` is the
/// same for doubles. `x18` belongs to the platform.
struct ARM64Target: TemplateTarget {
  var assembler: ARM64.Assembler

  static let address = ARM64.Register.x16
  static let operand = ARM64.Register.x17
  static let doubleOperand = ARM64.VectorRegister.d16

  init(_ memory: RuntimeLayout.Memory) {
    assembler = ARM64.Assembler { Self.admits($0, memory) }
  }

  func finish() throws(AssemblyError) -> Code { try assembler.finish() }
  mutating func makeLabel() -> Label { assembler.makeLabel() }
  mutating func bind(_ label: Label) { assembler.bind(label) }
  mutating func moveOut() { assembler.moveOut() }
  mutating func moveBack() { assembler.moveBack() }

  // MARK: Operands

  static func register(_ register: Register) -> ARM64.Register {
    switch register {
    case .a: .x0
    case .b: .x3
    case .c: .x1
    case .d: .x2
    case .e: .x4
    case .object: .x5
    case .header: .x6
    case .window: .x19
    case .record: .x20
    case .frame: .x21
    case .fuel: .x22
    case .cage: .x23
    case .context: .x24
    }
  }

  static func register(_ register: DoubleRegister) -> ARM64.VectorRegister {
    switch register {
    case .a: .d0
    case .b: .d1
    case .c: .d2
    case .d: .d3
    case .e: .d4
    case .f: .d5
    case .g: .d6
    case .h: .d7
    }
  }

  /// Bytes are only loaded, stored and compared with memory.
  static func width(_ width: Width) -> ARM64.Width { width == .double ? .x : .w }

  static func condition(_ condition: IntegerCondition) -> ARM64.Condition {
    switch condition {
    case .equal: .eq
    case .notEqual: .ne
    case .below: .lo
    case .belowOrEqual: .ls
    case .above: .hi
    case .aboveOrEqual: .hs
    }
  }

  // MARK: Moves

  mutating func load(_ register: Register, _ place: Place, _ width: Width) {
    load(Self.register(register), place, width)
  }

  mutating func load(_ register: ARM64.Register, _ place: Place, _ width: Width) {
    let memory = memory(place, size: width.size)
    switch width {
    case .byte: assembler.ldrb(register, memory)
    case .word, .double: assembler.ldr(register, memory, Self.width(width))
    }
  }

  mutating func store(_ register: Register, _ place: Place, _ width: Width) {
    store(Self.register(register), place, width)
  }

  private mutating func store(_ register: ARM64.Register, _ place: Place, _ width: Width) {
    let memory = memory(place, size: width.size)
    switch width {
    case .byte: assembler.strb(register, memory)
    case .word, .double: assembler.str(register, memory, Self.width(width))
    }
  }

  mutating func store(_ word: UInt32, _ place: Place) {
    guard word != 0 else { return store(.zr, place, .word) }
    assembler.mov(Self.operand, UInt64(word))
    store(Self.operand, place, .word)
  }

  mutating func copy(_ destination: Register, _ source: Register, _ width: Width) {
    assembler.mov(Self.register(destination), Self.register(source), Self.width(width))
  }

  mutating func set(_ register: Register, _ bits: UInt64) { assembler.mov(Self.register(register), bits) }
}

extension Width {
  /// In bytes.
  fileprivate var size: Int {
    switch self {
    case .byte: 1
    case .word: 4
    case .double: 8
    }
  }
}
