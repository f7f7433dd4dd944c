import LoxAssembler

extension ARM64Reader {
  /// Loads and stores.
  var access: ARM64Instruction? {
    if has(0x1800_0000, of: 0x3b00_0000) { return literal }
    if has(0x2800_0000, of: 0x3a00_0000) { return pair }
    return has(0x3800_0000, of: 0x3a00_0000) ? single : nil
  }

  private var isVector: Bool { field(26, 1) == 1 }
  private var base: ARM64.Register { register(5, orStack: true) }

  private var literal: ARM64Instruction? {
    let kind = field(30, 2)
    guard kind == 1 || kind == 0 && !isVector else { return nil }
    var instruction = ARM64Instruction()
    instruction.origin = .memory
    if !isVector { instruction.results = [.init(register(0), kind == 0 ? .w : .x)] }
    instruction.address = .code(offset + 4 * signedField(5, 19))
    instruction.size = kind == 0 ? 4 : 8
    return instruction
  }

  private var pair: ARM64Instruction? {
    let kind = field(30, 2)
    guard isVector ? kind == 1 : kind == 0 || kind == 2,
      let mode = mode(field(23, 2), [nil, .postIndexed, .offset, .preIndexed])
    else { return nil }
    let size = kind == 0 ? 4 : 8
    var instruction = ARM64Instruction()
    instruction.origin = .memory
    if field(22, 1) == 1, !isVector {
      let width: ARM64.Width = kind == 0 ? .w : .x
      instruction.results = [.init(register(0), width), .init(register(10), width)]
    }
    instruction.size = 2 * size
    instruction.setAddress(ARM64.Memory(base, size * signedField(15, 7), mode))
    return instruction
  }

  private var single: ARM64Instruction? {
    let size = 1 << field(30, 2)
    var instruction = ARM64Instruction()
    instruction.origin = .memory
    switch (field(22, 2), isVector) {
    case (0, _): break
    case (1, false): instruction.results = [.init(register(0), size == 8 ? .x : .w)]
    case (2, false) where size < 8: instruction.results = [.init(register(0), .x)]
    case (3, false) where size < 4: instruction.results = [.init(register(0), .w)]
    case (1, true): break
    default: return nil
    }
    if isVector, size != 8 { return nil }
    instruction.size = size
    if field(24, 1) == 1 {
      instruction.setAddress(ARM64.Memory(base, size * field(10, 12)))
    } else if field(21, 1) == 1 {
      guard field(10, 2) == 2, let kind = ARM64.Memory.Extension(rawValue: UInt8(field(13, 3))) else {
        return nil
      }
      instruction.setAddress(ARM64.Memory(base, register(16), kind, isScaled: field(12, 1) == 1))
    } else {
      guard let mode = mode(field(10, 2), [.offset, .postIndexed, nil, .preIndexed]) else { return nil }
      instruction.setAddress(ARM64.Memory(base, signedField(12, 9), mode))
    }
    return instruction
  }

  private func mode(_ number: Int, _ modes: [ARM64.Memory.Mode?]) -> ARM64.Memory.Mode? { modes[number] }
}

extension ARM64Instruction {
  /// With the base as one more result, if it changes.
  fileprivate mutating func setAddress(_ memory: ARM64.Memory) {
    address = .memory(memory)
    if memory.mode != .offset, case .register(let base) = memory.base { results.append(Result(base, .x)) }
  }
}
