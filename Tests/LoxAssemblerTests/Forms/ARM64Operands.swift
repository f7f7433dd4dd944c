import LoxAssembler

/// The operands that forms are tried with.
enum ARM64Operands {
  static let widths: [ARM64.Width] = [.w, .x]
  /// All registers where 31 means `zr`.
  static let registers = ARM64.Register.allCases.filter { $0 != .sp }
  /// All registers where 31 means `sp`.
  static let bases = ARM64.Register.allCases.filter { $0 != .zr }
  static let vectors = ARM64.VectorRegister.allCases

  /// Three numbers below 32: each number is in each place, with itself and with others.
  static let triples: [(Int, Int, Int)] = {
    var result: [(Int, Int, Int)] = []
    for number in 0..<32 {
      result.append((number, number, number))
      result.append((number, 31 - number, (number * 5 + 3) % 32))
      result.append(((number * 7 + 1) % 32, (number * 3 + 2) % 32, number))
    }
    return result
  }()
  static let registerTriples = triples.map { (registers[$0.0], registers[$0.1], registers[$0.2]) }
  static let vectorTriples = triples.map { (vectors[$0.0], vectors[$0.1], vectors[$0.2]) }

  /// All addresses that an access of this many bytes has room for, at the limits of each form; the register is not their base.
  static func addresses(size: Int) -> [(register: ARM64.Register, memory: ARM64.Memory)] {
    var result: [(ARM64.Register, ARM64.Memory)] = []
    let offsets = [0, size, -size, 255, -256, 256, 4095 * size, 2048 * size, 1, -1]
      .filter { ARM64.Memory.hasRoom(for: $0, size: size) }
    for (number, base) in bases.enumerated() {
      let register = registers[(number + 5) % 32]
      for offset in offsets { result.append((register, ARM64.Memory(base, offset))) }
      let index = registers[(number * 3 + 1) % 32]
      for kind in ARM64.Memory.Extension.allCases {
        result.append((register, ARM64.Memory(base, index, kind)))
        result.append((register, ARM64.Memory(base, index, kind, isScaled: true)))
      }
      for offset in [0, 255, -256, -16] {
        result.append((register, ARM64.Memory(base, offset, .preIndexed)))
        result.append((register, ARM64.Memory(base, offset, .postIndexed)))
      }
    }
    return result
  }

  /// All elements with all lengths and rotations.
  static let logicalImmediates: [UInt64] = {
    var result: [UInt64] = []
    for size in [2, 4, 8, 16, 32, 64] {
      for length in 1..<size {
        for rotation in 0..<size {
          var value: UInt64 = 0
          for bit in rotation..<rotation + length {
            for element in stride(from: 0, to: 64, by: size) { value |= 1 << UInt64(element + bit % size) }
          }
          result.append(value)
        }
      }
    }
    return result
  }()
}
