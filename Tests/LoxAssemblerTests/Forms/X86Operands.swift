import LoxAssembler

/// The operands that forms are tried with.
enum X86Operands {
  static let registers = X86.Register.allCases
  static let vectors = X86.VectorRegister.allCases
  static let wide: [X86.Width] = [.word, .dword, .qword]

  /// Pairs of numbers below 16, in which each number is in each place, with itself and with others.
  static let pairs: [(Int, Int)] = (0..<16).flatMap { [($0, $0), ($0, 15 - $0), ($0, ($0 * 5 + 3) % 16)] }
  static let registerPairs = pairs.map { (registers[$0.0], registers[$0.1]) }
  static let vectorPairs = pairs.map { (vectors[$0.0], vectors[$0.1]) }
  static let mixedPairs = pairs.map { (vectors[$0.0], registers[$0.1]) }

  /// Where the size of a displacement changes.
  static let displacements = [0, 1, -1, 127, -128, 128, -129, 0x7fff_ffff, -0x8000_0000]

  /// Each base and each index, each scale and each displacement.
  static let addresses: [X86.Memory] = {
    var result: [X86.Memory] = []
    for (number, base) in registers.enumerated() {
      result.append(X86.Memory(base))
      result.append(X86.Memory(base, displacements[number % displacements.count]))
      let index = registers[(number * 7 + 5) % 16]
      guard index != .rsp, let scale = X86.Memory.Scale(rawValue: UInt8(number % 4)) else { continue }
      result.append(X86.Memory(base, index, scale, displacements[(number + 4) % displacements.count]))
    }
    return result
  }()

  /// All bases with all indices, scales and displacements.
  static let allAddresses: [X86.Memory] = registers.flatMap { base in
    displacements.flatMap { displacement in
      [X86.Memory(base, displacement)]
        + registers.filter { $0 != .rsp }.flatMap { index in
          X86.Memory.Scale.allCases.map { X86.Memory(base, index, $0, displacement) }
        }
    }
  }

  /// A register for each address, so that all occur.
  static func register(_ number: Int) -> X86.Register { registers[(number * 3 + 1) % 16] }
  static func vector(_ number: Int) -> X86.VectorRegister { vectors[(number * 3 + 1) % 16] }

  /// Where the size of an immediate changes, and patterns of bits that are no signed numbers.
  static func immediates(_ width: X86.Width) -> [Int] {
    let small = [0, 1, -1, 127, -128]
    return switch width {
    case .byte: small + [128, 255]
    case .word: small + [128, -129, 0x7fff, -0x8000, 0x8000, 0xffff]
    case .dword: small + [128, -129, 0x7fff_ffff, -0x8000_0000, 0x8000_0000, 0xffff_ffff]
    case .qword: small + [128, -129, 0x7fff_ffff, -0x8000_0000]
    }
  }
}
