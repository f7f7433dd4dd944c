import LoxAssembler

/// Reads one instruction: SDM volume 2, chapter 2.
struct X86Reader {
  private let code: [UInt8]
  private(set) var offset: Int
  /// The prefixes `66`, `F2` and `REX`.
  private var prefix: UInt8?
  private var rex: UInt8?

  init(_ code: [UInt8], at offset: Int) {
    self.code = code
    self.offset = offset
  }

  mutating func read() -> X86Instruction? {
    while let byte = peek(), byte == 0x66 || byte == 0xf2 {
      guard prefix == nil else { return nil }
      prefix = byte
      offset += 1
    }
    if let byte = peek(), 0x40..<0x50 ~= byte {
      rex = byte
      offset += 1
    }
    guard let (opcode, shape) = readOpcode() else { return nil }
    var instruction = X86Instruction()
    instruction.accesses = shape.accesses
    var register: UInt8 = 0
    var operand: UInt8?
    if shape.hasOperands {
      guard let byte = next() else { return nil }
      register = byte >> 3 & 7 | (rex ?? 0) << 1 & 8
      if byte >> 6 == 3 {
        operand = byte & 7 | (rex ?? 0) << 3 & 8
      } else {
        guard shape.takesMemory, let address = readAddress(byte) else { return nil }
        instruction.address = address
      }
      // Without the prefix, these are the second bytes of registers.
      if rex == nil, shape.hasByteRegister && register >= 4 || shape.hasByteOperand && (operand ?? 0) >= 4 {
        return nil
      }
    }
    guard let immediate = readImmediate(shape.immediate) else { return nil }
    if case .code(let place)? = instruction.address { instruction.address = .code(place + offset) }
    instruction.flow = flow(shape.flow, immediate)
    instruction.results = results(shape, opcode, register, operand)
    if shape.copies { instruction.origin = origin(shape, register, operand) }
    return instruction
  }

  // MARK: Parts

  private func peek() -> UInt8? { code.indices.contains(offset) ? code[offset] : nil }

  private mutating func next() -> UInt8? {
    guard let byte = peek() else { return nil }
    offset += 1
    return byte
  }

  private mutating func readOpcode() -> (UInt8, X86Shape)? {
    guard var opcode = next() else { return nil }
    var shape: X86Shape?
    if opcode != 0x0f {
      // With a REX prefix, `nop` may be an exchange.
      if prefix == 0xf2 || opcode == 0x90 && rex != nil { return nil }
      shape = .one(opcode, field: (peek() ?? 0) >> 3 & 7)
    } else if let second = next() {
      opcode = second
      if second == 0x3a {
        guard let third = next() else { return nil }
        shape = .three(third, prefix: prefix)
      } else {
        shape = .two(second, field: (peek() ?? 0) >> 3 & 7, prefix: prefix)
      }
    }
    return shape.map { (opcode, $0) }
  }

  /// The address that ModRM says, with a SIB byte and a displacement; one relative to the end of the instruction has only that distance.
  private mutating func readAddress(_ byte: UInt8) -> X86Instruction.Address? {
    let mode = byte >> 6
    var base = byte & 7
    var index: X86.Register?
    var scale = X86.Memory.Scale.one
    if base == 5, mode == 0 { return readNumber(4).map { .code($0) } }
    if base == 4 {
      guard let byte = next() else { return nil }
      base = byte & 7
      // Without a base there would be an absolute address, which no code has.
      if base == 5, mode == 0 { return nil }
      let number = byte >> 3 & 7 | (rex ?? 0) << 2 & 8
      if number != 4 { index = X86.Register(rawValue: number) }
      scale = X86.Memory.Scale(rawValue: byte >> 6) ?? .one
    }
    guard let base = X86.Register(rawValue: base | (rex ?? 0) << 3 & 8),
      let displacement = readNumber(mode == 0 ? 0 : mode == 1 ? 1 : 4)
    else { return nil }
    return .memory(index.map { X86.Memory(base, $0, scale, displacement) } ?? X86.Memory(base, displacement))
  }

  private var isWide: Bool { (rex ?? 0) & 8 != 0 }

  /// The width that the prefixes say.
  private var width: X86.Width { isWide ? .qword : prefix == 0x66 ? .word : .dword }

  private mutating func readImmediate(_ immediate: X86Shape.Immediate) -> Int? {
    switch immediate {
    case .none: 0
    case .byte: readNumber(1)
    case .operand: readNumber(width == .word ? 2 : 4)
    case .whole: readNumber(isWide ? 8 : width == .word ? 2 : 4)
    }
  }

  /// A signed number of this many bytes.
  private mutating func readNumber(_ count: Int) -> Int? {
    var value: UInt64 = 0
    for index in 0..<count {
      guard let byte = next() else { return nil }
      value |= UInt64(byte) << UInt64(8 * index)
    }
    let unused = 64 - 8 * count
    return count == 0
      ? 0 : Int(truncatingIfNeeded: Int64(bitPattern: value << UInt64(unused)) >> Int64(unused))
  }

  // MARK: Meaning

  private func flow(_ flow: X86Shape.Flow, _ distance: Int) -> X86Instruction.Flow {
    switch flow {
    case .next: .next
    case .jump: .jump(offset + distance)
    case .branch: .branch(offset + distance)
    case .call: .call(offset + distance)
    case .jumpToAddress: .jumpToAddress
    case .callOfAddress: .callOfAddress
    case .return: .return
    case .trap: .trap
    }
  }

  private func origin(_ shape: X86Shape, _ register: UInt8, _ operand: UInt8?) -> X86Instruction.Origin {
    if shape.immediate != .none { return .constant }
    guard shape.target == .register else {
      return X86.Register(rawValue: register).map { .register($0) } ?? .calculation
    }
    return operand.flatMap(X86.Register.init).map { .register($0) } ?? .memory
  }

  private func results(
    _ shape: X86Shape, _ opcode: UInt8, _ register: UInt8, _ operand: UInt8?
  ) -> [X86Instruction.Result] {
    let numbers: [UInt8] =
      switch shape.target {
      case .nothing: []
      case .register: [register]
      case .operand: operand.map { [$0] } ?? []
      case .opcode: [opcode & 7 | (rex ?? 0) << 3 & 8]
      case .accumulator: [0]
      case .quotient: [0, 2]
      }
    let width =
      switch shape.width {
      case let width?: width
      // Of vector instructions, the prefix is a part of the opcode.
      case nil where shape.target == .operand && opcode == 0x7e && prefix == 0x66:
        isWide ? X86.Width.qword : .dword
      case nil: self.width
      }
    return numbers.compactMap(X86.Register.init).map { X86Instruction.Result(register: $0, width: width) }
  }
}
