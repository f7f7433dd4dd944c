import LoxAssembler

/// Templates for x86-64.
///
/// The state of the run loop is in registers that calls keep (System V ABI, section 3.2.1). The scratch registers are those of the first
/// arguments but one: `rdi` gets the context.
struct X86Target: TemplateTarget {
  var assembler: X86.Assembler

  init(_ memory: RuntimeLayout.Memory) {
    assembler = X86.Assembler { Self.admits($0, memory) }
  }

  /// Whether an address is one that the rule of `Place` names. If a template makes another one, there is no code.
  private static func admits(_ operand: X86.Memory, _ memory: RuntimeLayout.Memory) -> Bool {
    guard case .register(let base) = operand.base else { return false }
    let used = use(base)
    guard let index = operand.index else {
      return used == .state || used == .any && 0..<memory.loadReach ~= operand.displacement
    }
    return used == .cage
      ? index.scale == .one && 0..<memory.loadReach ~= operand.displacement
      : use(index.register) != .cage && operand.displacement == 0
  }

  /// What registers are used for.
  private enum Use {
    case cage, state, any
  }

  // PERF: the inverse of `register`, as a switch: comparing registers of another module is a call.
  private static func use(_ register: X86.Register) -> Use {
    switch register {
    case .r14: .cage
    case .rbx, .r12, .r13, .r15: .state
    default: .any
    }
  }

  func finish() throws(AssemblyError) -> Code { try assembler.finish() }
  mutating func reserve(_ wordCount: Int) {
    assembler.reserve(bytes: 48 * wordCount + 256, labels: 4 * wordCount + 32, jumps: 2 * wordCount + 32)
  }
  mutating func makeLabel() -> Label { assembler.makeLabel() }
  mutating func bind(_ label: Label) { assembler.bind(label) }
  mutating func moveOut() { assembler.moveOut() }
  mutating func moveBack() { assembler.moveBack() }

  // MARK: Operands

  static func register(_ register: Register) -> X86.Register {
    switch register {
    case .a: .rax
    case .b: .rcx
    case .c: .rsi
    case .d: .rdx
    case .e: .r8
    case .object: .rdi
    case .header: .r9
    case .window: .rbx
    case .record: .r12
    case .frame: .r13
    case .fuel: .rbp
    case .cage: .r14
    case .context: .r15
    }
  }

  static func register(_ register: DoubleRegister) -> X86.VectorRegister {
    switch register {
    case .a: .xmm0
    case .b: .xmm1
    case .c: .xmm2
    case .d: .xmm3
    case .e: .xmm4
    case .f: .xmm5
    case .g: .xmm6
    case .h: .xmm7
    }
  }

  static func memory(_ place: Place) -> X86.Memory {
    switch place {
    case .window(let offset): X86.Memory(register(.window), offset)
    case .record(let offset): X86.Memory(register(.record), offset)
    case .frame(let offset): X86.Memory(register(.frame), offset)
    case .context(let offset): X86.Memory(register(.context), offset)
    case .cage(let object, let offset): X86.Memory(register(.cage), register(object), offset)
    case .recordAt(let base, let offset), .heapAt(let base, let offset): X86.Memory(register(base), offset)
    case .entry(let table, let number): X86.Memory(register(table), register(number), .eight)
    case .code(let address): X86.Memory(register(address), 0)
    case .native(let places, let pc): X86.Memory(register(places), register(pc))
    }
  }

  static func width(_ width: Width) -> X86.Width {
    switch width {
    case .byte: .byte
    case .word: .dword
    case .double: .qword
    }
  }

  static func condition(_ condition: IntegerCondition) -> X86.Condition {
    switch condition {
    case .equal: .e
    case .notEqual: .ne
    case .below: .b
    case .belowOrEqual: .be
    case .above: .a
    case .aboveOrEqual: .ae
    }
  }

  // MARK: Moves

  mutating func load(_ register: Register, _ place: Place, _ width: Width) {
    assembler.movzx(Self.register(register), Self.memory(place), from: Self.width(width))
  }
  mutating func store(_ register: Register, _ place: Place, _ width: Width) {
    assembler.mov(Self.memory(place), Self.register(register), Self.width(width))
  }
  mutating func store(_ word: UInt32, _ place: Place) {
    assembler.mov(Self.memory(place), Int(word), .dword)
  }
  mutating func copy(_ destination: Register, _ source: Register, _ width: Width) {
    assembler.mov(Self.register(destination), Self.register(source), Self.width(width))
  }
  mutating func address(_ register: Register, _ place: Place) {
    assembler.lea(Self.register(register), Self.memory(place))
  }
  mutating func set(_ register: Register, _ bits: UInt64) { assembler.mov(Self.register(register), bits) }
  mutating func set(_ register: Register, lowByte: UInt8) {
    assembler.movByte(Self.register(register), lowByte)
  }

  // MARK: Jumps

  mutating func jump(_ label: Label) { assembler.jmp(label) }
  mutating func jump(_ place: Place) { assembler.jmp(Self.memory(place)) }
  mutating func jump(_ register: Register) { assembler.jmp(Self.register(register)) }

  mutating func branch(
    _ condition: IntegerCondition, _ first: Register, _ second: Register, _ width: Width, to label: Label
  ) {
    assembler.cmp(Self.register(first), Self.register(second), Self.width(width))
    assembler.j(Self.condition(condition), label)
  }
  mutating func branch(
    _ condition: IntegerCondition, _ first: Register, _ constant: Int, _ width: Width, to label: Label
  ) {
    if constant == 0, condition == .equal || condition == .notEqual {
      assembler.test(Self.register(first), Self.register(first), Self.width(width))
    } else {
      assembler.cmp(Self.register(first), constant, Self.width(width))
    }
    assembler.j(Self.condition(condition), label)
  }
  mutating func branch(
    _ condition: IntegerCondition, _ first: Register, _ place: Place, _ width: Width, to label: Label
  ) {
    assembler.cmp(Self.register(first), Self.memory(place), Self.width(width))
    assembler.j(Self.condition(condition), label)
  }
  mutating func branch(
    _ condition: IntegerCondition, _ place: Place, _ constant: UInt32, _ width: Width, to label: Label
  ) {
    assembler.cmp(Self.memory(place), Int(constant), Self.width(width))
    assembler.j(Self.condition(condition), label)
  }
  mutating func branch(_ condition: SignedCondition, _ first: Register, _ second: Register, to label: Label) {
    assembler.cmp(Self.register(first), Self.register(second))
    assembler.j(Self.condition(condition), label)
  }
  mutating func branch(_ condition: SignedCondition, _ first: Register, _ constant: Int, to label: Label) {
    assembler.cmp(Self.register(first), constant)
    assembler.j(Self.condition(condition), label)
  }
  static func condition(_ condition: SignedCondition) -> X86.Condition {
    switch condition {
    case .less: .l
    }
  }
  mutating func subtract(_ register: Register, _ amount: Register, ifNegative label: Label) {
    assembler.sub(Self.register(register), Self.register(amount))
    assembler.j(.s, label)
  }
  mutating func subtract(_ register: Register, _ amount: Int, ifNegative label: Label) {
    assembler.sub(Self.register(register), amount)
    assembler.j(.s, label)
  }

  // MARK: Calls

  mutating func callHelper(_ place: Place, _ first: Register, _ second: Register?) {
    // The first argument is the context; what is in the way of the others is moved first.
    if let second, second != .d {
      assembler.mov(.rdx, Self.register(second))
    }
    if first != .c { assembler.mov(.rsi, Self.register(first)) }
    assembler.mov(.rdi, Self.register(.context))
    assembler.call(Self.memory(place))
  }

  mutating func callShared(_ place: Place) { assembler.call(Self.memory(place)) }
  mutating func returnFromShared() { assembler.ret() }

  /// The return address is on the stack: with room for the holders, or for nothing, the stack is aligned again.
  private static let holderBytes = 8 * DoubleRegister.holders.count + 8
  private static func holderPlace(_ index: Int) -> X86.Memory { X86.Memory(.rsp, 8 * index) }

  mutating func beginHelp(keepsHolders: Bool) {
    assembler.sub(.rsp, keepsHolders ? Self.holderBytes : 8)
    guard keepsHolders else { return }
    for (index, holder) in DoubleRegister.holders.enumerated() {
      assembler.movsd(Self.holderPlace(index), Self.register(holder))
    }
  }

  mutating func endHelp(keepsHolders: Bool) {
    if keepsHolders {
      for (index, holder) in DoubleRegister.holders.enumerated() {
        assembler.movsd(Self.register(holder), Self.holderPlace(index))
      }
    }
    assembler.add(.rsp, keepsHolders ? Self.holderBytes : 8)
  }
}
