extension ARM64.Part {
  func write(distance: Int, isShort: Bool, to bytes: inout CodeBytes) throws(AssemblyError) {
    switch self {
    case .branch(let isCall, _): try Self.branch(distance, isCall: isCall, to: &bytes)
    case .conditional(let kind, let word, _):
      if isShort {
        Self.append(word | (try Self.words(distance, bits: kind.bits)) << 5, to: &bytes)
      } else {
        Self.append((word ^ kind.inversion) | 2 << 5, to: &bytes)
        try Self.branch(distance - 4, isCall: false, to: &bytes)
      }
    case .address(let register, _):
      if isShort {
        try Self.address(distance, register, to: &bytes)
      } else {
        try Self.farAddress(distance, register, to: &bytes)
      }
    case .load(let word, _, _) where isShort || shortSize == longSize:
      Self.append(word | (try Self.words(distance, bits: 19)) << 5, to: &bytes)
    case .load(let word, _, _):
      let register = word & 31
      try Self.farAddress(distance, register, to: &bytes)
      // `ldr` of an address tells its size in other bits than `ldr` of a label.
      let load: UInt32 = word >> 30 == 0 ? 0xb940_0000 : 0xf940_0000
      Self.append(load | register << 5 | register, to: &bytes)
    case .padding: break
    }
  }

  /// A distance as a number of words with this many bits.
  private static func words(_ distance: Int, bits: Int) throws(AssemblyError) -> UInt32 {
    let limit = 2 << bits
    guard -limit..<limit ~= distance, distance & 3 == 0 else { throw .outOfReach(distance) }
    return UInt32(truncatingIfNeeded: distance >> 2) & (1 << UInt32(bits) - 1)
  }

  private static func branch(_ distance: Int, isCall: Bool, to bytes: inout CodeBytes) throws(AssemblyError) {
    append((isCall ? 0x9400_0000 : 0x1400_0000) | (try words(distance, bits: 26)), to: &bytes)
  }

  private static func address(
    _ distance: Int, _ register: UInt32, to bytes: inout CodeBytes
  ) throws(AssemblyError) {
    guard -(1 << 20)..<1 << 20 ~= distance else { throw .outOfReach(distance) }
    let bits = UInt32(truncatingIfNeeded: distance)
    append(0x1000_0000 | (bits & 3) << 29 | (bits >> 2 & 0x7_ffff) << 5 | register, to: &bytes)
  }

  /// The low 12 bits by `adr`, the others by an addition or a subtraction.
  private static func farAddress(
    _ distance: Int, _ register: UInt32, to bytes: inout CodeBytes
  ) throws(AssemblyError) {
    let pages = distance >> 12
    guard abs(pages) < 4096 else { throw .outOfReach(distance) }
    try address(distance & 0xfff, register, to: &bytes)
    let operation: UInt32 = pages < 0 ? 0xd140_0000 : 0x9140_0000
    append(operation | UInt32(truncatingIfNeeded: abs(pages)) << 10 | register << 5 | register, to: &bytes)
  }
}
