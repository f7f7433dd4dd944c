import LoxAssembler

/// Places as operands. An instruction has a base and a displacement of 12 bits without sign, in units of its size, or of 9 bits with a sign;
/// or a base and an index. What else a place consists of is added before.
extension ARM64Target {
  /// Whether an address is one that the rule of `Place` names. If a template makes another one, there is no code.
  ///
  /// What is in `x16` was made below. Stubs use the stack, and nothing else does.
  static func admits(_ operand: ARM64.Memory, _ memory: RuntimeLayout.Memory) -> Bool {
    guard case .register(let base) = operand.base else { return false }
    if base == .sp { return operand.index == nil }
    guard operand.mode == .offset else { return false }
    switch (base, operand.index) {
    case (register(.window), nil), (register(.record), nil), (register(.frame), nil),
      (register(.context), nil):
      return true
    case (register(.cage), let index?): return index.extension == .uxtw && !index.isScaled
    case (register(.cage), nil): return false
    case (_, nil): return 0..<memory.loadReach ~= operand.displacement
    case (_, let index?): return index.extension == .uxtw && index.isScaled
    }
  }

  /// The operand of an instruction that accesses so many bytes.
  mutating func memory(_ place: Place, size: Int) -> ARM64.Memory {
    switch place {
    case .window(let offset): return memory(Self.register(.window), offset, size)
    case .record(let offset): return memory(Self.register(.record), offset, size)
    case .frame(let offset): return memory(Self.register(.frame), offset, size)
    case .context(let offset): return memory(Self.register(.context), offset, size)
    case .recordAt(let base, let offset), .heapAt(let base, let offset):
      return memory(Self.register(base), offset, size)
    case .cage(let object, 0): return ARM64.Memory(Self.register(.cage), Self.register(object), .uxtw)
    case .cage(let object, let offset):
      assembler.add(Self.address, Self.register(.cage), Self.register(object), .uxtw(0))
      return memory(Self.address, offset, size)
    case .entry(let table, let number):
      // An index is multiplied by the size of the access, which is that of an address.
      if size == 8 { return ARM64.Memory(Self.register(table), Self.register(number), .uxtw, isScaled: true) }
      assembler.add(Self.address, Self.register(table), Self.register(number), .uxtw(3))
      return ARM64.Memory(Self.address)
    case .code(let address): return ARM64.Memory(Self.register(address))
    case .native(let places, let pc):
      assembler.add(Self.address, Self.register(places), Self.register(pc))
      return ARM64.Memory(Self.address)
    }
  }

  /// A base and a displacement. If the instruction has no room for it, it may have room for the low 12 bits.
  private mutating func memory(_ base: ARM64.Register, _ displacement: Int, _ size: Int) -> ARM64.Memory {
    if ARM64.Memory.hasRoom(for: displacement, size: size) { return ARM64.Memory(base, displacement) }
    let low = displacement & 0xfff
    let rest = ARM64.Memory.hasRoom(for: low, size: size) ? low : 0
    assembler.add(Self.address, base, displacement - rest)
    return ARM64.Memory(Self.address, rest)
  }

  mutating func address(_ register: Register, _ place: Place) {
    let register = Self.register(register)
    // An operand of one byte has room for any displacement below 4096.
    let memory = memory(place, size: 1)
    guard case .register(let base) = memory.base else { return }
    switch memory.index {
    case nil: assembler.add(register, base, memory.displacement)
    case let index?: assembler.add(register, base, index.register, .uxtw(0))
    }
  }
}
